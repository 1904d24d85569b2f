import type { ListPaymentsInput, PaymentStatus } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { openSales, payments, sales, transactions } from '@cashwrap/database/schema';
import { and, eq, getTableColumns, gte, lte } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import { type EntryFilter, entriesOfPage, inOrder } from './entries.repo.ts';
import type { Span } from './recorded-span.repo.ts';

/** A payment with the sale that it pays, which is completed or not, and its entry of the money ledger. */
export interface PaymentOfSaleRow {
  readonly payment: typeof payments.$inferSelect;
  readonly completed: Pick<typeof sales.$inferSelect, keyof typeof completedColumns> | null;
  readonly open: Pick<typeof openSales.$inferSelect, keyof typeof openColumns> | null;
  /** None where nothing was taken for good. */
  readonly entry: Entry | null;
}

type Entry = Pick<typeof transactions.$inferSelect, keyof typeof entryColumns>;

/** A payment of a list, which is in order by this id. */
type Listed = PaymentOfSaleRow & { readonly id: string };

const completedColumns = {
  number: sales.number,
  storeId: sales.storeId,
  registerId: sales.registerId,
  shiftId: sales.shiftId,
  businessDate: sales.businessDate,
  cashierId: sales.cashierId,
  currency: sales.currency,
  currencyDigits: sales.currencyDigits,
};

const openColumns = {
  status: openSales.status,
  storeId: openSales.storeId,
  registerId: openSales.registerId,
  cashierId: openSales.cashierId,
  currency: openSales.currency,
  currencyDigits: openSales.currencyDigits,
};

const entryColumns = {
  id: transactions.id,
  occurredAt: transactions.occurredAt,
  recordedAt: transactions.recordedAt,
};

/** What completed sales have captured, in the order of the money ledger: by the ids of their entries. */
export async function listCaptured(
  db: Reader,
  scope: StoreScope,
  filter: EntryFilter,
  span: Span,
  page: PageRequest<'recordedAt'>,
): Promise<(Listed & { readonly entry: Entry })[]> {
  const entries = entriesOfPage(db, scope, { ...filter, kind: 'sale' }, span, page).as('entries');
  const { id, occurredAt, recordedAt } = entries;
  const rows = await db
    .select({
      id,
      entry: { id, occurredAt, recordedAt },
      payment: getTableColumns(payments),
      completed: completedColumns,
    })
    .from(entries)
    .innerJoin(payments, eq(payments.id, entries.paymentId))
    .innerJoin(sales, eq(sales.id, payments.saleId))
    .orderBy(...inOrder(page, entries));
  return rows.map((row) => ({ ...row, open: null }));
}

/** What is not captured, or not any more, of sales that are open or were, in the order in which it was added. */
export async function listUncaptured(
  db: Reader,
  scope: StoreScope,
  filter: Pick<
    ListPaymentsInput,
    'registerId' | 'saleId' | 'method' | 'reference' | 'businessDateFrom' | 'businessDateTo'
  > & { readonly status: Exclude<PaymentStatus, 'captured'> },
  page: PageRequest<'recordedAt'>,
): Promise<Listed[]> {
  const { registerId, saleId, method, reference, businessDateFrom, businessDateTo } = filter;
  const { after, orderBy } = keyset(page, payments.createdAt, payments.id);
  const rows = await db
    .select({
      id: payments.id,
      payment: getTableColumns(payments),
      completed: completedColumns,
      open: openColumns,
    })
    .from(payments)
    .innerJoin(openSales, eq(openSales.id, payments.saleId))
    .leftJoin(sales, eq(sales.id, payments.saleId))
    .where(
      and(
        inScope(payments.storeId, scope),
        eq(payments.status, filter.status),
        registerId === undefined ? undefined : eq(openSales.registerId, registerId),
        saleId === undefined ? undefined : eq(payments.saleId, saleId),
        method === undefined ? undefined : eq(payments.method, method),
        reference === undefined ? undefined : eq(payments.reference, reference),
        businessDateFrom === undefined ? undefined : gte(sales.businessDate, businessDateFrom),
        businessDateTo === undefined ? undefined : lte(sales.businessDate, businessDateTo),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
  return rows.map((row) => ({ ...row, entry: null }));
}

export async function findPayment(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<PaymentOfSaleRow | undefined> {
  const [row] = await db
    .select({
      payment: getTableColumns(payments),
      completed: completedColumns,
      open: openColumns,
      entry: entryColumns,
    })
    .from(payments)
    .leftJoin(sales, eq(sales.id, payments.saleId))
    .leftJoin(openSales, eq(openSales.id, payments.saleId))
    .leftJoin(transactions, eq(transactions.paymentId, payments.id))
    .where(and(eq(payments.id, id), inScope(payments.storeId, scope)));
  return row;
}

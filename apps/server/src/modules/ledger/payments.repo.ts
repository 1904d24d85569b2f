import { inScope, type Reader, type StoreScope } from '@cashwrap/database';
import { payments, sales, stores, transactions } from '@cashwrap/database/schema';
import { and, eq, getTableColumns } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import { type EntryFilter, type EntryRow, entriesOfPage, inOrder } from './entries.repo.ts';
import type { Span } from './recorded-span.repo.ts';

/** A captured payment with its entry of the money ledger, by whose id and time payments are in order. */
export interface PaymentEntryRow {
  /** Of the entry. */
  readonly id: string;
  readonly entry: EntryRow;
  readonly payment: typeof payments.$inferSelect;
  readonly saleNumber: number;
}

export async function listPayments(
  db: Reader,
  scope: StoreScope,
  filter: EntryFilter,
  span: Span,
  page: PageRequest<'recordedAt'>,
): Promise<PaymentEntryRow[]> {
  const entries = entriesOfPage(db, scope, { ...filter, kind: 'sale' }, span, page).as('entries');
  return db
    .select({
      id: entries.id,
      entry: entries._.selectedFields,
      payment: getTableColumns(payments),
      saleNumber: sales.number,
    })
    .from(entries)
    .innerJoin(payments, eq(payments.id, entries.paymentId))
    .innerJoin(sales, eq(sales.id, payments.saleId))
    .orderBy(...inOrder(page, entries));
}

export async function findPayment(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<PaymentEntryRow | undefined> {
  const [row] = await db
    .select({
      id: transactions.id,
      entry: { ...getTableColumns(transactions), currencyDigits: stores.currencyDigits },
      payment: getTableColumns(payments),
      saleNumber: sales.number,
    })
    .from(payments)
    .innerJoin(transactions, eq(transactions.paymentId, payments.id))
    .innerJoin(stores, eq(stores.id, transactions.storeId))
    .innerJoin(sales, eq(sales.id, payments.saleId))
    .where(and(eq(payments.id, id), inScope(payments.storeId, scope)));
  return row;
}

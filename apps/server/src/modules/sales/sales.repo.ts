import type { ListSalesInput, SaleByNumberInput } from '@cashwrap/contract';
import {
  bulkInsert,
  inScope,
  keyset,
  type Reader,
  readStatement,
  type StoreScope,
  statement,
  type Tx,
} from '@cashwrap/database';
import {
  payments,
  registers,
  returns,
  saleLines,
  sales,
  stores,
  transactions,
  users,
} from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, gt, gte, lte } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import type { NumberRange } from '../registers/index.ts';

export type SaleRow = Omit<typeof sales.$inferSelect, 'pricingInput' | 'inputHash'>;
export type SaleLineRow = typeof saleLines.$inferSelect;
export type PaymentRow = typeof payments.$inferSelect;

const sortColumns = { completedAt: sales.completedAt };

/** Writes a sale under the number that its register has just been given, see `takeSaleNumber`. */
export const insertSales = bulkInsert(sales, {
  number: '(SELECT r.last_sale_number FROM registers r WHERE r.id = register_id)',
});
export const insertSaleLines = bulkInsert(saleLines);
export const insertPayments = bulkInsert(payments);
export const insertTransactions = bulkInsert(transactions);

const capture = statement<never, readonly [payments: string]>(
  'capture_payments_of_sale',
  `UPDATE payments p SET
     status = 'captured', amount = c.amount, tendered = c.tendered, change = c.change, account_id = c.account_id,
     balance_after = c.balance_after, updated_at = c.updated_at
   FROM json_populate_recordset(NULL::payments, $1::json) c
   WHERE p.id = c.id`,
);

/** Takes the payments of an open sale that is being completed, whose rows are locked. Sent at once. */
export function capturePayments(tx: Tx, rows: readonly PaymentRow[]): Promise<unknown> {
  const taken = rows.map(({ id, amount, tendered, change, accountId, balanceAfter, updatedAt }) => ({
    ...{ id, amount, tendered, change },
    ...{ account_id: accountId, balance_after: balanceAfter, updated_at: updatedAt },
  }));
  return capture(tx, [JSON.stringify(taken)]);
}

const hashById = readStatement<{ inputHash: string }, readonly [string]>(
  'sale_input_hash',
  `SELECT input_hash AS "inputHash" FROM sales WHERE id = $1
   UNION ALL SELECT input_hash FROM open_sales WHERE id = $1 AND status <> 'completed'`,
);

const lockId = statement<never, readonly [string]>(
  'lock_sale_id',
  'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))',
);

/**
 * Keeps others from making a sale of this id until the transaction ends: an open and a completed one are rows of different tables,
 * and no index of one knows of the other. To be sent before it is looked for.
 */
export async function lockSaleId(tx: Tx, id: string): Promise<void> {
  await lockId(tx, [id]);
}

/** What an earlier call with this id has sent, as its hash; a sale that is or was open has its own. Locks the id. */
export async function findInputHash(tx: Tx, id: string): Promise<string | undefined> {
  const [, { rows }] = await Promise.all([lockSaleId(tx, id), hashById(tx, [id])]);
  return rows[0]?.inputHash;
}

/** A sale with its lines and payments. */
export interface StoredSale {
  readonly sale: SaleRow;
  readonly lines: readonly SaleLineRow[];
  readonly payments: readonly PaymentRow[];
  readonly returns: readonly ReturnOfSale[];
}

/** What was returned of a sale. */
export type ReturnOfSale = Pick<
  typeof returns.$inferSelect,
  'id' | 'kind' | 'total' | 'refundTotal' | 'completedAt'
>;

export async function findSale(db: Reader, scope: StoreScope, id: string): Promise<StoredSale | undefined> {
  const { id: returnId, kind, total, refundTotal, completedAt } = getTableColumns(returns);
  const [[sale], lines, paid, returned] = await Promise.all([
    db
      .select()
      .from(sales)
      .where(and(eq(sales.id, id), inScope(sales.storeId, scope))),
    db.select().from(saleLines).where(eq(saleLines.saleId, id)).orderBy(asc(saleLines.position)),
    db
      .select()
      .from(payments)
      .where(and(eq(payments.saleId, id), eq(payments.status, 'captured')))
      .orderBy(asc(payments.position)),
    db
      .select({ id: returnId, kind, total, refundTotal, completedAt })
      .from(returns)
      .where(eq(returns.saleId, id))
      .orderBy(asc(completedAt), asc(returnId)),
  ]);
  return sale && { sale, lines, payments: paid, returns: returned };
}

/** The id of the sale that a register has given a number, or an offline till a reference. */
export async function findSaleId(
  db: Reader,
  { storeId, registerId, number, tillReference }: SaleByNumberInput,
): Promise<string | undefined> {
  const named =
    number === undefined ? eq(sales.tillReference, tillReference ?? '') : eq(sales.number, number);
  const [row] = await db
    .select({ id: sales.id })
    .from(sales)
    .where(and(eq(sales.registerId, registerId), eq(sales.storeId, storeId), named));
  return row?.id;
}

export async function listSales(
  db: Reader,
  scope: StoreScope,
  filter: Pick<
    ListSalesInput,
    'registerId' | 'cashierId' | 'tillReference' | 'businessDateFrom' | 'businessDateTo'
  > & {
    readonly numbers?: NumberRange | undefined;
  },
  page: PageRequest<keyof typeof sortColumns>,
): Promise<SaleRow[]> {
  const { registerId, numbers, cashierId, tillReference, businessDateFrom, businessDateTo } = filter;
  const { after, orderBy } = keyset(page, sortColumns[page.column], sales.id);
  return db
    .select()
    .from(sales)
    .where(
      and(
        inScope(sales.storeId, scope),
        registerId === undefined ? undefined : eq(sales.registerId, registerId),
        numbers &&
          and(
            eq(sales.registerId, numbers.registerId),
            eq(sales.late, false),
            gt(sales.number, numbers.after),
            numbers.last === null ? undefined : lte(sales.number, numbers.last),
          ),
        cashierId === undefined ? undefined : eq(sales.cashierId, cashierId),
        tillReference === undefined ? undefined : eq(sales.tillReference, tillReference),
        businessDateFrom === undefined ? undefined : gte(sales.businessDate, businessDateFrom),
        businessDateTo === undefined ? undefined : lte(sales.businessDate, businessDateTo),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** What the receipt of a sale or a return says of where it was written, and of who did. */
export async function findReceiptContext(
  db: Reader,
  { registerId, cashierId }: { readonly registerId: string; readonly cashierId: string },
) {
  const [row] = await db
    .select({
      storeName: stores.name,
      address: stores.address,
      phone: stores.phone,
      timeZone: stores.timeZone,
      locale: stores.locale,
      register: registers.name,
      cashier: users.name,
      header: stores.receiptHeader,
      footer: stores.receiptFooter,
    })
    .from(registers)
    .innerJoin(stores, eq(stores.id, registers.storeId))
    .innerJoin(users, eq(users.id, cashierId))
    .where(eq(registers.id, registerId));
  if (!row) throw new Error('A receipt is of a register or a cashier that are not there.');
  return row;
}

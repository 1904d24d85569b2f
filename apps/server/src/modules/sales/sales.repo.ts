import type { ListSalesInput } from '@cashwrap/contract';
import {
  bulkInsert,
  inScope,
  keyset,
  type Reader,
  readStatement,
  type StoreScope,
  type Tx,
} from '@cashwrap/database';
import {
  payments,
  registers,
  saleLines,
  sales,
  stores,
  transactions,
  users,
} from '@cashwrap/database/schema';
import { and, asc, eq, gt, gte, lte } from 'drizzle-orm';
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

const hashById = readStatement<{ inputHash: string }, readonly [string]>(
  'sale_input_hash',
  'SELECT input_hash AS "inputHash" FROM sales WHERE id = $1',
);

/** What an earlier call with this id has sent, as its hash. */
export async function findInputHash(db: Reader, id: string): Promise<string | undefined> {
  const { rows } = await hashById(db, [id]);
  return rows[0]?.inputHash;
}

/** A sale with its lines and payments. */
export interface StoredSale {
  readonly sale: SaleRow;
  readonly lines: readonly SaleLineRow[];
  readonly payments: readonly PaymentRow[];
}

export async function findSale(db: Reader, scope: StoreScope, id: string): Promise<StoredSale | undefined> {
  const [[sale], lines, paid] = await Promise.all([
    db
      .select()
      .from(sales)
      .where(and(eq(sales.id, id), inScope(sales.storeId, scope))),
    db.select().from(saleLines).where(eq(saleLines.saleId, id)).orderBy(asc(saleLines.position)),
    db.select().from(payments).where(eq(payments.saleId, id)).orderBy(asc(payments.position)),
  ]);
  return sale && { sale, lines, payments: paid };
}

export async function listSales(
  db: Reader,
  scope: StoreScope,
  filter: Pick<ListSalesInput, 'registerId' | 'cashierId' | 'businessDateFrom' | 'businessDateTo'> & {
    readonly numbers?: NumberRange | undefined;
  },
  page: PageRequest<keyof typeof sortColumns>,
): Promise<SaleRow[]> {
  const { registerId, numbers, cashierId, businessDateFrom, businessDateTo } = filter;
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
            gt(sales.number, numbers.after),
            numbers.last === null ? undefined : lte(sales.number, numbers.last),
          ),
        cashierId === undefined ? undefined : eq(sales.cashierId, cashierId),
        businessDateFrom === undefined ? undefined : gte(sales.businessDate, businessDateFrom),
        businessDateTo === undefined ? undefined : lte(sales.businessDate, businessDateTo),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** What a receipt says beside the sale itself. */
export async function findReceiptContext(db: Reader, saleId: string) {
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
    .from(sales)
    .innerJoin(stores, eq(stores.id, sales.storeId))
    .innerJoin(registers, eq(registers.id, sales.registerId))
    .innerJoin(users, eq(users.id, sales.cashierId))
    .where(eq(sales.id, saleId));
  return row;
}

export type ReceiptContext = NonNullable<Awaited<ReturnType<typeof findReceiptContext>>>;

/** Sends the rows of one sale whose figures are known before its accounts and its stock have moved. */
export function insertDocument(
  tx: Tx,
  rows: {
    sale: Parameters<typeof insertSales>[1][number];
    transactions: readonly (typeof transactions.$inferInsert)[];
  },
): Promise<unknown>[] {
  return [insertSales(tx, [rows.sale]), insertTransactions(tx, rows.transactions)];
}

import type { ListReturnsInput } from '@cashwrap/contract';
import { bulkInsert, inScope, keyset, type Reader, readStatement, type StoreScope } from '@cashwrap/database';
import { refunds, registers, returnLines, returns, sales } from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, gte, inArray, lte, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type ReturnRow = Omit<typeof returns.$inferSelect, 'inputHash'>;
export type ReturnLineRow = typeof returnLines.$inferSelect;
export type RefundRow = typeof refunds.$inferSelect;

/** A return with its lines and refunds. */
export interface StoredReturn {
  readonly row: ReturnRow;
  readonly lines: readonly ReturnLineRow[];
  readonly refunds: readonly RefundRow[];
}

export const insertReturns = bulkInsert(returns);
export const insertReturnLines = bulkInsert(returnLines);
export const insertRefunds = bulkInsert(refunds);

const hashById = readStatement<{ inputHash: string }, readonly [string]>(
  'return_input_hash',
  'SELECT input_hash AS "inputHash" FROM returns WHERE id = $1',
);

/** What an earlier call with this id has sent, as its hash. */
export async function findReturnHash(db: Reader, id: string): Promise<string | undefined> {
  const { rows } = await hashById(db, [id]);
  return rows[0]?.inputHash;
}

/** The store of a return; none where there is no such return. */
export async function storesOfReturn(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: returns.storeId }).from(returns).where(eq(returns.id, id));
  return rows.map(({ storeId }) => storeId);
}

export async function findReturn(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<StoredReturn | undefined> {
  const [[row], lines, paidOut] = await Promise.all([
    db
      .select()
      .from(returns)
      .where(and(eq(returns.id, id), inScope(returns.storeId, scope))),
    db.select().from(returnLines).where(eq(returnLines.returnId, id)).orderBy(asc(returnLines.position)),
    db.select().from(refunds).where(eq(refunds.returnId, id)).orderBy(asc(refunds.position)),
  ]);
  return row && { row, lines, refunds: paidOut };
}

/** What the receipt of a sale is called, and whether it was free of tax. */
export async function findReceiptOfSale(
  db: Reader,
  saleId: string,
): Promise<{ readonly register: string; readonly number: number; readonly isTaxExempt: boolean }> {
  const [row] = await db
    .select({ register: registers.name, number: sales.number, isTaxExempt: sales.taxExempt })
    .from(sales)
    .innerJoin(registers, eq(registers.id, sales.registerId))
    .where(eq(sales.id, saleId));
  if (!row) throw new Error('Goods came back of a sale that is not there.');
  return row;
}

const sortColumns = { completedAt: returns.completedAt };

/** Which returns to list; the customers are one with those who were merged into them. */
export type ReturnFilter = Pick<
  ListReturnsInput,
  | 'registerId'
  | 'shiftId'
  | 'saleId'
  | 'cashierId'
  | 'kind'
  | 'refundStatus'
  | 'businessDateFrom'
  | 'businessDateTo'
> & { readonly customerIds?: readonly string[] | undefined };

export async function listReturns(
  db: Reader,
  scope: StoreScope,
  filter: ReturnFilter,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ReturnRow[]> {
  const { registerId, shiftId, saleId, cashierId, kind, refundStatus, customerIds } = filter;
  const { businessDateFrom, businessDateTo } = filter;
  const { after, orderBy } = keyset(page, sortColumns[page.column], returns.id);
  return db
    .select(getTableColumns(returns))
    .from(returns)
    .where(
      and(
        inScope(returns.storeId, scope),
        registerId === undefined ? undefined : eq(returns.registerId, registerId),
        shiftId === undefined ? undefined : eq(returns.shiftId, shiftId),
        saleId === undefined ? undefined : eq(returns.saleId, saleId),
        cashierId === undefined ? undefined : eq(returns.cashierId, cashierId),
        kind === undefined ? undefined : eq(returns.kind, kind),
        customerIds === undefined ? undefined : inArray(returns.customerId, [...customerIds]),
        refundStatus === undefined
          ? undefined
          : sql`EXISTS (SELECT FROM ${refunds} f WHERE f.return_id = ${returns.id} AND f.status = ${refundStatus})`,
        businessDateFrom === undefined ? undefined : gte(returns.businessDate, businessDateFrom),
        businessDateTo === undefined ? undefined : lte(returns.businessDate, businessDateTo),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

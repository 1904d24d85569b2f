import type { ListOpenSalesInput } from '@cashwrap/contract';
import {
  inScope,
  keyset,
  type Reader,
  readStatement,
  type StoreScope,
  statement,
  type Tx,
} from '@cashwrap/database';
import { openSales, payments } from '@cashwrap/database/schema';
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import type { PaymentRow } from '../sales/index.ts';

export type OpenSaleRow = typeof openSales.$inferSelect;

/** What a change of an open sale may write. */
export type OpenSaleChanges = Partial<
  Omit<OpenSaleRow, 'id' | 'storeId' | 'version' | 'inputHash' | 'openedAt' | 'updatedAt'>
>;

const sortColumns = { updatedAt: openSales.updatedAt };

/**
 * A sale that is or was open, whatever became of it, with all payments that were added to it, what failed and what was voided
 * too, the first one first. One statement: its version says which payments there are.
 */
export async function findOpenSale(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<{ row: OpenSaleRow; payments: PaymentRow[] } | undefined> {
  const rows = await db
    .select({ row: getTableColumns(openSales), payment: getTableColumns(payments) })
    .from(openSales)
    .leftJoin(payments, eq(payments.saleId, openSales.id))
    .where(and(eq(openSales.id, id), inScope(openSales.storeId, scope)))
    .orderBy(asc(payments.position));
  const [first] = rows;
  return first && { row: first.row, payments: rows.flatMap(({ payment }) => payment ?? []) };
}

/** The sale alone, locked until the end of the transaction: first of all locks of a sale. */
export async function lockOpenSale(tx: Tx, scope: StoreScope, id: string): Promise<OpenSaleRow | undefined> {
  const [row] = await tx
    .select()
    .from(openSales)
    .where(and(eq(openSales.id, id), inScope(openSales.storeId, scope)))
    .for('update');
  return row;
}

/** Its payments, locked until the end of the transaction: after the sale itself. */
export async function lockPaymentsOf(tx: Tx, saleId: string): Promise<PaymentRow[]> {
  return tx
    .select()
    .from(payments)
    .where(eq(payments.saleId, saleId))
    .orderBy(asc(payments.position))
    .for('no key update');
}

export async function insertOpenSale(tx: Tx, row: OpenSaleRow): Promise<void> {
  await tx.insert(openSales).values(row);
}

/** Writes what was changed of a sale that the transaction has locked, and answers it as it is then. */
export async function updateOpenSale(
  tx: Tx,
  { version, ...row }: OpenSaleRow,
  changes: OpenSaleChanges & { readonly updatedAt: Date },
): Promise<OpenSaleRow> {
  const changed = { ...changes, version: version + 1 };
  await tx.update(openSales).set(changed).where(eq(openSales.id, row.id));
  return { ...row, ...changed };
}

const complete = statement<never, readonly [id: string, now: Date, total: number, priced: string]>(
  'complete_open_sale',
  `UPDATE open_sales SET
     status = 'completed', name = NULL, version = version + 1, updated_at = $2, total = $3, priced = $4
   WHERE id = $1`,
);

/** Says of a sale that the transaction has locked that it is completed, and what it came to. Sent at once. */
export function markCompleted(
  tx: Tx,
  id: string,
  { total, priced }: Pick<OpenSaleRow, 'total' | 'priced'>,
  now: Date,
): Promise<unknown> {
  return complete(tx, [id, now, total, JSON.stringify(priced)]);
}

const storesOf = readStatement<{ storeId: string }, readonly [string]>(
  'stores_of_sale',
  `SELECT store_id AS "storeId" FROM open_sales WHERE id = $1
   UNION SELECT store_id FROM sales WHERE id = $1`,
);

/** The store of a sale, open or completed; empty where there is none. */
export async function storesOfSale(db: Reader, id: string): Promise<string[]> {
  const { rows } = await storesOf(db, [id]);
  return rows.map(({ storeId }) => storeId);
}

const takenId = readStatement<{ id: string }, readonly [saleId: string, lineIds: readonly string[]]>(
  'taken_id_of_sale',
  `SELECT id FROM sales WHERE id = $1
   UNION ALL (SELECT id FROM sale_lines WHERE id = ANY($2::uuid[]) LIMIT 1)`,
);

/** The first of these ids that a completed sale, or a line of one, has already. */
export async function findTakenId(
  db: Reader,
  saleId: string,
  lineIds: readonly string[],
): Promise<string | undefined> {
  const { rows } = await takenId(db, [saleId, lineIds]);
  return rows[0]?.id;
}

export async function listOpenSales(
  db: Reader,
  scope: StoreScope,
  { registerId, status, customerId }: Pick<ListOpenSalesInput, 'registerId' | 'status' | 'customerId'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<OpenSaleRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], openSales.id);
  return db
    .select()
    .from(openSales)
    .where(
      and(
        inScope(openSales.storeId, scope),
        status === undefined ? inArray(openSales.status, ['open', 'parked']) : eq(openSales.status, status),
        registerId === undefined ? undefined : eq(openSales.registerId, registerId),
        customerId === undefined ? undefined : eq(openSales.customerId, standingFor(customerId)),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The customer, or who stands for them since they were merged. */
function standingFor(customerId: string) {
  return sql<string>`(SELECT coalesce(c.merged_into_id, c.id) FROM customers c WHERE c.id = ${customerId})`;
}

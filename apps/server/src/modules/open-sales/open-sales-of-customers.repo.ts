import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';
import { openSales } from '@cashwrap/database/schema';
import { and, desc, inArray, ne } from 'drizzle-orm';
import type { OpenSaleRow } from './open-sale.repo.ts';

const openOf = readStatement<{ id: string }, readonly [readonly string[]]>(
  'open_sales_of_customers',
  `SELECT id FROM open_sales WHERE customer_id = ANY($1::uuid[]) AND status IN ('open', 'parked') ORDER BY id`,
);

/** The ids of the open and parked sales of these customers. */
export async function findOpenSalesOf(db: Reader, customerIds: readonly string[]): Promise<string[]> {
  const { rows } = await openOf(db, [customerIds]);
  return rows.map(({ id }) => id);
}

/** The latest sales of these customers that were not completed, in all stores, the last change first. */
export function latestOpenSalesOf(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<OpenSaleRow[]> {
  return db
    .select()
    .from(openSales)
    .where(and(inArray(openSales.customerId, [...customerIds]), ne(openSales.status, 'completed')))
    .orderBy(desc(openSales.updatedAt), desc(openSales.id))
    .limit(limit);
}

const lockOf = statement<never, readonly [readonly string[]]>(
  'lock_open_sales_of_customers',
  `SELECT FROM open_sales WHERE customer_id = ANY($1::uuid[]) AND status IN ('open', 'parked') ORDER BY id FOR UPDATE`,
);

/**
 * Locks the open and parked sales of these customers: before the customers themselves, as completing a sale does, or the two
 * would wait for each other.
 */
export async function lockOpenSalesOf(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await lockOf(tx, [customerIds]);
}

const move = statement<never, readonly [keptId: string, mergedId: string]>(
  'move_open_sales_of_customer',
  `UPDATE open_sales SET customer_id = $1 WHERE customer_id = $2 AND status IN ('open', 'parked')`,
);

/**
 * Gives the open and parked sales of one customer to another. It is no change of theirs: a till goes on from the version that
 * it has, and the next change, or completing, prices the sale for whoever stands.
 */
export async function moveOpenSales(tx: Tx, keptId: string, mergedId: string): Promise<void> {
  await move(tx, [keptId, mergedId]);
}

const forget = statement<never, readonly [readonly string[]]>(
  'forget_texts_of_open_sales',
  `UPDATE open_sales SET name = NULL, note = '' WHERE customer_id = ANY($1::uuid[]) AND (name IS NOT NULL OR note <> '')`,
);

/** Empties what ended sales of these customers were called, and their notes: a completed one keeps its own. */
export async function forgetTextsOfOpenSales(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await forget(tx, [customerIds]);
}

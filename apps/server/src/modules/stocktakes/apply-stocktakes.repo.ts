import { type Reader, statement, type Tx } from '@cashwrap/database';
import { stocktakes } from '@cashwrap/database/schema';
import { and, asc, eq } from 'drizzle-orm';
import { lockStockLevels } from '../inventory/index.ts';
import type { StocktakeRow } from './stocktakes.repo.ts';

/** What a line corrects. */
export interface Correction {
  readonly productId: string;
  readonly name: string;
  /** The usual cost. */
  readonly cost: number | null;
  /** By how much; zero where there is nothing to correct. */
  readonly quantity: number;
}

/** The stocktakes that are being applied, in the order in which they were made. */
export async function findApplying(db: Reader): Promise<string[]> {
  const rows = await db
    .select({ id: stocktakes.id })
    .from(stocktakes)
    .where(eq(stocktakes.status, 'applying'))
    .orderBy(asc(stocktakes.id));
  return rows.map(({ id }) => id);
}

/** Locks a stocktake that is being applied; `undefined` where it no longer is, or another server is at it. */
export async function lockApplying(tx: Tx, id: string): Promise<StocktakeRow | undefined> {
  const [row] = await tx
    .select()
    .from(stocktakes)
    .where(and(eq(stocktakes.id, id), eq(stocktakes.status, 'applying')))
    .for('no key update', { skipLocked: true });
  return row;
}

const nextLines = statement<{ productId: string }, readonly [stocktakeId: string, limit: number]>(
  'next_stocktake_lines',
  `SELECT product_id AS "productId" FROM stocktake_lines WHERE stocktake_id = $1 AND applied_at IS NULL
   ORDER BY product_id LIMIT $2`,
);

// What has moved since the count stays on top of it. Two things that were recorded since have not moved since: what another
// stocktake has corrected, and what had left or come before the count was taken (a sale that was under way, or that a till
// has sent in later). The count has seen the shelf without them, so they are taken off what is left to correct.
const corrections = statement<
  Omit<Correction, 'quantity'> & { quantity: string },
  readonly [stocktakeId: string, productIds: readonly string[]]
>(
  'stocktake_corrections',
  `SELECT line.product_id AS "productId", product.name, product.cost,
     line.counted - line.expected - seen.quantity AS quantity
   FROM stocktake_lines line
   JOIN stocktakes stocktake ON stocktake.id = line.stocktake_id
   JOIN products product ON product.id = line.product_id
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(m.quantity), 0) AS quantity FROM stock_movements m
     WHERE m.store_id = stocktake.store_id AND m.product_id = line.product_id
       AND m.number > line.expected_number AND (m.kind = 'count' OR m.occurred_at <= line.counted_at)
   ) seen
   WHERE line.stocktake_id = $1 AND line.product_id = ANY ($2)`,
);

/**
 * The next lines to apply, in the order of their products, with what is left to correct. Their levels stay locked, so that
 * nothing else moves them meanwhile.
 */
export async function takeCorrections(
  tx: Tx,
  { id, storeId }: Pick<StocktakeRow, 'id' | 'storeId'>,
  limit: number,
): Promise<Correction[]> {
  const productIds = (await nextLines(tx, [id, limit])).rows.map(({ productId }) => productId);
  if (productIds.length === 0) return [];
  // One after the other: what is read comes from a snapshot that is taken once the levels are locked.
  await lockStockLevels(tx, storeId, productIds);
  const { rows } = await corrections(tx, [id, productIds]);
  return rows.map((row) => ({ ...row, quantity: Number(row.quantity) }));
}

const markLines = statement<
  never,
  readonly [stocktakeId: string, productIds: readonly string[], quantities: readonly number[], now: Date]
>(
  'mark_stocktake_lines',
  `UPDATE stocktake_lines line SET applied = given.quantity, applied_at = $4
   FROM unnest($2::uuid[], $3::numeric[]) AS given (product_id, quantity)
   WHERE line.stocktake_id = $1 AND line.product_id = given.product_id`,
);

/** Says of lines by what they have corrected the stock. */
export async function markApplied(
  tx: Tx,
  stocktakeId: string,
  applied: readonly Pick<Correction, 'productId' | 'quantity'>[],
  now: Date,
): Promise<void> {
  const productIds = applied.map(({ productId }) => productId);
  const quantities = applied.map(({ quantity }) => quantity);
  await markLines(tx, [stocktakeId, productIds, quantities, now]);
}

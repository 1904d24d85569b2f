import { statement, type Tx } from '@cashwrap/database';

// A stocktake that was applied before cannot have a count from after it: the others are few.
const countedSince = statement<
  { productId: string },
  readonly [storeId: string, productIds: readonly string[], instant: Date]
>(
  'counted_since',
  `SELECT DISTINCT line.product_id AS "productId"
   FROM stocktakes stocktake JOIN stocktake_lines line ON line.stocktake_id = stocktake.id
   WHERE stocktake.store_id = $1 AND (stocktake.status = 'applying' OR stocktake.applied_at >= $3)
     AND line.product_id = ANY ($2) AND line.applied_at IS NOT NULL AND line.counted_at >= $3`,
);

/**
 * Which of these products were counted since, with the stock corrected by it already. What left at that instant was not on
 * the shelf any more. Whoever asks holds their levels: a count is applied before or after.
 */
export async function findCountedSince(
  tx: Tx,
  storeId: string,
  productIds: readonly string[],
  instant: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await countedSince(tx, [storeId, productIds, instant]);
  return new Set(rows.map(({ productId }) => productId));
}

import { statement, type Tx } from '@cashwrap/database';

const move = statement<never, readonly [keptId: string, mergedId: string]>(
  'merge_discount_uses',
  `WITH gone AS (
     DELETE FROM discount_customer_uses WHERE customer_id = $2 RETURNING discount_id, used_count
   )
   INSERT INTO discount_customer_uses AS uses (discount_id, customer_id, used_count)
   SELECT discount_id, $1, used_count FROM gone ORDER BY discount_id
   ON CONFLICT (customer_id, discount_id) DO UPDATE SET used_count = uses.used_count + excluded.used_count`,
);

/**
 * Adds how often the second customer has had limited discounts to how often the first has: together they may have had
 * one more often than anybody may, and then have it no more. Both must be locked, which sales do before they count.
 */
export async function mergeDiscountUses(tx: Tx, keptId: string, mergedId: string): Promise<void> {
  await move(tx, [keptId, mergedId]);
}

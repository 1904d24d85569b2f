import { statement, type Tx } from '@cashwrap/database';

/** A reorder point whose stock has crossed it, downwards or upwards. Quantities are numeric, which arrives as text. */
export type CrossingRow = {
  readonly store_id: string;
  readonly product_id: string;
  readonly product_name: string;
  readonly on_hand: string;
  readonly point: string;
  /** Null: it is above the point again. */
  readonly low_since: Date | null;
};

/**
 * Stock levels are read and not locked: no sale waits. A point that somebody else is changing is left for the next time,
 * so that this waits for nobody either; where two processes run it at once, each crossing is one's,
 * because the lock looks at the point again. All are found before some are taken: for a LIMIT alone PostgreSQL would look
 * each level up by itself, which takes longer.
 */
const markStatement = statement<CrossingRow, readonly [now: Date, limit: number]>(
  'mark_low_stock',
  `WITH found AS MATERIALIZED (
     SELECT store_id, product_id, level.on_hand
     FROM reorder_points point JOIN stock_levels level USING (store_id, product_id)
     WHERE (point.low_since IS NULL) = (level.on_hand <= point.point)
   ), crossing AS (
     SELECT point.store_id, point.product_id, product.name, found.on_hand
     FROM found
     JOIN reorder_points point USING (store_id, product_id)
     JOIN products product ON product.id = point.product_id
     WHERE (point.low_since IS NULL) = (found.on_hand <= point.point) AND product.status = 'active'
     LIMIT $2
     FOR NO KEY UPDATE OF point SKIP LOCKED
   )
   UPDATE reorder_points point SET low_since = CASE WHEN point.low_since IS NULL THEN $1::timestamptz END
   FROM crossing
   WHERE (point.store_id, point.product_id) = (crossing.store_id, crossing.product_id)
   RETURNING point.store_id, point.product_id, crossing.name AS product_name, crossing.on_hand, point.point,
     point.low_since`,
);

/** Marks points whose stock has come to them or below as low, and those above as not low, `limit` at the most. */
export async function markLowStock(tx: Tx, now: Date, limit: number): Promise<CrossingRow[]> {
  const { rows } = await markStatement(tx, [now, limit]);
  return rows;
}

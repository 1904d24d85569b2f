import { statement, type Tx } from '@cashwrap/database';
import type { StockDocument } from './stock.repo.ts';

/** What one unit on hand of a product shall have cost. */
export interface Revaluation {
  readonly productId: string;
  readonly unitCost: number;
}

/** The level that a line was about. */
export type RevaluedLevel = {
  readonly product_id: string;
  readonly in_stock: boolean;
  /** Whether its value was another one, and so a movement was written. */
  readonly changed: boolean;
};

/**
 * Sets what stock has cost and writes the movements, in one statement: locks the levels as stock does, in the order of
 * their products, and leaves alone what has no stock, or has that value. A level that was never made is in no row.
 */
const revalueStatement = statement<RevaluedLevel, readonly unknown[]>(
  'revalue_stock',
  `
  WITH line AS (
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[]) AS l (product_id, unit_cost, movement_id)
  ), locked AS (
    SELECT line.*, level.id AS level_id, level.on_hand, level.value, level.last_movement_number,
      greatest($8, level.updated_at) AS recorded_at, round(level.on_hand * line.unit_cost) AS value_after
    FROM stock_levels level JOIN line USING (product_id)
    WHERE level.store_id = $4
    ORDER BY level.product_id
    FOR UPDATE OF level
  ), updated AS (
    UPDATE stock_levels level SET
      value = l.value_after,
      last_unit_cost = round(l.value_after / l.on_hand),
      last_movement_number = l.last_movement_number + 1,
      updated_at = l.recorded_at
    FROM locked l WHERE level.id = l.level_id AND l.on_hand > 0 AND l.value_after <> l.value
    RETURNING l.*
  ), written AS (
    INSERT INTO stock_movements (id, store_id, product_id, number, kind, quantity, value, on_hand_after,
      value_after, document_id, actor_id, occurred_at, recorded_at)
    SELECT movement_id, $4, product_id, last_movement_number + 1, 'revaluation', 0, value_after - value, on_hand,
      value_after, $5, $6, $7, recorded_at
    FROM updated
  )
  SELECT product_id, on_hand > 0 AS in_stock, on_hand > 0 AND value_after <> value AS changed FROM locked`,
);

export async function revalue(
  tx: Tx,
  { storeId, documentId, actorId, occurredAt, recordedAt }: Omit<StockDocument, 'kind'>,
  lines: readonly Revaluation[],
  newId: () => string,
): Promise<RevaluedLevel[]> {
  const { rows } = await revalueStatement(tx, [
    lines.map((line) => line.productId),
    lines.map((line) => line.unitCost),
    lines.map(() => newId()),
    ...[storeId, documentId, actorId, occurredAt, recordedAt],
  ]);
  return rows;
}

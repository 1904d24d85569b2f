import type { DamagedMovementKind } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';

/** One product's part in a movement of damaged goods. */
export interface DamagedMove {
  readonly productId: string;
  /** What comes in, or (negative) goes out. */
  readonly quantity: number;
  /** What comes in has cost this much; what goes out takes its share, all of it at zero. */
  readonly value: number;
}

/** What moves damaged goods, and when. */
export interface DamagedDocument {
  readonly kind: DamagedMovementKind;
  readonly storeId: string;
  readonly documentId: string;
  readonly actorId: string;
  readonly recordedAt: Date;
}

/** A movement as written. */
export type DamagedMovementRow = {
  readonly product_id: string;
  readonly value: number;
};

/**
 * Moves damaged goods and writes the movements, in one statement: locks the levels as stock does, in the order of their
 * products, and leaves out what would end below zero (the caller compares the rows with its lines).
 */
const moveStatement = statement<DamagedMovementRow, readonly unknown[]>(
  'move_damaged',
  `
  WITH move AS (
    SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::bigint[], $4::uuid[])
      AS m (product_id, quantity, value_in, movement_id)
  ), locked AS (
    SELECT move.*, level.id AS level_id, level.damaged, level.damaged_value, level.last_damaged_number,
      greatest($9, level.updated_at) AS recorded_at
    FROM stock_levels level JOIN move USING (product_id)
    WHERE level.store_id = $5
    ORDER BY level.product_id
    FOR UPDATE OF level
  ), moved AS (
    SELECT *, damaged + quantity AS damaged_after,
      CASE WHEN quantity > 0 THEN value_in ELSE -div(2 * damaged_value * -quantity + damaged, 2 * damaged) END AS moved_value
    FROM locked WHERE damaged + quantity >= 0
  ), updated AS (
    UPDATE stock_levels level SET
      damaged = m.damaged_after,
      damaged_value = m.damaged_value + m.moved_value,
      last_damaged_number = m.last_damaged_number + 1,
      updated_at = m.recorded_at
    FROM moved m WHERE level.id = m.level_id
    RETURNING m.*
  )
  INSERT INTO damaged_movements (id, store_id, product_id, number, kind, quantity, value, damaged_after, value_after,
    document_id, actor_id, recorded_at)
  SELECT movement_id, $5, product_id, last_damaged_number + 1, $6, quantity, moved_value, damaged_after,
    damaged_value + moved_value, $7, $8, recorded_at
  FROM updated
  RETURNING product_id, value`,
);

export async function moveDamaged(
  tx: Tx,
  { storeId, kind, documentId, actorId, recordedAt }: DamagedDocument,
  moves: readonly DamagedMove[],
  newId: () => string,
): Promise<DamagedMovementRow[]> {
  const { rows } = await moveStatement(tx, [
    moves.map((move) => move.productId),
    moves.map((move) => move.quantity),
    moves.map((move) => move.value),
    moves.map(() => newId()),
    ...[storeId, kind, documentId, actorId, recordedAt],
  ]);
  return rows;
}

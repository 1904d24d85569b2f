import type { MovementKind } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';
import { stockLevels } from '@cashwrap/database/schema';
import { and, eq, inArray } from 'drizzle-orm';

/** One product's part in a movement of stock. */
export interface StockMove {
  readonly productId: string;
  /** What the product is called. */
  readonly name: string;
  /** The first line of the document that it is on. */
  readonly position: number;
  /** What comes in, or (negative) goes out. */
  readonly quantity: number;
  /** What one unit costs that comes in; left out: the average so far, else `usualCost`. */
  readonly unitCost?: number | undefined;
  /** What all of it has cost that comes in, to the minor unit, where that is known: it counts before `unitCost`. */
  readonly value?: number | undefined;
  /** What a unit costs where the level knows no cost yet. */
  readonly usualCost: number;
  /** Whether the level may end below zero. */
  readonly mayGoBelow: boolean;
}

/** What moves stock, and when. */
export interface StockDocument {
  readonly kind: MovementKind;
  readonly storeId: string;
  readonly documentId: string;
  readonly actorId: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
}

/** A movement as written; quantities are numeric, which arrives as text. */
export type MovementRow = {
  readonly id: string;
  readonly product_id: string;
  readonly number: number;
  readonly kind: MovementKind;
  readonly quantity: string;
  readonly value: number;
  readonly on_hand_after: string;
  readonly value_after: number;
};

/**
 * Moves stock and writes the movements, in one statement: locks the levels in the order of their products,
 * values what moves by moving average, and leaves out a level that would end below zero without permission
 * (the caller compares the rows with its lines).
 *
 * - What comes in brings its cost.
 * - What goes out takes its share of the value, all of it at zero. `div` rounds a half away from zero exactly; a numeric
 *   quotient would have been rounded before, where values are large.
 * - No movement is recorded before the one of the number before it, also where the clock of another process is ahead: so the last one
 *   recorded before an instant tells what was there then.
 * - Below zero it takes the last unit cost; when goods come in again, the difference between that and their
 *   cost is a revaluation.
 */
const moveStatement = statement<MovementRow, readonly unknown[]>(
  'move_stock',
  `
  WITH move AS (
    SELECT * FROM unnest($1::uuid[], $2::numeric[], $3::bigint[], $4::bigint[], $5::bigint[], $6::boolean[], $7::uuid[], $8::uuid[])
      AS m (product_id, quantity, known_value, unit_cost, usual_cost, may_go_below, movement_id, revaluation_id)
  ), locked AS (
    SELECT move.*, level.id AS level_id, level.on_hand, level.value, level.last_movement_number,
      greatest($14, level.updated_at) AS recorded_at,
      coalesce(move.known_value, move.quantity * coalesce(move.unit_cost, level.last_unit_cost, move.usual_cost)) AS value_in,
      coalesce(level.last_unit_cost, move.usual_cost) AS known_cost
    FROM stock_levels level JOIN move USING (product_id)
    WHERE level.store_id = $9
    ORDER BY level.product_id
    FOR UPDATE OF level
  ), moved AS (
    SELECT *, on_hand + quantity AS on_hand_after,
      CASE
        WHEN quantity > 0 THEN round(value_in)
        WHEN on_hand + quantity = 0 THEN -value
        WHEN on_hand + quantity > 0 THEN -div(2 * value * -quantity + on_hand, 2 * on_hand)
        ELSE round((on_hand + quantity) * known_cost) - value
      END AS moved_value
    FROM locked
    WHERE quantity > 0 OR on_hand + quantity >= 0 OR may_go_below
  ), revalued AS (
    SELECT *,
      CASE
        WHEN quantity > 0 AND on_hand < 0
          THEN round(on_hand_after * value_in / quantity) - value - moved_value
        ELSE 0
      END AS revaluation
    FROM moved
  ), updated AS (
    UPDATE stock_levels level SET
      on_hand = r.on_hand_after,
      value = r.value + r.moved_value + r.revaluation,
      oversold = r.on_hand_after < 0,
      last_unit_cost = CASE
        WHEN r.on_hand_after > 0 THEN round((r.value + r.moved_value + r.revaluation) / r.on_hand_after)
        WHEN r.quantity > 0 THEN round(r.value_in / r.quantity)
        ELSE r.known_cost
      END,
      last_movement_number = r.last_movement_number + CASE WHEN r.revaluation = 0 THEN 1 ELSE 2 END,
      updated_at = r.recorded_at
    FROM revalued r WHERE level.id = r.level_id
    RETURNING r.*
  )
  INSERT INTO stock_movements (id, store_id, product_id, number, kind, quantity, value, on_hand_after,
    value_after, document_id, actor_id, occurred_at, recorded_at)
  SELECT step.id, $9, u.product_id, u.last_movement_number + step.n, step.kind, step.quantity, step.value,
    u.on_hand_after, u.value + u.moved_value + (step.n - 1) * u.revaluation, $11, $12, $13, u.recorded_at
  FROM updated u
  CROSS JOIN LATERAL (VALUES
    (u.movement_id, 1, $10, u.quantity, u.moved_value),
    (u.revaluation_id, 2, 'revaluation', 0, u.revaluation)
  ) AS step (id, n, kind, quantity, value)
  WHERE step.n = 1 OR u.revaluation <> 0
  RETURNING id, product_id, number, kind, quantity, value, on_hand_after, value_after`,
);

export async function moveStock(
  tx: Tx,
  document: StockDocument,
  moves: readonly StockMove[],
  newId: () => string,
): Promise<MovementRow[]> {
  // A movement and its revaluation have neighbouring ids, so that they read in the order of the lines.
  const ids = moves.map(() => ({ movement: newId(), revaluation: newId() }));
  const { rows } = await moveStatement(tx, [
    moves.map((move) => move.productId),
    moves.map((move) => move.quantity),
    moves.map((move) => move.value ?? null),
    moves.map((move) => move.unitCost ?? null),
    moves.map((move) => move.usualCost),
    moves.map((move) => move.mayGoBelow),
    ids.map((id) => id.movement),
    ids.map((id) => id.revaluation),
    document.storeId,
    document.kind,
    document.documentId,
    document.actorId,
    document.occurredAt,
    document.recordedAt,
  ]);
  return rows;
}

const ensureStatement = statement<
  never,
  readonly [ids: string[], productIds: readonly string[], storeId: string, now: Date]
>(
  'ensure_stock_levels',
  `INSERT INTO stock_levels (id, store_id, product_id, on_hand, value, last_movement_number, created_at, updated_at)
   SELECT level.id, $3, level.product_id, 0, 0, 0, $4, $4
   FROM unnest($1::uuid[], $2::uuid[]) AS level (id, product_id)
   ORDER BY level.product_id
   ON CONFLICT (store_id, product_id) DO NOTHING`,
);

/**
 * Makes the levels that are not there yet, in the order in which they are locked everywhere. Sent at once, so
 * that it may share a flush with the movement that needs them.
 */
export async function ensureStockLevels(
  tx: Tx,
  storeId: string,
  productIds: readonly string[],
  now: Date,
  newId: () => string,
): Promise<void> {
  await ensureStatement(tx, [productIds.map(() => newId()), productIds, storeId, now]);
}

/** What is there of some products of a store, by product id; a product without a level is not there. */
export async function readLevels(
  tx: Tx,
  storeId: string,
  productIds: readonly string[],
): Promise<Map<string, { readonly onHand: number; readonly damaged: number }>> {
  const rows = await tx
    .select({
      productId: stockLevels.productId,
      onHand: stockLevels.onHand,
      damaged: stockLevels.damaged,
    })
    .from(stockLevels)
    .where(and(eq(stockLevels.storeId, storeId), inArray(stockLevels.productId, [...productIds])));
  return new Map(rows.map((row) => [row.productId, row]));
}

const lockStatement = statement<never, readonly [storeId: string, productIds: readonly string[]]>(
  'lock_stock_levels',
  `SELECT FROM stock_levels WHERE store_id = $1 AND product_id = ANY ($2::uuid[])
   ORDER BY product_id FOR UPDATE`,
);

/**
 * Locks levels in the order in which they are locked everywhere. Each movement does that by itself: this is for a
 * document that moves stock of some products and then damaged goods of others.
 */
export async function lockStockLevels(tx: Tx, storeId: string, productIds: readonly string[]): Promise<void> {
  await lockStatement(tx, [storeId, productIds]);
}

const lockCostsStatement = statement<
  { productId: string; unitCost: number | null },
  readonly [storeId: string, productIds: readonly string[]]
>(
  'lock_unit_costs',
  `SELECT product_id AS "productId", last_unit_cost AS "unitCost" FROM stock_levels
   WHERE store_id = $1 AND product_id = ANY ($2::uuid[]) ORDER BY product_id FOR UPDATE`,
);

/**
 * Locks levels as `lockStockLevels` does. Answers what a unit of each product costs there now, by product id: nothing for
 * one of which no cost is known.
 */
export async function lockUnitCosts(
  tx: Tx,
  storeId: string,
  productIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await lockCostsStatement(tx, [storeId, productIds]);
  return new Map(
    rows.flatMap(({ productId, unitCost }) => (unitCost === null ? [] : [[productId, unitCost]])),
  );
}

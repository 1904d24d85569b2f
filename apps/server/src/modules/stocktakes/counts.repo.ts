import { flush, statement, type Tx } from '@cashwrap/database';

/** What was counted in an area at one time. */
export interface AreaCounts {
  readonly stocktakeId: string;
  readonly storeId: string;
  readonly area: string;
  readonly countedBy: string;
  /** When it is entered. */
  readonly now: Date;
  /** When it was counted, where that was before it is entered. */
  readonly before: Date | null;
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
}

/** What was counted of a product and what was on hand at that time, as PostgreSQL writes numbers. */
interface SeenCount {
  readonly productId: string;
  readonly quantity: string;
  readonly expected: string;
  readonly expectedNumber: string;
  readonly unitCost: string;
}

// What is on hand and the number of the movement that made it so are read in one row of one snapshot, without a lock. A
// sale that commits meanwhile is either in both, or has a later number; of those, apply-stocktakes.repo.ts tells by when
// they occurred which ones the count had seen already. The level ends as what was counted and what moved after that.
//
// A count that is entered later takes back what has moved since. What stocktakes corrected since stays in: that is not
// goods that moved, and the line must correct what is left only.
const seeStock = statement<SeenCount, readonly unknown[]>(
  'see_counted_stock',
  `SELECT given.product_id AS "productId", given.quantity, level.on_hand - since.quantity AS expected,
     level.last_movement_number AS "expectedNumber", coalesce(level.last_unit_cost, product.cost, 0) AS "unitCost"
   FROM unnest($2::uuid[], $3::numeric[]) AS given (product_id, quantity)
   JOIN products product ON product.id = given.product_id
   JOIN stock_levels level ON level.store_id = $1 AND level.product_id = given.product_id
   CROSS JOIN LATERAL (
     SELECT coalesce(sum(m.quantity), 0) AS quantity FROM stock_movements m
     WHERE $4::timestamptz IS NOT NULL AND m.store_id = level.store_id AND m.product_id = level.product_id
       AND m.kind <> 'count' AND m.occurred_at > $4
   ) since`,
);

const writeLines = statement<never, readonly unknown[]>(
  'write_stocktake_lines',
  `INSERT INTO stocktake_lines AS line
     (stocktake_id, product_id, counted, counted_at, expected, expected_number, unit_cost)
   SELECT $1, seen.product_id, seen.quantity, $2, seen.expected, seen.expected_number, seen.unit_cost
   FROM unnest($3::uuid[], $4::numeric[], $5::numeric[], $6::bigint[], $7::bigint[])
     AS seen (product_id, quantity, expected, expected_number, unit_cost)
   ORDER BY seen.product_id
   ON CONFLICT (stocktake_id, product_id) DO UPDATE SET counted_at = excluded.counted_at,
     expected = excluded.expected, expected_number = excluded.expected_number, unit_cost = excluded.unit_cost
   WHERE excluded.counted_at >= line.counted_at`,
);

// In one area the latest count stands, whichever is entered first.
const writeCounts = statement<never, readonly unknown[]>(
  'write_stocktake_counts',
  `INSERT INTO stocktake_counts AS counted
     (stocktake_id, product_id, area, quantity, expected, counted_by, counted_at)
   SELECT $1, seen.product_id, $2, seen.quantity, seen.expected, $3, $4
   FROM unnest($5::uuid[], $6::numeric[], $7::numeric[]) AS seen (product_id, quantity, expected)
   ON CONFLICT (stocktake_id, product_id, area) DO UPDATE SET quantity = excluded.quantity,
     expected = excluded.expected, counted_by = excluded.counted_by, counted_at = excluded.counted_at
   WHERE excluded.counted_at >= counted.counted_at`,
);

/** Somebody else's count of a product in the same area. */
export interface OthersCount {
  readonly productId: string;
  readonly countedBy: string;
  readonly countedAt: Date;
}

const findOthersCounts = statement<
  OthersCount,
  readonly [stocktakeId: string, area: string, productIds: readonly string[], countedBy: string]
>(
  'find_others_stocktake_counts',
  `SELECT product_id AS "productId", counted_by AS "countedBy", counted_at AS "countedAt" FROM stocktake_counts
   WHERE stocktake_id = $1 AND area = $2 AND product_id = ANY ($3) AND counted_by <> $4`,
);

const sumAreas = statement<never, readonly [stocktakeId: string, productIds: readonly string[]]>(
  'sum_stocktake_areas',
  `UPDATE stocktake_lines line SET counted = areas.quantity
   FROM (
     SELECT product_id, sum(quantity) AS quantity FROM stocktake_counts
     WHERE stocktake_id = $1 AND product_id = ANY ($2) GROUP BY product_id
   ) areas
   WHERE line.stocktake_id = $1 AND line.product_id = areas.product_id`,
);

/**
 * Enters what was counted in an area. The levels are there. The lines are locked first, in the order of their products:
 * whoever counts one of them meanwhile waits, and then adds up both areas, or finds the other count of the same one.
 *
 * Answers what others had counted of these products in the area. Where that must not be replaced, the transaction must end.
 */
export async function writeAreaCounts(tx: Tx, counts: AreaCounts): Promise<OthersCount[]> {
  const { stocktakeId, storeId, area, countedBy, now, before, lines } = counts;
  const given = [lines.map(({ productId }) => productId), lines.map(({ quantity }) => quantity)];
  const { rows: seen } = await seeStock(tx, [storeId, ...given, before]);
  const productIds = seen.map(({ productId }) => productId);
  const quantities = seen.map(({ quantity }) => quantity);
  const expected = seen.map((each) => each.expected);
  const numbers = seen.map(({ expectedNumber }) => expectedNumber);
  const unitCosts = seen.map(({ unitCost }) => unitCost);
  const countedAt = before ?? now;
  const [, others] = await flush(tx, [
    writeLines(tx, [stocktakeId, countedAt, productIds, quantities, expected, numbers, unitCosts]),
    findOthersCounts(tx, [stocktakeId, area, productIds, countedBy]),
    writeCounts(tx, [stocktakeId, area, countedBy, countedAt, productIds, quantities, expected]),
    sumAreas(tx, [stocktakeId, productIds]),
  ]);
  return others.rows;
}

/** A line that was taken back. */
export interface RemovedLine {
  readonly productId: string;
  readonly counted: number;
}

const deleteLines = statement<{ productId: string; counted: string }, readonly [string, readonly string[]]>(
  'delete_stocktake_lines',
  `WITH locked AS (
     SELECT product_id FROM stocktake_lines WHERE stocktake_id = $1 AND product_id = ANY ($2)
     ORDER BY product_id FOR UPDATE
   )
   DELETE FROM stocktake_lines line USING locked
   WHERE line.stocktake_id = $1 AND line.product_id = locked.product_id
   RETURNING line.product_id AS "productId", line.counted`,
);

/** Takes lines back, with what was counted in all areas. Locks them in the order of their products. */
export async function removeLines(
  tx: Tx,
  stocktakeId: string,
  productIds: readonly string[],
): Promise<RemovedLine[]> {
  const { rows } = await deleteLines(tx, [stocktakeId, productIds]);
  return rows.map(({ productId, counted }) => ({ productId, counted: Number(counted) }));
}

import type { InventoryValuationInput } from '@cashwrap/contract';
import { type GroupRow, groupedFigures, type ReadGrouped } from './grouped-figures.repo.ts';
import { everyGrouping, type Grouping, goodsGroupings } from './groupings.repo.ts';
import { stockBefore } from './stock-before.repo.ts';

/** What is there now of each product in the stores `$1`: common table expression. The bounds `$2` and `$3` are none. */
const STOCK_NOW = `
  figures AS (
    SELECT store_id, product_id, on_hand, value, damaged, damaged_value
    FROM stock_levels
    WHERE store_id = ANY($1::uuid[]) AND (on_hand <> 0 OR damaged <> 0)
      AND $2::timestamptz[] IS NULL AND $3::timestamptz[] IS NULL
  )`;

/**
 * What was there at the instants `$3`, by store. Damaged goods move so seldom that their movements since are simply passed over.
 */
const STOCK_AT = `
  figures AS (
    SELECT level.store_id, level.product_id, coalesce(stock.on_hand, 0) AS on_hand, coalesce(stock.value, 0) AS value,
      coalesce(broken.damaged, 0) AS damaged, coalesce(broken.value, 0) AS damaged_value
    FROM unnest($1::uuid[], $3::timestamptz[]) AS day (store_id, ended_at)
    JOIN stock_levels level USING (store_id)
    LEFT JOIN LATERAL ${stockBefore('day.ended_at')} stock ON true
    LEFT JOIN LATERAL (
      SELECT d.damaged_after AS damaged, d.value_after AS value
      FROM damaged_movements d
      WHERE d.store_id = level.store_id AND d.product_id = level.product_id AND d.recorded_at < day.ended_at
        AND level.last_damaged_number > 0
      ORDER BY d.number DESC LIMIT 1
    ) broken ON true
    WHERE $2::timestamptz[] IS NULL AND (stock.on_hand <> 0 OR broken.damaged <> 0)
  )`;

const sums = {
  onHandQuantity: 'f.on_hand',
  value: 'f.value',
  damagedQuantity: 'f.damaged',
  damagedValue: 'f.damaged_value',
};

/** What the stock of a group comes to. */
export type StockSums = Record<keyof typeof sums, number>;

/** Now, or at an instant for each store. */
type ReadStock = ReadGrouped<StockSums, GroupRow<StockSums>, readonly Date[] | null>;

function valuations(name: string, from: string): Record<InventoryValuationInput['groupBy'], ReadStock> {
  const by = (groupBy: string, grouping: Grouping): ReadStock =>
    groupedFigures(`${name}_by_${groupBy}`, { from, grouping, sums, main: 'g.value + g."damagedValue"' });
  return {
    product: by('product', goodsGroupings.product),
    category: by('category', goodsGroupings.category),
    store: by('store', everyGrouping.store),
  };
}

export const stockNow = valuations('stock_now', STOCK_NOW);
export const stockAt = valuations('stock_at', STOCK_AT);

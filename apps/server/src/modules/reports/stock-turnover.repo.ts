import type { StockTurnoverInput } from '@cashwrap/contract';
import { type GroupRow, groupedFigures, type ReadGrouped } from './grouped-figures.repo.ts';
import { everyGrouping, type Grouping, goodsGroupings } from './groupings.repo.ts';
import { stockBefore } from './stock-before.repo.ts';

/**
 * What was there at the instants `$2` and `$3` (each by store `$1`), and what sales and returns moved between them: common table
 * expression. Of the history only that is read which is between.
 */
const STOCK_BETWEEN = `
  figures AS (
    SELECT level.store_id, level.product_id,
      coalesce(opening.on_hand, 0) AS opening_quantity, coalesce(opening.value, 0) AS opening_value,
      coalesce(closing.on_hand, 0) AS closing_quantity, coalesce(closing.value, 0) AS closing_value,
      moved.quantity AS sold_quantity, moved.value AS cost_of_goods
    FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) AS period (store_id, began_at, ended_at)
    JOIN stock_levels level USING (store_id)
    LEFT JOIN LATERAL ${stockBefore('period.began_at')} opening ON true
    LEFT JOIN LATERAL ${stockBefore('period.ended_at')} closing ON true
    CROSS JOIN LATERAL (
      SELECT count(*) AS count, coalesce(-sum(m.quantity), 0) AS quantity, coalesce(-sum(m.value), 0) AS value
      FROM stock_movements m
      WHERE m.store_id = level.store_id AND m.product_id = level.product_id
        AND m.recorded_at >= period.began_at AND m.recorded_at < period.ended_at AND m.kind IN ('sale', 'return')
    ) moved
    WHERE opening.on_hand <> 0 OR closing.on_hand <> 0 OR moved.count > 0
  )`;

const sums = {
  openingQuantity: 'f.opening_quantity',
  openingValue: 'f.opening_value',
  closingQuantity: 'f.closing_quantity',
  closingValue: 'f.closing_value',
  soldQuantity: 'f.sold_quantity',
  costOfGoods: 'f.cost_of_goods',
};

/** What the stock of a group was, and what of it was sold. */
export type TurnoverSums = Record<keyof typeof sums, number>;

/** Between two instants, each by store. */
type ReadTurnover = ReadGrouped<TurnoverSums, GroupRow<TurnoverSums>, readonly Date[]>;

const by = (groupBy: string, grouping: Grouping): ReadTurnover =>
  groupedFigures(`stock_turnover_by_${groupBy}`, {
    ...{ from: STOCK_BETWEEN, grouping, sums, main: 'g."costOfGoods"' },
  });

/** By what is grouped: how that is read. */
export const stockTurnover: Readonly<Record<StockTurnoverInput['groupBy'], ReadTurnover>> = {
  product: by('product', goodsGroupings.product),
  category: by('category', goodsGroupings.category),
  store: by('store', everyGrouping.store),
};

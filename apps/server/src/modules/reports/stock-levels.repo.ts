import { type Reader, readStatement } from '@cashwrap/database';

/** What is there of a product in a store. */
export interface StockLevelRow {
  readonly storeId: string;
  readonly storeName: string;
  readonly productId: string;
  readonly sku: string | null;
  readonly name: string;
  readonly category: string | null;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly onHand: number;
  readonly damaged: number;
  readonly reorderPoint: number | null;
  readonly isLow: boolean;
  readonly value: number;
}

/** What all of them come to in one currency. */
export interface StockLevelTotal {
  readonly currency: string;
  readonly currencyDigits: number;
  readonly value: number;
  readonly lowCount: number;
  readonly rowCount: number;
}

/** Which levels to look at. */
export interface StockLevelQuery {
  readonly storeIds: readonly string[];
  /** Those of these categories alone; null: all. */
  readonly categoryIds: readonly string[] | null;
}

type Which = readonly [storeIds: readonly string[], categoryIds: readonly string[] | null];

const LEVELS = `
  FROM stock_levels level
  JOIN stores store ON store.id = level.store_id
  JOIN products product ON product.id = level.product_id
  LEFT JOIN reorder_points point ON point.store_id = level.store_id AND point.product_id = level.product_id
  LEFT JOIN categories category ON category.id = product.category_id
  WHERE level.store_id = ANY($1::uuid[]) AND ($2::uuid[] IS NULL OR product.category_id = ANY($2))`;

const IS_LOW = 'coalesce(level.on_hand <= point.point, false)';

const levels = readStatement<StockLevelRow, readonly [...Which, limit: number | null]>(
  'report_stock_levels',
  `SELECT level.store_id AS "storeId", store.name AS "storeName", level.product_id AS "productId", product.sku, product.name,
     category.name AS category, store.currency, store.currency_digits AS "currencyDigits", level.on_hand::float8 AS "onHand",
     level.damaged::float8 AS damaged, point.point::float8 AS "reorderPoint", ${IS_LOW} AS "isLow", level.value
   ${LEVELS}
   ORDER BY store.name, level.store_id, product.name, level.product_id
   LIMIT $3`,
);

const totals = readStatement<StockLevelTotal, Which>(
  'total_stock_levels',
  `SELECT store.currency, min(store.currency_digits) AS "currencyDigits", sum(level.value)::bigint AS value,
     count(*) FILTER (WHERE ${IS_LOW}) AS "lowCount", count(*) AS "rowCount"
   ${LEVELS}
   GROUP BY store.currency ORDER BY store.currency`,
);

/** By store and product, `limit` at the most; null: all. */
export async function listLevels(
  db: Reader,
  { storeIds, categoryIds }: StockLevelQuery,
  limit: number | null,
): Promise<StockLevelRow[]> {
  const { rows } = await levels(db, [storeIds, categoryIds, limit]);
  return rows;
}

export async function totalLevels(
  db: Reader,
  { storeIds, categoryIds }: StockLevelQuery,
): Promise<StockLevelTotal[]> {
  const { rows } = await totals(db, [storeIds, categoryIds]);
  return rows;
}

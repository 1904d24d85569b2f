import { type Reader, readStatement } from '@cashwrap/database';
import type { StockLevelQuery } from './stock-levels.repo.ts';

/** A product that is low in a store. */
export interface LowStockRow {
  readonly storeId: string;
  readonly storeName: string;
  readonly productId: string;
  readonly sku: string | null;
  readonly name: string;
  readonly category: string | null;
  readonly currency: string;
  readonly currencyDigits: number;
  readonly onHand: number;
  readonly reorderPoint: number;
  readonly missing: number;
  readonly onOrder: number;
  readonly lowSince: Date | null;
  readonly lastSoldOn: string | null;
}

/** How many are low, of the stores with one currency. */
export interface LowStockCount {
  readonly currency: string;
  readonly currencyDigits: number;
  readonly lowCount: number;
}

/** Which rows to list. */
export interface LowStockPage extends StockLevelQuery {
  /** From when on sales are looked for. */
  readonly soldSince: Date;
  /** How many at the most; null: all. */
  readonly limit: number | null;
}

/** Stock at its reorder point or below; what is archived is ordered no more. */
const LOW = `
  FROM reorder_points point
  JOIN stock_levels level USING (store_id, product_id)
  JOIN products product ON product.id = point.product_id
  LEFT JOIN categories category ON category.id = product.category_id
  WHERE point.store_id = ANY($1::uuid[]) AND level.on_hand <= point.point AND product.status = 'active'
    AND ($2::uuid[] IS NULL OR product.category_id = ANY($2))`;

const EMPTIEST_FIRST = 'level.on_hand - point.point, product.name, point.product_id, point.store_id';

type Which = readonly [storeIds: readonly string[], categoryIds: readonly string[] | null];

const lowStock = readStatement<LowStockRow, readonly [...Which, soldSince: Date, limit: number | null]>(
  'list_low_stock',
  `WITH low AS MATERIALIZED (
     SELECT point.store_id, point.product_id, product.sku, product.name, category.name AS category, level.on_hand, point.point,
       point.low_since
     ${LOW}
     ORDER BY ${EMPTIEST_FIRST}
     LIMIT $4
   )
   SELECT low.store_id AS "storeId", store.name AS "storeName", low.product_id AS "productId", low.sku, low.name, low.category,
     store.currency, store.currency_digits AS "currencyDigits", low.on_hand::float8 AS "onHand", low.point::float8 AS "reorderPoint",
     (low.point - low.on_hand)::float8 AS missing, coalesce(ordered.quantity, 0)::float8 AS "onOrder", low.low_since AS "lowSince",
     sold.business_date AS "lastSoldOn"
   FROM low
   JOIN stores store ON store.id = low.store_id
   LEFT JOIN LATERAL (
     SELECT sum(line.outstanding) AS quantity
     FROM purchase_order_lines line JOIN purchase_orders o ON o.id = line.purchase_order_id
     WHERE line.product_id = low.product_id AND line.outstanding > 0 AND o.store_id = low.store_id
       AND o.status IN ('ordered', 'partially_received')
   ) ordered ON true
   LEFT JOIN LATERAL (
     SELECT sale.business_date
     FROM stock_movements m JOIN sales sale ON sale.id = m.document_id
     WHERE m.store_id = low.store_id AND m.product_id = low.product_id AND m.recorded_at >= $3 AND m.kind = 'sale'
     ORDER BY m.recorded_at DESC, m.number DESC LIMIT 1
   ) sold ON true
   ORDER BY low.on_hand - low.point, low.name, low.product_id, low.store_id`,
);

/** What is low, the emptiest first. */
export async function listLowStock(
  db: Reader,
  { storeIds, categoryIds, soldSince, limit }: LowStockPage,
): Promise<LowStockRow[]> {
  const { rows } = await lowStock(db, [storeIds, categoryIds, soldSince, limit]);
  return rows;
}

const counted = readStatement<LowStockCount, Which>(
  'count_low_stock',
  `SELECT store.currency, store.currency_digits AS "currencyDigits", count(*) AS "lowCount"
   FROM (SELECT point.store_id ${LOW}) low JOIN stores store ON store.id = low.store_id
   GROUP BY store.currency, store.currency_digits ORDER BY store.currency`,
);

export async function countLowStock(
  db: Reader,
  { storeIds, categoryIds }: StockLevelQuery,
): Promise<LowStockCount[]> {
  const { rows } = await counted(db, [storeIds, categoryIds]);
  return rows;
}

type LowestRow = Pick<LowStockRow, 'storeId' | 'productId' | 'name' | 'onHand' | 'reorderPoint'>;

const lowest = readStatement<LowestRow, readonly [...Which, limit: number]>(
  'list_lowest_stock',
  `SELECT point.store_id AS "storeId", point.product_id AS "productId", product.name, level.on_hand::float8 AS "onHand",
     point.point::float8 AS "reorderPoint"
   ${LOW}
   ORDER BY ${EMPTIEST_FIRST} LIMIT $3`,
);

/** The first of what is low. */
export async function listLowest(
  db: Reader,
  storeIds: readonly string[],
  limit: number,
): Promise<LowestRow[]> {
  const { rows } = await lowest(db, [storeIds, null, limit]);
  return rows;
}

import { MAX_MONEY } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';
import { stagingTable } from '../../csv/staging.repo.ts';
import { numberOf } from '../catalog/index.ts';

const lockStore = statement<{ currency: string }, readonly [id: string]>(
  'lock_store_for_stock_import',
  'SELECT currency FROM stores WHERE id = $1 FOR NO KEY UPDATE',
);

/** One import at a time in a store that exists: two would both find no stock. What trades there goes on. */
export async function lockStoreForImport(tx: Tx, storeId: string): Promise<string> {
  const { rows } = await lockStore(tx, [storeId]);
  if (!rows[0]) throw new Error('The store that was found is gone.');
  return rows[0].currency;
}

const stage = stagingTable(
  'import_stock',
  'sku text, barcode text, quantity numeric(14,3), unit_cost bigint, product_id uuid',
);
export const createStockStage = stage.create;
/** Adds rows of the file, with their values by the names of the columns. */
export const stageStock = stage.insert;

const findProducts = statement<never, readonly []>(
  'find_import_stock_products',
  `UPDATE import_stock s SET product_id = coalesce(
     (SELECT p.id FROM products p WHERE p.sku = s.sku),
     (SELECT b.product_id FROM product_barcodes b
      WHERE s.sku IS NULL AND ${numberOf('b.code')} = ${numberOf('s.barcode')}))`,
);

export async function resolveStock(tx: Tx): Promise<void> {
  await findProducts(tx, []);
  await stage.analyze(tx);
}

const GOOD = 'FROM import_stock s LEFT JOIN products p ON p.id = s.product_id';
const RULES = [
  `SELECT s."row", NULL, '', 'names no product: it needs a sku or a barcode' ${GOOD}
   WHERE NOT s.bad AND s.sku IS NULL AND s.barcode IS NULL`,
  `SELECT s."row", CASE WHEN s.sku IS NULL THEN 'barcode' ELSE 'sku' END, coalesce(s.sku, s.barcode),
     'there is no such product' ${GOOD}
   WHERE NOT s.bad AND p.id IS NULL AND (s.sku IS NOT NULL OR s.barcode IS NOT NULL)`,
  `SELECT s."row", 'barcode', s.barcode, 'is no barcode of the product with this SKU' ${GOOD}
   WHERE NOT s.bad AND p.id IS NOT NULL AND s.barcode IS NOT NULL
     AND NOT EXISTS (SELECT FROM product_barcodes b WHERE b.product_id = p.id
       AND ${numberOf('b.code')} = ${numberOf('s.barcode')})`,
  `SELECT s."row", CASE WHEN s.sku IS NULL THEN 'barcode' ELSE 'sku' END, coalesce(s.sku, s.barcode),
     'its product stands in row ' || f."row" || ' already' ${GOOD}
   JOIN (SELECT min("row") AS "row", product_id FROM import_stock WHERE NOT bad GROUP BY 2) f
     ON f.product_id = s.product_id AND f."row" < s."row"
   WHERE NOT s.bad`,
  `SELECT s."row", 'quantity', '', 'is required' ${GOOD} WHERE NOT s.bad AND s.quantity IS NULL`,
  `SELECT s."row", 'quantity', s.quantity::text, 'the stock of this product is not tracked' ${GOOD}
   WHERE NOT s.bad AND NOT p.track_stock`,
  `SELECT s."row", 'quantity', s.quantity::text, 'must be a whole number: the product is sold by the unit' ${GOOD}
   WHERE NOT s.bad AND p.sold_by = 'unit' AND s.quantity <> trunc(s.quantity)`,
  `SELECT s."row", 'quantity', s.quantity::text, 'is worth more than can be kept' ${GOOD}
   WHERE NOT s.bad AND s.quantity * coalesce(s.unit_cost, p.cost, 0) > ${MAX_MONEY}`,
  `SELECT s."row", 'quantity', s.quantity::text,
     'the product has had stock in this store: correct it with inventory.adjust' ${GOOD}
   JOIN stock_levels l ON l.product_id = s.product_id AND l.store_id = $1::uuid AND l.last_movement_number > 0
   WHERE NOT s.bad`,
];

const findErrors = statement<never, readonly [storeId: string]>(
  'find_import_stock_errors',
  `INSERT INTO import_errors ("row", "column", value, message) ${RULES.join('\nUNION ALL\n')}`,
);

/** Adds the errors of all good rows; answers how many of them were not good. */
export async function checkStock(tx: Tx, storeId: string): Promise<number> {
  await findErrors(tx, [storeId]);
  return stage.markBad(tx);
}

const countRows = statement<{ created: number; unchanged: number }, readonly []>(
  'count_import_stock',
  `SELECT count(*) FILTER (WHERE quantity > 0) AS created, count(*) FILTER (WHERE quantity = 0) AS unchanged
   FROM import_stock WHERE NOT bad`,
);

export async function countStock(tx: Tx): Promise<{ created: number; unchanged: number }> {
  return (await countRows(tx, [])).rows[0] ?? { created: 0, unchanged: 0 };
}

/** What a good row enters. */
interface OpeningStock {
  readonly productId: string;
  readonly name: string;
  readonly cost: number | null;
  readonly quantity: number;
  readonly unitCost: number | null;
}

const nextRows = statement<
  OpeningStock & { readonly [column: string]: unknown },
  readonly [after: string, limit: number]
>(
  'next_import_stock',
  `SELECT p.id AS "productId", p.name, p.cost, s.quantity::float8 AS quantity, s.unit_cost AS "unitCost"
   FROM import_stock s JOIN products p ON p.id = s.product_id
   WHERE NOT s.bad AND s.quantity > 0 AND p.id > $1
   ORDER BY p.id LIMIT $2`,
);

/** The next good rows, in the order in which levels are locked everywhere. */
export async function readOpeningStock(
  tx: Tx,
  after: string,
  limit: number,
): Promise<readonly OpeningStock[]> {
  return (await nextRows(tx, [after, limit])).rows;
}

import { statement, type Tx } from '@cashwrap/database';
import { stagingTable } from '../../csv/staging.repo.ts';

const stage = stagingTable(
  'import_prices',
  'change_id uuid NOT NULL, sku text, min_quantity numeric(14,3), unit_price bigint, product_id uuid, before bigint',
);
export const createPriceStage = stage.create;
/** Adds rows of the file, with their values by the names of the columns. */
export const stagePrices = stage.insert;

const findProducts = statement<never, readonly []>(
  'find_import_price_products',
  // Without a quantity it is the price of any: from the smallest on that there is.
  `UPDATE import_prices s SET product_id = p.id,
     min_quantity = coalesce(s.min_quantity, CASE p.sold_by WHEN 'unit' THEN 1 ELSE 0.001 END)
   FROM products p WHERE p.sku = s.sku`,
);
const findBefore = statement<never, readonly [priceListId: string]>(
  'find_import_prices_before',
  `UPDATE import_prices s SET before = e.unit_price FROM price_list_entries e
   WHERE e.price_list_id = $1 AND e.product_id = s.product_id AND e.min_quantity = s.min_quantity`,
);

/** Finds the products, and the prices that they have now. */
export async function resolvePrices(tx: Tx, priceListId: string): Promise<void> {
  await findProducts(tx, []);
  await stage.analyze(tx);
  await findBefore(tx, [priceListId]);
}

const findErrors = statement<never, readonly []>(
  'find_import_price_errors',
  `INSERT INTO import_errors ("row", "column", value, message)
   SELECT "row", 'sku', '', 'is required' FROM import_prices WHERE NOT bad AND sku IS NULL
   UNION ALL
   SELECT "row", 'sku', sku, 'there is no such product'
   FROM import_prices WHERE NOT bad AND sku IS NOT NULL AND product_id IS NULL
   UNION ALL
   SELECT s."row", 'unit_price', s.unit_price::text, 'must be empty: the price of "' || p.name || '" is typed in at the till'
   FROM import_prices s JOIN products p ON p.id = s.product_id
   WHERE NOT s.bad AND p.kind = 'open_price' AND s.unit_price IS NOT NULL
   UNION ALL
   SELECT s."row", 'min_quantity', s.min_quantity::text, 'stands for this SKU in row ' || f."row" || ' already'
   FROM import_prices s JOIN (
     SELECT min("row") AS "row", sku, min_quantity FROM import_prices WHERE NOT bad
     GROUP BY 2, 3 HAVING count(*) > 1) f
     ON f.sku = s.sku AND f.min_quantity = s.min_quantity AND f."row" < s."row"
   WHERE NOT s.bad
   UNION ALL
   SELECT s."row", 'min_quantity', s.min_quantity::text,
     'must be a whole number: the product is sold by the unit'
   FROM import_prices s JOIN products p ON p.id = s.product_id
   WHERE NOT s.bad AND p.sold_by = 'unit' AND s.min_quantity <> trunc(s.min_quantity)`,
);

/** Adds the errors of all good rows; answers how many of them were not good. */
export async function checkPrices(tx: Tx): Promise<number> {
  await findErrors(tx, []);
  return stage.markBad(tx);
}

interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}

const countRows = statement<Counts & { readonly [column: string]: number }, readonly []>(
  'count_import_prices',
  `SELECT count(*) FILTER (WHERE before IS NULL AND unit_price IS NOT NULL) AS created,
     count(*) FILTER (WHERE before IS NOT NULL AND unit_price IS DISTINCT FROM before) AS updated,
     count(*) FILTER (WHERE unit_price IS NOT DISTINCT FROM before) AS unchanged
   FROM import_prices WHERE NOT bad`,
);

export async function countPrices(tx: Tx): Promise<Counts> {
  return (await countRows(tx, [])).rows[0] ?? { created: 0, updated: 0, unchanged: 0 };
}

const deletePrices = statement<never, readonly [priceListId: string]>(
  'delete_import_prices',
  `DELETE FROM price_list_entries e USING import_prices s
   WHERE NOT s.bad AND s.unit_price IS NULL AND s.before IS NOT NULL
     AND e.price_list_id = $1 AND e.product_id = s.product_id AND e.min_quantity = s.min_quantity`,
);
const upsertPrices = statement<never, readonly [priceListId: string]>(
  'upsert_import_prices',
  `INSERT INTO price_list_entries (product_id, price_list_id, min_quantity, unit_price)
   SELECT product_id, $1::uuid, min_quantity, unit_price FROM import_prices
   WHERE NOT bad AND unit_price IS NOT NULL AND unit_price IS DISTINCT FROM before
   ORDER BY product_id, min_quantity
   ON CONFLICT (product_id, price_list_id, min_quantity) DO UPDATE SET unit_price = excluded.unit_price`,
);
const recordChanges = statement<never, readonly [priceListId: string, changedBy: string, now: Date]>(
  'record_import_price_changes',
  `INSERT INTO price_changes (id, product_id, field, price_list_id, min_quantity, before, after, changed_by, changed_at)
   SELECT change_id, product_id, 'price', $1, min_quantity, before, unit_price, $2, $3 FROM import_prices
   WHERE NOT bad AND unit_price IS DISTINCT FROM before`,
);

/** Sets and takes away the prices that differ, each with its row of history. */
export async function writePrices(tx: Tx, priceListId: string, changedBy: string, now: Date): Promise<void> {
  await deletePrices(tx, [priceListId]);
  await upsertPrices(tx, [priceListId]);
  await recordChanges(tx, [priceListId, changedBy, now]);
}

import { statement, type Tx } from '@cashwrap/database';
import { inPages } from '../../csv/in-pages.ts';

/** How many products one statement writes: the index of trigrams takes its time, and no statement may take too long. */
const PAGE = 5_000;

const steps = (name: string, texts: readonly string[]) =>
  texts.map((text, at) => statement<never, readonly []>(`${name}_${at + 1}`, text));

/** A PLU and a barcode may pass from one product to another: all are given up before any is taken. */
const GIVE_UP = steps('give_up_import_products', [
  `UPDATE products p SET plu = NULL FROM import_next n
   WHERE n.id = p.id AND p.plu IS NOT NULL AND n.plu IS DISTINCT FROM p.plu`,
  `DELETE FROM product_barcodes b USING import_next n WHERE n.id = b.product_id AND n.barcodes_changed`,
  `DELETE FROM bundle_components b USING import_next n WHERE n.id = b.bundle_id AND n.components_changed`,
]);

const insertPage = statement<{ id: string }, readonly [variants: boolean, after: string, limit: number]>(
  'insert_import_products',
  `INSERT INTO products (id, kind, parent_id, options, option_values, sku, name, description, tax_category_id,
     category_id, brand, image_url, attributes, plu, price, cost, sold_by, unit_label, track_stock, allow_oversell,
     status, search_text, version, created_at, updated_at)
   SELECT id, kind, parent_id, options, option_values, sku, name, description, tax_category_id, category_id, brand,
     image_url, attributes, plu, price, cost, sold_by, unit_label, track_stock, allow_oversell, status,
     search_text, version, created_at, updated_at
   FROM import_next
   WHERE is_new AND (parent_id IS NOT NULL) = $1 AND id > $2 ORDER BY id LIMIT $3 RETURNING id`,
);

const updatePage = statement<{ id: string }, readonly [after: string, limit: number]>(
  'update_import_products',
  `UPDATE products p SET options = n.options, name = n.name, description = n.description,
     tax_category_id = n.tax_category_id, category_id = n.category_id, brand = n.brand, image_url = n.image_url,
     attributes = n.attributes, plu = n.plu, price = n.price, cost = n.cost, unit_label = n.unit_label,
     allow_oversell = n.allow_oversell, status = n.status,
     search_text = coalesce(n.search_text, p.search_text), version = n.version, updated_at = n.updated_at
   FROM import_next n WHERE n.id = p.id AND n.id IN (
     SELECT id FROM import_next WHERE NOT is_new AND is_changed AND id > $1 ORDER BY id LIMIT $2)
   RETURNING n.id`,
);

const TAKE = steps('take_import_products', [
  `INSERT INTO product_barcodes (code, product_id, position)
   SELECT b.code, n.id, b.n - 1 FROM import_next n CROSS JOIN unnest(n.barcodes) WITH ORDINALITY AS b (code, n)
   WHERE n.barcodes_changed`,
  `INSERT INTO bundle_components (bundle_id, product_id, position, quantity)
   SELECT n.id, p.id, c.position - 1, (c.item ->> 'quantity')::numeric
   FROM import_next n CROSS JOIN jsonb_array_elements(n.components) WITH ORDINALITY AS c (item, position)
   JOIN products p ON p.sku = c.item ->> 'sku'
   WHERE n.components_changed`,
]);

const insertPriceChanges = statement<never, readonly [changedBy: string]>(
  'insert_import_price_changes',
  `INSERT INTO price_changes (id, product_id, field, before, after, changed_by, changed_at)
   SELECT price_change_id, id, 'price', price_before, price, $1::uuid, updated_at
   FROM import_next WHERE price IS DISTINCT FROM price_before
   UNION ALL
   SELECT cost_change_id, id, 'cost', cost_before, cost, $1::uuid, updated_at
   FROM import_next WHERE cost IS DISTINCT FROM cost_before`,
);

/** Writes what was worked out. */
export async function writeProducts(tx: Tx, changedBy: string): Promise<void> {
  for (const step of GIVE_UP) await step(tx, []);
  // Variants refer to their parents.
  for (const variants of [false, true])
    await inPages(PAGE, (after) => insertPage(tx, [variants, after, PAGE]));
  await inPages(PAGE, (after) => updatePage(tx, [after, PAGE]));
  for (const step of TAKE) await step(tx, []);
  await insertPriceChanges(tx, [changedBy]);
}

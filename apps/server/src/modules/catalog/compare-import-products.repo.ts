import { statement, type Tx } from '@cashwrap/database';
import { has } from '../../csv/staging.repo.ts';
import { KIND, storedComponents } from './import-products.repo.ts';

const createNext = statement<never, readonly []>(
  'create_import_next',
  `CREATE TEMP TABLE import_next ON COMMIT DROP AS
     SELECT p.*, NULL::text[] AS barcodes, NULL::jsonb AS components, NULL::boolean AS is_new, NULL::boolean AS is_changed,
       NULL::boolean AS search_changed, NULL::boolean AS barcodes_changed, NULL::boolean AS components_changed,
       NULL::bigint AS price_before, NULL::bigint AS cost_before, NULL::uuid AS price_change_id, NULL::uuid AS cost_change_id
     FROM products p WITH NO DATA`,
);

/** Makes the table of the products as they shall be, with what the comparison with the stored ones has found. */
export async function createComparison(tx: Tx): Promise<void> {
  await createNext(tx, []);
}

const compare = statement<never, readonly [given: readonly string[], now: Date]>(
  'compare_import_products',
  `INSERT INTO import_next (id, kind, parent_id, options, option_values, sku, name, description, tax_category_id,
     category_id, brand, image_url, attributes, plu, price, cost, sold_by, unit_label, track_stock, allow_oversell,
     status, version, created_at, updated_at, barcodes, components, is_new, is_changed, search_changed,
     barcodes_changed, components_changed, price_before, cost_before, price_change_id, cost_change_id)
   SELECT n.*, is_new,
     (n.options, n.name, n.description, n.tax_category_id, n.category_id, n.brand, n.image_url, n.attributes, n.plu,
       n.price, n.cost, n.unit_label, n.allow_oversell, n.status, n.barcodes, n.components)
     IS DISTINCT FROM
     (p.options, p.name, p.description, p.tax_category_id, p.category_id, p.brand, p.image_url, p.attributes, p.plu,
       p.price, p.cost, p.unit_label, p.allow_oversell, p.status, stored_barcodes, stored_components),
     is_new OR (n.name, n.brand, n.plu, n.barcodes) IS DISTINCT FROM (p.name, p.brand, p.plu, stored_barcodes),
     n.barcodes IS DISTINCT FROM stored_barcodes, n.components IS DISTINCT FROM stored_components,
     p.price, p.cost, s.price_change_id, s.cost_change_id
   FROM import_products s
   LEFT JOIN products p ON p.id = s.product_id
   LEFT JOIN products pp ON pp.id = coalesce(p.parent_id, (SELECT id FROM products WHERE sku = s.parent_sku))
   LEFT JOIN import_products ps ON ps.sku = coalesce(pp.sku, s.parent_sku) AND NOT ps.bad
   LEFT JOIN tax_categories t ON t.name = s.tax_category
   LEFT JOIN tax_categories pt ON pt.name = ps.tax_category
   LEFT JOIN import_categories c ON c.names = s.category
   CROSS JOIN LATERAL (
     SELECT p.id IS NULL AS is_new,
       ARRAY(SELECT b.code FROM product_barcodes b WHERE b.product_id = p.id ORDER BY b.position) AS stored_barcodes,
       ${storedComponents('p.id')} AS stored_components
   ) AS stored
   CROSS JOIN LATERAL (
     SELECT coalesce(p.id, s.id) AS id, ${KIND} AS kind, coalesce(p.parent_id, pp.id, ps.id) AS parent_id,
       CASE WHEN ${has('options')} THEN coalesce(s.options, '[]') ELSE coalesce(p.options, '[]') END AS options,
       coalesce(p.option_values, s.option_values, '{}') AS option_values,
       s.sku, coalesce(s.name, p.name) AS name,
       CASE WHEN ${has('description')} THEN coalesce(s.description, '') ELSE coalesce(p.description, '') END
         AS description,
       coalesce(t.id, p.tax_category_id, pt.id, pp.tax_category_id) AS tax_category_id,
       CASE WHEN ${has('category')} THEN c.id WHEN is_new THEN pp.category_id ELSE p.category_id END AS category_id,
       CASE WHEN ${has('brand')} THEN s.brand WHEN is_new THEN pp.brand ELSE p.brand END AS brand,
       CASE WHEN ${has('image_url')} THEN s.image_url ELSE p.image_url END AS image_url,
       CASE WHEN ${has('attributes')} THEN coalesce(s.attributes, '{}') ELSE coalesce(p.attributes, '{}') END
         AS attributes,
       CASE WHEN ${has('plu')} THEN s.plu ELSE p.plu END AS plu,
       CASE WHEN ${KIND} = 'open_price' THEN 0 WHEN ${has('price')} THEN s.price ELSE p.price END AS price,
       CASE WHEN ${has('cost')} THEN s.cost ELSE p.cost END AS cost,
       coalesce(p.sold_by, s.sold_by, pp.sold_by, ps.sold_by, 'unit') AS sold_by,
       CASE WHEN ${has('unit_label')} THEN s.unit_label WHEN is_new THEN pp.unit_label ELSE p.unit_label END
         AS unit_label,
       coalesce(p.track_stock, s.track_stock, ${KIND} = 'standard' AND coalesce(s.options, '[]') = '[]')
         AS track_stock,
       coalesce(s.allow_oversell, p.allow_oversell, false) AS allow_oversell,
       coalesce(s.status, p.status, 'active') AS status,
       coalesce(p.version + 1, 1) AS version, coalesce(p.created_at, $2) AS created_at, $2 AS updated_at,
       CASE WHEN ${has('barcodes')} THEN coalesce(s.barcodes, '{}') ELSE stored_barcodes END AS barcodes,
       CASE WHEN ${has('components')} THEN coalesce(s.components, '[]') ELSE stored_components END AS components
   ) AS n
   WHERE NOT s.bad`,
);
const indexNext = statement<never, readonly []>('index_import_next', 'CREATE INDEX ON import_next (id)');
const analyzeNext = statement<never, readonly []>('analyze_import_next', 'ANALYZE import_next');
const countNext = statement<{ created: number; updated: number; unchanged: number }, readonly []>(
  'count_import_next',
  `SELECT count(*) FILTER (WHERE is_new) AS created,
     count(*) FILTER (WHERE NOT is_new AND is_changed) AS updated,
     count(*) FILTER (WHERE NOT is_new AND NOT is_changed) AS unchanged
   FROM import_next`,
);

/** Works out what the good rows make of the products, and counts it. */
export async function compareProducts(
  tx: Tx,
  given: readonly string[],
  now: Date,
): Promise<{ created: number; updated: number; unchanged: number }> {
  await compare(tx, [given, now]);
  await indexNext(tx, []);
  await analyzeNext(tx, []);
  const { rows } = await countNext(tx, []);
  return rows[0] ?? { created: 0, updated: 0, unchanged: 0 };
}

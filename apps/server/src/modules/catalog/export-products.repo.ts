import { type Reader, readStatement } from '@cashwrap/database';
import { BEFORE_ALL_IDS } from '../../csv/before-all-ids.ts';
import type { ProductLine } from './product-columns.ts';

type ProductLineRow = ProductLine & { readonly place: string };

const nextLines = readStatement<
  ProductLineRow,
  readonly [after: string, status: string | null, limit: number]
>(
  'export_products',
  `SELECT p.id AS place, p.sku, p.name, p.kind, pp.sku AS parent_sku, p.options, p.option_values, p.description,
     ARRAY(SELECT b.code FROM product_barcodes b WHERE b.product_id = p.id ORDER BY b.position) AS barcodes,
     p.plu, t.name AS tax_category,
     ARRAY(SELECT c.name FROM unnest(own.path) WITH ORDINALITY AS step (id, n)
       JOIN categories c ON c.id = step.id ORDER BY step.n) AS category,
     p.brand, p.image_url, p.attributes, p.price, p.cost, p.sold_by, p.unit_label, p.track_stock, p.allow_oversell,
     p.status,
     coalesce((SELECT json_agg(json_build_object('sku', cp.sku, 'quantity', bc.quantity) ORDER BY bc.position)
       FROM bundle_components bc JOIN products cp ON cp.id = bc.product_id WHERE bc.bundle_id = p.id), '[]')
       AS components
   FROM products p
   LEFT JOIN products pp ON pp.id = p.parent_id
   JOIN tax_categories t ON t.id = p.tax_category_id
   LEFT JOIN categories own ON own.id = p.category_id
   WHERE p.id > $1 AND ($2::text IS NULL OR p.status = $2)
   ORDER BY p.id LIMIT $3`,
);

/** The next products in the order in which they were made, as rows of a file. */
export async function readProductLines(
  db: Reader,
  after: string | undefined,
  status: string | undefined,
  limit: number,
): Promise<ProductLineRow[]> {
  return (await nextLines(db, [after ?? BEFORE_ALL_IDS, status ?? null, limit])).rows;
}

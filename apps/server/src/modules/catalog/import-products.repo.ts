import { statement, type Tx } from '@cashwrap/database';
import { stagingTable } from '../../csv/staging.repo.ts';

/** The rows of the file. Names are compared with names, so they have the collation of those. */
const stage = stagingTable(
  'import_products',
  `id uuid NOT NULL, price_change_id uuid, cost_change_id uuid, sku text, name text COLLATE "und-x-icu", kind text,
   parent_sku text, options jsonb, option_values jsonb, description text, barcodes text[], plu text,
   tax_category text COLLATE "und-x-icu", category text[], brand text, image_url text, attributes jsonb, price bigint,
   cost bigint, sold_by text, unit_label text, track_stock boolean, allow_oversell boolean, status text,
   components jsonb, product_id uuid`,
);
export const createProductStage = stage.create;
/** Adds rows of the file, with their values by the names of the columns. */
export const stageProducts = stage.insert;
/** Makes bad the rows that have an error by now; answers how many were good before. */
export const markBadProducts = stage.markBad;

/** The kind of what a row (`s`) and its stored product (`p`) are about. */
export const KIND = `coalesce(p.kind, s.kind, 'standard')`;

/** What a stored bundle holds, as a row of a file says it. */
export const storedComponents = (bundleId: string) =>
  `coalesce((SELECT jsonb_agg(jsonb_build_object('sku', held.sku, 'quantity', bc.quantity) ORDER BY bc.position)
     FROM bundle_components bc JOIN products held ON held.id = bc.product_id WHERE bc.bundle_id = ${bundleId}), '[]')`;

const indexRows = statement<never, readonly []>(
  'index_import_products',
  'CREATE INDEX ON import_products (sku)',
);
const findProducts = statement<never, readonly []>(
  'find_import_products',
  'UPDATE import_products s SET product_id = p.id FROM products p WHERE p.sku = s.sku',
);
const indexFound = statement<never, readonly []>(
  'index_import_products_found',
  'CREATE INDEX ON import_products (product_id)',
);
// Not FOR UPDATE: what is sold meanwhile refers to these rows.
const lockProducts = statement<never, readonly []>(
  'lock_import_products',
  `SELECT count(*) FROM (
     SELECT FROM products WHERE id IN (
       SELECT product_id FROM import_products
       UNION SELECT parent.id FROM import_products s JOIN products parent ON parent.sku = s.parent_sku
       UNION SELECT held.id FROM import_products s
         CROSS JOIN jsonb_to_recordset(s.components) AS c (sku text) JOIN products held ON held.sku = c.sku)
     ORDER BY id FOR NO KEY UPDATE
   ) locked`,
);

/**
 * Finds the products that are there already, and locks them with the parents and components that rows name, in the order
 * in which they are locked everywhere.
 */
export async function resolveProducts(tx: Tx): Promise<void> {
  await indexRows(tx, []);
  await findProducts(tx, []);
  await indexFound(tx, []);
  await stage.analyze(tx);
  await lockProducts(tx, []);
}

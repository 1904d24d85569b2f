import { statement, type Tx } from '@cashwrap/database';
import { has } from '../../csv/staging.repo.ts';
import { numberOf } from './barcode-number.repo.ts';
import { productRules } from './domain/product-structure.ts';
import { KIND, markBadProducts, storedComponents } from './import-products.repo.ts';

const OPTIONS = (own: string, stored: string) =>
  `CASE WHEN ${own}."row" IS NOT NULL AND ${has('options')} THEN coalesce(${own}.options, '[]')
     ELSE coalesce(${stored}.options, '[]') END`;
/** Whether option values name each option of a product once, with one of its values. */
const fits = (values: string, options: string) =>
  `(SELECT count(*) FROM jsonb_object_keys(${values})) = jsonb_array_length(${options}) AND NOT EXISTS (
     SELECT FROM jsonb_array_elements(${options}) o
     WHERE NOT coalesce((o -> 'values') ? (${values} ->> (o ->> 'name')), false))`;
/** Options as a file has them: `Size: S|M; Colour: Red`. */
const written = (options: string) =>
  `(SELECT string_agg((o ->> 'name') || ': ' || (SELECT string_agg(v, '|') FROM jsonb_array_elements_text(o -> 'values') v), '; ')
     FROM jsonb_array_elements(${options}) o)`;

/** What is true of a good row, its stored product and its parent in the file (`ps`) or stored (`pp`). */
const JOINED = `
  FROM import_products s
  LEFT JOIN products p ON p.id = s.product_id
  LEFT JOIN products pp ON pp.sku = s.parent_sku
  LEFT JOIN import_products ps ON ps.sku = s.parent_sku AND NOT ps.bad
  WHERE NOT s.bad`;
/** The components of a good row that are not as they were, each in the file (`cs`) or stored (`cp`). */
const COMPONENTS = `
  FROM import_products s
  CROSS JOIN jsonb_to_recordset(s.components) AS c (sku text, quantity numeric)
  LEFT JOIN products cp ON cp.sku = c.sku
  LEFT JOIN import_products cs ON cs.sku = c.sku AND NOT cs.bad
  LEFT JOIN products cpp ON cpp.sku = cs.parent_sku
  LEFT JOIN import_products cps ON cps.sku = cs.parent_sku AND NOT cps.bad
  WHERE NOT s.bad AND (s.product_id IS NULL OR s.components IS DISTINCT FROM ${storedComponents('s.product_id')})`;
const IS_VARIANT = `(s.parent_sku IS NOT NULL OR p.parent_id IS NOT NULL)`;
const HAS_PARENT = `(pp.id IS NOT NULL OR ps."row" IS NOT NULL)`;
const COMPONENT_KIND = `coalesce(cp.kind, cs.kind, 'standard')`;
const COMPONENT_SOLD_BY = `coalesce(cp.sold_by, cs.sold_by, cpp.sold_by, cps.sold_by, 'unit')`;

/** A broken rule of a row: what is wrong with the value of a column. */
const broken = (column: string, value: string, rule: keyof typeof productRules) =>
  `SELECT s."row", '${column}', coalesce(${value}, ''), '${productRules[rule]}'`;

/** Where another row of the file, before this one, has the same. */
const twice = (column: string) => `
  SELECT s."row", '${column}', s.${column}, 'stands in row ' || f."row" || ' already'
  FROM import_products s
  JOIN (SELECT min("row") AS "row", ${column} FROM import_products WHERE NOT bad GROUP BY 2 HAVING count(*) > 1) f
    ON f.${column} = s.${column} AND f."row" < s."row"
  WHERE NOT s.bad`;

/** What the product had when it was made, it keeps. */
const fixed = (column: string, value: string) => `
  SELECT s."row", '${column}', s.${column}::text, 'is fixed when a product is made: here it is ' || ${value}
  FROM import_products s JOIN products p ON p.id = s.product_id
  LEFT JOIN products pp ON pp.id = p.parent_id
  WHERE NOT s.bad AND s.${column} IS NOT NULL AND s.${column}::text IS DISTINCT FROM ${value}`;

const missing = (sku: string) =>
  `CASE WHEN EXISTS (SELECT FROM import_products b WHERE b.sku = ${sku} AND b.bad)
     THEN 'is in this file, and wrong itself' ELSE 'there is no such product' END`;

const IDENTITY = [
  `${broken('sku', `''`, 'required')} FROM import_products s WHERE NOT s.bad AND s.sku IS NULL`,
  twice('sku'),
  twice('plu'),
  `SELECT s."row", 'plu', s.plu, 'belongs to the product with the SKU ' || h.sku
   FROM import_products s JOIN products h ON h.plu = s.plu
   WHERE NOT s.bad AND h.id IS DISTINCT FROM s.product_id AND NOT EXISTS (
     SELECT FROM import_products o WHERE o.product_id = h.id AND NOT o.bad AND o.plu IS DISTINCT FROM s.plu)`,
];

const GIVEN_CODES = `SELECT "row", n, code, ${numberOf('code')} AS number
  FROM import_products CROSS JOIN unnest(barcodes) WITH ORDINALITY AS given (code, n) WHERE NOT bad`;

/** Barcodes are the same that are one number, in whatever form of GTIN. */
const BARCODES = [
  `SELECT s."row", 'barcodes', s.code, 'stands in row ' || f."row" || ' already'
   FROM (${GIVEN_CODES}) s
   JOIN (SELECT min("row") AS "row", number FROM (${GIVEN_CODES}) g GROUP BY 2 HAVING count(*) > 1) f
     ON f.number = s.number AND f."row" < s."row"`,
  `${broken('barcodes', 's.code', 'sameBarcode')}
   FROM (SELECT *, row_number() OVER (PARTITION BY "row", number ORDER BY n) AS nth FROM (${GIVEN_CODES}) g) s
   WHERE s.nth > 1`,
  `SELECT s."row", 'barcodes', given.code, 'belongs to the product with the SKU ' || h.sku
   FROM import_products s CROSS JOIN unnest(s.barcodes) AS given (code)
   JOIN product_barcodes b ON ${numberOf('b.code')} = ${numberOf('given.code')}
   JOIN products h ON h.id = b.product_id
   WHERE NOT s.bad AND h.id IS DISTINCT FROM s.product_id AND NOT EXISTS (
     SELECT FROM import_products o WHERE o.product_id = h.id AND NOT o.bad AND NOT EXISTS (
       SELECT FROM unnest(o.barcodes) AS kept (code) WHERE ${numberOf('kept.code')} = ${numberOf('given.code')}))`,
];

const VALUES = [
  `SELECT s."row", 'name', '', 'is required for a new product' ${JOINED} AND p.id IS NULL AND s.name IS NULL`,
  `${broken('tax_category', `''`, 'requiredButForVariant')} ${JOINED}
     AND p.id IS NULL AND s.tax_category IS NULL AND s.parent_sku IS NULL`,
  `SELECT s."row", 'tax_category', s.tax_category, 'there is no such tax category'
   FROM import_products s LEFT JOIN tax_categories t ON t.name = s.tax_category
   WHERE NOT s.bad AND s.tax_category IS NOT NULL AND t.id IS NULL`,
  `${broken('price', `''`, 'required')} ${JOINED} AND s.price IS NULL AND NOT ${IS_VARIANT}
     AND ${KIND} <> 'open_price' AND (p.id IS NULL OR ${has('price')})`,
  `${broken('price', 's.price::text', 'typedIn')} ${JOINED} AND ${KIND} = 'open_price' AND s.price > 0`,
  `SELECT s."row", 'status', s.status, 'archive it with products.archive' ${JOINED}
     AND s.status = 'archived' AND p.status IS DISTINCT FROM 'archived'`,
  `SELECT s."row", 'status', s.status, 'it is archived: bring it back with products.unarchive' ${JOINED}
     AND s.status <> 'archived' AND p.status = 'archived'`,
];

const STRUCTURE = [
  fixed('kind', 'p.kind'),
  fixed('sold_by', 'p.sold_by'),
  fixed('track_stock', 'p.track_stock::text'),
  fixed('parent_sku', `coalesce(pp.sku, 'empty')`),
  fixed('option_values', 'p.option_values::text'),
  `${broken('sold_by', 's.sold_by', 'bundleIsAUnit')} ${JOINED} AND ${KIND} = 'bundle' AND s.sold_by = 'measure'
     AND p.id IS NULL`,
  `${broken('track_stock', `'true'`, 'noStockOfItsOwn')} ${JOINED}
     AND p.id IS NULL AND s.track_stock AND (${KIND} <> 'standard' OR s.options <> '[]')`,
  `${broken('options', 's.options::text', 'variantHasNoVariants')} ${JOINED}
     AND p.id IS NULL AND s.parent_sku IS NOT NULL AND s.options <> '[]'`,
  `${broken('options', 's.options::text', 'onlyStandardHasVariants')} ${JOINED}
     AND p.id IS NULL AND ${KIND} <> 'standard' AND s.options <> '[]'`,
  `${broken('options', 's.options::text', 'variantsAreFixed')} ${JOINED}
     AND ${has('options')} AND (p.options = '[]') <> (coalesce(s.options, '[]') = '[]')`,
  `SELECT s."row", 'options', coalesce(s.options::text, ''), 'no longer has what the variant with the SKU ' || v.sku || ' is'
   FROM import_products s JOIN products v ON v.parent_id = s.product_id
   WHERE NOT s.bad AND s.options <> '[]' AND NOT (${fits('v.option_values', 's.options')})`,
];

const VARIANTS = [
  `${broken('kind', 's.kind', 'variantIsStandard')} ${JOINED}
     AND p.id IS NULL AND s.parent_sku IS NOT NULL AND s.kind <> 'standard'`,
  `${broken('option_values', 's.option_values::text', 'valuesAreOfVariants')} ${JOINED}
     AND NOT ${IS_VARIANT} AND s.option_values <> '{}'`,
  `SELECT s."row", 'parent_sku', s.parent_sku, ${missing('s.parent_sku')} ${JOINED}
     AND s.parent_sku IS NOT NULL AND NOT ${HAS_PARENT}`,
  `${broken('parent_sku', 's.parent_sku', 'parentHasOptions')} ${JOINED}
     AND p.id IS NULL AND ${HAS_PARENT} AND ${OPTIONS('ps', 'pp')} = '[]'`,
  `${broken('parent_sku', 's.parent_sku', 'archived')} ${JOINED} AND p.id IS NULL AND pp.status = 'archived'`,
  `SELECT s."row", 'option_values', coalesce(s.option_values::text, ''),
     'must have one of the values of each option of its parent: ' || ${written(`(${OPTIONS('ps', 'pp')})`)}
   ${JOINED} AND p.id IS NULL AND ${HAS_PARENT} AND ${OPTIONS('ps', 'pp')} <> '[]'
     AND NOT (${fits(`coalesce(s.option_values, '{}')`, `(${OPTIONS('ps', 'pp')})`)})`,
  `SELECT s."row", 'option_values', s.option_values::text, 'the variant with the SKU ' || v.sku || ' has them already'
   FROM import_products s JOIN products pp ON pp.sku = s.parent_sku
   JOIN products v ON v.parent_id = pp.id AND v.option_values = s.option_values
   WHERE NOT s.bad AND s.product_id IS NULL`,
  `SELECT s."row", 'option_values', s.option_values::text, 'stand in row ' || f."row" || ' already'
   FROM import_products s JOIN (
     SELECT min("row") AS "row", parent_sku, option_values FROM import_products
     WHERE NOT bad AND parent_sku IS NOT NULL GROUP BY 2, 3 HAVING count(*) > 1) f
     ON f.parent_sku = s.parent_sku AND f.option_values = s.option_values AND f."row" < s."row"
   WHERE NOT s.bad`,
];

const BUNDLES = [
  `${broken('components', `''`, 'bundleHoldsSomething')} ${JOINED} AND ${KIND} = 'bundle'
     AND coalesce(s.components, '[]') = '[]' AND (p.id IS NULL OR ${has('components')})`,
  `${broken('components', 's.components::text', 'onlyBundlesHold')} ${JOINED} AND ${KIND} <> 'bundle'
     AND s.components <> '[]'`,
  `SELECT s."row", 'components', c.sku, ${missing('c.sku')} ${COMPONENTS} AND cp.id IS NULL AND cs."row" IS NULL`,
  `${broken('components', 'c.sku', 'componentIsStandard')} ${COMPONENTS} AND ${COMPONENT_KIND} <> 'standard'`,
  `${broken('components', 'c.sku', 'componentHasNoVariants')} ${COMPONENTS} AND ${OPTIONS('cs', 'cp')} <> '[]'`,
  `${broken('components', 'c.sku', 'archived')} ${COMPONENTS} AND cp.status = 'archived'`,
  `${broken('components', 'c.sku', 'wholeUnits')} ${COMPONENTS}
     AND c.quantity <> trunc(c.quantity) AND ${COMPONENT_SOLD_BY} = 'unit'`,
];

/** The rules between rows, and between rows and what is stored: each gives row, column, value and message. */
const RULES = [...IDENTITY, ...BARCODES, ...VALUES, ...STRUCTURE, ...VARIANTS, ...BUNDLES];

const findErrors = statement<never, readonly [given: readonly string[]]>(
  'find_import_product_errors',
  `INSERT INTO import_errors ("row", "column", value, message)
   SELECT DISTINCT * FROM (${RULES.join('\nUNION ALL\n')}) broken ("row", "column", value, message)`,
);

/** Adds the errors of all good rows; answers how many of them were not good. */
export async function checkProducts(tx: Tx, given: readonly string[]): Promise<number> {
  await findErrors(tx, [given]);
  return markBadProducts(tx);
}

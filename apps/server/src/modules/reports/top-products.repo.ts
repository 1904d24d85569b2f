import { type Reader, readStatement } from '@cashwrap/database';
import { type AskedFigures, groupedFigures } from './grouped-figures.repo.ts';
import { goodsGroupings } from './groupings.repo.ts';
import { figuresOf } from './rollups/figures.repo.ts';

const ALL = 'SELECT f.product_id::text AS key, f.* FROM figures f WHERE f.product_id IS NOT NULL';

const { key, joined } = goodsGroupings.category;

/** Those of the category `$6`, and of all that are below it. */
const OF_CATEGORY = `SELECT f.product_id::text AS key, f.* FROM figures f ${joined}
  WHERE (${key})::uuid IN (
    WITH RECURSIVE below AS (
      SELECT id FROM categories WHERE id = $6::uuid
      UNION ALL SELECT c.id FROM categories c JOIN below ON c.parent_id = below.id
    ) SELECT id FROM below
  )`;

const most = { net: 'g.net', quantity: 'g.quantity', profit: 'g.net - g.cost' };

const read = (name: string, by: keyof typeof most, rows: string) =>
  groupedFigures(`report_${name}_by_${by}`, {
    from: figuresOf('rollup_products'),
    grouping: goodsGroupings.product,
    rows,
    sums: {
      saleCount: 'f.sale_count',
      quantity: 'f.quantity - f.returned_quantity',
      returnedQuantity: 'f.returned_quantity',
      gross: 'f.gross',
      discounts: 'f.discount',
      net: 'f.net - f.returned_net',
      tax: 'f.tax - f.returned_tax',
      cost: 'f.cost - f.returned_cost',
    },
    main: most[by],
  });

const by = (main: keyof typeof most) => {
  const all = read('top_products', main, ALL);
  const ofCategory = read('top_products_of_category', main, OF_CATEGORY);
  return (db: Reader, asked: AskedFigures, categoryId: string | undefined) =>
    categoryId === undefined ? all(db, asked) : ofCategory(db, asked, categoryId);
};

/** Which goods were sold, by what the first ones have most of: all, or those of a category and of the ones below it. */
export const topProductsBy = { net: by('net'), quantity: by('quantity'), profit: by('profit') };

/** What the figures of a product are added up to. */
export type ProductSums = Awaited<ReturnType<(typeof topProductsBy)['net']>>['totals'][number]['sums'];

const skus = readStatement<{ id: string; sku: string }, readonly [ids: readonly (string | null)[]]>(
  'report_skus',
  'SELECT id, sku FROM products WHERE id = ANY($1::uuid[])',
);

/** The article numbers of products, by their ids. */
export async function readSkus(
  db: Reader,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await skus(db, [ids]);
  return new Map(rows.map(({ id, sku }) => [id, sku]));
}

import type { Reader } from '@cashwrap/database';
import { keyset } from '@cashwrap/database';
import { categories, products, stockLevels, stocktakeLines } from '@cashwrap/database/schema';
import { and, arrayOverlaps, eq, exists, inArray, ne, not, or, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import type { StocktakeRow } from './stocktakes.repo.ts';

/** What decides which products a stocktake is about. */
type Extent = Pick<StocktakeRow, 'id' | 'storeId' | 'categoryIds'>;

/** A product that is to be counted and was not; `expected`: what is on hand now. */
export interface UncountedRow {
  readonly id: string;
  readonly sku: string;
  readonly productName: string;
  readonly expected: number;
}

const sortColumns = { name: products.name };

/** How many products are to be counted, with those that were counted though they need not have been. */
export async function countProductsToCount(db: Reader, stocktake: Extent): Promise<number> {
  const [row] = await db
    .select({ n: sql<number>`count(*)`.mapWith(Number) })
    .from(products)
    .where(or(isToBeCounted(db, stocktake), isCounted(db, stocktake)));
  return row?.n ?? 0;
}

export async function listUncounted(
  db: Reader,
  stocktake: Extent,
  search: string | undefined,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<UncountedRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], products.id);
  return db
    .select({
      id: products.id,
      sku: products.sku,
      productName: products.name,
      expected: sql<number>`coalesce(${stockLevels.onHand}, 0)::float8`,
    })
    .from(products)
    .leftJoin(
      stockLevels,
      and(eq(stockLevels.storeId, stocktake.storeId), eq(stockLevels.productId, products.id)),
    )
    .where(
      and(
        isToBeCounted(db, stocktake),
        not(isCounted(db, stocktake)),
        search === undefined ? undefined : or(begins(products.name, search), begins(products.sku, search)),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** Which of these products are in the categories of a stocktake. */
export async function findInCategories(
  db: Reader,
  { categoryIds }: Pick<Extent, 'categoryIds'>,
  productIds: readonly string[],
): Promise<Set<string>> {
  const rows = await db
    .select({ id: products.id })
    .from(products)
    .where(and(inArray(products.id, [...productIds]), isInCategories(db, categoryIds)));
  return new Set(rows.map(({ id }) => id));
}

/** What is archived is to be counted as long as there is some of it. */
function isToBeCounted(db: Reader, { storeId, categoryIds }: Extent): SQL | undefined {
  const inStock = db
    .select({ one: sql`1` })
    .from(stockLevels)
    .where(
      and(
        eq(stockLevels.storeId, storeId),
        eq(stockLevels.productId, products.id),
        ne(stockLevels.onHand, 0),
      ),
    );
  return and(
    products.trackStock,
    or(ne(products.status, 'archived'), exists(inStock)),
    isInCategories(db, categoryIds),
  );
}

function isInCategories(db: Reader, categoryIds: StocktakeRow['categoryIds']): SQL | undefined {
  if (categoryIds === null) return undefined;
  return inArray(
    products.categoryId,
    db.select({ id: categories.id }).from(categories).where(arrayOverlaps(categories.path, categoryIds)),
  );
}

function isCounted(db: Reader, { id }: Pick<Extent, 'id'>): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(stocktakeLines)
      .where(and(eq(stocktakeLines.stocktakeId, id), eq(stocktakeLines.productId, products.id))),
  );
}

/** Upper and lower case are those of all languages, as in the order of names. */
function begins(column: typeof products.name | typeof products.sku, search: string): SQL {
  return sql`starts_with(lower(${column} COLLATE "und-x-icu"), lower(${search}::text COLLATE "und-x-icu"))`;
}

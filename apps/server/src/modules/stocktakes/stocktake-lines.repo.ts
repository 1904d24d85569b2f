import type { ListStocktakeLinesInput } from '@cashwrap/contract';
import { keyset, type Reader } from '@cashwrap/database';
import { products, stockMovements, stocktakeCounts, stocktakeLines } from '@cashwrap/database/schema';
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

/** What was counted in an area, as JSON has it. */
interface AreaCount {
  readonly area: string;
  readonly quantity: number;
  readonly countedBy: string;
  readonly countedAt: string;
}

/** A line with the product's names and what was counted in each area; `id` is that of the product. */
export type LineRow = Awaited<ReturnType<typeof listLines>>[number];

type LineFilter = Pick<ListStocktakeLinesInput, 'productId' | 'difference'>;

const { productId, counted, countedAt, expected, differenceValue, applied, appliedAt } =
  getTableColumns(stocktakeLines);

// The line expects what its latest count did.
const movedBetween = sql<number>`(${expected} - (SELECT ${stocktakeCounts.expected} FROM ${stocktakeCounts}
    WHERE ${stocktakeCounts.stocktakeId} = ${stocktakeLines.stocktakeId}
      AND ${stocktakeCounts.productId} = ${productId}
    ORDER BY ${stocktakeCounts.countedAt}, ${stocktakeCounts.area} LIMIT 1))::float8`;

const lineColumns = {
  id: productId,
  ...{ sku: products.sku, productName: products.name },
  ...{ counted, countedAt, expected, differenceValue, applied, appliedAt },
  difference: sql<number>`(${counted} - ${expected})::float8`,
  movedBetween,
  areas: sql<AreaCount[]>`(SELECT json_agg(json_build_object(
      'area', ${stocktakeCounts.area}, 'quantity', ${stocktakeCounts.quantity},
      'countedBy', ${stocktakeCounts.countedBy}, 'countedAt', ${stocktakeCounts.countedAt}
    ) ORDER BY ${stocktakeCounts.area})
    FROM ${stocktakeCounts} WHERE ${stocktakeCounts.stocktakeId} = ${stocktakeLines.stocktakeId}
      AND ${stocktakeCounts.productId} = ${productId})`,
};

const sortColumns = { product: productId, differenceValue };

export async function listLines(
  db: Reader,
  stocktakeId: string,
  filter: LineFilter,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { after, orderBy } = keyset(page, sortColumns[page.column], productId);
  return db
    .select(lineColumns)
    .from(stocktakeLines)
    .innerJoin(products, eq(products.id, productId))
    .where(
      and(
        eq(stocktakeLines.stocktakeId, stocktakeId),
        filter.productId === undefined ? undefined : eq(productId, filter.productId),
        filter.difference === undefined ? undefined : differs[filter.difference],
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

const differs: Readonly<Record<NonNullable<LineFilter['difference']>, SQL>> = {
  any: sql`${counted} <> ${expected}`,
  surplus: sql`${counted} > ${expected}`,
  shortage: sql`${counted} < ${expected}`,
  none: sql`${counted} = ${expected}`,
  uncertain: sql`${movedBetween} <> 0`,
};

/** The lines of these products, by product. */
export async function findLines(
  db: Reader,
  stocktakeId: string,
  productIds: readonly string[],
): Promise<Map<string, LineRow>> {
  const rows = await db
    .select(lineColumns)
    .from(stocktakeLines)
    .innerJoin(products, eq(products.id, productId))
    .where(and(eq(stocktakeLines.stocktakeId, stocktakeId), inArray(productId, [...productIds])));
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the lines of a stocktake come to. Sums of money may pass every bound, and so arrive as text. */
export async function sumLines(db: Reader, stocktakeId: string) {
  const [row] = await db
    .select({
      counted: sql<number>`count(*)`.mapWith(Number),
      different: sql<number>`count(*) FILTER (WHERE ${differs.any})`.mapWith(Number),
      surplus: sql<string>`coalesce(sum(${differenceValue}) FILTER (WHERE ${differenceValue} > 0), 0)::text`,
      shortage: sql<string>`coalesce(sum(${differenceValue}) FILTER (WHERE ${differenceValue} < 0), 0)::text`,
      uncertain: sql<number>`count(*) FILTER (WHERE ${differs.uncertain})`.mapWith(Number),
      applied: sql<number>`count(${appliedAt})`.mapWith(Number),
      corrected: sql<number>`count(*) FILTER (WHERE ${applied} <> 0)`.mapWith(Number),
      correctedValue: sql<string>`(SELECT coalesce(sum(${stockMovements.value}), 0)::text FROM ${stockMovements}
        WHERE ${stockMovements.documentId} = ${stocktakeId} AND ${stockMovements.kind} = 'count')`,
    })
    .from(stocktakeLines)
    .where(eq(stocktakeLines.stocktakeId, stocktakeId));
  if (!row) throw new Error('A sum answered no row.');
  return row;
}

export async function hasLines(db: Reader, stocktakeId: string): Promise<boolean> {
  const rows = await db
    .select({ productId })
    .from(stocktakeLines)
    .where(eq(stocktakeLines.stocktakeId, stocktakeId))
    .limit(1);
  return rows.length > 0;
}

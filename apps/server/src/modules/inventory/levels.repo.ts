import type { ListStockLevelsInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { products, reorderPoints, stockLevels, supplierProducts } from '@cashwrap/database/schema';
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import { hasSearched } from '../catalog/index.ts';

export type StockLevelRow = Awaited<ReturnType<typeof listStockLevels>>[number];

/** Which levels to list. The categories are named one by one, with those below. */
export type LevelFilter = Pick<ListStockLevelsInput, 'productId' | 'supplierId' | 'search' | 'stock'> & {
  readonly categoryIds?: readonly string[] | undefined;
};

/** What is on its way from other stores, and outstanding of orders: few documents are open at a time. */
const coming = {
  inTransit: sql<number>`coalesce((SELECT sum(l.in_transit) FROM transfer_lines l JOIN transfers t ON t.id = l.transfer_id
    WHERE l.product_id = ${stockLevels.productId} AND l.in_transit > 0 AND t.to_store_id = ${stockLevels.storeId}), 0)::float8`,
  onOrder: sql<number>`coalesce((SELECT sum(l.outstanding) FROM purchase_order_lines l
    JOIN purchase_orders o ON o.id = l.purchase_order_id
    WHERE l.product_id = ${stockLevels.productId} AND l.outstanding > 0 AND o.store_id = ${stockLevels.storeId}
      AND o.status IN ('ordered', 'partially_received')), 0)::float8`,
};

const stockIs: Readonly<Record<NonNullable<LevelFilter['stock']>, (scope: StoreScope) => SQL>> = {
  in_stock: () => sql`${stockLevels.onHand} > 0`,
  out: () => sql`${stockLevels.onHand} <= 0`,
  negative: () => sql`${stockLevels.onHand} < 0`,
  // Looked up first: few are low, and PostgreSQL, which takes them for many, would try one level after the other.
  low: (scope) => sql`${stockLevels.id} = ANY(ARRAY(
    SELECT low.id FROM ${reorderPoints} JOIN stock_levels low USING (store_id, product_id)
    WHERE ${and(sql`low.on_hand <= ${reorderPoints.point}`, inScope(reorderPoints.storeId, scope))}))`,
  damaged: () => sql`${stockLevels.damaged} > 0`,
};

const sortColumns = { createdAt: stockLevels.createdAt };

export async function listStockLevels(
  db: Reader,
  scope: StoreScope,
  filter: LevelFilter,
  page: PageRequest<keyof typeof sortColumns>,
) {
  const { after, orderBy } = keyset(page, sortColumns[page.column], stockLevels.id);
  return db
    .select({
      ...getTableColumns(stockLevels),
      ...coming,
      sku: products.sku,
      productName: products.name,
      reorderPoint: reorderPoints.point,
      reorderQuantity: reorderPoints.quantity,
      lowSince: reorderPoints.lowSince,
    })
    .from(stockLevels)
    .innerJoin(products, eq(products.id, stockLevels.productId))
    .leftJoin(
      reorderPoints,
      and(eq(reorderPoints.storeId, stockLevels.storeId), eq(reorderPoints.productId, stockLevels.productId)),
    )
    .where(and(inScope(stockLevels.storeId, scope), matches(db, scope, filter), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

function matches(
  db: Reader,
  scope: StoreScope,
  { productId, categoryIds, supplierId, search, stock }: LevelFilter,
): SQL | undefined {
  const delivered = (supplier: string) =>
    db
      .select({ productId: supplierProducts.productId })
      .from(supplierProducts)
      .where(eq(supplierProducts.supplierId, supplier));
  return and(
    productId === undefined ? undefined : eq(stockLevels.productId, productId),
    categoryIds === undefined ? undefined : inArray(products.categoryId, [...categoryIds]),
    supplierId === undefined ? undefined : inArray(stockLevels.productId, delivered(supplierId)),
    search === undefined || search === '' ? undefined : hasSearched(search),
    stock === undefined ? undefined : stockIs[stock](scope),
  );
}

import { inScope, keyset, type Reader, type StoreScope } from '@cashwrap/database';
import { products, stockLevels } from '@cashwrap/database/schema';
import { and, eq, getTableColumns } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type StockLevelRow = typeof stockLevels.$inferSelect & { sku: string; productName: string };

const sortColumns = { createdAt: stockLevels.createdAt };

export async function listStockLevels(
  db: Reader,
  scope: StoreScope,
  productId: string | undefined,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<StockLevelRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], stockLevels.id);
  return db
    .select({ ...getTableColumns(stockLevels), sku: products.sku, productName: products.name })
    .from(stockLevels)
    .innerJoin(products, eq(products.id, stockLevels.productId))
    .where(
      and(
        inScope(stockLevels.storeId, scope),
        productId === undefined ? undefined : eq(stockLevels.productId, productId),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

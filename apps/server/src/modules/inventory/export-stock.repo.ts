import type { Reader } from '@cashwrap/database';
import { productBarcodes, products, stockLevels, stores } from '@cashwrap/database/schema';
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { StockLine } from './stock-columns.ts';

export async function findStoreCurrency(db: Reader, id: string): Promise<string | undefined> {
  const [row] = await db.select({ currency: stores.currency }).from(stores).where(eq(stores.id, id));
  return row?.currency;
}

const firstBarcode = sql<string | null>`(
  SELECT ${productBarcodes.code} FROM ${productBarcodes}
  WHERE ${productBarcodes.productId} = ${products.id} ORDER BY ${productBarcodes.position} LIMIT 1)`;

/**
 * The next levels of a store, by SKU, as rows of a file. Planned anew for each page: how much of the catalogue a store
 * has decides whether to look for its levels or for the next SKUs.
 */
export async function readStockLines(
  db: Reader,
  storeId: string,
  after: string | undefined,
  limit: number,
): Promise<(StockLine & { readonly place: string })[]> {
  return db
    .select({
      place: products.sku,
      sku: products.sku,
      barcode: firstBarcode,
      quantity: stockLevels.onHand,
      unit_cost: stockLevels.lastUnitCost,
    })
    .from(stockLevels)
    .innerJoin(products, eq(products.id, stockLevels.productId))
    .where(
      and(eq(stockLevels.storeId, storeId), eq(products.trackStock, true), gt(products.sku, after ?? '')),
    )
    .orderBy(asc(products.sku))
    .limit(limit);
}

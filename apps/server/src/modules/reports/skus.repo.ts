import type { Reader } from '@cashwrap/database';
import { products } from '@cashwrap/database/schema';
import { inArray } from 'drizzle-orm';

/** The article numbers of products, by their ids. */
export async function findSkus(
  db: Reader,
  productIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await db
    .select({ id: products.id, sku: products.sku })
    .from(products)
    .where(inArray(products.id, [...productIds]));
  return new Map(rows.map(({ id, sku }) => [id, sku]));
}

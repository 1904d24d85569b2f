import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { products, supplierProducts } from '@cashwrap/database/schema';
import { and, eq, getTableColumns, inArray, ne, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type SupplierProductRow = typeof supplierProducts.$inferSelect;

/** A product of a supplier as it is shown; `id` is that of the product. */
export type ListedSupplierProduct = Awaited<ReturnType<typeof listSupplierProducts>>[number];

/** By product, what the table is keyed by. */
export async function listSupplierProducts(
  db: Reader,
  supplierId: string,
  productId: string | undefined,
  page: PageRequest<'product'>,
) {
  const { after, orderBy } = keyset(page, supplierProducts.productId, supplierProducts.productId);
  return db
    .select({
      ...getTableColumns(supplierProducts),
      ...{ id: supplierProducts.productId, sku: products.sku, productName: products.name },
    })
    .from(supplierProducts)
    .innerJoin(products, eq(products.id, supplierProducts.productId))
    .where(
      and(
        eq(supplierProducts.supplierId, supplierId),
        productId === undefined ? undefined : eq(supplierProducts.productId, productId),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** What a supplier delivers of some products, by product id. */
export async function findSupplierProducts(
  tx: Tx,
  supplierId: string,
  productIds: readonly string[],
): Promise<Map<string, SupplierProductRow>> {
  const rows = await tx
    .select()
    .from(supplierProducts)
    .where(
      and(eq(supplierProducts.supplierId, supplierId), inArray(supplierProducts.productId, [...productIds])),
    );
  return new Map(rows.map((row) => [row.productId, row]));
}

/** Which products of a supplier have one of these supplier SKUs. */
export async function findBySupplierSku(
  tx: Tx,
  supplierId: string,
  supplierSkus: readonly string[],
): Promise<{ productId: string; supplierSku: string | null }[]> {
  return tx
    .select({ productId: supplierProducts.productId, supplierSku: supplierProducts.supplierSku })
    .from(supplierProducts)
    .where(
      and(
        eq(supplierProducts.supplierId, supplierId),
        inArray(supplierProducts.supplierSku, [...supplierSkus]),
      ),
    );
}

/** Another supplier is preferred for these products from now on; answers who it was. Their products are locked. */
export async function endPreference(
  tx: Tx,
  supplierId: string,
  productIds: readonly string[],
  now: Date,
): Promise<{ productId: string; supplierId: string }[]> {
  return tx
    .update(supplierProducts)
    .set({ preferred: false, updatedAt: now })
    .where(
      and(
        inArray(supplierProducts.productId, [...productIds]),
        sql`${supplierProducts.preferred}`,
        ne(supplierProducts.supplierId, supplierId),
      ),
    )
    .returning({ productId: supplierProducts.productId, supplierId: supplierProducts.supplierId });
}

export async function deleteSupplierProducts(
  tx: Tx,
  supplierId: string,
  productIds: readonly string[],
): Promise<void> {
  await tx
    .delete(supplierProducts)
    .where(
      and(eq(supplierProducts.supplierId, supplierId), inArray(supplierProducts.productId, [...productIds])),
    );
}

export async function insertSupplierProducts(tx: Tx, rows: readonly SupplierProductRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(supplierProducts).values([...rows]);
}

import type { Product } from '@cashwrap/contract';
import type { Reader, Tx } from '@cashwrap/database';
import { bundleComponents, productBarcodes, products } from '@cashwrap/database/schema';
import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import { formsOf } from './domain/gtin-forms.ts';

/** The product other than `exceptId` that has this SKU. */
export async function findSkuHolder(tx: Tx, sku: string, exceptId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.sku, sku), ne(products.id, exceptId)));
  return row?.id;
}

/** The product other than `exceptId` that has this PLU. */
export async function findPluHolder(tx: Tx, plu: string, exceptId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.plu, plu), ne(products.id, exceptId)));
  return row?.id;
}

/** The first barcode that is one of `codes`, in whatever form of GTIN, and that another product than `exceptId` has. */
export async function findBarcodeHolder(
  tx: Tx,
  codes: readonly string[],
  exceptId: string,
): Promise<{ code: string; productId: string } | undefined> {
  if (codes.length === 0) return undefined;
  const [row] = await tx
    .select({ code: productBarcodes.code, productId: productBarcodes.productId })
    .from(productBarcodes)
    .where(
      and(inArray(productBarcodes.code, codes.flatMap(formsOf)), ne(productBarcodes.productId, exceptId)),
    )
    .orderBy(asc(productBarcodes.code))
    .limit(1);
  return row;
}

/** The variant of a parent with exactly these values. */
export async function findVariant(
  tx: Tx,
  parentId: string,
  optionValues: Product['optionValues'],
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.parentId, parentId), eq(products.optionValues, optionValues)));
  return row?.id;
}

/** The values that the variants of a parent have, archived ones too. */
export async function listOptionValues(tx: Tx, parentId: string): Promise<Product['optionValues'][]> {
  const rows = await tx
    .select({ optionValues: products.optionValues })
    .from(products)
    .where(eq(products.parentId, parentId));
  return rows.map(({ optionValues }) => optionValues);
}

/** The variants of this product, and the bundles that hold it, that are not archived. */
export async function findDependants(db: Reader, id: string): Promise<{ id: string; name: string }[]> {
  const bundles = db
    .select({ id: bundleComponents.bundleId })
    .from(bundleComponents)
    .where(eq(bundleComponents.productId, id));
  const isUsed = (condition: ReturnType<typeof eq>) => and(condition, ne(products.status, 'archived'));
  const columns = { id: products.id, name: products.name };
  return db
    .select(columns)
    .from(products)
    .where(isUsed(eq(products.parentId, id)))
    .union(
      db
        .select(columns)
        .from(products)
        .where(isUsed(inArray(products.id, bundles))),
    )
    .orderBy(asc(products.id))
    .limit(100);
}

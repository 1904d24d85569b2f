import type { ListProductsInput, Product } from '@cashwrap/contract';
import { keyset, type Param, prepared, type Reader, type Tx } from '@cashwrap/database';
import { bundleComponents, productBarcodes, products } from '@cashwrap/database/schema';
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import { formsOf } from './domain/gtin-forms.ts';

const sortColumns = { name: products.name, createdAt: products.createdAt, updatedAt: products.updatedAt };

const { searchText: _onlyForSearch, ...ownColumns } = getTableColumns(products);

/** A product row with its barcodes and components in their order. What only some have costs the others nothing. */
export const productColumns = {
  ...ownColumns,
  barcodes: sql<string[]>`ARRAY(
    SELECT ${productBarcodes.code} FROM ${productBarcodes}
    WHERE ${productBarcodes.productId} = ${products.id} ORDER BY ${productBarcodes.position})`,
  components: sql<Product['components'] | null>`CASE WHEN ${products.kind} = 'bundle' THEN (
    SELECT json_agg(json_build_object('productId', ${bundleComponents.productId}, 'quantity', ${bundleComponents.quantity})
      ORDER BY ${bundleComponents.position})
    FROM ${bundleComponents} WHERE ${bundleComponents.bundleId} = ${products.id}) END`,
  /** Its own, or that of its parent. Written out: Drizzle would leave away the names that tell the two rows apart. */
  effectivePrice: sql<number>`coalesce("products"."price", (
    SELECT parent.price FROM products parent WHERE parent.id = "products"."parent_id"))`.mapWith(
    products.price,
  ),
};

export type ProductRow = Omit<typeof products.$inferSelect, 'searchText'> & {
  barcodes: string[];
  components: Product['components'] | null;
  effectivePrice: number;
};
export type NewProductRow = typeof products.$inferInsert;

const byId = prepared('product_by_id', (db: Reader, param: Param<{ id: string }>) =>
  db
    .select(productColumns)
    .from(products)
    .where(eq(products.id, param('id'))),
);

// Three parameters and not an array: PostgreSQL would plan each call anew for the length of that (twice the time, measured).
const byBarcode = prepared(
  'product_by_barcode',
  (db: Reader, param: Param<{ code: string; second: string; third: string }>) =>
    db
      .select(productColumns)
      .from(products)
      .innerJoin(productBarcodes, eq(productBarcodes.productId, products.id))
      .where(inArray(productBarcodes.code, [param('code'), param('second'), param('third')])),
);

export async function findProduct(db: Reader, id: string): Promise<ProductRow | undefined> {
  const [row] = await byId(db, { id });
  return row;
}

/** The product that has this barcode, in whatever form of GTIN either is written. */
export async function findProductByBarcode(db: Reader, code: string): Promise<ProductRow | undefined> {
  const [first = code, second = first, third = second] = formsOf(code);
  const [row] = await byBarcode(db, { code: first, second, third });
  return row;
}

/** Not FOR UPDATE: variants and documents that refer to the row are written meanwhile. */
export async function lockProduct(tx: Tx, id: string): Promise<ProductRow | undefined> {
  const [row] = await tx
    .select(productColumns)
    .from(products)
    .where(eq(products.id, id))
    .for('no key update');
  return row;
}

/** Locks those of these products that there are, in one order, so that two who want several do not wait in a ring. */
export async function lockProducts(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .select({
      id: products.id,
      kind: products.kind,
      options: products.options,
      soldBy: products.soldBy,
      status: products.status,
    })
    .from(products)
    .where(inArray(products.id, [...ids]))
    .orderBy(products.id)
    .for('no key update');
}

/**
 * What to list. The categories are named one by one, with those below: by how many they are PostgreSQL decides whether to
 * look through them or through the names.
 */
export type ProductFilter = Pick<ListProductsInput, 'sku' | 'barcode' | 'parentId' | 'kind'> & {
  readonly statuses?: readonly Product['status'][] | undefined;
  readonly categoryIds?: readonly string[] | undefined;
};

export async function listProducts(
  db: Reader,
  filter: ProductFilter,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ProductRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], products.id);
  return db
    .select(productColumns)
    .from(products)
    .where(and(matches(filter), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The product with this id where it is in a list that is filtered so. */
export async function findFiltered(db: Reader, id: string, filter: ProductFilter): Promise<ProductRow[]> {
  return db
    .select(productColumns)
    .from(products)
    .where(and(eq(products.id, id), matches(filter)));
}

/** What a product must be to be in a list that is filtered so. */
export function matches({
  sku,
  barcode,
  categoryIds,
  parentId,
  kind,
  statuses,
}: ProductFilter): SQL | undefined {
  return and(
    sku === undefined ? undefined : eq(products.sku, sku),
    barcode === undefined ? undefined : hasBarcode(barcode),
    categoryIds === undefined ? undefined : inArray(products.categoryId, [...categoryIds]),
    parentId === undefined ? undefined : eq(products.parentId, parentId),
    kind === undefined ? undefined : eq(products.kind, kind),
    statuses === undefined ? undefined : inArray(products.status, [...statuses]),
  );
}

/** Has this barcode, in whatever form of GTIN. Asked for first, so that it is one look-up and not one for each product. */
export function hasBarcode(code: string): SQL {
  return sql`${products.id} = ANY(ARRAY(
    SELECT ${productBarcodes.productId} FROM ${productBarcodes} WHERE ${inArray(productBarcodes.code, formsOf(code))}))`;
}

export async function insertProduct(tx: Tx, product: NewProductRow): Promise<void> {
  await tx.insert(products).values(product);
}

export async function updateProduct(
  tx: Tx,
  id: string,
  changes: Partial<NewProductRow> & { version: number; updatedAt: Date },
): Promise<void> {
  await tx.update(products).set(changes).where(eq(products.id, id));
}

export async function replaceBarcodes(tx: Tx, productId: string, codes: readonly string[]): Promise<void> {
  await tx.delete(productBarcodes).where(eq(productBarcodes.productId, productId));
  if (codes.length === 0) return;
  await tx.insert(productBarcodes).values(codes.map((code, position) => ({ code, productId, position })));
}

export async function replaceComponents(
  tx: Tx,
  bundleId: string,
  components: Product['components'],
): Promise<void> {
  await tx.delete(bundleComponents).where(eq(bundleComponents.bundleId, bundleId));
  if (components.length === 0) return;
  await tx
    .insert(bundleComponents)
    .values(components.map((component, position) => ({ ...component, bundleId, position })));
}

/** What inventory needs to know of a product. */
export interface StockedProduct {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof products.$inferSelect)['kind'];
  readonly status: (typeof products.$inferSelect)['status'];
  readonly cost: number | null;
  readonly soldBy: (typeof products.$inferSelect)['soldBy'];
  readonly trackStock: boolean;
  readonly allowOversell: boolean;
}

/** The products with these ids, by id; one that does not exist is not there. */
export async function findStockedProducts(
  db: Reader,
  ids: readonly string[],
): Promise<Map<string, StockedProduct>> {
  const rows = await db
    .select({
      id: products.id,
      name: products.name,
      kind: products.kind,
      status: products.status,
      cost: products.cost,
      soldBy: products.soldBy,
      trackStock: products.trackStock,
      allowOversell: products.allowOversell,
    })
    .from(products)
    .where(inArray(products.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

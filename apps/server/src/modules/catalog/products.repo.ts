import type { ListProductsInput } from '@cashwrap/contract';
import { keyset, type Param, prepared, type Reader, type Tx } from '@cashwrap/database';
import { productBarcodes, products } from '@cashwrap/database/schema';
import { and, asc, eq, exists, getTableColumns, ilike, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

const sortColumns = { name: products.name, createdAt: products.createdAt };

/** A product row with its barcodes in their order. */
const productColumns = {
  ...getTableColumns(products),
  barcodes: sql<string[]>`ARRAY(
    SELECT ${productBarcodes.code} FROM ${productBarcodes}
    WHERE ${productBarcodes.productId} = ${products.id} ORDER BY ${productBarcodes.position})`,
};

export type ProductRow = typeof products.$inferSelect & { barcodes: string[] };
export type NewProductRow = typeof products.$inferInsert;

const byId = prepared('product_by_id', (db: Reader, param: Param<{ id: string }>) =>
  db
    .select(productColumns)
    .from(products)
    .where(eq(products.id, param('id'))),
);

const byBarcode = prepared('product_by_barcode', (db: Reader, param: Param<{ code: string }>) =>
  db
    .select(productColumns)
    .from(products)
    .innerJoin(productBarcodes, eq(productBarcodes.productId, products.id))
    .where(eq(productBarcodes.code, param('code'))),
);

export async function findProduct(db: Reader, id: string): Promise<ProductRow | undefined> {
  const [row] = await byId(db, { id });
  return row;
}

export async function findProductByBarcode(db: Reader, code: string): Promise<ProductRow | undefined> {
  const [row] = await byBarcode(db, { code });
  return row;
}

export async function lockProduct(tx: Tx, id: string): Promise<ProductRow | undefined> {
  const [row] = await tx.select(productColumns).from(products).where(eq(products.id, id)).for('update');
  return row;
}

export async function listProducts(
  db: Reader,
  filter: Pick<ListProductsInput, 'search' | 'sku' | 'barcode' | 'status'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<ProductRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], products.id);
  return db
    .select(productColumns)
    .from(products)
    .where(
      and(
        filter.search === undefined ? undefined : matches(db, filter.search),
        filter.sku === undefined ? undefined : eq(products.sku, filter.sku),
        filter.barcode === undefined ? undefined : hasBarcode(db, filter.barcode),
        filter.status === undefined ? undefined : eq(products.status, filter.status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

function matches(db: Reader, search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(products.name, pattern), ilike(products.sku, pattern), hasBarcode(db, search));
}

function hasBarcode(db: Reader, code: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(productBarcodes)
      .where(and(eq(productBarcodes.productId, products.id), eq(productBarcodes.code, code))),
  );
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

/** The product other than `exceptId` that has this SKU. */
export async function findSkuHolder(tx: Tx, sku: string, exceptId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.sku, sku), ne(products.id, exceptId)));
  return row?.id;
}

/** The first barcode of `codes` that another product than `exceptId` has. */
export async function findBarcodeHolder(
  tx: Tx,
  codes: readonly string[],
  exceptId: string,
): Promise<{ code: string; productId: string } | undefined> {
  if (codes.length === 0) return undefined;
  const [row] = await tx
    .select({ code: productBarcodes.code, productId: productBarcodes.productId })
    .from(productBarcodes)
    .where(and(inArray(productBarcodes.code, [...codes]), ne(productBarcodes.productId, exceptId)))
    .orderBy(asc(productBarcodes.code))
    .limit(1);
  return row;
}

/** What inventory needs to know of a product. */
export interface StockedProduct {
  readonly id: string;
  readonly name: string;
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
      cost: products.cost,
      soldBy: products.soldBy,
      trackStock: products.trackStock,
      allowOversell: products.allowOversell,
    })
    .from(products)
    .where(inArray(products.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

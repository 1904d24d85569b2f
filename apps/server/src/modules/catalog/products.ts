import type {
  CreateProductInput,
  ListProductsInput,
  Page,
  Product,
  UpdateProductInput,
} from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { alreadyExists, Failure, invalidReference, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import {
  findBarcodeHolder,
  findProduct,
  findProductByBarcode,
  findSkuHolder,
  insertProduct,
  listProducts as listRows,
  lockProduct,
  type ProductRow,
  replaceBarcodes,
  updateProduct as updateRow,
} from './products.repo.ts';
import { findTaxCategory } from './taxes.repo.ts';

export async function createProduct(call: MutationCall, input: CreateProductInput): Promise<Product> {
  const { tx, now } = call;
  const id = call.newId();
  await refuseTaken(tx, id, input);
  const { barcodes, ...fields } = input;
  const row = { ...fields, id, version: 1, createdAt: now, updatedAt: now };
  await insertProduct(tx, row);
  await replaceBarcodes(tx, id, barcodes);
  const product = toProduct({ ...row, barcodes });
  call.audit({ storeId: null, documentType: 'product', documentId: id, after: product });
  return product;
}

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateProduct(call: MutationCall, input: UpdateProductInput): Promise<Product> {
  const { tx, now } = call;
  const { id, version, barcodes, ...changes } = input;
  const before = await lockProduct(tx, id);
  if (!before) throw notFound('product');
  if (before.version !== version) {
    throw new Failure('CONFLICT', {
      detail: `The product is at version ${before.version} now. Read it again and repeat the change.`,
      details: { currentVersion: before.version },
    });
  }
  if (barcodes === undefined && Object.keys(definedOf(changes)).length === 0) {
    call.changedNothing();
    return toProduct(before);
  }
  await refuseTaken(tx, id, input);
  const stamped = { ...changes, version: version + 1, updatedAt: now };
  await updateRow(tx, id, stamped);
  if (barcodes) await replaceBarcodes(tx, id, barcodes);
  const after = toProduct({ ...before, ...definedOf(stamped), barcodes: barcodes ?? before.barcodes });
  call.audit({ storeId: null, documentType: 'product', documentId: id, before: toProduct(before), after });
  return after;
}

/** Refuses a SKU or barcode that another product has, and a tax category that does not exist. */
async function refuseTaken(
  tx: Tx,
  id: string,
  input: Partial<Pick<CreateProductInput, 'sku' | 'barcodes' | 'taxCategoryId'>>,
): Promise<void> {
  const { sku, barcodes = [], taxCategoryId } = input;
  if (taxCategoryId !== undefined && !(await findTaxCategory(tx, taxCategoryId))) {
    throw invalidReference('tax category', ['taxCategoryId']);
  }
  const skuHolder = sku === undefined ? undefined : await findSkuHolder(tx, sku, id);
  if (sku !== undefined && skuHolder !== undefined) throw alreadyExists('product', 'sku', sku, skuHolder);
  const barcodeHolder = await findBarcodeHolder(tx, barcodes, id);
  if (barcodeHolder) {
    throw alreadyExists('product', 'barcode', barcodeHolder.code, barcodeHolder.productId);
  }
}

export async function getProduct({ db }: QueryCall, { id }: { id: string }): Promise<Product> {
  const row = await findProduct(db, id);
  if (!row) throw notFound('product');
  return toProduct(row);
}

export async function getProductByBarcode({ db }: QueryCall, { code }: { code: string }): Promise<Product> {
  const row = await findProductByBarcode(db, code);
  if (!row) throw notFound('product');
  return toProduct(row);
}

export function listProducts({ db }: QueryCall, input: ListProductsInput): Promise<Page<Product>> {
  return readPage(
    'products',
    input,
    (page) => listRows(db, input, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toProduct,
  );
}

function toProduct({ createdAt, updatedAt, ...row }: ProductRow): Product {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

/** The fields that are there: an `undefined` one was left out by the caller and changes nothing. */
function definedOf<T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

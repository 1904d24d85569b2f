import type { SetSupplierProductsInput, SetSupplierProductsResult } from '@cashwrap/contract';
import type { z } from 'zod';
import { alreadyExists, notFound } from '../../procedure/failure.ts';
import { fieldChanges } from '../../procedure/field-changes.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { lockProducts } from '../catalog/index.ts';
import { checkSupplierProducts } from './check-supplier-products.ts';
import {
  deleteSupplierProducts,
  endPreference,
  findBySupplierSku,
  findSupplierProducts,
  insertSupplierProducts,
  type SupplierProductRow,
} from './supplier-products.repo.ts';
import { lockSupplier } from './suppliers.repo.ts';

/** What differs from what is stored. */
interface Change {
  /** What is stored of the products that change or go. */
  readonly before: readonly SupplierProductRow[];
  /** The products that come or change, as they are from now on. */
  readonly set: readonly SupplierProductRow[];
}

/**
 * Sets what a supplier delivers and takes products away, all or none. Where it becomes the preferred supplier of a
 * product, the one before is that no more.
 */
export async function setSupplierProducts(
  call: MutationCall,
  input: SetSupplierProductsInput,
): Promise<z.infer<typeof SetSupplierProductsResult>> {
  const { tx, now } = call;
  const { id: supplierId, products: given, remove } = input;
  if (!(await lockSupplier(tx, supplierId))) throw notFound('supplier');
  const named = [...given.map(({ productId }) => productId), ...remove];
  // In the order in which everyone locks them: who is preferred for a product is decided for one after the other.
  checkSupplierProducts(input, await lockProducts(tx, named));

  const stored = await findSupplierProducts(tx, supplierId, named);
  const set = given.flatMap((product): SupplierProductRow[] => {
    const before = stored.get(product.productId);
    const same =
      before !== undefined && fieldChanges<Partial<SupplierProductRow>>(before, product).length === 0;
    return same ? [] : [{ ...product, supplierId, updatedAt: now }];
  });
  const ids = [...set.map(({ productId }) => productId), ...remove];
  const before = ids.flatMap((id) => stored.get(id) ?? []);
  const removed = remove.filter((id) => stored.has(id)).length;
  if (set.length + removed === 0) call.changedNothing();
  else await write(call, supplierId, { before, set });
  return { set: set.length, removed, unchanged: given.length + remove.length - set.length - removed };
}

async function write({ tx, now, audit }: MutationCall, supplierId: string, { before, set }: Change) {
  const changing = new Set([...before, ...set].map(({ productId }) => productId));
  await refuseTakenSkus(tx, supplierId, set, changing);
  const preferred = set.flatMap((row) => (row.preferred ? [row.productId] : []));
  const formerlyPreferred = preferred.length === 0 ? [] : await endPreference(tx, supplierId, preferred, now);
  // Written anew and not over the old ones: two of them may have changed their supplier SKUs with each other.
  if (before.length > 0) {
    await deleteSupplierProducts(
      tx,
      supplierId,
      before.map(({ productId }) => productId),
    );
  }
  await insertSupplierProducts(tx, set);
  audit({
    ...{ storeId: null, documentType: 'supplier', documentId: supplierId },
    ...{ before: { products: before.map(shown), formerlyPreferred }, after: { products: set.map(shown) } },
  });
}

function shown({ supplierId, updatedAt, ...row }: SupplierProductRow) {
  return row;
}

/** Refuses a supplier SKU that another product of the supplier has, and keeps. */
async function refuseTakenSkus(
  tx: MutationCall['tx'],
  supplierId: string,
  set: readonly SupplierProductRow[],
  changing: ReadonlySet<string>,
): Promise<void> {
  const skus = set.flatMap(({ supplierSku }) => supplierSku ?? []);
  if (skus.length === 0) return;
  const holders = await findBySupplierSku(tx, supplierId, skus);
  const holder = holders.find(({ productId }) => !changing.has(productId));
  if (!holder || holder.supplierSku === null) return;
  throw alreadyExists('product of the supplier', 'supplierSku', holder.supplierSku, holder.productId);
}

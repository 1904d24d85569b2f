import type { ArchiveProductInput, Product } from '@cashwrap/contract';
import { Failure, nameSome, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { productSeenBy } from './costs.ts';
import { toProduct } from './present-product.ts';
import { findDependants } from './product-holders.repo.ts';
import { lockProduct, lockProducts, type ProductRow, updateProduct } from './products.repo.ts';

/** Takes a product out of sale. One that is archived already stays so. */
export async function archiveProduct(
  call: MutationCall & SignedIn,
  input: ArchiveProductInput,
): Promise<Product> {
  return changeStatus(call, input, 'archived', async (product) => {
    const dependants = await findDependants(call.tx, product.id);
    if (dependants.length > 0) {
      const names = nameSome(
        dependants.map(({ name }) => `"${name}"`),
        ', ',
      );
      throw inUse(`Variants or bundles need "${product.name}": ${names}. Archive them first.`, dependants);
    }
  });
}

/** Puts an archived product on sale again, with all that it needs. */
export async function unarchiveProduct(
  call: MutationCall & SignedIn,
  input: ArchiveProductInput,
): Promise<Product> {
  return changeStatus(call, input, 'active', async ({ parentId, components, name }) => {
    const needed = [
      ...(parentId === null ? [] : [parentId]),
      ...(components ?? []).map((each) => each.productId),
    ];
    const missing = (await lockProducts(call.tx, needed)).filter(({ status }) => status === 'archived');
    if (missing.length > 0) {
      throw inUse(`"${name}" needs products that are archived. Put those on sale again first.`, missing);
    }
  });
}

async function changeStatus(
  call: MutationCall & SignedIn,
  { id, version }: ArchiveProductInput,
  status: 'archived' | 'active',
  refuse: (product: ProductRow) => Promise<void>,
): Promise<Product> {
  const { tx, now, actor } = call;
  const before = await lockProduct(tx, id);
  if (!before) throw notFound('product');
  refuseStale('product', version, before.version);
  if ((before.status === 'archived') === (status === 'archived')) {
    call.changedNothing();
    return productSeenBy(actor, toProduct(before));
  }
  await refuse(before);
  const stamped = { status, version: version + 1, updatedAt: now };
  await updateProduct(tx, id, stamped);
  const after = toProduct({ ...before, ...stamped });
  call.audit({
    ...{ storeId: null, documentType: 'product', documentId: id },
    ...{ before: toProduct(before), after },
  });
  return productSeenBy(actor, after);
}

function inUse(detail: string, products: readonly { id: string }[]): Failure<'PRODUCT_IN_USE'> {
  return new Failure('PRODUCT_IN_USE', { detail, details: { productIds: products.map(({ id }) => id) } });
}

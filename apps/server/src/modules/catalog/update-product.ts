import type { FieldError, Product, UpdateProductInput } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { invalidInput, notFound, refuseStale } from '../../procedure/failure.ts';
import { changesOf } from '../../procedure/field-changes.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { refuseMissing, refuseTaken, refuseWrongComponents } from './check-product.ts';
import { productSeenBy, refuseUnseenCosts } from './costs.ts';
import { storedForm } from './domain/gtin-forms.ts';
import { describeVariant, optionProblems, productRules } from './domain/product-structure.ts';
import { searchTextOf } from './domain/search-text.ts';
import { toProduct } from './present-product.ts';
import { recordPriceChanges } from './price-history.ts';
import { listOptionValues } from './product-holders.repo.ts';
import { addSearchWords } from './product-search.repo.ts';
import {
  findProduct,
  lockProduct,
  type ProductRow,
  replaceBarcodes,
  replaceComponents,
  updateProduct as updateRow,
} from './products.repo.ts';

/** Changes what is given and leaves the rest; refuses a version other than the stored one. */
export async function updateProduct(
  call: MutationCall & SignedIn,
  input: UpdateProductInput,
): Promise<Product> {
  const { tx, now, actor } = call;
  if (input.cost !== undefined) refuseUnseenCosts(actor);
  const { id, version, ...given } = { ...input, barcodes: input.barcodes?.map(storedForm) };
  const before = await lockProduct(tx, id);
  if (!before) throw notFound('product');
  refuseStale('product', version, before.version);
  const changes = changesOf({ ...before, components: before.components ?? [] }, given);
  if (Object.keys(changes).length === 0) {
    call.changedNothing();
    return productSeenBy(actor, toProduct(before));
  }
  const problems = changeProblems(before, input);
  if (problems.length > 0) throw invalidInput(problems);
  if (input.options) await refuseLostValues(tx, id, input.options);
  await refuseMissing(tx, input);
  await refuseTaken(tx, id, input);
  if (input.components) await refuseWrongComponents(tx, input.components);

  const { barcodes, components, ...own } = changes;
  const next = { ...before, ...changes, version: version + 1, updatedAt: now };
  const stamped = { ...own, version: next.version, updatedAt: now };
  await updateRow(tx, id, { ...stamped, searchText: searchTextOf(next) });
  if (barcodes) await replaceBarcodes(tx, id, barcodes);
  if (components) await replaceComponents(tx, id, components);
  if (input.name !== undefined || input.brand !== undefined) await addSearchWords(tx, [next]);
  await recordPriceChanges(call, id, before, next);
  const after = toProduct({ ...next, effectivePrice: await effectivePriceOf(tx, next) });
  call.audit({
    ...{ storeId: null, documentType: 'product', documentId: id },
    ...{ before: toProduct(before), after },
  });
  return productSeenBy(actor, after);
}

/** What in the change does not go with what the product is. */
function changeProblems(product: ProductRow, input: UpdateProductInput): FieldError[] {
  const { price, options, components, status } = input;
  const isParent = product.options.length > 0;
  const isBundle = product.kind === 'bundle';
  const problems: [boolean, keyof UpdateProductInput, string][] = [
    [
      price === null && product.parentId === null,
      'price',
      'must not be null: only a variant has the price of another',
    ],
    [product.kind === 'open_price' && (price ?? 0) !== 0, 'price', productRules.typedIn],
    [options !== undefined && isParent !== options.length > 0, 'options', productRules.variantsAreFixed],
    [!isBundle && (components?.length ?? 0) > 0, 'components', productRules.onlyBundlesHold],
    [isBundle && components?.length === 0, 'components', productRules.bundleHoldsSomething],
    [
      status !== undefined && product.status === 'archived',
      'status',
      'is archived: put the product on sale again with unarchive',
    ],
  ];
  return problems.flatMap(([wrong, field, message]) => (wrong ? [{ path: [field], message }] : []));
}

/** Variants must still be what the options of their parent allow, archived ones too: they may come back. */
async function refuseLostValues(tx: Tx, id: string, options: Product['options']): Promise<void> {
  const values = await listOptionValues(tx, id);
  const lost = values.find((each) => optionProblems(each, options).length > 0);
  if (!lost) return;
  const message = `must leave each variant its values: there is one with ${describeVariant(lost)}`;
  throw invalidInput([{ path: ['options'], message }]);
}

/** The price after the change: one that a variant gives up is its parent's again. */
async function effectivePriceOf(tx: Tx, { price, parentId }: ProductRow): Promise<number> {
  if (price !== null || parentId === null) return price ?? 0;
  return (await findProduct(tx, parentId))?.effectivePrice ?? 0;
}

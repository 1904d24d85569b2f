import type { CreateProductInput, Product } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { invalidInput, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { refuseMissing, refuseTaken, refuseTakenVariant, refuseWrongComponents } from './check-product.ts';
import { productSeenBy, refuseUnseenCosts } from './costs.ts';
import { storedForm } from './domain/gtin-forms.ts';
import { mayHaveStock, optionProblems, productRules, structureProblems } from './domain/product-structure.ts';
import { searchTextOf } from './domain/search-text.ts';
import { toProduct } from './present-product.ts';
import { noPrices, recordPriceChanges } from './price-history.ts';
import { addSearchWords } from './product-search.repo.ts';
import {
  insertProduct,
  lockProduct,
  type ProductRow,
  replaceBarcodes,
  replaceComponents,
} from './products.repo.ts';

export async function createProduct(
  call: MutationCall & SignedIn,
  input: CreateProductInput,
): Promise<Product> {
  const { tx, now, actor } = call;
  if (input.cost !== null) refuseUnseenCosts(actor);
  const problems = structureProblems(input);
  if (problems.length > 0) throw invalidInput(problems);
  const parent = input.parentId === null ? undefined : await lockParent(tx, input.parentId);
  if (parent) {
    refuseWrongValues(parent, input);
    await refuseTakenVariant(tx, parent.id, input.optionValues);
  }
  const { components, barcodes: given, ...own } = withInherited(input, parent);
  const barcodes = given.map(storedForm);
  const id = call.newId();
  await refuseMissing(tx, own);
  await refuseTaken(tx, id, input);
  await refuseWrongComponents(tx, components);

  const row = { ...own, id, version: 1, createdAt: now, updatedAt: now };
  await insertProduct(tx, { ...row, searchText: searchTextOf({ ...row, barcodes }) });
  await replaceBarcodes(tx, id, barcodes);
  await replaceComponents(tx, id, components);
  await addSearchWords(tx, [row]);
  await recordPriceChanges(call, id, noPrices, row);
  const effectivePrice = row.price ?? parent?.effectivePrice ?? 0;
  const product = toProduct({ ...row, barcodes, components, effectivePrice });
  call.audit({ storeId: null, documentType: 'product', documentId: id, after: product });
  return productSeenBy(actor, product);
}

/** The parent, which stays as it is until the variant is stored. */
async function lockParent(tx: Tx, id: string): Promise<ProductRow> {
  const parent = await lockProduct(tx, id);
  if (!parent) throw invalidReference('product', ['parentId']);
  if (parent.options.length === 0) {
    throw invalidInput([{ path: ['parentId'], message: productRules.parentHasOptions }]);
  }
  if (parent.status === 'archived')
    throw invalidInput([{ path: ['parentId'], message: productRules.archived }]);
  return parent;
}

function refuseWrongValues(parent: ProductRow, { optionValues }: CreateProductInput): void {
  const problems = optionProblems(optionValues, parent.options);
  if (problems.length > 0) throw invalidInput(problems);
}

/** What is left out, taken from the parent where there is one. Only the price goes on following the parent's. */
function withInherited(input: CreateProductInput, parent: ProductRow | undefined) {
  const { taxCategoryId = parent?.taxCategoryId } = input;
  // The structure has been checked: only a variant may leave it out.
  if (taxCategoryId === undefined) throw new Error('A product has no tax category.');
  return {
    ...input,
    taxCategoryId,
    categoryId: input.categoryId === undefined ? (parent?.categoryId ?? null) : input.categoryId,
    brand: input.brand === undefined ? (parent?.brand ?? null) : input.brand,
    soldBy: input.soldBy ?? parent?.soldBy ?? 'unit',
    unitLabel: input.unitLabel === undefined ? (parent?.unitLabel ?? null) : input.unitLabel,
    price: input.price ?? (parent ? null : 0),
    trackStock: input.trackStock ?? mayHaveStock(input),
  };
}

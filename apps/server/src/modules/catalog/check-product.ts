import type { FieldError, Product } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { alreadyExists, invalidInput, invalidReference } from '../../procedure/failure.ts';
import { holdCategory } from './categories.repo.ts';
import { formsOf } from './domain/gtin-forms.ts';
import { describeVariant, productRules } from './domain/product-structure.ts';
import { findBarcodeHolder, findPluHolder, findSkuHolder, findVariant } from './product-holders.repo.ts';
import { lockProducts } from './products.repo.ts';
import { findTaxCategory } from './taxes.repo.ts';

/** What of a product no other may have. */
interface Identifying {
  readonly sku?: string | undefined;
  readonly plu?: string | null | undefined;
  readonly barcodes?: readonly string[] | undefined;
}

/** Refuses a SKU, PLU or barcode that another product has, naming that product. */
export async function refuseTaken(
  tx: Tx,
  id: string,
  { sku, plu, barcodes = [] }: Identifying,
): Promise<void> {
  refuseTwice(barcodes);
  const skuHolder = sku === undefined ? undefined : await findSkuHolder(tx, sku, id);
  if (sku !== undefined && skuHolder !== undefined) throw alreadyExists('product', 'sku', sku, skuHolder);
  const pluHolder = typeof plu === 'string' ? await findPluHolder(tx, plu, id) : undefined;
  if (typeof plu === 'string' && pluHolder !== undefined)
    throw alreadyExists('product', 'plu', plu, pluHolder);
  const holder = await findBarcodeHolder(tx, barcodes, id);
  if (holder) throw alreadyExists('product', 'barcode', holder.code, holder.productId);
}

/** One number in two forms of GTIN: the contract can only see that no text stands twice. */
function refuseTwice(barcodes: readonly string[]): void {
  const numbers = barcodes.map((code) => formsOf(code)[0]);
  const twice = barcodes.flatMap((_, index): FieldError[] =>
    numbers.indexOf(numbers[index]) === index
      ? []
      : [{ path: ['barcodes', index], message: productRules.sameBarcode }],
  );
  if (twice.length > 0) throw invalidInput(twice);
}

/** Refuses a combination of option values that another variant has, naming that one. */
export async function refuseTakenVariant(
  tx: Tx,
  parentId: string,
  values: Product['optionValues'],
): Promise<void> {
  const holderId = await findVariant(tx, parentId, values);
  if (holderId === undefined) return;
  throw alreadyExists('variant', 'optionValues', describeVariant(values), holderId);
}

/** Refuses a tax category or category that does not exist; the category stays until the product is stored. */
export async function refuseMissing(
  tx: Tx,
  {
    taxCategoryId,
    categoryId,
  }: { taxCategoryId?: string | undefined; categoryId?: string | null | undefined },
): Promise<void> {
  if (taxCategoryId !== undefined && !(await findTaxCategory(tx, taxCategoryId))) {
    throw invalidReference('tax category', ['taxCategoryId']);
  }
  if (typeof categoryId === 'string' && !(await holdCategory(tx, categoryId))) {
    throw invalidReference('category', ['categoryId']);
  }
}

/**
 * Refuses components that cannot be in a bundle. They are locked, so that none is archived before the bundle is stored.
 */
export async function refuseWrongComponents(tx: Tx, components: Product['components']): Promise<void> {
  const found = new Map(
    (
      await lockProducts(
        tx,
        components.map(({ productId }) => productId),
      )
    ).map((each) => [each.id, each]),
  );
  const missing = components.flatMap(({ productId }, index) => (found.has(productId) ? [] : [index]));
  if (missing.length > 0) {
    throw invalidReference('product', ...missing.map((index) => ['components', index, 'productId']));
  }
  const wrong = components.flatMap(({ productId, quantity }, index): FieldError[] => {
    const product = found.get(productId);
    const path = ['components', index, 'productId'];
    if (!product) return [];
    if (product.kind !== 'standard') return [{ path, message: productRules.componentIsStandard }];
    if (product.options.length > 0) return [{ path, message: productRules.componentHasNoVariants }];
    if (product.status === 'archived') return [{ path, message: productRules.archived }];
    if (product.soldBy === 'measure' || Number.isInteger(quantity)) return [];
    return [{ path: ['components', index, 'quantity'], message: productRules.wholeUnits }];
  });
  if (wrong.length > 0) throw invalidInput(wrong);
}

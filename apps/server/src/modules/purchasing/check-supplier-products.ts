import type { FieldError, Product, SetSupplierProductsInput } from '@cashwrap/contract';
import { invalidInput, invalidReference } from '../../procedure/failure.ts';

type GivenProduct = SetSupplierProductsInput['products'][number];

/**
 * Refuses products that stand in both lists or do not exist, parts of what is sold by the unit, and a supplier SKU
 * that is given twice.
 *
 * @param found - those of the named products that there are
 * @throws Failure naming all that is wrong in the same way.
 */
export function checkSupplierProducts(
  { products: given, remove }: Pick<SetSupplierProductsInput, 'products' | 'remove'>,
  found: readonly Pick<Product, 'id' | 'soldBy'>[],
): void {
  const kept = new Set(given.map(({ productId }) => productId));
  const both = remove.flatMap((id, position) => (kept.has(id) ? [position] : []));
  if (both.length > 0) {
    const message = 'is among the products that are set: name it in one of the two lists';
    throw invalidInput(both.map((position) => ({ path: ['remove', position], message })));
  }
  const soldBy = new Map(found.map((product) => [product.id, product.soldBy]));
  const unknown: FieldError['path'][] = [
    ...given.flatMap(({ productId }, i) => (soldBy.has(productId) ? [] : [['products', i, 'productId']])),
    ...remove.flatMap((id, i) => (soldBy.has(id) ? [] : [['remove', i]])),
  ];
  if (unknown.length > 0) throw invalidReference('product', ...unknown);
  const wrong = [...partsOfUnits(given, soldBy), ...repeatedSkus(given)];
  if (wrong.length > 0) throw invalidInput(wrong);
}

function partsOfUnits(
  given: readonly GivenProduct[],
  soldBy: ReadonlyMap<string, Product['soldBy']>,
): FieldError[] {
  return given.flatMap((product, position) => {
    if (soldBy.get(product.productId) !== 'unit') return [];
    return (['packSize', 'minimumOrder'] as const)
      .filter((field) => !Number.isInteger(product[field] ?? 1))
      .map((field) => ({
        path: ['products', position, field],
        message: 'must be a whole number: the product is sold by the unit',
      }));
  });
}

function repeatedSkus(given: readonly GivenProduct[]): FieldError[] {
  const first = new Map<string, number>();
  return given.flatMap(({ supplierSku }, position) => {
    if (supplierSku === null) return [];
    const earlier = first.get(supplierSku);
    if (earlier === undefined) {
      first.set(supplierSku, position);
      return [];
    }
    const message = `must not be "${supplierSku}", which products[${earlier}] has already`;
    return [{ path: ['products', position, 'supplierSku'], message }];
  });
}

import type { CartInput, FieldError } from '@cashwrap/contract';
import { Failure, invalidInput, invalidReference } from '../../procedure/failure.ts';
import type { SellableProduct } from './sellable-products.repo.ts';

type CartLine = CartInput['lines'][number];

/** A line with its product. */
export interface Item {
  readonly line: CartLine;
  readonly position: number;
  readonly product: SellableProduct;
}

/** The product of each line; refuses all lines that name none, else all with a quantity that cannot be. */
export function itemsOf(lines: readonly CartLine[], catalog: ReadonlyMap<string, SellableProduct>): Item[] {
  const unknown = lines.flatMap((line, position) => (catalog.has(line.productId) ? [] : position));
  if (unknown.length > 0) {
    throw invalidReference('product', ...unknown.map((position) => ['lines', position, 'productId']));
  }
  const items = lines.flatMap((line, position): Item[] => {
    const product = catalog.get(line.productId);
    return product ? [{ line, position, product }] : [];
  });
  const wrong = items.flatMap(({ line, position, product }): FieldError[] => {
    const path = ['lines', position, 'quantity'];
    if (line.barcode !== undefined && line.quantity !== 1) {
      return [{ path, message: 'must be 1 for a labelled piece: its label says how much it is' }];
    }
    if (product.soldBy !== 'unit' || Number.isInteger(line.quantity)) return [];
    return [{ path, message: `must be a whole number: "${product.name}" is sold by the unit` }];
  });
  if (wrong.length > 0) throw invalidInput(wrong);
  return items;
}

/** Refuses the sale where something is wrong with lines: names them all, and says of the first what it is. */
export function refuseWhere(
  code: 'PRODUCT_NOT_FOR_SALE' | 'PRICE_MISSING' | 'TAX_RATE_MISSING',
  items: readonly Item[],
  problemOf: (product: SellableProduct, position: number) => string | undefined,
): void {
  const wrong = items.flatMap(({ product, position }) => {
    const problem = problemOf(product, position);
    return problem === undefined ? [] : [{ product, position, problem }];
  });
  const [first] = wrong;
  if (!first) return;
  const others = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : '';
  throw new Failure(code, {
    detail: `Line ${first.position}, "${first.product.name}", ${first.problem}${others}.`,
    details: { lines: wrong.map(({ product, position }) => ({ position, productId: product.id })) },
  });
}

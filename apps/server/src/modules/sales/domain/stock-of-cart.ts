import { apportion, quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import type { SellableProduct } from '../../catalog/index.ts';
import type { StockMove } from '../../inventory/index.ts';
import type { PricedCart } from './price-cart.ts';

/** What leaves the stock: one move for each tracked product, however many lines it is on. */
export function stockMovesOf({ place, products, priced }: PricedCart): StockMove[] {
  const taken = new Map<string, { product: SellableProduct; position: number; thousandths: number }>();
  for (const [position, { quantityThousandths }] of priced.lines.entries()) {
    const product = products[position];
    if (!product?.trackStock) continue;
    const before = taken.get(product.id) ?? { product, position, thousandths: 0 };
    taken.set(product.id, { ...before, thousandths: before.thousandths + quantityThousandths });
  }
  return [...taken.values()].map(({ product, position, thousandths }) => ({
    productId: product.id,
    name: product.name,
    position,
    quantity: -thousandthsToQuantity(thousandths),
    usualCost: product.cost ?? 0,
    mayGoBelow: place.allowOversell || product.allowOversell,
  }));
}

/**
 * The cost of each line: the stock value that left with its product, shared out by quantity where several
 * lines have the product; null where its stock is not tracked.
 */
export function costsOfLines(
  lines: readonly { readonly productId: string; readonly quantity: number }[],
  valueByProduct: ReadonlyMap<string, number>,
): (number | null)[] {
  const costs: (number | null)[] = lines.map(() => null);
  for (const [productId, value] of valueByProduct) {
    const positions = lines.flatMap((line, position) => (line.productId === productId ? [position] : []));
    const weights = positions.map((position) => quantityToThousandths(lines[position]?.quantity ?? 0));
    const parts = positions.length === 1 ? [value] : apportion(value, weights);
    for (const [index, position] of positions.entries()) costs[position] = parts[index] ?? 0;
  }
  return costs;
}

import { apportion, mulDiv, quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import type { StockMove } from '../../inventory/index.ts';
import type { PricedCart, SellableProduct, StockedItem } from '../../pricing/index.ts';
import type { SaleLineRow } from '../sales.repo.ts';

/** What one line takes from the stock of one product: its own, or that of a component of its bundle. */
export interface Taking {
  /** Of the line. */
  readonly position: number;
  readonly item: StockedItem;
  readonly thousandths: number;
}

/** Everything that the lines of a cart take, of tracked products. */
export function takingsOf({ products, priced }: PricedCart): Taking[] {
  return products.flatMap((product, position): Taking[] => {
    const thousandths = priced.lines[position]?.quantityThousandths ?? 0;
    const taken = product.kind === 'bundle' ? heldBy(product, thousandths) : [{ item: product, thousandths }];
    return taken.filter(({ item }) => item.trackStock).map((taking) => ({ position, ...taking }));
  });
}

/** What so many thousandths of a bundle hold. */
function heldBy({ components }: SellableProduct, thousandths: number) {
  return components.map((item) => ({
    item,
    thousandths: mulDiv(thousandths, quantityToThousandths(item.quantity), 1000, 'half_up'),
  }));
}

/** What leaves the stock: one move for each product, however many lines take of it. */
export function stockMovesOf(takings: readonly Taking[], storeAllowsOversell: boolean): StockMove[] {
  const taken = new Map<string, Taking>();
  for (const taking of takings) {
    const before = taken.get(taking.item.id);
    const thousandths = (before?.thousandths ?? 0) + taking.thousandths;
    taken.set(taking.item.id, { ...(before ?? taking), thousandths });
  }
  return [...taken.values()].map(({ item, position, thousandths }) => ({
    productId: item.id,
    name: item.name,
    position,
    quantity: -thousandthsToQuantity(thousandths),
    usualCost: item.cost ?? 0,
    mayGoBelow: storeAllowsOversell || item.allowOversell,
  }));
}

/**
 * The cost of each line: the stock value that left with what it took, shared out by quantity where several
 * lines took of one product; null where it took nothing whose stock is tracked.
 */
export function costsOfLines(
  lineCount: number,
  takings: readonly Taking[],
  valueByProduct: ReadonlyMap<string, number>,
): (number | null)[] {
  const costs: (number | null)[] = Array.from({ length: lineCount }, () => null);
  for (const [productId, value] of valueByProduct) {
    const ofProduct = takings.filter(({ item }) => item.id === productId);
    const weights = ofProduct.map(({ thousandths }) => thousandths);
    const parts = ofProduct.length === 1 ? [value] : apportion(value, weights);
    for (const [index, { position }] of ofProduct.entries()) {
      costs[position] = (costs[position] ?? 0) + (parts[index] ?? 0);
    }
  }
  return costs;
}

/** What each bundle among the lines holds, as the sale keeps it; null for other lines. */
export function componentsOfLines({ products, priced }: PricedCart): SaleLineRow['components'][] {
  return products.map((product, position) => {
    if (product.kind !== 'bundle') return null;
    return heldBy(product, priced.lines[position]?.quantityThousandths ?? 0).map(({ item, thousandths }) => ({
      productId: item.id,
      name: item.name,
      quantity: thousandthsToQuantity(thousandths),
    }));
  });
}

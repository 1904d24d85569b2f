import { cataloguePrice, type PricedCart } from './price-cart.ts';

/** A line that is sold at another price than the catalogue's. */
export interface PriceOverride {
  /** Of the line, from 0. */
  readonly position: number;
  readonly name: string;
  /** The catalogue's price in minor units; null where it has none in this currency. */
  readonly from: number | null;
  readonly to: number;
}

/** The lines whose price was typed in and is not the catalogue's own. */
export function priceOverridesOf(cart: PricedCart): PriceOverride[] {
  return cart.products.flatMap((product, position) => {
    const from = cataloguePrice(cart.place, product) ?? null;
    const to = cart.input.lines[position]?.unitPrice;
    return to === undefined || to === from ? [] : [{ position, name: product.name, from, to }];
  });
}

/** What the second person reads who is to approve it. */
export function describeOverride({ name, from, to }: PriceOverride): string {
  return from === null ? `Price of "${name}": ${to}` : `Price of "${name}": ${to} instead of ${from}`;
}

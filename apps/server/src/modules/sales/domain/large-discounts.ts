import type { PricedCart } from './price-cart.ts';

/** What of a cart decides. */
type DiscountedCart = Pick<PricedCart, 'input' | 'priced'> & {
  readonly place: Pick<PricedCart['place'], 'maxDiscountPercentage'>;
  readonly products: readonly { readonly name: string }[];
};

/** A line, or the whole sale, of which discounts take off more than the store lets everyone give. */
export interface LargeDiscount {
  /** Of the line, from 0; null for the whole sale. */
  readonly position: number | null;
  /** What the product is called; null for the whole sale. */
  readonly name: string | null;
  /** What it costs without discounts, in minor units. */
  readonly gross: number;
  /** What all discounts took off together, in minor units. */
  readonly discount: number;
}

/**
 * Judged by what came off in the end, whether it was given as a percentage or as an amount, at once or in parts. A
 * line that has discounts of its own counts its share of those on the sale as well; where there are only those on the
 * sale, the sale alone is judged.
 */
export function largeDiscountsOf({ place, products, input, priced }: DiscountedCart): LargeDiscount[] {
  const isLarge = ({ gross, discount }: LargeDiscount) =>
    discount > mostOf(gross, place.maxDiscountPercentage);
  const ofLine = (position: number): LargeDiscount[] => {
    const line = priced.lines[position];
    if (!line || !input.lines[position]?.discounts?.length) return [];
    const { gross, discount } = line;
    return [{ ...{ position, gross, discount }, name: products[position]?.name ?? null }];
  };
  const ofSale: LargeDiscount = {
    ...{ position: null, name: null },
    ...{ gross: priced.grossTotal, discount: priced.discountTotal },
  };
  return [
    ...input.lines.flatMap((_, position) => ofLine(position)),
    ...(input.discounts?.length ? [ofSale] : []),
  ].filter(isLarge);
}

/** What a person reads of it. */
export function describeLargeDiscount({ name, gross, discount }: LargeDiscount): string {
  const where = name === null ? 'the sale' : `"${name}"`;
  return `Discount on ${where}: ${discount} of ${gross}`;
}

/** Rounded up: a percentage that is just allowed may itself have been rounded up to a whole minor unit. */
function mostOf(gross: number, percentage: number): number {
  return Math.ceil((gross * percentage) / 100);
}

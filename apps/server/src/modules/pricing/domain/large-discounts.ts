import type { PricedCart } from '../resolve-cart.ts';
import type { WriteMoney } from './money-text.ts';

/** What of a cart decides. */
type DiscountedCart = Pick<PricedCart, 'input' | 'priced'> & {
  readonly place: Pick<PricedCart['place'], 'maxDiscountPercentage'>;
  readonly products: readonly { readonly name: string }[];
  /** The rules that gave discounts by themselves: nobody decided on those. */
  readonly discounts: readonly { readonly id: string }[];
  /** What points bought: nobody decided on those either. */
  readonly rewards: readonly { readonly id: string }[];
};

/** A line, or the whole sale, of which discounts take off more than the store lets everyone give. */
export interface LargeDiscount {
  /** Of the line, from 0; null for the whole sale. */
  readonly position: number | null;
  /** What the product is called; null for the whole sale. */
  readonly name: string | null;
  /** Null for the whole sale. */
  readonly quantityThousandths: number | null;
  /** What it costs without discounts, in minor units. */
  readonly gross: number;
  /** What all discounts that a person gave took off together, in minor units. */
  readonly discount: number;
}

/**
 * By how many percentage points rounding may take all lines together over the limit. A percentage that is allowed
 * comes to more on a line of few minor units; on many such lines it would come to anything.
 */
const ROUNDING_POINTS = 1;

/**
 * Judged by what came off in the end, whether it was given as a percentage or as an amount, at once or in parts. A
 * line that has discounts of its own counts its share of those on the sale as well. The sale is judged by what came
 * off all of it, wherever that was given: in many small lines as in one.
 */
export function largeDiscountsOf(cart: DiscountedCart): LargeDiscount[] {
  const { place, products, input, priced } = cart;
  const rules = new Set([...cart.discounts, ...cart.rewards].map(({ id }) => id));
  const givenOn = (line: DiscountedCart['priced']['lines'][number]) =>
    line.discounts.filter(({ id }) => !rules.has(id));
  const sum = (discounts: readonly { amount: number }[]) =>
    discounts.reduce((all, { amount }) => all + amount, 0);

  const ofLines = priced.lines
    .filter((line) => givenOn(line).some(({ scope }) => scope === 'line'))
    .map((line): LargeDiscount => {
      const { position, quantityThousandths, gross } = line;
      const name = products[position]?.name ?? null;
      return { position, name, quantityThousandths, gross, discount: sum(givenOn(line)) };
    });
  const ofSale: LargeDiscount = {
    ...{ position: null, name: null, quantityThousandths: null, gross: priced.grossTotal },
    discount: sum(priced.lines.flatMap(givenOn)),
  };
  const limit = place.maxDiscountPercentage;
  const isOnSale = input.discounts?.some(({ id }) => !rules.has(id)) ?? false;
  return [
    ...ofLines.filter(({ gross, discount }) => discount > mostOf(gross, limit)),
    ...[ofSale].filter(
      ({ gross, discount }) => discount > mostOf(gross, isOnSale ? limit : limit + ROUNDING_POINTS),
    ),
  ];
}

/** What a person reads of it. */
export function describeLargeDiscount({ name, gross, discount }: LargeDiscount, money: WriteMoney): string {
  const where = name === null ? 'the sale' : `"${name}"`;
  return `Discount on ${where}: ${money(discount)} of ${money(gross)}`;
}

/** Rounded up: a percentage that is just allowed may itself have been rounded up to a whole minor unit. */
function mostOf(gross: number, percentage: number): number {
  return Math.ceil((gross * percentage) / 100);
}

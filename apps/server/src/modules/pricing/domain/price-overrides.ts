import { MAX_MONEY, mulDiv, WHOLE_THOUSANDTHS } from '@cashwrap/pricing';
import type { PricedCart } from '../resolve-cart.ts';
import type { WriteMoney } from './money-text.ts';

/** A line that is sold at another price than the catalogue's. */
export interface PriceOverride {
  /** Of the line, from 0. */
  readonly position: number;
  readonly name: string;
  /** The price without it, in minor units; null where there is none in this currency. */
  readonly from: number | null;
  readonly to: number;
  readonly quantityThousandths: number;
  /** What the line comes to without it, before discounts; null where that is unknown or beyond any amount. */
  readonly grossBefore: number | null;
  readonly gross: number;
}

/** The lines whose price was given in the call and is not the one that they have. */
export function priceOverridesOf({ priced, products }: PricedCart): PriceOverride[] {
  return priced.lines.flatMap((line): PriceOverride[] => {
    const { position, price, unitPrice: to, quantityThousandths, gross } = line;
    if (price?.source !== 'override') return [];
    const from = price.listPrice ?? null;
    const grossBefore = from === null ? null : grossAt(from, line, priced.settings.roundingMode);
    return [
      { position, name: products[position]?.name ?? '', from, to, quantityThousandths, grossBefore, gross },
    ];
  });
}

/** A line is sold for less than its catalogue price would allow it to come to: that may pass the bounds of money. */
function grossAt(
  unitPrice: number,
  { quantityThousandths }: PricedCart['priced']['lines'][number],
  mode: PricedCart['priced']['settings']['roundingMode'],
): number | null {
  if (unitPrice * (quantityThousandths / WHOLE_THOUSANDTHS) > MAX_MONEY) return null;
  return mulDiv(unitPrice, quantityThousandths, WHOLE_THOUSANDTHS, mode);
}

/** What the second person reads who is to approve it. */
export function describeOverride({ name, from, to }: PriceOverride, money: WriteMoney): string {
  const now = `Price of "${name}": ${money(to)}`;
  return from === null ? now : `${now} instead of ${money(from)}`;
}

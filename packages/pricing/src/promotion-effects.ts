import type { SaleDiscount } from './discounts.ts';
import { WHOLE_THOUSANDTHS } from './money.ts';
import type { BuyXGetYEffect, Promotion, QuantityTiersEffect } from './promotion.ts';
import { appliesTo, type OpenLine, type Refusal } from './promotion-conditions.ts';
import { MAX_THOUSANDTHS } from './wire-numbers.ts';

/** How much a discount is. */
type Size =
  | { readonly type: 'percentage'; readonly ppm: number }
  | { readonly type: 'amount'; readonly amount: number };

type Give = (open: OpenLine, size: Size, quantityThousandths?: number) => void;

/** Some free units of one line. */
interface Units {
  readonly open: OpenLine;
  readonly count: number;
}

/** Whether an effect is by quantity bought, and thus comes before all others. */
export function isByQuantity({ effect: { type } }: Promotion): boolean {
  return type === 'buy_x_get_y' || type === 'quantity_tiers';
}

/**
 * Gives what one promotion gives: to its lines, or to `onSale`.
 *
 * @param lines its applicable lines, the cheapest first, then by position
 * @returns why it gives nothing, where more would have to be bought
 */
export function applyEffect(
  { id, name, effect }: Promotion,
  lines: readonly OpenLine[],
  onSale: SaleDiscount[],
): Refusal | null {
  const give: Give = (open, size, quantityThousandths) => {
    open.discounts.push({ id, name, ...size, ...(quantityThousandths && { quantityThousandths }) });
  };
  switch (effect.type) {
    case 'buy_x_get_y':
      return buyXGetY(effect, lines, give);
    case 'quantity_tiers':
      return quantityTiers(effect, lines, give);
    default: {
      const { target, ...size } = effect;
      if (target === 'line') for (const open of lines) give(open, size);
      else onSale.push({ id, name, ...size, eligibleLines: lines.map(({ line }) => line.key) });
      return null;
    }
  }
}

function buyXGetY(
  { buy, buyQuantity, get, getQuantity, ppm, maxUses }: BuyXGetYEffect,
  cheapestFirst: readonly OpenLine[],
  give: Give,
): Refusal | null {
  const isBuyable = appliesTo(buy);
  const toGet = cheapestFirst.filter(appliesTo(get));
  const toBuy = cheapestFirst.filter(isBuyable).reverse();
  const buyable = freeUnitsOf(toBuy);
  const boughtFor = (given: number): number => Math.ceil(given / getQuantity) * buyQuantity;
  /** How many units are left over to buy when so many are given, beyond those that must be bought for them. */
  const spare = (given: number): number => {
    let left = buyable - boughtFor(given);
    for (const { open, count } of firstUnits(toGet, given)) if (isBuyable(open)) left -= count;
    return left;
  };
  const most = Math.min(freeUnitsOf(toGet), (maxUses ?? MAX_THOUSANDTHS) * getQuantity);
  const given = greatest(most, (count) => spare(count) >= 0);
  if (given === 0) return lacking(Math.max(0, -spare(1)) + (most === 0 ? 1 : 0));
  for (const { open, count } of consume(toGet, given)) {
    give(open, { type: 'percentage', ppm }, count * WHOLE_THOUSANDTHS);
  }
  consume(toBuy, boughtFor(given));
  return null;
}

/** Each product by itself: what its lines come to together decides the tier of them all. */
function quantityTiers(
  { tiers }: QuantityTiersEffect,
  lines: readonly OpenLine[],
  give: Give,
): Refusal | null {
  const bought = new Map<unknown, number>();
  for (const { line } of lines) {
    bought.set(productOf(line), (bought.get(productOf(line)) ?? 0) + line.quantityThousandths);
  }
  const sorted = tiers.toSorted((a, b) => b.minQuantityThousandths - a.minQuantityThousandths);
  let missing = MAX_THOUSANDTHS;
  for (const open of lines) {
    const quantity = bought.get(productOf(open.line)) ?? 0;
    const tier = sorted.find(({ minQuantityThousandths }) => minQuantityThousandths <= quantity);
    if (tier) give(open, { type: 'percentage', ppm: tier.ppm });
    missing = Math.min(missing, tier ? 0 : (sorted.at(-1)?.minQuantityThousandths ?? 0) - quantity);
  }
  return missing > 0 ? { reason: 'MINIMUM_QUANTITY', missing } : null;
}

/** What a line's quantity counts to: its product; of an open-price line itself. */
function productOf(line: OpenLine['line']): unknown {
  return line.productId ?? line;
}

function lacking(units: number): Refusal {
  return { reason: 'MINIMUM_QUANTITY', missing: units * WHOLE_THOUSANDTHS };
}

/** The first so many free units. */
function firstUnits(lines: readonly OpenLine[], wanted: number): Units[] {
  let left = wanted;
  return lines.flatMap((open) => {
    const count = Math.min(open.freeUnits, left);
    left -= count;
    return count > 0 ? { open, count } : [];
  });
}

/** The first so many free units, which are then no longer free. */
function consume(lines: readonly OpenLine[], wanted: number): Units[] {
  const taken = firstUnits(lines, wanted);
  for (const { open, count } of taken) open.freeUnits -= count;
  return taken;
}

function freeUnitsOf(lines: readonly OpenLine[]): number {
  return lines.reduce((sum, { freeUnits }) => sum + freeUnits, 0);
}

/** The greatest whole number up to `most` for which a condition holds that, once broken, stays broken; or 0. */
function greatest(most: number, holds: (count: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

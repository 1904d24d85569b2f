import { apportion } from './apportion.ts';
import { mulDiv, type RoundingMode, WHOLE_PPM } from './money.ts';

/** A percentage off what earlier discounts left. */
export interface PercentageDiscount {
  readonly type: 'percentage';
  readonly id: string;
  readonly name: string;
  /** Parts per million, 0 to 1 000 000: 12.5 % is 125 000. */
  readonly ppm: number;
}

/** An amount off, for the whole line or the whole sale, and never more than there is. */
export interface AmountDiscount {
  readonly type: 'amount';
  readonly id: string;
  readonly name: string;
  /** Minor units, 0 or more. */
  readonly amount: number;
}

export type Discount = PercentageDiscount | AmountDiscount;

/** A discount of the sale, apportioned over its eligible lines. */
export type SaleDiscount = Discount & {
  /** The keys of the lines it may lower; every line when absent. */
  readonly eligibleLines?: readonly string[];
};

/** One discount as it fell on one line. */
export interface AppliedDiscount {
  readonly id: string;
  readonly name: string;
  /** `line`: the line's own; `sale`: its share of a discount of the sale. */
  readonly scope: 'line' | 'sale';
  readonly type: Discount['type'];
  /** The percentage, null for an amount. */
  readonly ppm: number | null;
  /** The line before this discount: what the percentage is of, or the weight of the share. Minor units. */
  readonly base: number;
  /** What it takes off the line. Minor units. */
  readonly amount: number;
}

/** One discount of the sale as it was computed before it was apportioned. */
export interface AppliedSaleDiscount {
  readonly id: string;
  readonly name: string;
  readonly type: Discount['type'];
  /** The percentage, null for an amount. */
  readonly ppm: number | null;
  /** The amount asked for, null for a percentage; `amount` is less where the lines had less. */
  readonly requested: number | null;
  /** The eligible lines' sum before this discount. Minor units. */
  readonly base: number;
  /** What it takes off the sale: the sum of its shares. Minor units. */
  readonly amount: number;
}

export interface DiscountableLine {
  readonly key: string;
  /** Minor units; negative for goods taken back. */
  readonly gross: number;
  readonly discounts?: readonly Discount[];
}

export interface DiscountedLines {
  /** By line: gross less all its discounts. Minor units. */
  readonly subtotals: number[];
  /** By line: its discounts, in the order in which they were applied. */
  readonly byLine: AppliedDiscount[][];
  /** The discounts of the sale, in the order in which they were applied. */
  readonly bySale: AppliedSaleDiscount[];
}

/**
 * Applies all discounts in the fixed order: line percentages, sale percentages, line amounts, sale amounts;
 * within each of these as given. Each percentage is of what earlier discounts left, rounded once. A discount
 * of the sale is computed once on the sum of its eligible lines and apportioned over them by largest
 * remainder, ties by line position. No line goes below zero.
 *
 * A line of goods taken back (negative gross) takes its own discounts as the mirror image of a sold line;
 * discounts of the sale pass it by.
 */
export function applyDiscounts(
  lines: readonly DiscountableLine[],
  saleDiscounts: readonly SaleDiscount[],
  mode: RoundingMode,
): DiscountedLines {
  const result: DiscountedLines = {
    subtotals: lines.map((line) => line.gross),
    byLine: lines.map(() => []),
    bySale: [],
  };
  for (const type of ['percentage', 'amount'] as const) {
    applyLineDiscounts(result, lines, type, mode);
    for (const discount of saleDiscounts) {
      if (discount.type === type) applySaleDiscount(result, lines, discount, mode);
    }
  }
  return result;
}

function applyLineDiscounts(
  result: DiscountedLines,
  lines: readonly DiscountableLine[],
  type: Discount['type'],
  mode: RoundingMode,
): void {
  lines.forEach((line, position) => {
    for (const discount of line.discounts ?? []) {
      if (discount.type !== type) continue;
      const base = result.subtotals[position] ?? 0;
      const magnitude = discountOn(Math.abs(base), discount, mode);
      take(result, position, discount, 'line', base < 0 ? 0 - magnitude : magnitude);
    }
  });
}

function applySaleDiscount(
  result: DiscountedLines,
  lines: readonly DiscountableLine[],
  discount: SaleDiscount,
  mode: RoundingMode,
): void {
  const eligible = discount.eligibleLines && new Set(discount.eligibleLines);
  const weights = result.subtotals.map((subtotal, position) => {
    const key = lines[position]?.key ?? '';
    return subtotal > 0 && (!eligible || eligible.has(key)) ? subtotal : 0;
  });
  const base = weights.reduce((sum, weight) => sum + weight, 0);
  const amount = discountOn(base, discount, mode);
  apportion(amount, weights).forEach((share, position) => {
    if (weights[position] !== 0) take(result, position, discount, 'sale', share);
  });
  result.bySale.push({
    id: discount.id,
    name: discount.name,
    type: discount.type,
    ppm: discount.type === 'percentage' ? discount.ppm : null,
    requested: discount.type === 'amount' ? discount.amount : null,
    base,
    amount,
  });
}

/** What a discount takes off `base` (0 or more). */
function discountOn(base: number, discount: Discount, mode: RoundingMode): number {
  return discount.type === 'percentage'
    ? mulDiv(base, discount.ppm, WHOLE_PPM, mode)
    : Math.min(discount.amount, base);
}

function take(
  result: DiscountedLines,
  position: number,
  discount: Discount,
  scope: AppliedDiscount['scope'],
  amount: number,
): void {
  const base = result.subtotals[position] ?? 0;
  result.subtotals[position] = base - amount;
  result.byLine[position]?.push({
    id: discount.id,
    name: discount.name,
    scope,
    type: discount.type,
    ppm: discount.type === 'percentage' ? discount.ppm : null,
    base,
    amount,
  });
}

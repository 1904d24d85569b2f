import { apportion } from './apportion.ts';
import { mulDiv, type RoundingMode, WHOLE_PPM, WHOLE_THOUSANDTHS } from './money.ts';

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

/** A discount of one line. */
export type LineDiscount = Discount & {
  /**
   * Given on so much of the line, and before all other discounts: how buy-X-get-Y lands on a line. One free
   * piece is 100 % on 1000 thousandths, whatever the sign of the line. No unit is in two parts: those of one line
   * come to no more than its quantity. Absent for a discount on the whole line, in its turn.
   */
  readonly quantityThousandths?: number;
};

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
  /** How much of the line it is on; absent for the whole line. */
  readonly quantityThousandths?: number;
  /**
   * What the discount is of: the line before it, which is also the weight of a share; or that part of the
   * line before all discounts. Minor units.
   */
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

/** A line of goods on its way through the discounts. */
export interface DiscountableLine {
  readonly line: {
    readonly key: string;
    /** Minor units. */
    readonly unitPrice: number;
    readonly quantityThousandths: number;
    readonly labelPrice?: number;
    readonly discounts?: readonly LineDiscount[];
    /** False where no discount may touch the line. */
    readonly discountable?: boolean;
  };
  /** Minor units; negative for goods taken back. */
  readonly gross: number;
  /** What the discounts so far have left of the gross. Minor units. */
  subtotal: number;
  /** The discounts so far, in the order in which they were applied. */
  readonly discounts: AppliedDiscount[];
}

/**
 * Applies all discounts in the fixed order: those on a part of a line's quantity, line percentages, sale
 * percentages, line amounts, sale amounts; within each of these as given. The first are of that part at
 * its price; every other percentage is of what earlier discounts left. Each is rounded once. A discount of
 * the sale is computed once on the sum of its eligible lines and apportioned over them by largest remainder,
 * ties by line position. No line goes below zero.
 *
 * A line of goods taken back (negative gross) takes its own discounts as the mirror image of a sold line;
 * discounts of the sale pass it by, as they do lines that are not discountable.
 *
 * @param lines take their discounts and are left with their subtotals
 * @returns the discounts of the sale, in the order in which they were applied
 */
export function applyDiscounts(
  lines: readonly DiscountableLine[],
  saleDiscounts: readonly SaleDiscount[],
  mode: RoundingMode,
): AppliedSaleDiscount[] {
  const bySale: AppliedSaleDiscount[] = [];
  for (const phase of ['part', 'percentage', 'amount'] as const) {
    applyLineDiscounts(lines, phase, mode);
    for (const discount of saleDiscounts) {
      if (discount.type === phase) bySale.push(applySaleDiscount(lines, discount, mode));
    }
  }
  return bySale;
}

function applyLineDiscounts(
  lines: readonly DiscountableLine[],
  phase: 'part' | Discount['type'],
  mode: RoundingMode,
): void {
  for (const open of lines) {
    for (const discount of open.line.discounts ?? []) {
      if ((discount.quantityThousandths === undefined ? discount.type : 'part') !== phase) continue;
      const left = Math.abs(open.subtotal);
      const part = discount.quantityThousandths;
      const base = part === undefined ? left : Math.abs(priceOf(open.line, part, mode));
      const amount = Math.min(discountOn(base, discount, mode), left);
      const sign = open.gross < 0 ? -1 : 1;
      take(open, discount, 'line', sign * base + 0, sign * amount + 0);
    }
  }
}

/** What so much of a line comes to before discounts: its share of the label's price, or of the unit price. */
export function priceOf(
  { unitPrice, labelPrice, quantityThousandths }: DiscountableLine['line'],
  part: number,
  mode: RoundingMode,
): number {
  return labelPrice === undefined
    ? mulDiv(unitPrice, part, WHOLE_THOUSANDTHS, mode)
    : mulDiv(labelPrice, part, Math.abs(quantityThousandths) || 1, mode);
}

function applySaleDiscount(
  lines: readonly DiscountableLine[],
  discount: SaleDiscount,
  mode: RoundingMode,
): AppliedSaleDiscount {
  const { id, name, type } = discount;
  const named = discount.eligibleLines && new Set(discount.eligibleLines);
  const eligible = lines.filter(
    ({ line, subtotal }) => subtotal > 0 && line.discountable !== false && named?.has(line.key) !== false,
  );
  const weights = eligible.map(({ subtotal }) => subtotal);
  const base = weights.reduce((sum, weight) => sum + weight, 0);
  const amount = discountOn(base, discount, mode);
  const shares = apportion(amount, weights);
  eligible.forEach((open, i) => {
    take(open, discount, 'sale', open.subtotal, shares[i] ?? 0);
  });
  const requested = type === 'amount' ? discount.amount : null;
  return { id, name, type, ppm: rateOf(discount), requested, base, amount };
}

/** What a discount takes off `base` (0 or more). */
function discountOn(base: number, discount: Discount, mode: RoundingMode): number {
  return discount.type === 'percentage'
    ? mulDiv(base, discount.ppm, WHOLE_PPM, mode)
    : Math.min(discount.amount, base);
}

function take(
  open: DiscountableLine,
  discount: LineDiscount,
  scope: AppliedDiscount['scope'],
  base: number,
  amount: number,
): void {
  const { id, name, type, quantityThousandths } = discount;
  const applied = { id, name, scope, type, ppm: rateOf(discount), base, amount };
  open.subtotal -= amount;
  open.discounts.push(quantityThousandths === undefined ? applied : { ...applied, quantityThousandths });
}

function rateOf(discount: Discount): number | null {
  return discount.type === 'percentage' ? discount.ppm : null;
}

import type { DiscountableLine } from './discounts.ts';
import { mulDiv, type RoundingMode, WHOLE_PPM } from './money.ts';
import type { TaxRate } from './taxes.ts';

/**
 * A charge for service: a percentage of what the goods come to after all discounts, rounded once, or an
 * amount. It includes tax where the store's prices do.
 */
export type ServiceCharge =
  | {
      readonly type: 'percentage';
      /** Parts per million, 0 to 10 000 000. */
      readonly ppm: number;
      /** The keys of the goods that it is of; all when absent. */
      readonly of?: readonly string[];
    }
  | {
      readonly type: 'amount';
      /** Minor units, 0 or more. */
      readonly amount: number;
    };

/** A line that is a service charge. No discount lowers it, and it is taxed by its own rates. */
export interface ServiceChargeLineInput {
  /** The caller's name for the line, unique in the sale. */
  readonly key: string;
  readonly name: string;
  readonly serviceCharge: ServiceCharge;
  readonly taxRates: readonly TaxRate[];
}

/** How the amount of a service charge came about. */
export interface AppliedServiceCharge {
  readonly name: string;
  readonly type: ServiceCharge['type'];
  /** The percentage, null for an amount. */
  readonly ppm: number | null;
  /** The goods after discounts that it is of. Minor units. */
  readonly base: number;
  /** Minor units. */
  readonly amount: number;
}

/** What a service charge comes to on goods whose discounts are taken. */
export function applyServiceCharge(
  { name, serviceCharge: charge }: Pick<ServiceChargeLineInput, 'name' | 'serviceCharge'>,
  goods: readonly DiscountableLine[],
  mode: RoundingMode,
): AppliedServiceCharge {
  const { type } = charge;
  const [ppm, of] = type === 'percentage' ? [charge.ppm, charge.of] : [null];
  let base = 0;
  for (const { line, subtotal } of goods) if (of?.includes(line.key) !== false) base += subtotal;
  const amount = type === 'percentage' ? mulDiv(base, charge.ppm, WHOLE_PPM, mode) : charge.amount;
  return { name, type, ppm, base, amount };
}

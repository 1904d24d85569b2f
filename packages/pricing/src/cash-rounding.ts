import { type CashRoundingMode, mulDiv } from './money.ts';

/** How a store rounds what is paid in cash. */
export interface CashRounding {
  /** The smallest coin in minor units: 5 for Canada's five cents. */
  readonly step: number;
  readonly mode: CashRoundingMode;
}

/**
 * `amount` rounded to a multiple of the step; negative amounts are mirrored (`down` is towards zero).
 *
 * @param amount minor units
 * @throws PricingError if the step is not a positive integer
 */
export function roundCash(amount: number, { step, mode }: CashRounding): number {
  return mulDiv(amount, 1, step, mode) * step;
}

/**
 * What rounding adds to an amount due in cash (total − Σ non-cash): signed, untaxed, and 0 without a setting.
 * Minor units.
 */
export function cashRoundingOn(due: number, setting: CashRounding | null): number {
  return setting === null ? 0 : roundCash(due, setting) - due;
}

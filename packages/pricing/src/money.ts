import { PricingError } from './pricing-error.ts';

/** The largest amount of money in one field, in minor units (either sign). */
export const MAX_MONEY = 1_000_000_000_000;

/** Parts per million that make a whole: 100 %. */
export const WHOLE_PPM = 1_000_000;

/** Thousandths that make one unit of quantity. */
export const WHOLE_THOUSANDTHS = 1_000;

/**
 * How a store rounds prices, discounts and taxes. `half_up` takes an exact half away from zero, for negative
 * amounts too, so that a credit mirrors its sale; `half_even` takes it to the even neighbour.
 */
export type RoundingMode = 'half_up' | 'half_even';

/**
 * How cash is rounded: the two modes of prices, `half_down` (an exact half towards zero, as New Zealand's
 * retailers round ten-cent cash), `up` (away from zero) and `down` (towards zero).
 */
export type CashRoundingMode = RoundingMode | 'half_down' | 'up' | 'down';

/** The exact fraction a·b/c, with safe integers and c > 0. */
export interface Fraction {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * a·b/c, exact, then rounded once. Every multiplication of money in the engine is this one.
 *
 * The product is formed in BigInt only where it may pass 2^53.
 *
 * @throws PricingError if an argument is no safe integer, c is not positive, or the result is not safe.
 */
export function mulDiv(a: number, b: number, c: number, mode: CashRoundingMode): number {
  assertFraction(a, b, c);
  const product = a * b;
  if (!Number.isSafeInteger(product)) return divideBig(BigInt(a) * BigInt(b), BigInt(c), mode);
  const remainder = product % c;
  const quotient = (product - remainder) / c;
  if (remainder === 0) return quotient;
  const overHalf = 2 * Math.abs(remainder) - c;
  if (!roundsAway(overHalf, quotient % 2 !== 0, mode)) return quotient;
  return product < 0 ? quotient - 1 : quotient + 1;
}

/**
 * The exact sum of fractions, rounded once: for a tax that is rounded over the document and not by line.
 *
 * @throws PricingError as `mulDiv` does.
 */
export function sumAndRound(fractions: readonly Fraction[], mode: CashRoundingMode): number {
  const first = fractions[0];
  if (first === undefined) return 0;
  let sum = 0;
  for (const { a, b, c } of fractions) {
    sum += a;
    if (b !== first.b || c !== first.c || !Number.isSafeInteger(sum)) return sumBig(fractions, mode);
  }
  return mulDiv(sum, first.b, first.c, mode);
}

/** @throws PricingError unless `amount` is an integer and |amount| <= 10^12. */
export function assertMoney(amount: number, what: string): void {
  assertWhole(amount, -MAX_MONEY, MAX_MONEY, what);
}

/** @throws PricingError unless `figure` is an integer from `least` to `most`. */
export function assertWhole(figure: number, least: number, most: number, what: string): void {
  if (!Number.isInteger(figure) || figure < least || figure > most) {
    throw new PricingError(`${what} must be a whole number from ${least} to ${most}, not ${figure}.`);
  }
}

function assertFraction(a: number, b: number, c: number): void {
  if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || !Number.isSafeInteger(c) || c <= 0) {
    throw new PricingError(`${a} * ${b} / ${c}: not safe integers, or a divisor below 1.`);
  }
}

function sumBig(fractions: readonly Fraction[], mode: CashRoundingMode): number {
  const numerators = new Map<number, bigint>();
  for (const { a, b, c } of fractions) {
    assertFraction(a, b, c);
    numerators.set(c, (numerators.get(c) ?? 0n) + BigInt(a) * BigInt(b));
  }
  let numerator = 0n;
  let divisor = 1n;
  for (const [c, n] of numerators) {
    numerator = numerator * BigInt(c) + n * divisor;
    divisor *= BigInt(c);
  }
  return divideBig(numerator, divisor, mode);
}

function divideBig(numerator: bigint, divisor: bigint, mode: CashRoundingMode): number {
  const quotient = numerator / divisor;
  const remainder = numerator % divisor;
  let rounded = quotient;
  if (remainder !== 0n) {
    const overHalf = 2n * (remainder < 0n ? -remainder : remainder) - divisor;
    const sign = overHalf > 0n ? 1 : overHalf < 0n ? -1 : 0;
    if (roundsAway(sign, quotient % 2n !== 0n, mode)) rounded += numerator < 0n ? -1n : 1n;
  }
  const result = Number(rounded);
  if (!Number.isSafeInteger(result)) throw new PricingError(`${rounded} passes 2^53.`);
  return result;
}

/**
 * Whether a quotient cut towards zero moves one away from it, given that something was cut off.
 * `overHalf` is negative, zero or positive as what was cut off is less than, exactly or more than a half.
 */
function roundsAway(overHalf: number, quotientIsOdd: boolean, mode: CashRoundingMode): boolean {
  switch (mode) {
    case 'half_up':
      return overHalf >= 0;
    case 'half_even':
      return overHalf > 0 || (overHalf === 0 && quotientIsOdd);
    case 'half_down':
      return overHalf > 0;
    case 'up':
      return true;
    case 'down':
      return false;
    default:
      throw new PricingError(`There is no rounding mode ${String(mode)}.`);
  }
}

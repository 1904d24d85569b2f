import { assertWhole } from './money.ts';

/**
 * Shares `amount` over `weights` by largest remainder (Hamilton's method): each part is its exact share cut
 * to an integer, and what is left goes one by one to the largest cut-off remainders, the earlier position
 * first among equals.
 *
 * The parts add up to `amount` exactly. A negative amount is shared as its mirror image. While |amount| is
 * not above the sum of the weights, no part is above its weight. When all weights are zero nothing is
 * eligible and nothing is given: every part is 0.
 *
 * @param amount minor units, either sign
 * @param weights safe integers >= 0, with a safe sum
 * @throws PricingError for anything else
 */
export function apportion(amount: number, weights: readonly number[]): number[] {
  let total = 0;
  for (const weight of weights) {
    assertWhole(weight, 0, Number.MAX_SAFE_INTEGER, 'A weight');
    total += weight;
  }
  assertWhole(total, 0, Number.MAX_SAFE_INTEGER, 'The sum of weights');
  assertWhole(amount, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 'An amount to share');
  const magnitude = Math.abs(amount);
  if (!Number.isSafeInteger(magnitude * total)) return apportionBig(amount, weights.map(BigInt));
  if (total === 0) return weights.map(() => 0);

  const remainders: number[] = [];
  const parts: number[] = [];
  let left = magnitude;
  for (const weight of weights) {
    const product = magnitude * weight;
    const remainder = product % total;
    const part = (product - remainder) / total;
    remainders.push(remainder);
    parts.push(part);
    left -= part;
  }
  return handOutRest(parts, remainders, left, amount < 0);
}

/** `apportion` for weights that may pass 2^53. */
export function apportionBig(amount: number, weights: readonly bigint[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0);
  const magnitude = BigInt(Math.abs(amount));
  const parts = weights.map((weight) => Number((magnitude * weight) / total));
  const remainders = weights.map((weight) => (magnitude * weight) % total);
  const left = parts.reduce((rest, part) => rest - part, Math.abs(amount));
  return handOutRest(parts, remainders, left, amount < 0);
}

/** Adds `left` units to the largest remainders, in place, and mirrors the parts of a negative amount. */
function handOutRest(
  parts: number[],
  remainders: readonly number[] | readonly bigint[],
  left: number,
  mirrored: boolean,
): number[] {
  if (left > 0) {
    const order = parts.map((_, position) => position);
    order.sort((i, j) => {
      const first = remainders[i] ?? 0;
      const second = remainders[j] ?? 0;
      return first > second ? -1 : first < second ? 1 : i - j;
    });
    for (const position of order.slice(0, left)) parts[position] = (parts[position] ?? 0) + 1;
  }
  return mirrored ? parts.map((part) => 0 - part) : parts;
}

import { assertWhole } from './money.ts';
import { PricingError } from './pricing-error.ts';

const THOUSANDTHS_PER_UNIT = 1_000;
const PPM_PER_PERCENT = 10_000;

/** The largest quantity in thousandths: eleven digits before the point and three after it. */
export const MAX_THOUSANDTHS = 99_999_999_999_999;

/** The largest rate in parts per million: 1000 %. */
export const MAX_PPM = 10_000_000;

/**
 * A quantity as sent (at most 3 decimal places) in integer thousandths: 2.5 is 2500.
 *
 * @throws PricingError if it has more places, is not finite or is out of bounds.
 */
export function quantityToThousandths(quantity: number): number {
  return scaleExactly(quantity, THOUSANDTHS_PER_UNIT, MAX_THOUSANDTHS, 'A quantity has at most 3');
}

/** The quantity as sent: 2500 thousandths are 2.5. */
export function thousandthsToQuantity(thousandths: number): number {
  return unscale(thousandths, THOUSANDTHS_PER_UNIT, MAX_THOUSANDTHS, 'thousandths');
}

/**
 * A percentage as sent (at most 4 decimal places) in integer parts per million: 8.875 is 88750.
 *
 * @throws PricingError if it has more places, is not finite or is out of bounds.
 */
export function percentToPpm(percent: number): number {
  return scaleExactly(percent, PPM_PER_PERCENT, MAX_PPM, 'A percentage has at most 4');
}

/** The percentage as sent: 88750 parts per million are 8.875. */
export function ppmToPercent(ppm: number): number {
  return unscale(ppm, PPM_PER_PERCENT, MAX_PPM, 'parts per million');
}

/**
 * `value * scale` as written in decimal. The product may miss the integer by a float error (8.875e4 does
 * not, 1.005 * 1000 does), so it is rounded and taken back: an integer divided by a power of ten is the
 * float nearest to that decimal, which is how the decimal was read in the first place.
 */
function scaleExactly(value: number, scale: number, max: number, rule: string): number {
  const scaled = Math.round(value * scale);
  if (scaled / scale !== value || Math.abs(scaled) > max) {
    throw new PricingError(`${rule} decimal places and lies within ±${max / scale}; ${value} does not.`);
  }
  return scaled + 0; // -0 becomes 0
}

function unscale(scaled: number, scale: number, max: number, unit: string): number {
  assertWhole(scaled, -max, max, `A number of ${unit}`);
  return (scaled + 0) / scale;
}

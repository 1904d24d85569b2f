import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PricingError } from './pricing-error.ts';
import {
  MAX_PPM,
  MAX_THOUSANDTHS,
  percentToPpm,
  ppmToPercent,
  quantityToThousandths,
  thousandthsToQuantity,
} from './wire-numbers.ts';

const conversions = [
  {
    name: 'quantity',
    to: quantityToThousandths,
    from: thousandthsToQuantity,
    max: MAX_THOUSANDTHS,
    places: 3,
  },
  { name: 'percentage', to: percentToPpm, from: ppmToPercent, max: MAX_PPM, places: 4 },
];

describe.each(conversions)('a $name', ({ to, from, max, places }) => {
  const scaled = fc.oneof(fc.integer({ min: -max, max }), fc.integer({ min: -10_000, max: 10_000 }));

  test('is exact for every decimal with the allowed places, as JSON writes it', () => {
    fc.assert(
      fc.property(scaled, (integer) => {
        const digits = String(Math.abs(integer)).padStart(places + 1, '0');
        const decimal = `${integer < 0 ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
        expect(to(Number(decimal))).toBe(integer);
        expect(from(integer)).toBe(Number(decimal));
      }),
      { numRuns: 2000 },
    );
  });

  test('is refused with one place more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 9 }), (integer, last) => {
        const tooFine = Number(`${integer}.${'0'.repeat(places)}${last}`);
        expect(() => to(tooFine)).toThrow(PricingError);
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('is refused as %d', (value) => {
    expect(() => to(value)).toThrow(PricingError);
  });

  test('is refused out of bounds and as a fraction', () => {
    expect(() => to(max)).toThrow(PricingError);
    expect(() => from(max + 1)).toThrow(PricingError);
    expect(() => from(0.5)).toThrow(PricingError);
  });

  test('has no negative zero', () => {
    expect(to(-0)).toBe(0);
    expect(from(-0)).toBe(0);
  });
});

test('known values', () => {
  expect(percentToPpm(8.875)).toBe(88_750);
  expect(quantityToThousandths(1.005)).toBe(1005);
  expect(quantityToThousandths(2.5)).toBe(2500);
});

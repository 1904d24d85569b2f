import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cashRoundingMode } from '../test/arbitraries.ts';
import { type CashRoundingMode, mulDiv, sumAndRound } from './money.ts';
import { PricingError } from './pricing-error.ts';

describe('mulDiv', () => {
  test.each<[CashRoundingMode, number[]]>([
    ['half_up', [-3, -2, -1, 1, 2, 3]],
    ['half_even', [-2, -2, 0, 0, 2, 2]],
    ['half_down', [-2, -1, 0, 0, 1, 2]],
    ['up', [-3, -2, -1, 1, 2, 3]],
    ['down', [-2, -1, 0, 0, 1, 2]],
  ])('rounds -2.5, -1.5, -0.5, 0.5, 1.5 and 2.5 by %s', (mode, expected) => {
    expect([-5, -3, -1, 1, 3, 5].map((halves) => mulDiv(halves, 1, 2, mode))).toEqual(expected);
  });

  test('mirrors negative amounts in every mode', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 1_000_000_000 }).map((c) => c + 10_000_000),
        cashRoundingMode,
        (a, b, c, mode) => {
          expect(mulDiv(-a, b, c, mode)).toBe(0 - mulDiv(a, b, c, mode));
        },
      ),
    );
  });

  test.each([
    [0.5, 1, 1],
    [1, Number.NaN, 1],
    [1, 2 ** 53, 1],
    [1, 1, 0],
    [1, 1, -2],
    [Number.MAX_SAFE_INTEGER, 2, 1],
  ])('refuses %d × %d / %d', (a, b, c) => {
    expect(() => mulDiv(a, b, c, 'half_up')).toThrow(PricingError);
  });

  test('refuses a mode it does not know, small figures and large', () => {
    const mode = 'ceiling' as CashRoundingMode;
    expect(() => mulDiv(1, 1, 2, mode)).toThrow(PricingError);
    expect(() => mulDiv(Number.MAX_SAFE_INTEGER, 2, 4, mode)).toThrow(PricingError);
  });
});

describe('sumAndRound', () => {
  test('is 0 for nothing', () => {
    expect(sumAndRound([], 'half_up')).toBe(0);
  });

  test('rounds once: three times 0.4 is 1', () => {
    const tax = { a: 4, b: 100_000, c: 1_000_000 };
    expect(sumAndRound([tax, tax, tax], 'half_up')).toBe(1);
  });

  test('refuses a divisor that is not positive', () => {
    const good = { a: 1, b: 1, c: 1 };
    expect(() => sumAndRound([good, { a: 1, b: 1, c: 0 }], 'half_up')).toThrow(PricingError);
  });
});

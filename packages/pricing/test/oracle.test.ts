import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion, mulDiv, priceSale, roundCash, sumAndRound } from '../src/index.ts';
import { cashRounding, cashRoundingMode, saleOfPennies, saleWithCharges } from './arbitraries.ts';
import { exact, priceByOracle, round, scaled, share } from './oracle.ts';

const safe = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -1000, max: 1000 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 94_906_265, 94_906_266, 94_906_267),
);

test('mulDiv is the exact quotient rounded once, up to the bounds of safe integers', () => {
  let exact = 0;
  fc.assert(
    fc.property(safe, safe, safe, cashRoundingMode, (a, b, divisor, mode) => {
      const c = Math.abs(divisor) || 1;
      const expected = scaled(a, b, c, mode);
      if (Number.isSafeInteger(expected)) {
        exact++;
        expect(mulDiv(a, b, c, mode)).toBe(expected);
      } else {
        expect(() => mulDiv(a, b, c, mode)).toThrow(/2\^53/);
      }
    }),
    { numRuns: 5000 },
  );
  expect(exact).toBeGreaterThan(1000);
});

test('mulDiv meets exact halves as the modes say', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 1000 }), cashRoundingMode, (a, half, mode) => {
      expect(mulDiv(a, half, 2 * half, mode)).toBe(scaled(a, 1, 2, mode));
    }),
    { numRuns: 2000 },
  );
});

test('sumAndRound is the exact sum rounded once', () => {
  const term = fc.record({
    a: fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
    b: fc.integer({ min: 0, max: 300_000 }),
    c: fc.constantFrom(1_000_000, 1_100_000, 1_149_750, 2_100_000),
  });
  fc.assert(
    fc.property(fc.array(term, { maxLength: 8 }), cashRoundingMode, (terms, mode) => {
      const sum = terms.reduce((total, { a, b, c }) => total.plus(exact(a).times(b).div(c)), exact(0));
      expect(sumAndRound(terms, mode)).toBe(round(sum, mode));
    }),
    { numRuns: 2000 },
  );
});

test('sumAndRound keeps exact where a plain sum would pass 2^53', () => {
  const big = { a: Number.MAX_SAFE_INTEGER, b: 1, c: 3 };
  expect(sumAndRound([big, { ...big, a: 2 }, { ...big, a: -Number.MAX_SAFE_INTEGER }], 'half_up')).toBe(1);
});

test('apportion is largest remainder, also beyond 2^53', () => {
  const weight = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1_000_000_000_000 }));
  const amount = fc.oneof(
    fc.integer({ min: -100, max: 100 }),
    fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
  );
  fc.assert(
    fc.property(amount, fc.array(weight, { maxLength: 9 }), (given, weights) => {
      expect(apportion(given, weights)).toEqual(
        share(
          given,
          weights.map((one) => exact(one)),
        ),
      );
    }),
    { numRuns: 3000 },
  );
});

test('roundCash is the nearest multiple of the step that the mode allows', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), cashRounding, (amount, setting) => {
      const steps = scaled(amount, 1, setting.step, setting.mode);
      expect(roundCash(amount, setting)).toBe(steps * setting.step + 0);
    }),
  );
});

for (const takenBack of [false, true]) {
  test(`priceSale agrees with the oracle in every figure${takenBack ? ', goods taken back among them' : ''}`, () => {
    fc.assert(
      fc.property(saleWithCharges({ takenBack }), (input) => {
        const expected = priceByOracle(input);
        const priced = priceSale(input);
        const figures = priced.lines.map((line) => ({
          gross: line.gross,
          discounts: line.discounts.map(({ id, amount }) => ({ id, amount })),
          subtotal: line.subtotal,
          taxes: line.taxes.map(({ amount, exempted }) => amount + exempted),
          net: line.net,
          total: line.total,
        }));
        expect(figures).toEqual(expected);
        expect(priced.total).toBe(expected.reduce((total, line) => total + line.total, 0));
      }),
      { numRuns: 3000 },
    );
  });
}

test('included taxes agree with the oracle where lines have no room for the units that fall on them', () => {
  fc.assert(
    fc.property(saleOfPennies, (input) => {
      const taxes = priceSale(input).lines.map((line) =>
        line.taxes.map(({ amount, exempted }) => amount + exempted),
      );
      expect(taxes).toEqual(priceByOracle(input).map((line) => line.taxes));
    }),
    { numRuns: 400 },
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion, apportionBig } from './apportion.ts';
import { PricingError } from './pricing-error.ts';

const weight = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1_000_000_000_000 }));
const weights = fc.array(weight, { maxLength: 12 }).filter((all) => all.some((one) => one > 0));
const amount = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
);

const sum = (parts: readonly number[]): number => parts.reduce((a, b) => a + b, 0);

test('the parts add up to the amount', () => {
  fc.assert(
    fc.property(amount, weights, (given, all) => {
      expect(sum(apportion(given, all))).toBe(given);
    }),
  );
});

test('a negative amount is shared as the mirror image', () => {
  fc.assert(
    fc.property(amount, weights, (given, all) => {
      expect(apportion(-given, all)).toEqual(apportion(given, all).map((part) => 0 - part));
    }),
  );
});

test('no part is above its weight while the amount is not above their sum', () => {
  const within = weights.chain((all) => fc.tuple(fc.integer({ min: 0, max: sum(all) }), fc.constant(all)));
  fc.assert(
    fc.property(within, ([given, all]) => {
      apportion(given, all).forEach((part, i) => {
        expect(part).toBeLessThanOrEqual(all[i] ?? 0);
      });
    }),
  );
});

test('every part is its exact share, cut or raised to an integer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), weights, (given, all) => {
      const total = BigInt(sum(all));
      apportion(given, all).forEach((part, i) => {
        const share = BigInt(given) * BigInt(all[i] ?? 0);
        expect(BigInt(part) * total > share - total && BigInt(part) * total < share + total).toBe(true);
      });
    }),
  );
});

test('the order of the lines decides only among equal remainders', () => {
  const shuffled = weights.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length })),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), shuffled, (given, [all, order]) => {
      const total = BigInt(sum(all));
      /** What the lines of each remainder get together: a tie moves a unit within one of these only. */
      const byRemainder = (ordered: readonly number[]): Map<bigint, number> => {
        const parts = apportion(given, ordered);
        const sums = new Map<bigint, number>();
        ordered.forEach((one, i) => {
          const remainder = (BigInt(given) * BigInt(one)) % total;
          sums.set(remainder, (sums.get(remainder) ?? 0) + (parts[i] ?? 0));
        });
        return sums;
      };
      expect(byRemainder(order.map((i) => all[i] ?? 0))).toEqual(byRemainder(all));
    }),
    { numRuns: 1000 },
  );
});

test('equal weights get equal parts, the first ones a unit more', () => {
  expect(apportion(11, [5, 5, 5, 5])).toEqual([3, 3, 3, 2]);
});

test('nothing eligible, nothing given', () => {
  expect(apportion(10, [0, 0])).toEqual([0, 0]);
  expect(apportion(10, [])).toEqual([]);
  expect(apportion(0, [3, 4])).toEqual([0, 0]);
});

test('the way through BigInt gives the same parts', () => {
  fc.assert(
    fc.property(amount, fc.array(weight, { maxLength: 12 }), (given, all) => {
      expect(apportionBig(given, all.map(BigInt))).toEqual(apportion(given, all));
    }),
  );
});

test.each([
  [0.5, [1]],
  [1, [-1, 2]],
  [1, [0.5]],
  [1, [Number.MAX_SAFE_INTEGER, 1]],
  [2 ** 53, [1]],
])('refuses %d over %j', (given, all) => {
  expect(() => apportion(given, all)).toThrow(PricingError);
});

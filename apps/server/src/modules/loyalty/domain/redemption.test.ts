import fc from 'fast-check';
import { expect, test } from 'vitest';
import { worthOfPoints } from './redemption.ts';

test('points pay their worth in whole minor units, and never more', () => {
  expect(worthOfPoints({ points: 100, amount: 500 }, 250)).toBe(1_250);
  expect(worthOfPoints({ points: 3, amount: 1 }, 5)).toBe(1);
  expect(worthOfPoints({ points: 1, amount: 1 }, -5)).toBe(0);
  const whole = fc.integer({ min: 1, max: 1_000_000_000_000 });
  fc.assert(
    fc.property(whole, whole, whole, (points, amount, spent) => {
      const worth = BigInt(worthOfPoints({ points, amount }, spent));
      const promised = BigInt(spent) * BigInt(amount);
      const each = BigInt(points);
      const mostThatCanBeKept = worth === 1_000_000_000_000n;
      expect(worth * each <= promised && (mostThatCanBeKept || promised < (worth + 1n) * each)).toBe(true);
    }),
  );
});

import type { LoyaltyEarning } from '@cashwrap/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EarningLine, earningBase, multiplierOf, pointsEarned } from './earning.ts';

const earning = (fields: Partial<LoyaltyEarning> = {}): LoyaltyEarning => ({
  ...{ points: 1, perAmount: 100, excludedCategoryIds: [], excludedProductIds: [] },
  ...fields,
});
const money = fc.integer({ min: 0, max: 1_000_000_000_000 });
const rule = fc.record({
  points: fc.integer({ min: 1, max: 1_000_000 }),
  perAmount: fc.integer({ min: 1, max: 1_000_000_000_000 }),
});
/** Hundredths. */
const multiplier = fc.integer({ min: 100, max: 10_000 });

test('each full amount earns, of goods that are not excluded, less what points paid', () => {
  const line = (net: number, productId: string, ...categoryIds: string[]): EarningLine => ({
    ...{ net, productId, parentId: null, categoryIds },
  });
  const lines = [line(1_000, 'tea', 'drinks', 'food'), line(500, 'book', 'media'), line(250, 'stamp')];
  expect(earningBase(earning(), lines, 0)).toBe(1_750);
  expect(earningBase(earning({ excludedCategoryIds: ['food'] }), lines, 0)).toBe(750);
  expect(
    earningBase(earning({ excludedProductIds: ['stamp'], excludedCategoryIds: ['media'] }), lines, 0),
  ).toBe(1_000);
  expect(earningBase(earning(), lines, 1_700)).toBe(50);
  expect(earningBase(earning(), lines, 1_800)).toBe(0);
  expect(pointsEarned(earning(), 1_799, 1)).toBe(17);
  expect(pointsEarned(earning(), 1_799, 1.5)).toBe(26);
});

test('no point is given for what is not full, and none is held back', () => {
  fc.assert(
    fc.property(rule, money, multiplier, ({ points, perAmount }, base, hundredths) => {
      const earned = BigInt(pointsEarned(earning({ points, perAmount }), base, hundredths / 100));
      const promised = BigInt(base) * BigInt(points) * BigInt(hundredths);
      const each = BigInt(perAmount) * 100n;
      const mostThatCanBeKept = earned === 1_000_000_000_000n;
      expect(earned * each <= promised && (mostThatCanBeKept || promised < (earned + 1n) * each)).toBe(true);
    }),
  );
});

test('to buy more, or in a higher tier, never earns less', () => {
  fc.assert(
    fc.property(rule, money, money, multiplier, multiplier, (terms, base, more, one, other) => {
      const [least, most] = [Math.min(one, other) / 100, Math.max(one, other) / 100];
      const once = pointsEarned(earning(terms), Math.min(base, more), least);
      expect(pointsEarned(earning(terms), Math.max(base, more), least)).toBeGreaterThanOrEqual(once);
      expect(pointsEarned(earning(terms), Math.min(base, more), most)).toBeGreaterThanOrEqual(once);
    }),
  );
});

test('the multiplier is that of the tier; without one, and in a tier that has gone, it is 1', () => {
  const tiers = [{ id: 'gold', name: 'Gold', minimumPoints: 500, multiplier: 1.25 }];
  expect(multiplierOf({ tiers }, 'gold')).toBe(1.25);
  expect(multiplierOf({ tiers }, null)).toBe(1);
  expect(multiplierOf({ tiers }, 'gone')).toBe(1);
});

import { type Discount, type PriceSaleInput, priceSale } from '@cashwrap/pricing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largeDiscountsOf } from './large-discounts.ts';

const settings: PriceSaleInput['settings'] = {
  ...{ pricesIncludeTax: true, taxRounding: 'line', roundingMode: 'half_up' },
  ...{ taxExempt: false, cashRounding: null },
};

interface Given {
  readonly prices: readonly number[];
  /** Of the first line, or of each. */
  readonly onLine?: readonly Discount[];
  readonly onSale?: readonly Discount[];
  readonly limit: number;
  readonly onEach?: boolean;
}

const largeIn = (prices: readonly number[], limit: number, each: Discount) =>
  large({ prices, limit, onLine: [each], onEach: true });

function large({ prices, onLine = [], onSale = [], limit, onEach = false }: Given) {
  const input: PriceSaleInput = {
    settings,
    lines: prices.map((unitPrice, position) => ({
      ...{ key: String(position), unitPrice, quantityThousandths: 1000, taxRates: [] },
      discounts: onEach || position === 0 ? onLine : [],
    })),
    discounts: onSale,
  };
  const cart = {
    place: { maxDiscountPercentage: limit },
    products: prices.map(() => ({ name: 'Thing' })),
    discounts: [],
    rewards: [{ id: 'reward' }],
    ...{ input, priced: priceSale(input) },
  };
  return largeDiscountsOf(cart).map(({ position }) => position);
}

const percent = (percentage: number, id = 'p'): Discount => ({
  ...{ type: 'percentage', id, name: id, ppm: percentage * 10_000 },
});
const amount = (minor: number, id = 'a'): Discount => ({ type: 'amount', id, name: id, amount: minor });
const prices = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 8 });
const percentage = fc.integer({ min: 1, max: 100 });

test('as much as the limit is never large, more than a minor unit above it always is', () => {
  fc.assert(
    fc.property(prices, percentage, (all, limit) => {
      const first = all[0] ?? 0;
      const sum = all.reduce((total, each) => total + each, 0);
      expect(large({ prices: all, limit, onLine: [percent(limit)] })).toEqual([]);
      expect(large({ prices: all, limit, onSale: [percent(limit)] })).toEqual([]);
      const above = (gross: number) => Math.floor((gross * limit) / 100) + 2;
      if (above(first) <= first)
        expect(large({ prices: all, limit, onLine: [amount(above(first))] })).toContain(0);
      if (above(sum) <= sum)
        expect(large({ prices: all, limit, onSale: [amount(above(sum))] })).toEqual([null]);
    }),
  );
});

test('a percentage is judged like the amount that it comes to, and in parts like at once', () => {
  fc.assert(
    fc.property(prices, percentage, percentage, percentage, (all, limit, one, other) => {
      const first = all[0] ?? 0;
      const inParts = [percent(one), percent(other, 'q')];
      const left = first - Math.round((first * one) / 100);
      const came = first - left + Math.round((left * other) / 100);
      if (came === 0) return;
      const parts = large({ prices: all, limit, onLine: inParts });
      expect(large({ prices: all, limit, onLine: [amount(came)] })).toEqual(parts);
      expect(parts.includes(0)).toBe(came > Math.ceil((first * limit) / 100));
    }),
  );
});

test('in however many lines it is given, what comes off them all is at most a point over the limit', () => {
  fc.assert(
    fc.property(prices, percentage, percentage, (all, limit, given) => {
      const large = largeIn(all, limit, percent(given));
      const gross = all.reduce((total, each) => total + each, 0);
      const off = all.reduce((total, each) => total + Math.round((each * given) / 100), 0);
      expect(large.includes(null)).toBe(off > Math.ceil((gross * (limit + 1)) / 100));
    }),
  );
  expect(largeIn(Array(731).fill(1), 20, percent(100))).toEqual([null]);
  expect(largeIn(Array(100).fill(499), 20, percent(20))).toEqual([]);
});

test('what points bought is never large, and what else is given is judged as without it', () => {
  fc.assert(
    fc.property(prices, percentage, percentage, (all, limit, given) => {
      const reward = percent(100, 'reward');
      expect(large({ prices: all, limit, onSale: [reward] })).toEqual([]);
      const byStaff = { prices: all, limit, onLine: [percent(given)] };
      expect(large({ ...byStaff, onSale: [reward] })).toEqual(large(byStaff));
    }),
  );
});

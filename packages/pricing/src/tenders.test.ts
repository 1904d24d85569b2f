import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cashRounding } from '../test/arbitraries.ts';
import { PricingError } from './pricing-error.ts';
import { settle, type Tender } from './tenders.ts';

const FIVE = { step: 5, mode: 'half_up' } as const;

const money = fc.integer({ min: 0, max: 3000 });
const tip = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 500 }));
const tender: fc.Arbitrary<Tender> = fc.oneof(
  fc
    .record({ paid: money, tip })
    .map((t) => ({ method: 'cash' as const, tendered: t.paid + t.tip, tip: t.tip })),
  fc
    .record({
      method: fc.constantFrom('card' as const, 'gift_card' as const, 'other' as const),
      paid: money,
      tip,
    })
    .map((t) => ({ method: t.method, amount: t.paid + t.tip, tip: t.tip })),
);

/** Payments that are likely to settle: some by other means, the rest (and more) in cash. */
const attempt = fc.record({
  total: fc.integer({ min: 0, max: 5000 }),
  setting: fc.option(cashRounding),
  tenders: fc.array(tender, { maxLength: 4 }),
});

describe('settle', () => {
  test('a settled sale keeps total + cash rounding, tips apart, and gives change out of cash only', () => {
    let settledOnes = 0;
    fc.assert(
      fc.property(attempt, ({ total, setting, tenders }) => {
        const paid = settle(total, setting, tenders);
        if (!paid.ok) return;
        settledOnes++;
        const kept = paid.payments.reduce((sum, payment) => sum + payment.amount - payment.tip, 0);
        expect(kept).toBe(total + paid.cashRounding);
        expect(paid.payable).toBe(total + paid.cashRounding + paid.tips);
        expect(paid.change).toBe(paid.payments.reduce((sum, payment) => sum + payment.change, 0));
        for (const [i, payment] of paid.payments.entries()) {
          expect(payment.tendered).toBe(payment.amount + payment.change);
          expect(payment.amount).toBeGreaterThanOrEqual(payment.tip);
          expect(payment.change).toBeGreaterThanOrEqual(0);
          if (payment.method !== 'cash') expect(payment.change).toBe(0);
          expect(payment.method).toBe(tenders[i]?.method);
          expect(payment.tip).toBe(tenders[i]?.tip);
        }
        if (setting === null || !tenders.some(({ method }) => method === 'cash')) {
          expect(paid.cashRounding).toBe(0);
        } else if (setting.mode.startsWith('half')) {
          expect(2 * Math.abs(paid.cashRounding)).toBeLessThanOrEqual(setting.step);
        } else {
          expect(Math.abs(paid.cashRounding)).toBeLessThan(setting.step);
        }
      }),
      { numRuns: 3000 },
    );
    expect(settledOnes).toBeGreaterThan(300);
  });

  test('what is short is settled by one more payment of the shortfall', () => {
    fc.assert(
      fc.property(attempt, ({ total, setting, tenders }) => {
        const first = settle(total, setting, tenders);
        if (first.ok || first.code !== 'PAYMENT_SHORT') return;
        expect(first.shortfall).toBeGreaterThan(0);
        expect(first.shortfallInCash).toBeGreaterThanOrEqual(0);
        const cash = { method: 'cash' as const, tendered: first.shortfallInCash };
        expect(settle(total, setting, [...tenders, cash])).toMatchObject({ ok: true });
        if (tenders.some(({ method }) => method === 'cash')) {
          expect(first.shortfallInCash).toBe(first.shortfall);
        } else {
          const card = { method: 'card' as const, amount: first.shortfall };
          expect(settle(total, setting, [...tenders, card])).toMatchObject({ ok: true, change: 0 });
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('cash is rounded on what other payments leave', () => {
    const card = { method: 'card', amount: 300 } as const;
    expect(settle(492, FIVE, [card, { method: 'cash', tendered: 200 }])).toEqual({
      ok: true,
      payments: [
        { method: 'card', amount: 300, tendered: 300, change: 0, tip: 0 },
        { method: 'cash', amount: 190, tendered: 200, change: 10, tip: 0 },
      ],
      cashRounding: -2,
      tips: 0,
      payable: 490,
      change: 10,
    });
  });

  test('a tip stays out of the total and the rounding', () => {
    const paid = settle(492, FIVE, [{ method: 'cash', tendered: 600, tip: 50 }]);
    expect(paid).toMatchObject({ ok: true, cashRounding: -2, tips: 50, payable: 540, change: 60 });
  });

  test('a rest that rounds away in cash is settled by a cash payment of nothing', () => {
    expect(settle(2, FIVE, [])).toEqual({
      ok: false,
      code: 'PAYMENT_SHORT',
      shortfall: 2,
      shortfallInCash: 0,
    });
    expect(settle(2, FIVE, [{ method: 'cash', tendered: 0 }])).toMatchObject({ ok: true, cashRounding: -2 });
  });

  test('a sale of nothing needs no payment', () => {
    expect(settle(0, FIVE, [])).toEqual({
      ok: true,
      payments: [],
      cashRounding: 0,
      tips: 0,
      payable: 0,
      change: 0,
    });
  });

  test('other payments above the total are refused', () => {
    const tenders = [
      { method: 'gift_card', amount: 400 },
      { method: 'card', amount: 130, tip: 20 },
    ] as const;
    expect(settle(492, FIVE, tenders)).toEqual({ ok: false, code: 'NON_CASH_OVER', excess: 18 });
  });

  test('change on a card is refused', () => {
    const tenders = [{ method: 'card', amount: 492, tendered: 500 }] as const;
    expect(settle(492, null, tenders)).toEqual({
      ok: false,
      code: 'CHANGE_ON_NON_CASH',
      position: 0,
      change: 8,
    });
  });

  test.each<[number, Tender[]]>([
    [-1, []],
    [1.5, []],
    [10, [{ method: 'cash', tendered: -10 }]],
    [10, [{ method: 'cash', tendered: 10, tip: 11 }]],
    [10, [{ method: 'card', amount: 10, tip: -1 }]],
    [10, [{ method: 'card', amount: 10, tendered: 9 }]],
  ])('refuses to settle %d with %j', (total, tenders) => {
    expect(() => settle(total, null, tenders)).toThrow(PricingError);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cashRounding, roundingMode } from '../test/arbitraries.ts';
import { roundCash } from './cash-rounding.ts';
import { PricingError } from './pricing-error.ts';
import { cashRefundShare, refundShare } from './refund-share.ts';

const split = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 8 });

test('any split of returns that returns all refunds all, and none is negative', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 1_000_000_000_000 }),
      split,
      roundingMode,
      (figure, parts, mode) => {
        const sold = parts.reduce((a, b) => a + b, 0);
        let before = 0;
        let refunded = 0;
        for (const now of parts) {
          const refund = refundShare(figure, { sold, before, now }, mode);
          expect(refund).toBeGreaterThanOrEqual(0);
          refunded += refund;
          before += now;
        }
        expect(refunded).toBe(figure);
      },
    ),
  );
});

test('cash refunded in parts comes to what refunding at once does', () => {
  fc.assert(
    fc.property(split, cashRounding, (parts, setting) => {
      let before = 0;
      let refunded = 0;
      for (const refund of parts) {
        refunded += cashRefundShare(refund, before, setting);
        before += refund;
      }
      expect(refunded).toBe(roundCash(before, setting));
    }),
  );
});

test('cash is refunded exactly where it is not rounded', () => {
  expect(cashRefundShare(502, 3, null)).toBe(502);
});

test.each([
  { sold: 2, before: 1, now: 2 },
  { sold: 2, before: -1, now: 1 },
  { sold: 2, before: 1, now: -1 },
  { sold: 0, before: 0, now: 0 },
])('refuses %j', (quantity) => {
  expect(() => refundShare(100, quantity, 'half_up')).toThrow(PricingError);
});

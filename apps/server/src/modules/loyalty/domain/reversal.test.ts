import { PricingError } from '@cashwrap/pricing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clawbackOf, restoreOf } from './reversal.ts';

/** Points, and what they came from in parts. */
const sale = fc.record({
  points: fc.integer({ min: 0, max: 1_000_000_000_000 }),
  parts: fc
    .array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 12 })
    .filter((parts) => parts.some((part) => part > 0)),
});
const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, amount) => sum + amount, 0);

for (const [name, share] of [
  ['clawed back', clawbackOf],
  ['restored', restoreOf],
] as const) {
  test(`what is ${name} over any split of returns is all of it, in proportion after each`, () => {
    fc.assert(
      fc.property(sale, ({ points, parts }) => {
        const whole = sumOf(parts);
        let before = 0;
        let moved = 0;
        for (const now of parts) {
          const ofThis = share(points, { whole, before, now });
          expect(ofThis).toBeGreaterThanOrEqual(0);
          before += now;
          moved += ofThis;
          // As near to the exact proportion as whole points can be.
          const off = BigInt(moved) * BigInt(whole) - BigInt(points) * BigInt(before);
          expect(2n * off <= BigInt(whole) && 2n * off > -BigInt(whole)).toBe(true);
        }
        expect(moved).toBe(points);
      }),
    );
  });
}

test('a return has the same points whether its goods come back at once or one after the other', () => {
  fc.assert(
    fc.property(sale, fc.nat(), ({ points, parts }, at) => {
      const whole = sumOf(parts);
      const before = sumOf(parts.slice(0, at % parts.length));
      const rest = parts.slice(at % parts.length);
      let so = before;
      const inParts = rest.map((now) => {
        const clawedBack = clawbackOf(points, { whole, before: so, now });
        so += now;
        return clawedBack;
      });
      expect(sumOf(inParts)).toBe(clawbackOf(points, { whole, before, now: sumOf(rest) }));
    }),
  );
});

test('a sale that earned nothing claws nothing back, and more than there was is refused', () => {
  expect(clawbackOf(0, { whole: 0, before: 0, now: 0 })).toBe(0);
  expect(() => clawbackOf(10, { whole: 100, before: 60, now: 50 })).toThrow(PricingError);
});

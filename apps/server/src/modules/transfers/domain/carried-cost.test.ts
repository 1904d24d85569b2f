import { MAX_MONEY } from '@cashwrap/contract';
import { MAX_THOUSANDTHS, thousandthsToQuantity } from '@cashwrap/pricing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOfArrival } from './carried-cost.ts';

/** So that all parts together stay within what a quantity can be. */
const MOST = Math.floor(MAX_THOUSANDTHS / 40);

/** Parts that arrive one after the other, in thousandths, until nothing is on the road. */
const split = fc
  .record({
    cost: fc.oneof(fc.nat(100), fc.nat(MAX_MONEY)),
    parts: fc.array(
      fc
        .record({
          good: fc.oneof(fc.nat(5), fc.nat(MOST)),
          damaged: fc.oneof(fc.constant(0), fc.nat(5), fc.nat(MOST)),
        })
        .filter(({ good, damaged }) => good + damaged > 0),
      { minLength: 1, maxLength: 20 },
    ),
  })
  .map(({ cost, parts }) => ({
    ...{ cost, parts },
    sent: parts.reduce((sum, { good, damaged }) => sum + good + damaged, 0),
  }));

function arrivals({ cost, parts, sent }: { cost: number; parts: Arrival[]; sent: number }) {
  let inTransit = sent;
  return parts.map(({ good, damaged }) => {
    const brought = costOfArrival(
      { quantity: thousandthsToQuantity(sent), inTransit: thousandthsToQuantity(inTransit), cost },
      { good: thousandthsToQuantity(good), damaged: thousandthsToQuantity(damaged) },
    );
    inTransit -= good + damaged;
    return brought;
  });
}
interface Arrival {
  good: number;
  damaged: number;
}

describe('the cost that goods carry with them', () => {
  test('arrives in full, to the minor unit, however they are split, and is never negative', () => {
    fc.assert(
      fc.property(split, (sending) => {
        const brought = arrivals(sending);
        expect(brought.reduce((sum, { good, damaged }) => sum + good + damaged, 0)).toBe(sending.cost);
        for (const [i, { good, damaged }] of brought.entries()) {
          expect(Math.min(good, damaged)).toBeGreaterThanOrEqual(0);
          // What did not arrive brings nothing.
          if (sending.parts[i]?.good === 0) expect(good).toBe(0);
          if (sending.parts[i]?.damaged === 0) expect(damaged).toBe(0);
        }
      }),
    );
  });

  test('is so far never more than half a minor unit from the share of what has arrived', () => {
    fc.assert(
      fc.property(split, (sending) => {
        let [brought, arrived] = [0n, 0n];
        for (const [i, { good, damaged }] of arrivals(sending).entries()) {
          brought += BigInt(good + damaged);
          arrived += BigInt((sending.parts[i]?.good ?? 0) + (sending.parts[i]?.damaged ?? 0));
          const off = 2n * (brought * BigInt(sending.sent) - BigInt(sending.cost) * arrived);
          expect(off <= BigInt(sending.sent) && off >= -BigInt(sending.sent)).toBe(true);
        }
      }),
    );
  });

  test('of three for 1.00: 33, then 34, then 33', () => {
    const one = { good: 1, damaged: 0 };
    const brought = [3, 2, 1].map((inTransit) => costOfArrival({ quantity: 3, inTransit, cost: 100 }, one));
    expect(brought.map(({ good }) => good)).toEqual([33, 34, 33]);
  });

  test('of 0.3 kg that arrives as 0.1 good and 0.2 damaged is shared by weight', () => {
    const sent = { quantity: 0.3, inTransit: 0.3, cost: 100 };
    expect(costOfArrival(sent, { good: 0.1, damaged: 0.2 })).toEqual({ good: 33, damaged: 67 });
  });
});

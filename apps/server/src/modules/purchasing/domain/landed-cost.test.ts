import { PricingError } from '@cashwrap/pricing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOf } from './costs.ts';
import { type DeliveredGoods, type DeliveryCharges, type LandedCost, landedCosts } from './landed-cost.ts';

const quantity = fc
  .oneof(
    fc.integer({ min: 0, max: 20_000 }),
    fc.integer({ min: 0, max: 40 }).map((units) => units * 1000),
  )
  .map((thousandths) => thousandths / 1000);
// Zero often: what is given for nothing has no goods value to spread by.
const unitCost = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 12 }),
  fc.integer({ min: 0, max: 1_000_000 }),
);
const line: fc.Arbitrary<DeliveredGoods> = fc
  .record({ quantity, damaged: quantity, orderedUnitCost: unitCost, unitCost })
  .filter(({ quantity, damaged }) => quantity + damaged > 0);
const lines = fc.array(line, { minLength: 1, maxLength: 8 });
const freight = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: 0, max: 1_000_000 }),
);
/** A delivery with a discount of anything up to all that it comes to. */
const delivery = fc
  .record({
    lines,
    freight,
    share: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
  })
  .map(({ lines, freight, share }) => {
    const most = Number(lines.reduce((all, each) => all + goodsOf(each, each.unitCost), 0n)) + freight;
    return { lines, freight, most, discount: Math.floor(most * share) };
  });

const thousandthsOf = (given: number) => BigInt(Math.round(given * 1000));
const allOf = (each: DeliveredGoods) => thousandthsOf(each.quantity) + thousandthsOf(each.damaged);
/** Rounded, a half away from zero. */
const round = (dividend: bigint, divisor: bigint): bigint =>
  dividend < 0n ? -round(-dividend, divisor) : (2n * dividend + divisor) / (2n * divisor);
const goodsOf = (each: DeliveredGoods, cost: number) => round(BigInt(cost) * allOf(each), 1000n);
const total = (costs: readonly LandedCost[], field: keyof LandedCost) =>
  costs.reduce((all, each) => all + each[field], 0);
const costsOf = (lines: readonly DeliveredGoods[], charges: DeliveryCharges) =>
  landedCosts(lines, charges).lines.map(({ cost }) => cost);
const costs = (given: { lines: readonly DeliveredGoods[] } & DeliveryCharges) => costsOf(given.lines, given);

test('all parts add up to what the delivery costs, of each line and of all', () => {
  fc.assert(
    fc.property(delivery, (given) => {
      const landed = costs(given);
      const { totals } = landedCosts(given.lines, given);
      expect(totals.total).toBe(given.most - given.discount);
      expect(totals.variance).toBe(total(landed, 'variance'));
      expect(total(landed, 'freight')).toBe(given.freight);
      expect(total(landed, 'discount')).toBe(given.discount);
      for (const each of landed) {
        expect(each.goodCost + each.damagedCost).toBe(each.goods + each.freight - each.discount);
      }
      expect(total(landed, 'goodCost') + total(landed, 'damagedCost')).toBe(given.most - given.discount);
    }),
    { numRuns: 500 },
  );
});

test('no line costs less than nothing, however much the supplier takes off', () => {
  fc.assert(
    fc.property(delivery, (given) => {
      costs(given).forEach((each, i) => {
        const { goods, freight, discount, goodCost, damagedCost } = each;
        expect(Math.min(goods, freight, discount, goodCost, damagedCost)).toBeGreaterThanOrEqual(0);
        if (given.lines[i]?.quantity === 0) expect(each.goodCost).toBe(0);
        if (given.lines[i]?.damaged === 0) expect(each.damagedCost).toBe(0);
      });
    }),
    { numRuns: 500 },
  );
});

test('goods, variance and the part of the good units are the exact figures, rounded once', () => {
  fc.assert(
    fc.property(delivery, (given) => {
      costs(given).forEach((each, i) => {
        const line = given.lines[i] as DeliveredGoods;
        expect(BigInt(each.goods)).toBe(goodsOf(line, line.unitCost));
        expect(BigInt(each.variance)).toBe(goodsOf(line, line.unitCost - line.orderedUnitCost));
        const cost = BigInt(each.goods + each.freight - each.discount);
        expect(BigInt(each.goodCost)).toBe(round(cost * thousandthsOf(line.quantity), allOf(line)));
      });
    }),
  );
});

test('freight and discount follow the value of the goods to within a minor unit', () => {
  fc.assert(
    fc.property(delivery, ({ lines, freight, most, discount }) => {
      const goodsTotal = BigInt(most - freight);
      fc.pre(goodsTotal > 0n && discount <= Number(goodsTotal));
      for (const each of costsOf(lines, { freight, discount })) {
        for (const [whole, part] of [
          [freight, each.freight],
          [discount, each.discount],
        ] as const) {
          const off = BigInt(part) * goodsTotal - BigInt(whole) * BigInt(each.goods);
          expect(off < goodsTotal && -off < goodsTotal).toBe(true);
        }
      }
    }),
  );
});

const one = (fields: Partial<DeliveredGoods> = {}): DeliveredGoods => ({
  ...{ quantity: 1, damaged: 0, orderedUnitCost: 100, unitCost: 100 },
  ...fields,
});

test('equal remainders go to the earlier line, and what costs nothing takes its freight by quantity', () => {
  const landed = costsOf([one(), one(), one()], { freight: 10, discount: 5 });
  expect(landed.map((each) => [each.freight, each.discount])).toEqual([
    [4, 2],
    [3, 2],
    [3, 1],
  ]);
  const free = costsOf([one({ unitCost: 0 }), one({ unitCost: 0, quantity: 2, damaged: 1 })], {
    ...{ freight: 8, discount: 2 },
  });
  expect(
    free.map(({ freight, discount, goodCost, damagedCost }) => [freight, discount, goodCost, damagedCost]),
  ).toEqual([
    [2, 1, 1, 0],
    [6, 1, 3, 2],
  ]);
});

test('a discount above the goods takes them off whole and the rest off the freight', () => {
  const landed = costsOf([one({ unitCost: 300 }), one()], { freight: 40, discount: 420 });
  expect(landed).toMatchObject([
    { goods: 300, freight: 30, discount: 315, goodCost: 15 },
    { goods: 100, freight: 10, discount: 105, goodCost: 5 },
  ]);
  expect(() => landedCosts([one()], { freight: 40, discount: 141 })).toThrow(
    'discount must not be more than 140, which is what goods and freight come to.',
  );
});

test('what comes to more than can be kept is refused, whichever amount it is', () => {
  const [half, most] = [500_000_000_000, 1_000_000_000_000];
  const big = one({ unitCost: half, orderedUnitCost: half });
  const none = { freight: 0, discount: 0 };
  expect(landedCosts([big, big], none).totals).toMatchObject({ goods: most, total: most });
  expect(() => landedCosts([big, big, one()], none)).toThrow(PricingError);
  expect(() => landedCosts([big, big], { freight: 1, discount: 0 })).toThrow(PricingError);
  expect(() => landedCosts([one({ quantity: 3, unitCost: 0, orderedUnitCost: half })], none)).toThrow(
    PricingError,
  );
  expect(() => landedCosts([one({ quantity: 99_999_999_999, unitCost: most })], none)).toThrow(PricingError);
  expect(() => costOf(1001, 1_000_000_000)).toThrow(PricingError);
});

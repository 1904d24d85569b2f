import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { adviseReorder, type ReorderFacts } from './reorder-quantity.ts';

const facts: ReorderFacts = {
  ...{ soldBy: 'unit', onHand: 10, inTransit: 0, onOrder: 12, inDraft: 0, sold: 84, salesDays: 28 },
  ...{ leadTimeDays: 7, coverDays: 7, setPoint: null, setQuantity: null, packSize: 6, minimumOrder: null },
};

describe('advice by hand', () => {
  test('from sales, in packs', () => {
    expect(adviseReorder(facts)).toEqual({
      ...{ available: 22, dailySales: 3, leadTimeDays: 7, reorderPoint: 42, suggested: 42 },
      arithmetic: [
        'Sold 84 in 28 days: 3 a day',
        'Reorder point: 84 × (7 + 7) ÷ 28 days = 42',
        'Available: 10 on hand + 0 in transit + 12 on order + 0 in drafts = 22',
        'Up to 42 + 84 × 7 ÷ 28 = 63: 41 more, in packs of 6: 42',
      ],
    });
  });

  test('a point and a quantity that are set', () => {
    expect(
      adviseReorder({ ...facts, onHand: -2, onOrder: 0, sold: 0, setPoint: 5, setQuantity: 24 }),
    ).toEqual({
      ...{ available: -2, dailySales: 0, leadTimeDays: 7, reorderPoint: 5, suggested: 24 },
      arithmetic: [
        'Sold 0 in 28 days: 0 a day',
        'Reorder point: 5, as it is set',
        'Available: -2 on hand + 0 in transit + 0 on order + 0 in drafts = -2',
        'Reorder quantity: 24, as it is set, in packs of 6: 24',
      ],
    });
  });

  test('a set quantity that would not do, and a minimum', () => {
    const low = { ...facts, onHand: 0, onOrder: 0, setPoint: 5, setQuantity: 2, packSize: 1 };
    expect(adviseReorder(low)).toMatchObject({ suggested: 6 });
    expect(adviseReorder(low)?.arithmetic.at(-1)).toBe(
      'Reorder quantity: 2, as it is set, at least 6 to come above the reorder point',
    );
    expect(adviseReorder({ ...low, minimumOrder: 50, packSize: 24 })?.arithmetic.at(-1)).toBe(
      'Reorder quantity: 2, as it is set, at least 6 to come above the reorder point, ' +
        'the supplier takes at least 50, in packs of 24: 72',
    );
  });

  test('the rounded sales of a day are shown, and nothing is worked out from them', () => {
    // 0.929 a day, and 0.929 × 14 would be 13.006.
    const steady = { ...facts, onHand: 13, onOrder: 0, sold: 26, packSize: null };
    expect(adviseReorder(steady)).toEqual({
      ...{ available: 13, dailySales: 0.929, leadTimeDays: 7, reorderPoint: 13, suggested: 7 },
      arithmetic: [
        'Sold 26 in 28 days: about 0.929 a day',
        'Reorder point: 26 × (7 + 7) ÷ 28 days = 13',
        'Available: 13 on hand + 0 in transit + 0 on order + 0 in drafts = 13',
        'Up to 13 + 26 × 7 ÷ 28 = 19.5: 6.5 more, rounded up: 7',
      ],
    });
    expect(adviseReorder({ ...steady, onHand: 14 })).toBeUndefined();
  });

  test('what does not come out even is rounded up at the end', () => {
    const slow = { ...facts, onHand: 1, onOrder: 0, sold: 3, leadTimeDays: 10, coverDays: 1, packSize: null };
    expect(adviseReorder(slow)).toEqual({
      ...{ available: 1, dailySales: 0.107, leadTimeDays: 10, reorderPoint: 2, suggested: 2 },
      arithmetic: [
        'Sold 3 in 28 days: about 0.107 a day',
        'Reorder point: 3 × (10 + 1) ÷ 28 days = 1.178…, rounded up: 2',
        'Available: 1 on hand + 0 in transit + 0 on order + 0 in drafts = 1',
        'Up to 2 + 3 × 1 ÷ 28 = 2.107…: 1.107… more, at least 2 to come above the reorder point',
      ],
    });
    expect(adviseReorder({ ...slow, soldBy: 'measure' })).toMatchObject({
      ...{ reorderPoint: 1.179, suggested: 0.287 },
    });
  });

  test('where there is enough, and where nothing tells that any is needed, there is none', () => {
    expect(adviseReorder({ ...facts, onHand: 31 })).toBeUndefined();
    expect(adviseReorder({ ...facts, onHand: 30 })).toBeDefined();
    expect(adviseReorder({ ...facts, sold: 0, onHand: 0, onOrder: 0 })).toBeUndefined();
    expect(adviseReorder({ ...facts, sold: -5, onHand: -9, onOrder: 0 })).toBeUndefined();
  });
});

/** What can be in the database: thousandths of what is sold by measure, whole ones of what is sold by the unit. */
const anyFacts = fc.constantFrom('unit' as const, 'measure' as const).chain((soldBy) => {
  const step = soldBy === 'unit' ? 1000 : 1;
  const quantity = (min: number, max: number) =>
    fc
      .integer({ min: Math.ceil((min * 1000) / step), max: Math.floor((max * 1000) / step) })
      .map((n) => (n * step) / 1000);
  const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
  const small = step / 1000;
  return fc.record({
    soldBy: fc.constant(soldBy),
    onHand: quantity(-1000, 1_000_000),
    inTransit: quantity(0, 100),
    onOrder: quantity(0, 100),
    inDraft: quantity(0, 100),
    sold: quantity(-10, 1_000_000),
    salesDays: fc.integer({ min: 1, max: 365 }),
    leadTimeDays: orNull(fc.integer({ min: 0, max: 730 })),
    coverDays: fc.integer({ min: 0, max: 365 }),
    setPoint: orNull(quantity(0, 1_000_000)),
    setQuantity: orNull(quantity(small, 10_000)),
    packSize: orNull(quantity(small, 1000)),
    minimumOrder: orNull(quantity(small, 1000)),
  });
});
const thousandths = (value: number) => Math.round(value * 1000);

test('the point is the exact ceiling; what is advised lifts stock above it, in whole packs, and not a pack more', () => {
  let advised = 0;
  fc.assert(
    fc.property(anyFacts, (given) => {
      const advice = adviseReorder(given);
      const available =
        thousandths(given.onHand) +
        thousandths(given.inTransit) +
        thousandths(given.onOrder) +
        thousandths(given.inDraft);
      const step = given.soldBy === 'unit' ? 1000 : 1;
      const sold = BigInt(Math.max(0, thousandths(given.sold)));
      const [salesDays, coverDays] = [BigInt(given.salesDays), BigInt(given.coverDays)];
      const demand = sold * (BigInt(given.leadTimeDays ?? 7) + coverDays);
      const unit = salesDays * BigInt(step);
      const ceiling = Number((demand / unit + (demand % unit > 0n ? 1n : 0n)) * BigInt(step));
      const point = given.setPoint === null ? ceiling : thousandths(given.setPoint);
      expect(advice !== undefined).toBe(available <= point && (given.setPoint !== null || sold > 0n));
      if (!advice) return;
      advised += 1;
      expect(thousandths(advice.dailySales)).toBe(Math.round(Number(sold) / given.salesDays));
      expect(thousandths(advice.reorderPoint)).toBe(point);
      const suggested = thousandths(advice.suggested);
      expect(available + suggested).toBeGreaterThan(point);
      const pack = given.packSize === null ? step : thousandths(given.packSize);
      expect(suggested % pack).toBe(0);
      expect(suggested % step).toBe(0);
      const wanted =
        given.setQuantity === null
          ? BigInt(point - available) * salesDays + sold * coverDays
          : BigInt(thousandths(given.setQuantity)) * salesDays;
      const least = Math.max(point - available + step, thousandths(given.minimumOrder ?? 0));
      const enough = (thousandths: number) =>
        BigInt(thousandths) * salesDays >= wanted && thousandths >= least;
      expect([enough(suggested), enough(suggested - pack)]).toEqual([true, false]);
      // With what was ordered there is enough: nothing is advised a second time.
      const ordered = { ...given, inDraft: (thousandths(given.inDraft) + suggested) / 1000 };
      expect(adviseReorder(ordered)).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
  expect(advised).toBeGreaterThan(100);
});

test('the largest quantities stay quantities', () => {
  const huge = { ...facts, sold: 99_999_999_999, salesDays: 1, leadTimeDays: 730, coverDays: 365 };
  expect(adviseReorder({ ...huge, packSize: 7 })).toMatchObject({
    ...{ reorderPoint: 99_999_999_999, suggested: 99_999_999_995 },
  });
});

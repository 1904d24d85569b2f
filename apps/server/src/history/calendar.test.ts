import fc from 'fast-check';
import { expect, it } from 'vitest';
import { datesBetween, hoursOn, salesByDay, usualWeek } from './calendar.ts';
import { createRandom } from './random.ts';

const week = usualWeek({ businessDayCutoffHour: 0 });

it('shares out exactly as many sales as there are, and none to a day on which nobody opens', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.integer(), (sales, seed) => {
      const dates = datesBetween('2025-12-20', '2026-01-05');
      const closedOnSundays = { ...week, hours: [null, ...week.hours.slice(1)] };
      const days = salesByDay([week, closedOnSundays], dates, sales, createRandom(seed));
      expect(days.flat().reduce((sum, count) => sum + count, 0)).toBe(sales);
      for (const [index, date] of dates.entries()) {
        for (const [store, hours] of [week, closedOnSundays].entries()) {
          expect(days[index]?.[store]).toBeGreaterThanOrEqual(0);
          if (hoursOn(hours, date) === null) expect(days[index]?.[store], date).toBe(0);
        }
      }
    }),
  );
});

it('is busier before Christmas than after New Year', () => {
  const dates = datesBetween('2025-12-01', '2026-01-31');
  const days = salesByDay([week], dates, 10_000, createRandom(1)).flat();
  const december = days.slice(0, 31).reduce((sum, count) => sum + count, 0);
  expect(december).toBeGreaterThan(5_600);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparedPeriod, keyBeside, lengthOf } from './period.ts';

describe('the other period', () => {
  test.each([
    ['2026-11-01', '2026-11-30', 'previous_period', '2026-10-02', '2026-10-31'],
    ['2024-03-01', '2024-03-01', 'previous_period', '2024-02-29', '2024-02-29'],
    ['2026-11-01', '2026-11-30', 'last_year', '2025-11-01', '2025-11-30'],
    ['2024-02-29', '2024-02-29', 'last_year', '2023-02-28', '2023-02-28'],
    ['2025-02-01', '2025-02-28', 'last_year', '2024-02-01', '2024-02-28'],
  ] as const)('of %s to %s with %s is %s to %s', (from, to, compareTo, otherFrom, otherTo) => {
    expect(comparedPeriod({ from, to, compareTo })).toEqual({ from: otherFrom, to: otherTo });
  });

  test('is none where nothing is compared', () => {
    expect(comparedPeriod({ from: '2026-11-01', to: '2026-11-30' })).toBeUndefined();
  });

  const date = fc
    .integer({ min: 0, max: 36_000 })
    .map((days) => new Date(Date.UTC(2000, 0, 1 + days)).toISOString().slice(0, 10));

  test('right before is as long, and ends where the period begins', () => {
    fc.assert(
      fc.property(date, date, (one, other) => {
        const [from, to] = one < other ? [one, other] : [other, one];
        const period = { from, to, compareTo: 'previous_period' as const };
        const before = comparedPeriod(period);
        expect(before && lengthOf(before)).toBe(lengthOf(period));
        expect(before && lengthOf({ from: before.to, to: from })).toBe(2);
        expect(before && keyBeside('day', from, period, before)).toBe(before?.from);
        expect(before && keyBeside('day', to, period, before)).toBe(before?.to);
      }),
    );
  });
});

describe('what stands beside a row', () => {
  const beside = (
    groupBy: string,
    key: string | null,
    from: string,
    to: string,
    compareTo: 'previous_period' | 'last_year',
  ) => {
    const period = { from, to, compareTo };
    const other = comparedPeriod(period);
    if (!other) throw new Error('There is another period.');
    return keyBeside(groupBy, key, period, other);
  };

  test.each([
    // Weeks of the same place, across the turn of a year with 53 of them.
    ['week', '2021-W01', '2021-01-04', '2021-01-31', 'previous_period', '2020-W50'],
    ['week', '2021-W04', '2021-01-04', '2021-01-31', 'previous_period', '2020-W53'],
    ['week', '2026-W47', '2026-11-01', '2026-11-30', 'last_year', '2025-W47'],
    // A year before the Monday it was a Sunday: the week with that day alone is not the one to stand beside.
    ['week', '2026-W45', '2026-11-02', '2026-11-22', 'last_year', '2025-W45'],
    ['week', '2026-W53', '2026-12-01', '2027-01-31', 'last_year', '2026-W01'],
    ['month', '2026-03', '2026-01-01', '2026-12-31', 'last_year', '2025-03'],
    ['month', '2026-12', '2026-10-01', '2026-12-31', 'previous_period', '2026-09'],
    ['month', '2026-01', '2026-01-01', '2026-01-31', 'previous_period', '2025-12'],
    ['day', '2024-02-29', '2024-02-01', '2024-02-29', 'last_year', '2023-02-28'],
    ['day', '2024-03-01', '2024-02-01', '2024-03-31', 'last_year', '2023-03-01'],
    ['hour', '9', '2026-11-01', '2026-11-30', 'last_year', '9'],
    ['product', null, '2026-11-01', '2026-11-30', 'last_year', null],
  ] as const)('%s %s of %s to %s, %s: %s', (groupBy, key, from, to, compareTo, expected) => {
    expect(beside(groupBy, key, from, to, compareTo)).toBe(expected);
  });
});

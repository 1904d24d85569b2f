import { expect, test } from 'vitest';
import { averageOf, percentOf, ratioOf } from './ratios.ts';

test('averages are rounded half away from zero, and none is of nothing', () => {
  expect([averageOf(5, 2), averageOf(-5, 2), averageOf(4, 3), averageOf(0, 7)]).toEqual([3, -3, 1, 0]);
  expect(averageOf(100, 0)).toBeNull();
});

test('a part in percent has two decimals, also of what is below zero', () => {
  expect([percentOf(1, 3), percentOf(2, 3), percentOf(-1, 3), percentOf(1, -3)]).toEqual([
    ...[33.33, 66.67, -33.33, -33.33],
  ]);
  expect(percentOf(1, 0)).toBeNull();
});

test('no figure is too large to be exact, and none is -0', () => {
  expect(percentOf(9_007_199_254_740_991, 9_007_199_254_740_991)).toBe(100);
  expect(Object.is(percentOf(0, -5), 0)).toBe(true);
  expect(ratioOf(7, 2, { decimals: 1 })).toBe(3.5);
});

import { expect, test } from 'vitest';
import { moneyFormat, plainFormat } from './money-format.ts';

// In the first three, plain numbers may have other separators than amounts.
test.each([
  ['en-DE', 'EUR'],
  ['en-CH', 'EUR'],
  ['fr-CH', 'CHF'],
  ['de-DE', 'EUR'],
  ['en-US', 'USD'],
  ['hi-IN', 'INR'],
])('in %s numbers have the separators of amounts in %s', (locale, currency) => {
  expect(moneyFormat(locale, currency, 2)(123_456_789)).toContain(
    plainFormat(locale, currency, 3)(1_234_567.89),
  );
});

test('numbers have as many decimals as they need, up to the most, and their sign', () => {
  const plain = plainFormat('en-IE', 'EUR', 3);
  expect([0, 7, 0.125, -2.5, 99_999_999_999].map(plain)).toEqual([
    '0',
    '7',
    '0.125',
    '-2.5',
    '99,999,999,999',
  ]);
  expect(plainFormat('ja-JP', 'JPY', 3)(1.5)).toBe('1.5');
});

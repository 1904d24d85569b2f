import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, luhnCheckDigit, normalizeCode, RANDOM_DIGITS } from './gift-card-code.ts';

const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: RANDOM_DIGITS, maxLength: RANDOM_DIGITS })
  .map((all) => all.join(''));
const isRight = (code: string) => luhnCheckDigit(code.slice(0, -1)) === code.at(-1);

test.each([
  ['7992739871', '3'],
  ['453957804120', '7'],
  ['0', '0'],
])('the check digit of %s is %s', (number, digit) => {
  expect(luhnCheckDigit(number)).toBe(digit);
});

describe('a code', () => {
  test('has 16 digits, the first a 9, with a right check digit', () => {
    fc.assert(
      fc.property(digits, (random) => {
        const code = codeOf(random);
        expect(code).toMatch(/^9[0-9]{15}$/);
        expect(code.slice(1, -1)).toBe(random);
        expect(isRight(code)).toBe(true);
      }),
    );
  });

  test('with one digit typed wrongly is not right', () => {
    const position = fc.integer({ min: 0, max: 15 });
    fc.assert(
      fc.property(digits, position, fc.integer({ min: 1, max: 9 }), (random, at, by) => {
        const typed = [...codeOf(random)];
        typed[at] = String((Number(typed[at]) + by) % 10);
        expect(isRight(typed.join(''))).toBe(false);
      }),
    );
  });

  test('is the same however it is typed', () => {
    expect(normalizeCode('9123 4567 8901 2343')).toBe('9123456789012343');
    expect(normalizeCode('ab12-cd34 e')).toBe('AB12CD34E');
  });
});

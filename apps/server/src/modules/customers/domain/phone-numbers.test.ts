import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberPartOf, phoneDigits } from './phone-numbers.ts';

test.each([
  ['+49 170 1234', '491701234'],
  ['+49 (0)30 1234', '49301234'],
  ['0049 (0)30 1234', '0049301234'],
  ['(0)30 1234', '0301234'],
  ['ask at the desk', ''],
])('the digits of "%s"', (phone, digits) => {
  expect(phoneDigits(phone)).toBe(digits);
});

test.each([
  ['0170 1234', '1701234'],
  ['+49 170 1234', '1701234'],
  ['0049 170 1234', '1701234'],
  ['+1 (555) 010', '555010'],
  ['+358 40 1234', '401234'],
  ['+39 06 1234', '061234'],
  ['+49 30', '4930'],
  ['030', '030'],
  ['12', undefined],
])('what "%s" is looked for by', (typed, part) => {
  expect(numberPartOf(typed)).toBe(part);
});

test('a number is found by itself and by each end of it, at home and from abroad', () => {
  const national = fc.stringMatching(/^[1-9][0-9]{6,9}$/);
  const code = fc.constantFrom('1', '7', '30', '44', '49', '81', '98', '351', '420', '852', '971');
  fc.assert(
    fc.property(national, code, fc.nat(6), (digits, itsCode, cut) => {
      const forms = [
        `0${digits}`,
        `+${itsCode}${digits}`,
        `00${itsCode}${digits}`,
        `+${itsCode} (0)${digits}`,
      ];
      for (const stored of forms) {
        for (const typed of [...forms, digits.slice(Math.min(cut, digits.length - 3))]) {
          expect(phoneDigits(stored)).toContain(numberPartOf(typed));
        }
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addMonths } from './months.ts';

const at = (text: string) => new Date(text);

test('a month later is the same day, or the last of a month that has no such day', () => {
  expect(addMonths(at('2026-01-15T10:20:30.400Z'), 1)).toEqual(at('2026-02-15T10:20:30.400Z'));
  expect(addMonths(at('2026-01-31T00:00:00Z'), 1)).toEqual(at('2026-02-28T00:00:00Z'));
  expect(addMonths(at('2027-08-31T00:00:00Z'), 6)).toEqual(at('2028-02-29T00:00:00Z'));
  expect(addMonths(at('2028-02-29T00:00:00Z'), -12)).toEqual(at('2027-02-28T00:00:00Z'));
  expect(addMonths(at('2026-11-30T23:59:59Z'), 120)).toEqual(at('2036-11-30T23:59:59Z'));
});

test('what comes later goes no earlier', () => {
  const instant = fc.date({
    min: at('2020-01-01T00:00:00Z'),
    max: at('2040-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(instant, instant, fc.integer({ min: 1, max: 120 }), (one, other, months) => {
      const [first, last] = one <= other ? [one, other] : [other, one];
      expect(addMonths(first, months).getTime()).toBeLessThanOrEqual(addMonths(last, months).getTime());
    }),
  );
});

import { describe, expect, it } from 'vitest';
import { Id, NewId } from './ids.ts';
import { MAX_MONEY, MAX_QUANTITY, Money, Percentage, Quantity, SignedQuantity } from './numbers.ts';
import { Currency, Locale } from './places.ts';
import { line, text, typed } from './text.ts';
import { Timestamp, TimeZone } from './time.ts';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('money', () => {
  it.each([0, 1299, -1, MAX_MONEY, -MAX_MONEY])('takes %d', (value) => {
    expect(accepts(Money, value)).toBe(true);
  });
  it.each([0.5, MAX_MONEY + 1, -MAX_MONEY - 1, Number.NaN, Number.POSITIVE_INFINITY, '1', null])(
    'refuses %s',
    (value) => {
      expect(accepts(Money, value)).toBe(false);
    },
  );
});

describe('quantities and percentages', () => {
  it.each([0.001, 0.3, 1.005, 2.675, 1234567.891, MAX_QUANTITY])('a quantity may be %d', (value) => {
    expect(accepts(Quantity, value)).toBe(true);
  });
  it.each([0, -1, 0.0001, 0.1 + 0.2, 1.0005, MAX_QUANTITY + 1])('a quantity may not be %d', (value) => {
    expect(accepts(Quantity, value)).toBe(false);
  });
  it('only a signed quantity may be negative', () => {
    expect(accepts(SignedQuantity, -2.5)).toBe(true);
  });
  it.each([0, 8.875, 100, 0.0001])('a percentage may be %d', (value) => {
    expect(accepts(Percentage, value)).toBe(true);
  });
  it.each([-1, 101, 0.00001, '5'])('a percentage may not be %s', (value) => {
    expect(accepts(Percentage, value)).toBe(false);
  });
});

describe('text', () => {
  it.each(['a', 'Käse 1 kg', '日本', '👍 ok', "O'Neill"])('a line may be %j', (value) => {
    expect(accepts(line(20), value)).toBe(true);
  });
  it.each([
    ...['', ' a', 'a ', 'a\nb', 'a\u0000', '\ud800', 'x'.repeat(21)],
    ...['a\u2028b', 'a\u2029b', 'a\u202ab', 'a\u202eb', 'a\u2066b', 'a\u2069b'],
  ])('a line may not be %j', (value) => {
    expect(accepts(line(20), value)).toBe(false);
  });
  it('what is typed may have spaces around it, which go, and nothing that a line may not have', () => {
    expect(typed(5).parse(' ab ')).toBe('ab');
    expect(accepts(typed(5), '')).toBe(true);
    for (const refused of ['a\n', '\ta', 'a b c ', 'a\ud800']) expect(accepts(typed(5), refused)).toBe(false);
  });
  it('free text may have lines and tabs, and no other control characters', () => {
    expect(accepts(text(20), 'a\n\tb')).toBe(true);
    expect(accepts(text(20), '')).toBe(true);
    expect(accepts(text(20), 'a\u0007')).toBe(false);
  });
});

describe('ids, times and places', () => {
  it('ids are lower case; a new one is a version 7', () => {
    expect(accepts(Id, '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00')).toBe(true);
    expect(accepts(Id, '01936F5E-7C3A-7B1E-9D0A-4F2B8C6D1E00')).toBe(false);
    expect(accepts(NewId, '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00')).toBe(true);
    expect(accepts(NewId, '01936f5e-7c3a-4b1e-9d0a-4f2b8c6d1e00')).toBe(false);
  });
  it('an instant has an offset', () => {
    expect(accepts(Timestamp, '2026-11-22T15:04:05Z')).toBe(true);
    expect(accepts(Timestamp, '2026-11-22T15:04:05+01:00')).toBe(true);
    expect(accepts(Timestamp, '2026-11-22T15:04:05')).toBe(false);
    expect(accepts(Timestamp, '1900-01-01T00:00:00Z')).toBe(true);
    expect(accepts(Timestamp, '9999-12-31T23:59:59.999Z')).toBe(true);
    expect(accepts(Timestamp, '0000-01-01T00:00:00Z')).toBe(false);
    expect(accepts(Timestamp, '1900-01-01T00:00:00+00:01')).toBe(false);
    expect(accepts(Timestamp, '9999-12-31T23:59:59-00:01')).toBe(false);
    expect(Timestamp.safeParse('noon').error?.issues).toHaveLength(1);
  });
  it('time zones, languages and currencies are those there are', () => {
    expect(accepts(TimeZone, 'Europe/Berlin')).toBe(true);
    for (const zone of [
      'Asia/Kolkata',
      'Europe/Kyiv',
      'America/Argentina/Buenos_Aires',
      'UTC',
      'Asia/Calcutta',
    ]) {
      expect(accepts(TimeZone, zone), zone).toBe(true);
    }
    for (const zone of ['Europe/Atlantis', '+01:00', '-05:30', '', 'x'.repeat(65)]) {
      expect(accepts(TimeZone, zone), zone).toBe(false);
    }
    expect(accepts(Locale, 'de-DE')).toBe(true);
    expect(accepts(Locale, 'no such')).toBe(false);
    expect(accepts(Currency, 'EUR')).toBe(true);
    expect(accepts(Currency, 'eur')).toBe(false);
  });
});

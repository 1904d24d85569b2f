import { readFileSync } from 'node:fs';
import {
  businessDateOf,
  sameTimeLastWeek,
  startOfBusinessDay,
  startsOfBusinessDays,
} from '@cashwrap/pricing/business-day';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyDigits } from '../src/modules/currency/currency.ts';

const casesOf = (name: string) =>
  JSON.parse(readFileSync(new URL(`./cases/${name}.json`, import.meta.url), 'utf8')).cases;

interface BusinessDayCase {
  readonly id: string;
  readonly shows: string;
  readonly timeZone: string;
  readonly cutoffHour: number;
  readonly instant: string;
  readonly expectedBusinessDate: string;
  /** When the business day begins, and when the next one does. */
  readonly businessDayUtc?: readonly [string, string];
}

interface CurrencyCase {
  readonly currency: string;
  readonly iso4217Digits: number;
}

describe('the business date of published cases', () => {
  const cases: BusinessDayCase[] = casesOf('business-days');

  test('there are some', () => expect(cases.length).toBeGreaterThan(20));

  test.each(cases.map((each) => [each.id, each.shows, each] as const))('%s: %s', (_id, _shows, each) => {
    const { instant, timeZone, cutoffHour, expectedBusinessDate, businessDayUtc } = each;
    const dateAt = (ms: number) => businessDateOf(new Date(ms), timeZone, cutoffHour);
    expect(dateAt(Date.parse(instant))).toBe(expectedBusinessDate);
    if (!businessDayUtc) return;
    const [start, end] = businessDayUtc.map((text) => Date.parse(text)) as [number, number];
    expect(dateAt(start)).toBe(expectedBusinessDate);
    expect(dateAt(end - 1)).toBe(expectedBusinessDate);
    expect(dateAt(start - 1) < expectedBusinessDate).toBe(true);
    expect(dateAt(end) > expectedBusinessDate).toBe(true);
    expect(startOfBusinessDay(expectedBusinessDate, timeZone, cutoffHour).getTime()).toBe(start);
    expect(startOfBusinessDay(dateAt(end), timeZone, cutoffHour).getTime()).toBe(end);
  });
});

describe('business days', () => {
  test('never run backwards, wherever and whenever clocks are changed', () => {
    const backwards: string[] = [];
    const changes = Intl.supportedValuesOf('timeZone').flatMap((zone) => clockChanges(zone, 2026));
    // Many zones change alike.
    const kinds = new Map(changes.map((change) => [`${change.at} ${change.from} ${change.to}`, change]));
    for (const { zone, at } of kinds.values()) {
      for (let cutoff = 0; cutoff < 24; cutoff++) {
        let last = '';
        for (let minute = -240; minute <= 240; minute += 15) {
          const instant = new Date(at + minute * 60_000);
          const date = businessDateOf(instant, zone, cutoff);
          if (date < last) backwards.push(`${zone} ${cutoff} ${instant.toISOString()}`);
          last = date;
        }
      }
    }
    expect(kinds.size).toBeGreaterThan(30);
    expect(backwards).toEqual([]);
  });

  test('begin at their first second, wherever and whenever clocks are changed', () => {
    const wrong: string[] = [];
    const changes = Intl.supportedValuesOf('timeZone').flatMap((zone) => clockChanges(zone, 2026));
    const kinds = new Map(changes.map((change) => [`${change.at} ${change.from} ${change.to}`, change]));
    for (const { zone, at } of kinds.values()) {
      for (let cutoff = 0; cutoff < 24; cutoff++) {
        for (const day of [-1, 0, 1]) {
          const date = businessDateOf(new Date(at + day * DAY), zone, cutoff);
          const start = startOfBusinessDay(date, zone, cutoff);
          const before = businessDateOf(new Date(start.getTime() - 1), zone, cutoff);
          if (businessDateOf(start, zone, cutoff) !== date || before >= date) {
            wrong.push(`${zone} ${cutoff} ${date} ${start.toISOString()}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    // Clocks that are changed at midnight, for a month of fasting, by half an hour, and past a whole day.
    ...[['America/Santiago', 0] as const, ['Africa/Cairo', 0] as const, ['Africa/Casablanca', 3] as const],
    ...[['Australia/Lord_Howe', 2] as const, ['Pacific/Apia', 0] as const, ['America/New_York', 4] as const],
  ])('begin in a row of them as each by itself: %s at %i', (zone, cutoff) => {
    const dates = Array.from({ length: 900 }, (_, day) =>
      new Date(Date.UTC(2010, 2, 1) + day * DAY).toISOString().slice(0, 10),
    );
    for (const asked of [dates, dates.filter((_, day) => day % 7 === 0), dates.slice(0, 1), []]) {
      expect(startsOfBusinessDays(asked, zone, cutoff)).toEqual(
        asked.map((date) => startOfBusinessDay(date, zone, cutoff)),
      );
    }
  });

  test('begin where the business day of an instant does, in any year that reports are about', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const days = fc.date({
      ...{ min: new Date('2000-01-02'), max: new Date('2099-12-30') },
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 23 }), days, (timeZone, cutoff, instant) => {
        const date = businessDateOf(instant, timeZone, cutoff);
        const start = startOfBusinessDay(date, timeZone, cutoff);
        expect(start <= instant).toBe(true);
        expect(businessDateOf(start, timeZone, cutoff)).toBe(date);
        expect(businessDateOf(new Date(start.getTime() - 1), timeZone, cutoff) < date).toBe(true);
      }),
    );
  });

  test('begin with the next one where a zone has skipped them: Samoa had no 30 December 2011', () => {
    const [skipped, next] = ['2011-12-30', '2011-12-31'].map((date) =>
      startOfBusinessDay(date, 'Pacific/Apia', 0),
    );
    expect(skipped).toEqual(next);
  });

  test('go on where clocks are put back across the cut-off: the Chathams, from 03:45 to 02:45', () => {
    const dateAt = (instant: string) => businessDateOf(new Date(instant), 'Pacific/Chatham', 3);
    expect(dateAt('2026-04-04T13:14:59Z')).toBe('2026-04-04');
    expect(dateAt('2026-04-04T13:15:00Z')).toBe('2026-04-05');
    // 02:45 again: the day has begun.
    expect(dateAt('2026-04-04T14:00:00Z')).toBe('2026-04-05');
    expect(dateAt('2026-04-05T14:14:59Z')).toBe('2026-04-05');
    expect(dateAt('2026-04-05T14:15:00Z')).toBe('2026-04-06');
  });

  test('go on in Newfoundland of 2010, where midnight came twice, a minute apart from an hour', () => {
    const dateAt = (instant: string) => businessDateOf(new Date(instant), 'America/St_Johns', 0);
    expect(dateAt('2010-11-07T02:29:59Z')).toBe('2010-11-06');
    expect(dateAt('2010-11-07T02:30:30Z')).toBe('2010-11-07');
    expect(dateAt('2010-11-07T02:31:00Z')).toBe('2010-11-07');
    expect(dateAt('2010-11-07T03:29:59Z')).toBe('2010-11-07');
    expect(dateAt('2010-11-08T03:29:59Z')).toBe('2010-11-07');
    expect(dateAt('2010-11-08T03:30:00Z')).toBe('2010-11-08');
  });

  test('are named by the local date, or the one before while the hour is below the cut-off', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Auckland');
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 0, max: 23 }),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (timeZone, cutoff, instant) => {
          // Another way to the wall clock than the one that is tested: the Swedish format is ISO 8601.
          const local = instant.toLocaleString('sv-SE', { timeZone });
          const shifted = new Date(Date.parse(`${local.replace(' ', 'T')}Z`) - cutoff * 3_600_000);
          expect(businessDateOf(instant, timeZone, cutoff)).toBe(shifted.toISOString().slice(0, 10));
        },
      ),
    );
  });

  test('are counted in every zone that a store may be in', () => {
    for (const zone of ['UTC', ...Intl.supportedValuesOf('timeZone')]) {
      expect(businessDateOf(new Date('2026-11-22T12:00:00Z'), zone, 0)).toMatch(/^2026-11-2[123]$/);
    }
  });
});

describe('the same time a week before', () => {
  const weekBefore = (instant: string, timeZone = 'Europe/Berlin') =>
    sameTimeLastWeek(new Date(instant), timeZone).toISOString();

  test('is by the wall clock, not by the hours that have passed', () => {
    expect(weekBefore('2026-11-23T14:30:05.250Z')).toBe('2026-11-16T14:30:05.250Z');
    // 15:00 of winter time, and 15:00 of summer time.
    expect(weekBefore('2026-10-25T14:00:00.000Z')).toBe('2026-10-18T13:00:00.000Z');
    expect(weekBefore('2026-03-29T13:00:00.000Z')).toBe('2026-03-22T14:00:00.000Z');
  });

  test('is the moment of the skip where the clock has skipped it, and the first of two', () => {
    expect(weekBefore('2026-04-05T00:30:00.000Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(weekBefore('2026-11-01T01:30:00.000Z')).toBe('2026-10-25T00:30:00.000Z');
  });

  test('stands still while the clock shows an hour again', () => {
    expect(weekBefore('2026-10-25T00:59:59.000Z')).toBe('2026-10-18T00:59:59.000Z');
    expect(weekBefore('2026-10-25T01:30:00.000Z')).toBe('2026-10-18T00:59:59.000Z');
    expect(weekBefore('2026-10-25T02:00:00.000Z')).toBe('2026-10-18T01:00:00.000Z');
  });

  test('is on the business day a week before, or where that ends, and never runs backwards', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo');
    const instants = fc.date({
      ...{ min: new Date('2020-01-01'), max: new Date('2035-01-01') },
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 23 }), instants, (timeZone, cutoff, instant) => {
        const before = sameTimeLastWeek(instant, timeZone);
        const later = sameTimeLastWeek(new Date(instant.getTime() + 600_000), timeZone);
        expect(later >= before).toBe(true);
        const date = businessDateOf(instant, timeZone, cutoff);
        const dateBefore = new Date(Date.parse(date) - WEEK).toISOString().slice(0, 10);
        expect(businessDateOf(before, timeZone, cutoff)).toBe(dateBefore);
      }),
    );
  });
});

describe('the digits of a currency', () => {
  const cases: CurrencyCase[] = casesOf('currencies');

  test.each(cases.map(({ currency, iso4217Digits }) => [currency, iso4217Digits] as const))(
    'of %s are %i, as ISO 4217 has them',
    (currency, digits) => expect(currencyDigits(currency)).toBe(digits),
  );

  test.each(['XXX', 'XTS', 'XAU', 'XAG', 'XDR', 'XBA'])('of %s are none: nobody pays with it', (code) => {
    expect(currencyDigits(code)).toBeUndefined();
  });

  test.each(['XAF', 'XOF', 'XPF'])(
    'of %s are none behind the point: francs, though they begin with X',
    (code) => {
      expect(currencyDigits(code)).toBe(0);
    },
  );

  test.each(['', 'EURO', 'ZZZ', 'XXY', '123'])('of %j are none: there is no such currency', (code) => {
    expect(currencyDigits(code)).toBeUndefined();
  });
});

const DAY = 86_400_000;
const WEEK = 7 * DAY;

interface ClockChange {
  readonly zone: string;
  readonly at: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** When a zone's offset changes in a year, to the minute. */
function clockChanges(zone: string, year: number): ClockChange[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const offsetAt = (ms: number) => format.format(ms).split('GMT')[1];
  const changes: ClockChange[] = [];
  const [start, end] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  for (let week = start; week < end; week += WEEK) {
    let [low, high] = [week, week + WEEK];
    const [from, to] = [offsetAt(low), offsetAt(high)];
    if (from === to) continue;
    while (high - low > 60_000) {
      const middle = Math.floor((low + high) / 120_000) * 60_000;
      if (offsetAt(middle) === from) low = middle;
      else high = middle;
    }
    changes.push({ zone, at: high, from, to });
  }
  return changes;
}

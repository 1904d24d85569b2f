import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { businessDateOf, startOfBusinessDay } from '../src/modules/organization/index.ts';
import { type LocalDay, localDays, mondayOf } from '../src/modules/staff/domain/local-days.ts';
import { latestOf, stayProblems } from '../src/modules/staff/domain/stay-problems.ts';
import {
  type Stay,
  type Total,
  totalsOf,
  workedBetween,
  workedIn,
} from '../src/modules/staff/domain/worked-time.ts';

const dateIn = (timeZone: string) => (instant: Date) => businessDateOf(instant, timeZone, 0);
const daysOf = (timeZone: string, from: string, to: string) =>
  localDays(from, to, (date) => startOfBusinessDay(date, timeZone, 0));

/** Clocks that go at 2, at midnight, by half an hour, not at all, on both sides of the date line. */
const zones = [
  ...['Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'America/Havana', 'Australia/Lord_Howe'],
  ...['Africa/Cairo', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Santiago', 'UTC'],
];

describe('the local days', () => {
  test.each([
    ['Europe/Berlin', '2026-03-29', 23, '2026-03-28T23:00:00Z'],
    ['Europe/Berlin', '2026-10-25', 25, '2026-10-24T22:00:00Z'],
    ['Europe/Berlin', '2026-06-01', 24, '2026-05-31T22:00:00Z'],
    ['America/New_York', '2026-03-08', 23, '2026-03-08T05:00:00Z'],
    ['America/New_York', '2026-11-01', 25, '2026-11-01T04:00:00Z'],
    // There was no midnight on this day: it began at one.
    ['America/Sao_Paulo', '2018-11-04', 23, '2018-11-04T03:00:00Z'],
    // At midnight it was eleven again: that hour belongs to the old day, twice.
    ['America/Sao_Paulo', '2018-02-17', 25, '2018-02-17T02:00:00Z'],
    ['America/Sao_Paulo', '2018-02-18', 24, '2018-02-18T03:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-04', 23.5, '2026-10-03T13:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-05', 24.5, '2026-04-04T13:00:00Z'],
    ['Asia/Kathmandu', '2026-01-01', 24, '2025-12-31T18:15:00Z'],
    ['Pacific/Kiritimati', '2026-01-01', 24, '2025-12-31T10:00:00Z'],
    // Samoa went over the date line: this day was left out.
    ['Pacific/Apia', '2011-12-30', 0, '2011-12-30T10:00:00Z'],
  ])('of %s: %s has %d hours', (timeZone, date, hours, start) => {
    const [day] = daysOf(timeZone, date, date) as [LocalDay];
    expect(new Date(day.start * 1000).toISOString()).toBe(start.replace('Z', '.000Z'));
    expect((day.end - day.start) / 3600).toBe(hours);
  });

  test('follow one another without a gap, each from its first second to its last', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2007, 0, 1) / 86_400_000, max: Date.UTC(2036, 0, 1) / 86_400_000 }),
        fc.integer({ min: 0, max: 40 }),
        (timeZone, firstDay, more) => {
          const date = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);
          const days = daysOf(timeZone, date(firstDay), date(firstDay + more));
          const dateOf = dateIn(timeZone);
          expect(days.map((day) => day.date)).toEqual(
            Array.from({ length: more + 1 }, (_, i) => date(firstDay + i)),
          );
          for (const [i, day] of days.entries()) {
            if (i > 0) expect(day.start).toBe(days[i - 1]?.end);
            expect(dateOf(new Date(day.start * 1000))).toBe(day.date);
            expect(dateOf(new Date(day.start * 1000 - 1)) < day.date).toBe(true);
            expect(dateOf(new Date(day.end * 1000 - 1))).toBe(day.date);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each(['1900-01-01', '9998-12-31'])('end at the last one, on %s too', (date) => {
    expect(daysOf('UTC', date, date)).toEqual([
      { date, start: Date.parse(date) / 1000, end: Date.parse(date) / 1000 + 86_400 },
    ]);
  });

  test.each([
    ['2026-11-22', '2026-11-16'],
    ['2026-11-16', '2026-11-16'],
    ['2026-11-23', '2026-11-23'],
    ['2027-01-01', '2026-12-28'],
    ['2024-03-03', '2024-02-26'],
  ])('the Monday of %s is %s', (date, monday) => expect(mondayOf(date)).toBe(monday));
});

type Closed = Stay & { readonly clockedOutAt: Date; readonly employeeId: string };

/** A stay of up to three days with up to four breaks; instants in milliseconds. */
const stayAfter = (earliest: number, latest: number): fc.Arbitrary<Closed> =>
  fc
    .record({
      start: fc.integer({ min: earliest, max: latest }),
      offsets: fc.uniqueArray(fc.integer({ min: 0, max: 72 * 3_600_000 }), { minLength: 2, maxLength: 10 }),
      employeeId: fc.constantFrom('ada', 'bob', 'cy'),
    })
    .map(({ start, offsets, employeeId }) => {
      const sorted = offsets.sort((a, b) => a - b).map((offset) => new Date(start + offset));
      const [clockedInAt, ...rest] = sorted as [Date, ...Date[]];
      const clockedOutAt = rest.pop() as Date;
      const breaks = [];
      for (let i = 0; i + 1 < rest.length; i += 2) {
        breaks.push({
          startedAt: (rest[i] as Date).toISOString(),
          endedAt: (rest[i + 1] as Date).toISOString(),
        });
      }
      return { employeeId, clockedInAt, clockedOutAt, breaks };
    });

const aYear = stayAfter(Date.UTC(2026, 0, 3), Date.UTC(2026, 11, 25));
const sum = (totals: readonly Pick<Total, 'workedSeconds' | 'breakSeconds'>[]) => ({
  workedSeconds: totals.reduce((all, each) => all + each.workedSeconds, 0),
  breakSeconds: totals.reduce((all, each) => all + each.breakSeconds, 0),
});

describe('worked time', () => {
  test('is the same, in whichever parts it is counted', () => {
    fc.assert(
      fc.property(
        aYear,
        fc.array(fc.integer({ min: 0, max: 73 * 3600 }), { maxLength: 12 }),
        (stay, offsets) => {
          const first = Math.floor(stay.clockedInAt.getTime() / 1000);
          const cuts = [
            Number.NEGATIVE_INFINITY,
            ...offsets.map((offset) => first + offset).sort((a, b) => a - b),
            Number.POSITIVE_INFINITY,
          ];
          const parts = cuts.slice(1).map((to, i) => workedBetween(stay, cuts[i] as number, to));
          expect(sum(parts)).toEqual(workedIn(stay));
          for (const { workedSeconds, breakSeconds } of parts) {
            expect(Math.min(workedSeconds, breakSeconds)).toBeGreaterThanOrEqual(0);
          }
        },
      ),
    );
  });

  test('and breaks are together the time between in and out', () => {
    fc.assert(
      fc.property(aYear, (stay) => {
        const { workedSeconds, breakSeconds } = workedIn(stay);
        const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000);
        expect(workedSeconds + breakSeconds).toBe(seconds(stay.clockedOutAt) - seconds(stay.clockedInAt));
      }),
    );
  });
});

describe('totals', () => {
  const year = new Map(zones.map((zone) => [zone, daysOf(zone, '2026-01-01', '2026-12-31')]));

  test.each(zones)('of %s by day add up to the stays, and the days of a week to the week', (zone) => {
    const days = year.get(zone) as LocalDay[];
    fc.assert(
      fc.property(fc.array(aYear, { maxLength: 12 }), (stays) => {
        const byDay = totalsOf(stays, days, 'day');
        const byWeek = totalsOf(stays, days, 'week');
        for (const employeeId of ['ada', 'bob', 'cy']) {
          const own = (totals: readonly Total[]) => totals.filter((each) => each.employeeId === employeeId);
          const whole = stays.filter((stay) => stay.employeeId === employeeId).map(workedIn);
          expect(sum(own(byDay))).toEqual(sum(whole));
          for (const week of own(byWeek)) {
            const { workedSeconds, breakSeconds } = week;
            const daysOfWeek = own(byDay).filter((day) => mondayOf(day.period) === week.period);
            expect({ workedSeconds, breakSeconds }).toEqual(sum(daysOfWeek));
          }
          expect(sum(own(byWeek))).toEqual(sum(whole));
        }
        const keys = byDay.map(({ period, employeeId }) => `${period} ${employeeId}`);
        expect(keys).toEqual([...new Set(keys)].sort());
      }),
      { numRuns: 30 },
    );
  });

  test('of some days are those of all days, left out what is beside', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(aYear, { maxLength: 6 }),
        fc.integer({ min: 0, max: 364 }),
        fc.integer({ min: 0, max: 364 }),
        (zone, stays, a, b) => {
          const days = year.get(zone) as LocalDay[];
          const some = days.slice(Math.min(a, b), Math.max(a, b) + 1);
          const dates = new Set(some.map(({ date }) => date));
          const expected = totalsOf(stays, days, 'day').filter(({ period }) => dates.has(period));
          expect(totalsOf(stays, some, 'day')).toEqual(expected);
        },
      ),
    );
  });

  const night = (zone: string, from: string, to: string, date: string) => {
    const stay = {
      ...{ employeeId: 'ada', clockedInAt: new Date(from), clockedOutAt: new Date(to), breaks: [] },
    };
    const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
    return totalsOf([stay], daysOf(zone, date, next), 'day').map((day) => day.workedSeconds / 3600);
  };
  test('count the real hours of nights in which the clocks go', () => {
    // 22:00 to 06:00 by the clock on the wall.
    expect(night('Europe/Berlin', '2026-03-28T21:00Z', '2026-03-29T04:00Z', '2026-03-28')).toEqual([2, 5]);
    expect(night('Europe/Berlin', '2026-10-24T20:00Z', '2026-10-25T05:00Z', '2026-10-24')).toEqual([2, 7]);
    expect(night('Europe/Berlin', '2026-06-01T20:00Z', '2026-06-02T04:00Z', '2026-06-01')).toEqual([2, 6]);
    expect(night('America/New_York', '2026-03-08T03:00Z', '2026-03-08T10:00Z', '2026-03-07')).toEqual([2, 5]);
    expect(night('America/Sao_Paulo', '2018-02-18T00:00Z', '2018-02-18T09:00Z', '2018-02-17')).toEqual([
      3, 6,
    ]);
    expect(night('America/Sao_Paulo', '2018-11-04T01:00Z', '2018-11-04T08:00Z', '2018-11-03')).toEqual([
      2, 5,
    ]);
  });
});

describe('the times of a stay', () => {
  const now = new Date('2026-11-22T18:00:00Z');
  const at = (hour: number) => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const stay = (from: number, to: number | null, breaks: readonly [number, number | null][] = []): Stay => ({
    clockedInAt: new Date(at(from)),
    clockedOutAt: to === null ? null : new Date(at(to)),
    breaks: breaks.map(([start, end]) => ({ startedAt: at(start), endedAt: end === null ? null : at(end) })),
  });
  test.each([
    [
      stay(8, 16, [
        [10, 11],
        [12, 13],
      ]),
      [],
    ],
    [
      stay(8, 16, [
        [8, 8],
        [8, 16],
        [16, 16],
      ]),
      [],
    ],
    [stay(8, 8), []],
    [
      stay(8, null, [
        [10, 11],
        [12, null],
      ]),
      [],
    ],
    [stay(18, 18), []],
    [stay(8, 7), ['clockedOutAt']],
    [stay(19, 20), ['clockedInAt', 'clockedOutAt']],
    [stay(19, null), ['clockedInAt']],
    [stay(8, 16, [[7, 9]]), ['breaks.0.startedAt']],
    [stay(8, 16, [[15, 17]]), ['breaks.0.endedAt']],
    [stay(8, 16, [[12, 11]]), ['breaks.0.endedAt']],
    [
      stay(8, 16, [
        [10, 12],
        [11, 13],
      ]),
      ['breaks.1.startedAt'],
    ],
    [
      stay(8, 16, [
        [12, 13],
        [10, 11],
      ]),
      ['breaks.1.startedAt'],
    ],
    [stay(8, 16, [[10, null]]), ['breaks.0.endedAt']],
    [
      stay(8, null, [
        [10, null],
        [12, 13],
      ]),
      ['breaks.0.endedAt'],
    ],
    [stay(8, null, [[10, 19]]), ['breaks.0.endedAt']],
    [stay(8, null, [[19, null]]), ['breaks.0.startedAt']],
  ])('%j: %j', (given, paths) => {
    expect(stayProblems(given, now).map(({ path }) => path.join('.'))).toEqual(paths);
  });

  test('the latest is what happened last', () => {
    expect(latestOf(stay(8, null))).toEqual(new Date(at(8)));
    expect(latestOf(stay(8, null, [[9, null]]))).toEqual(new Date(at(9)));
    expect(latestOf(stay(8, null, [[9, 10]]))).toEqual(new Date(at(10)));
    expect(latestOf(stay(8, 12, [[9, 10]]))).toEqual(new Date(at(12)));
  });
});

import { expect, test } from 'vitest';
import { localMoment } from './local-moment.ts';

test.each([
  ['2026-03-02T04:59:00Z', 'America/Toronto', '2026-03-01', 23 * 60 + 59, 7],
  ['2026-03-02T05:00:00Z', 'America/Toronto', '2026-03-02', 0, 1],
  // The clocks go from 02:00 to 03:00, and in autumn from 02:00 to 01:00.
  ['2026-03-08T06:59:59Z', 'America/Toronto', '2026-03-08', 119, 7],
  ['2026-03-08T07:00:00Z', 'America/Toronto', '2026-03-08', 180, 7],
  ['2026-11-01T05:30:00Z', 'America/Toronto', '2026-11-01', 90, 7],
  ['2026-11-01T06:30:00Z', 'America/Toronto', '2026-11-01', 90, 7],
  ['2026-12-31T18:15:00Z', 'Asia/Kathmandu', '2027-01-01', 0, 5],
])('%s in %s', (instant, timeZone, date, minute, weekday) => {
  expect(localMoment(Date.parse(instant), timeZone)).toEqual({ date, minute, weekday });
});

test('an unknown time zone is refused', () => {
  expect(() => localMoment(0, 'Mars/Olympus')).toThrow(RangeError);
});

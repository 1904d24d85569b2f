import { z } from 'zod';

const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * An instant: ISO 8601 with an offset, in the years 1900 to 9999 of UTC. Neither JSON's four digits of the year nor
 * PostgreSQL hold all that an offset can make of the others.
 */
export const Timestamp = z.iso
  .datetime({ offset: true })
  .refine(
    (instant) => {
      const time = Date.parse(instant);
      // What is no instant at all is told so once, by the rule above.
      return Number.isNaN(time) || (time >= EARLIEST && time <= LATEST);
    },
    { error: 'must be in the years 1900 to 9999 of UTC' },
  )
  .meta({
    id: 'Timestamp',
    description: 'An instant, as ISO 8601 with an offset, in the years 1900 to 9999 of UTC.',
  });

/** A calendar date, `YYYY-MM-DD`. */
export const CalendarDate = z.iso
  .date()
  .refine((date) => date >= '1900-01-01', { error: 'must not be before 1900' })
  .meta({ id: 'CalendarDate', description: 'A date, YYYY-MM-DD.' });

/** Whether a span of dates, both inclusive, is a year at most. */
export function isWithinAYear(from: string, to: string): boolean {
  return Date.parse(to) - Date.parse(from) <= 366 * 86_400_000;
}

/** Whether this runtime knows a zone by that name. Bare offsets, which it knows too, have no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** An IANA time zone that this runtime knows, such as `Europe/Berlin`. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be an IANA time zone, such as Europe/Berlin' })
  .meta({ description: 'An IANA time zone.', example: 'Europe/Berlin' });

import { z } from 'zod';

/** An instant: ISO 8601 with an offset. */
export const Timestamp = z.iso.datetime({ offset: true }).meta({
  description: 'An instant, as ISO 8601 with an offset.',
  example: '2026-11-22T15:04:05.123Z',
});

/** A calendar date, `YYYY-MM-DD`. */
export const CalendarDate = z.iso
  .date()
  .refine((date) => date >= '1900-01-01', { error: 'must not be before 1900' })
  .meta({ description: 'A date, YYYY-MM-DD.', example: '2026-11-22' });

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

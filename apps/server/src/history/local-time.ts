const DAY_MS = 86_400_000;

/** The date so many days after (or, negative, before) another, as `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(date).getUTCDay();
}

/**
 * Tells the instants of one date in a zone, by the hour of the day (with fractions). Exact from the morning
 * on: clocks are changed at night, and the offset is the one at noon.
 */
export function dayIn(timeZone: string, date: string): (hour: number) => Date {
  const midnight = Date.parse(date) - offsetMs(Date.parse(`${date}T12:00:00Z`), timeZone);
  return (hour) => new Date(midnight + Math.round(hour * 3600) * 1000);
}

function offsetMs(instant: number, timeZone: string): number {
  const name = formatterOf(timeZone)
    .formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value;
  // "GMT+01:00", or "GMT" alone for zero.
  const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name ?? '') ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  return sign === '-' ? -size : size;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using it. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

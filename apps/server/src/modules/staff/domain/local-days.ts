/** A local day, from its first second to the first of the next; equal where the zone skipped the day. */
export interface LocalDay {
  readonly date: string;
  /** Seconds since 1970. */
  readonly start: number;
  readonly end: number;
}

const DAY_MS = 86_400_000;

/**
 * The local days from `from` to `to`, both inclusive and before the year 9999. A day has 23, 24 or 25 hours, as the
 * clocks go.
 *
 * @param startOf the first instant of a local date, or of the next one where the zone skipped it
 */
export function localDays(from: string, to: string, startOf: (date: string) => Date): LocalDay[] {
  const days: LocalDay[] = [];
  const count = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  const secondOf = (date: string) => startOf(date).getTime() / 1000;
  let date = from;
  let start = secondOf(date);
  // Counted, not compared: the day after the last one of the year 9999 has no name of the same length.
  for (let i = 0; i < count; i++) {
    const next = dayAfter(date);
    const end = secondOf(next);
    days.push({ date, start, end });
    [date, start] = [next, end];
  }
  return days;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of the week that a date is in. */
export function mondayOf(date: string): string {
  const day = new Date(date);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return new Date(day.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

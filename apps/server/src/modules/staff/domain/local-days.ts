/** The local date, `YYYY-MM-DD`, that an instant belongs to; never runs backwards as time goes on. */
export type DateOf = (instant: Date) => string;

/** A local day, from its first second to the first of the next; equal where the zone skipped the day. */
export interface LocalDay {
  readonly date: string;
  /** Seconds since 1970. */
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400;
/** Local midnight is at most this far from the midnight of UTC, whatever the zone. */
const FARTHEST = 26 * 3600;

/**
 * The local days from `from` to `to`, both inclusive and before the year 9999. A day has 23, 24 or 25 hours, as the
 * clocks go.
 */
export function localDays(from: string, to: string, dateOf: DateOf): LocalDay[] {
  const days: LocalDay[] = [];
  const count = (Date.parse(to) - Date.parse(from)) / (DAY * 1000) + 1;
  let date = from;
  let start = startOf(date, dateOf, undefined);
  // Counted, not compared: the day after the last one of the year 9999 has no name of the same length.
  for (let i = 0; i < count; i++) {
    const next = dayAfter(date);
    const end = startOf(next, dateOf, start + DAY);
    days.push({ date, start, end });
    [date, start] = [next, end];
  }
  return days;
}

/** The first second of a local date, or of the next one where the zone skipped it. */
function startOf(date: string, dateOf: DateOf, guess: number | undefined): number {
  const reached = (second: number) => dateOf(new Date(second * 1000)) >= date;
  // Most days have 24 hours, and to ask a time zone is slow.
  if (guess !== undefined && reached(guess) && !reached(guess - 1)) return guess;
  const middle = Date.parse(date) / 1000;
  let [before, after] = [middle - FARTHEST, middle + FARTHEST];
  while (after - before > 1) {
    const between = Math.floor((before + after) / 2);
    if (reached(between)) after = between;
    else before = between;
  }
  return after;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY * 1000).toISOString().slice(0, 10);
}

/** The Monday of the week that a date is in. */
export function mondayOf(date: string): string {
  const day = new Date(date);
  const sinceMonday = (day.getUTCDay() + 6) % 7;
  return new Date(day.getTime() - sinceMonday * DAY * 1000).toISOString().slice(0, 10);
}

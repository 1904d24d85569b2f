const SECOND = 1_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Less than any clock stays changed before it is changed back. */
const FORTNIGHT_DAYS = 14;
/** More than any clock is put back. */
const LOOK_BACK = 3 * HOUR;
/** No wall clock is further from UTC, also while it is changed. */
const FARTHEST = 26 * HOUR;

/**
 * The business day that an instant belongs to. A day begins when the wall clock first shows the cut-off, or
 * passes over it, and ends where the next one begins: clocks that are put back across the cut-off do not
 * bring the day before back.
 *
 * @param cutoffHour the local hour, 0 to 23, at which a business day begins
 * @returns a date as `YYYY-MM-DD`
 */
export function businessDateOf(instant: Date, timeZone: string, cutoffHour: number): string {
  const shown = latestShown(instant.getTime(), timeZone);
  return new Date(shown - cutoffHour * HOUR).toISOString().slice(0, 10);
}

/**
 * The first instant of a business day, to the second; where the zone has skipped the day, that of the next one. The business day
 * ends where the next one begins.
 */
export function startOfBusinessDay(date: string, timeZone: string, cutoffHour: number): Date {
  return firstShown(Date.parse(date) + cutoffHour * HOUR, timeZone);
}

/**
 * The same of several business days, in order. To ask a time zone is slow, and a process does nothing else meanwhile: of a fortnight
 * whose ends are as far apart as in the calendar, what lies between them is counted on.
 */
export function startsOfBusinessDays(dates: readonly string[], timeZone: string, cutoffHour: number): Date[] {
  const startOf = (date: string) => startOfBusinessDay(date, timeZone, cutoffHour);
  const starts: Date[] = [];
  for (let done = 0; done < dates.length; done += FORTNIGHT_DAYS) {
    const stretch = dates.slice(done, done + FORTNIGHT_DAYS);
    const [first = '', last = ''] = [stretch[0], stretch.at(-1)];
    const [start, apart] = [startOf(first).getTime(), Date.parse(last) - Date.parse(first)];
    const isEven = apart < FORTNIGHT_DAYS * DAY && startOf(last).getTime() - start === apart;
    const counted = (date: string) => new Date(start + Date.parse(date) - Date.parse(first));
    starts.push(...stretch.map(isEven ? counted : startOf));
  }
  return starts;
}

/**
 * When it was as late a week before, by the wall clock: where that has skipped the time then, the moment of the skip; where it showed
 * it twice, the first one. While a clock that was put back shows again what it has shown before, it does not get later.
 */
export function sameTimeLastWeek(instant: Date, timeZone: string): Date {
  return firstShown(latestShown(instant.getTime(), timeZone) - WEEK, timeZone);
}

/** The hour that the wall clock shows at an instant, 0 to 23. */
export function localHourOf(instant: Date, timeZone: string): number {
  return new Date(wallClock(instant.getTime(), timeZone)).getUTCHours();
}

/** The latest that the wall clock has shown so far: what it shows, but where it has just been put back. */
function latestShown(instant: number, timeZone: string): number {
  const shown = wallClock(instant, timeZone);
  let before = instant - LOOK_BACK;
  const offsetBefore = wallClock(before, timeZone) - before;
  if (shown - instant >= offsetBefore) return shown;
  // It was put back meanwhile: looks for the last second before that.
  let after = instant;
  while (after - before > SECOND) {
    const middle = before + Math.floor((after - before) / 2 / SECOND) * SECOND;
    if (wallClock(middle, timeZone) - middle === offsetBefore) before = middle;
    else after = middle;
  }
  return Math.max(shown, before + offsetBefore);
}

/** The first instant, to the second, at which the wall clock has shown this or more. */
function firstShown(shown: number, timeZone: string): Date {
  const reached = (instant: number) => latestShown(instant, timeZone) >= shown;
  // Right but for days on which clocks are changed.
  const likely = shown - (wallClock(shown, timeZone) - shown);
  if (reached(likely) && !reached(likely - SECOND)) return new Date(likely);
  let [before, after] = [shown - FARTHEST, shown + FARTHEST];
  while (after - before > SECOND) {
    const middle = before + Math.floor((after - before) / 2 / SECOND) * SECOND;
    if (reached(middle)) after = middle;
    else before = middle;
  }
  return new Date(after);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock shows at an instant, as if it were UTC. Both in milliseconds since 1970. */
function wallClock(instant: number, timeZone: string): number {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const milliseconds = ((instant % SECOND) + SECOND) % SECOND;
  const time = [part('hour'), part('minute'), part('second'), milliseconds] as const;
  return Date.UTC(part('year'), part('month') - 1, part('day'), ...time);
}

/** Making a formatter costs far more than using it. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

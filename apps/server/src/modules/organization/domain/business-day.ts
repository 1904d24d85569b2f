const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using it. */
function wallClock(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/**
 * The business day that an instant belongs to: the local date, or the one before while the local hour is
 * below the cut-off.
 *
 * @param cutoffHour the local hour, 0 to 23, at which a business day begins
 * @returns a date as `YYYY-MM-DD`
 */
export function businessDateOf(instant: Date, timeZone: string, cutoffHour: number): string {
  const parts = new Map(
    wallClock(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const daysBack = part('hour') < cutoffHour ? 1 : 0;
  const date = new Date(Date.UTC(part('year'), part('month') - 1, part('day') - daysBack));
  return date.toISOString().slice(0, 10);
}

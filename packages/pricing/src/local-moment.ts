/** A moment on a store's wall clock. */
export interface LocalMoment {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Of the day, 0 to 1439. */
  readonly minute: number;
  /** ISO: 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
}

/**
 * A moment as a store's wall clock shows it.
 *
 * @param epochMilliseconds since 1970-01-01T00:00Z
 * @param timeZone IANA, as `America/Toronto`
 * @throws RangeError for a time zone that the runtime does not know
 */
export function localMoment(epochMilliseconds: number, timeZone: string): LocalMoment {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(epochMilliseconds)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
  const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
  return { date, minute, weekday: new Date(date).getUTCDay() || 7 };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using it. */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

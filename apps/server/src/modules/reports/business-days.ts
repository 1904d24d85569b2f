import { startOfBusinessDay, startsOfBusinessDays } from '../organization/index.ts';
import { plusDays } from './domain/period.ts';
import type { StoreClock } from './report-stores.repo.ts';

/** Some business days of a store in a row, under the first of them: from an instant up to another. */
export interface BusinessSpan {
  readonly storeId: string;
  readonly businessDate: string;
  readonly start: Date;
  readonly end: Date;
}

/**
 * From when to when business days last, for what has no business day stamped on it.
 *
 * @param starts The first day of each span, in order: one ends where the next begins.
 * @param to The last day of the last one.
 */
export function businessSpans(
  clocks: readonly StoreClock[],
  starts: readonly string[],
  to: string,
): BusinessSpan[] {
  const edges = [...starts, plusDays(to, 1)];
  // To ask a time zone is slow, and most stores have the same.
  const instants = new Map<string, readonly Date[]>();
  const instantsOf = ({ timeZone, cutoffHour }: StoreClock) => {
    const clock = `${timeZone} ${cutoffHour}`;
    const known = instants.get(clock) ?? startsOfBusinessDays(edges, timeZone, cutoffHour);
    instants.set(clock, known);
    return known;
  };
  return clocks.flatMap((clock) => {
    const [first, ...others] = instantsOf(clock);
    let start = first as Date;
    return others.map((end, index) => {
      const span = { storeId: clock.storeId, businessDate: edges[index] as string, start, end };
      start = end;
      return span;
    });
  });
}

/** When a business day begins in each of some stores, by their clocks as they are set now. */
export function startsOf(stores: readonly StoreClock[], date: string): Date[] {
  return stores.map(({ timeZone, cutoffHour }) => startOfBusinessDay(date, timeZone, cutoffHour));
}

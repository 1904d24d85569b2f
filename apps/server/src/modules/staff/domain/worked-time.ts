import type { LocalDay } from './local-days.ts';
import { mondayOf } from './local-days.ts';

/** A pause within a stay; without an end while it lasts. */
export interface Break {
  readonly startedAt: string;
  readonly endedAt: string | null;
}

/** The times of one stay at work. */
export interface Stay {
  readonly clockedInAt: Date;
  readonly clockedOutAt: Date | null;
  readonly breaks: readonly Break[];
}

/** Time at work, without breaks, and in breaks, in whole seconds. */
export interface Worked {
  readonly workedSeconds: number;
  readonly breakSeconds: number;
}

/**
 * What was worked in a stay that has ended. Every instant is taken at its whole second, so that the parts of
 * a stay add up to the whole, wherever it is split.
 */
export function workedIn(stay: Stay & { readonly clockedOutAt: Date }): Worked {
  return workedBetween(stay, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
}

/** The part of it from one second (since 1970) up to another. */
export function workedBetween(
  { clockedInAt, clockedOutAt, breaks }: Stay & { readonly clockedOutAt: Date },
  from: number,
  to: number,
): Worked {
  const within = (start: Date | string, end: Date | string) =>
    Math.max(0, Math.min(secondOf(end), to) - Math.max(secondOf(start), from));
  const breakSeconds = breaks.reduce(
    (sum, { startedAt, endedAt }) => sum + within(startedAt, endedAt ?? clockedOutAt),
    0,
  );
  return { workedSeconds: within(clockedInAt, clockedOutAt) - breakSeconds, breakSeconds };
}

/** The breaks that have ended, in seconds. */
export function endedBreakSeconds(breaks: readonly Break[]): number {
  return breaks.reduce(
    (sum, { startedAt, endedAt }) => sum + (endedAt === null ? 0 : secondOf(endedAt) - secondOf(startedAt)),
    0,
  );
}

function secondOf(instant: Date | string): number {
  return Math.floor(new Date(instant).getTime() / 1000);
}

/** What one person worked in a period. */
export interface Total extends Worked {
  readonly employeeId: string;
  readonly period: string;
}

/**
 * Adds up stays by person and local day, or by the Monday of its week: a week is the sum of those of its days
 * that are asked for. In order of period and person; without those who neither worked nor rested.
 *
 * @param days in order, without gaps
 */
export function totalsOf(
  stays: readonly (Stay & { readonly clockedOutAt: Date; readonly employeeId: string })[],
  days: readonly LocalDay[],
  groupBy: 'day' | 'week',
): Total[] {
  const totals = new Map<string, Total>();
  for (const stay of stays) {
    const [first, last] = [secondOf(stay.clockedInAt), secondOf(stay.clockedOutAt)];
    for (let i = firstEndingAfter(days, first); i < days.length; i++) {
      const { date, start, end } = days[i] as LocalDay;
      if (start >= last) break;
      const part = workedBetween(stay, start, end);
      if (part.workedSeconds + part.breakSeconds === 0) continue;
      const period = groupBy === 'week' ? mondayOf(date) : date;
      const key = `${period} ${stay.employeeId}`;
      const sum = totals.get(key);
      totals.set(key, {
        employeeId: stay.employeeId,
        period,
        workedSeconds: (sum?.workedSeconds ?? 0) + part.workedSeconds,
        breakSeconds: (sum?.breakSeconds ?? 0) + part.breakSeconds,
      });
    }
  }
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

/** Where the first day is that ends after a second; the number of days where none does. */
function firstEndingAfter(days: readonly LocalDay[], second: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((days[middle] as LocalDay).end > second) high = middle;
    else low = middle + 1;
  }
  return low;
}

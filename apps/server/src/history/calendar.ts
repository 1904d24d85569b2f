import { addDays, weekdayOf } from './local-time.ts';
import type { Random } from './random.ts';
import { HistoryRefusal } from './refusal.ts';

/** When a store opens and closes on a day, by the hours of its clock; beyond 24 is after midnight. */
export type Hours = readonly [opens: number, closes: number];

/** How a store trades in a week, by weekday, Sunday first. */
export interface Week {
  /** Null: closed. */
  readonly hours: readonly (Hours | null)[];
  /** How many customers come, beside other days and stores. */
  readonly customers: readonly number[];
}

/** How a store trades of which nothing else is known. Where business days begin late, people come late as well. */
export function usualWeek({ businessDayCutoffHour }: { readonly businessDayCutoffHour: number }): Week {
  const late = businessDayCutoffHour >= 2 && businessDayCutoffHour <= 6 ? 25 : 20;
  const weekday = [8, 20] as const;
  return {
    hours: [[10, 17], weekday, weekday, weekday, weekday, [8, late], [9, late]],
    customers: [6, 9, 8, 9, 10, 12, 15],
  };
}

/** By month: quiet after New Year and in the summer holidays, busy before Christmas. */
const SEASON = [0.88, 0.9, 0.96, 1, 1.02, 1, 0.94, 0.92, 0.99, 1.02, 1.12, 1.32];
/** Nobody opens on these. */
const HOLIDAYS = ['01-01', '12-25'];

/** How busy a day of a store is. */
export function hoursOn({ hours }: Week, date: string): Hours | null {
  return HOLIDAYS.includes(date.slice(5)) ? null : (hours[weekdayOf(date)] ?? null);
}

/** Every date from one to another, both inclusive, as `YYYY-MM-DD`. */
export function datesBetween(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/**
 * Shares so many sales out over the days of stores: by day, then by store, exactly as many as there are to be.
 *
 * @throws HistoryRefusal where no store is open on any of the days
 */
export function salesByDay(
  weeks: readonly Week[],
  dates: readonly string[],
  sales: number,
  random: Random,
): number[][] {
  const weights = dates.map((date) =>
    weeks.map((week) => {
      // A number for each day, open or not: what one store does is nothing to the other.
      const weather = 0.85 + 0.3 * random.next();
      const customers = hoursOn(week, date) === null ? 0 : (week.customers[weekdayOf(date)] ?? 0);
      return customers * weather * (SEASON[Number(date.slice(5, 7)) - 1] ?? 1);
    }),
  );
  const all = weights.flat().reduce((sum, weight) => sum + weight, 0);
  if (all === 0) throw new HistoryRefusal('No store is open on any of these days.');
  let weighed = 0;
  let shared = 0;
  return weights.map((stores) =>
    stores.map((weight) => {
      weighed += weight;
      const upToHere = Math.round((sales * weighed) / all);
      const count = upToHere - shared;
      shared = upToHere;
      return count;
    }),
  );
}

/** How busy an hour of the day is, where it is not usual: coffee in the morning, lunch, and the way home. */
export const BUSY_HOURS: ReadonlyMap<number, number> = new Map([
  [8, 3],
  [9, 2],
  [12, 3],
  [13, 2.5],
  [17, 3],
  [18, 2.5],
]);

/** The hours, with fractions, at which customers come, in order. */
export function arrivals([opens, closes]: Hours, count: number, random: Random): number[] {
  const hours = Array.from({ length: closes - opens }, (_, index) => opens + index);
  const times = Array.from({ length: count }, () => {
    return random.pick(hours, (hour) => BUSY_HOURS.get(hour) ?? 1) + random.next();
  });
  return times.sort((a, b) => a - b);
}

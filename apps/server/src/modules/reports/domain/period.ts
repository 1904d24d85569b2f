import type { CompareTo } from '@cashwrap/contract';

/** Business days, both inclusive. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** What a report is compared with; none where it is not. */
export function comparedPeriod({
  from,
  to,
  compareTo,
}: Period & { readonly compareTo?: CompareTo | undefined }): Period | undefined {
  switch (compareTo) {
    case undefined:
      return undefined;
    case 'previous_period':
      return { from: plusDays(from, -lengthOf({ from, to })), to: plusDays(from, -1) };
    case 'last_year':
      return { from: yearBefore(from), to: yearBefore(to) };
  }
}

/** The groups that follow each other within a period. */
const inTurn = { day: dayOf, week: mondayOf, month: firstOfMonth } as const;
type InTurn = keyof typeof inTurn;

const isInTurn = (groupBy: string): groupBy is InTurn => Object.hasOwn(inTurn, groupBy);

/**
 * The key of what stands beside a row in the other period: days, weeks and months beside those of the same place, all else beside
 * itself. Of last year a day stands beside the same date, and a week beside the one 52 weeks before, that both have all their days:
 * a year before, a period that begins on a Monday begins on another weekday.
 */
export function keyBeside(
  groupBy: string,
  key: string | null,
  period: Period & { readonly compareTo?: CompareTo | undefined },
  other: Period,
): string | null {
  if (key === null || !isInTurn(groupBy)) return key;
  if (period.compareTo === 'last_year' && groupBy === 'day') return yearBefore(key);
  if (period.compareTo === 'last_year' && groupBy === 'week') {
    return isoWeek(plusDays(startOf(groupBy, key), -52 * 7));
  }
  const place = placeOf(groupBy, startOf(groupBy, key), period.from);
  return keyAt(groupBy, place, other.from);
}

/** How many days a period has. */
export function lengthOf({ from, to }: Period): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
}

function placeOf(groupBy: InTurn, start: string, from: string): number {
  const first = inTurn[groupBy](from);
  if (groupBy === 'month') return monthNumber(start) - monthNumber(first);
  const days = (Date.parse(start) - Date.parse(first)) / DAY_MS;
  return groupBy === 'week' ? days / 7 : days;
}

function keyAt(groupBy: InTurn, place: number, from: string): string {
  const first = inTurn[groupBy](from);
  switch (groupBy) {
    case 'day':
      return plusDays(first, place);
    case 'week':
      return isoWeek(plusDays(first, 7 * place));
    case 'month':
      return monthOf(monthNumber(first) + place);
  }
}

/** The first day of a group by its key: `2026-11-22`, `2026-W47`, `2026-11`. */
function startOf(groupBy: InTurn, key: string): string {
  switch (groupBy) {
    case 'day':
      return key;
    case 'week':
      // The week with 4 January is the first one.
      return plusDays(mondayOf(`${key.slice(0, 4)}-01-04`), 7 * (Number(key.slice(6)) - 1));
    case 'month':
      return `${key}-01`;
  }
}

function dayOf(date: string): string {
  return date;
}

function mondayOf(date: string): string {
  return plusDays(date, 1 - isoWeekday(date));
}

function firstOfMonth(date: string): string {
  return `${date.slice(0, 7)}-01`;
}

/** 1 to 7 from Monday. */
function isoWeekday(date: string): number {
  return new Date(date).getUTCDay() || 7;
}

/** A week is of the year that its Thursday is in. */
function isoWeek(date: string): string {
  const thursday = plusDays(date, 4 - isoWeekday(date));
  const days = (Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / DAY_MS;
  return `${thursday.slice(0, 4)}-W${String(Math.floor(days / 7) + 1).padStart(2, '0')}`;
}

function monthNumber(date: string): number {
  return 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7)) - 1;
}

function monthOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** So many days after a date; before it, where they are negative. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The same date a year before; of 29 February the 28th. */
function yearBefore(date: string): string {
  const monthAndDay = date.slice(4) === '-02-29' ? '-02-28' : date.slice(4);
  return `${Number(date.slice(0, 4)) - 1}${monthAndDay}`;
}

import type {
  ListTimecardsInput,
  Page,
  Timecard,
  TimecardTotal,
  TimecardTotalsInput,
} from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { businessDateOf, startOfBusinessDay } from '../organization/index.ts';
import { type LocalDay, localDays } from './domain/local-days.ts';
import { totalsOf } from './domain/worked-time.ts';
import { toTimecard } from './present-timecard.ts';
import {
  findClosedTimecards,
  findTimecard,
  findTimeZone,
  listTimecards as listRows,
} from './timecards.repo.ts';

export async function getTimecard({ db, scope }: QueryCall, { id }: { id: string }): Promise<Timecard> {
  const row = await findTimecard(db, scope, id);
  if (!row) throw notFound('timecard');
  return toTimecard(row);
}

export function listTimecards({ db, scope }: QueryCall, input: ListTimecardsInput): Promise<Page<Timecard>> {
  return readPage(
    'timecards',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => row.clockedInAt.toISOString(),
    toTimecard,
  );
}

/** What was worked on the local days of a store: from midnight, whatever its business day's cut-off. */
export async function timecardTotals(
  { db, scope }: QueryCall,
  { storeId, employeeId, from, to, groupBy }: TimecardTotalsInput,
): Promise<{ items: TimecardTotal[] }> {
  const timeZone = await findTimeZone(db, storeId);
  if (timeZone === undefined) throw notFound('store');
  const days = localDays(from, to, (date) => startOfBusinessDay(date, timeZone, 0));
  const [first, last] = [days[0], days.at(-1)] as [LocalDay, LocalDay];
  const span = [new Date(first.start * 1000), new Date(last.end * 1000)] as const;
  const stays = await findClosedTimecards(db, scope, employeeId, span);
  return { items: totalsOf(stays, days, groupBy) };
}

/** The local date is the business day of a store whose cut-off is midnight. */
export function localDate(instant: Date, timeZone: string): string {
  return businessDateOf(instant, timeZone, 0);
}

import { inScope, type Reader, type StoreScope } from '@cashwrap/database';
import { shifts, stores, transactions } from '@cashwrap/database/schema';
import { and, eq, max, min, sql } from 'drizzle-orm';
import type { EntryFilter } from './entries.repo.ts';

/** From one instant up to another, both inclusive; nothing, where the first is the later one. */
export type Span = readonly [first: Date, last: Date];

const EARLIEST = new Date(0);
const LATEST = new Date('9999-12-31T00:00:00Z');
const ALWAYS: Span = [EARLIEST, LATEST];
const NEVER: Span = [LATEST, EARLIEST];

/**
 * How long before a shift was opened, and after it was closed, its entries may say that they were recorded: a call says
 * when it began, and the clocks of servers differ. `verify:books` holds them to it.
 */
const SHIFT_SLACK_MS = 3_600_000;

/**
 * When the entries that are asked for were recorded, so that a page is read from there and not from today back to it. A
 * statement of its own: knowing the instants, PostgreSQL reads the page in order and stops, instead of sorting all days.
 */
export async function findSpan(db: Reader, scope: StoreScope, filter: EntryFilter): Promise<Span> {
  if (filter.shiftId !== undefined) return spanOfShift(db, scope, filter.shiftId);
  if (filter.businessDateFrom === undefined && filter.businessDateTo === undefined) return ALWAYS;
  return spanOfDays(db, scope, filter);
}

/** Entries have no index on their shift: it would be one more for each sale to write. */
async function spanOfShift(db: Reader, scope: StoreScope, shiftId: string): Promise<Span> {
  const [shift] = await db
    .select({ openedAt: shifts.openedAt, closedAt: shifts.closedAt })
    .from(shifts)
    .where(and(eq(shifts.id, shiftId), inScope(shifts.storeId, scope)));
  if (!shift) return NEVER;
  const { openedAt, closedAt } = shift;
  return [
    new Date(openedAt.getTime() - SHIFT_SLACK_MS),
    closedAt ? new Date(closedAt.getTime() + SHIFT_SLACK_MS) : LATEST,
  ];
}

/** Each day tells it from the index on business dates: what was sold offline may have been recorded on any later day. */
async function spanOfDays(
  db: Reader,
  scope: StoreScope,
  { businessDateFrom, businessDateTo }: Pick<EntryFilter, 'businessDateFrom' | 'businessDateTo'>,
): Promise<Span> {
  const { storeId, businessDate, recordedAt } = transactions;
  const ofStore = db
    .select({ firstDay: min(businessDate).as('first_day'), lastDay: max(businessDate).as('last_day') })
    .from(transactions)
    .where(eq(storeId, stores.id))
    .as('of_store');
  // However far the dates reach that are asked for, no day is looked at without an entry before and after it.
  const days = sql`generate_series(greatest(${businessDateFrom ?? null}::date, ${ofStore.firstDay})::timestamp,
    least(${businessDateTo ?? null}::date, ${ofStore.lastDay})::timestamp, interval '1 day') AS day`;
  const ofDay = db
    .select({ first: min(recordedAt).as('first'), last: max(recordedAt).as('last') })
    .from(transactions)
    .where(and(eq(storeId, stores.id), sql`${businessDate} = day::date`))
    .as('of_day');
  const [span] = await db
    .select({
      first: sql<Date | null>`min(${ofDay.first})`.mapWith(recordedAt),
      last: sql<Date | null>`max(${ofDay.last})`.mapWith(recordedAt),
    })
    .from(stores)
    .crossJoinLateral(ofStore)
    .crossJoinLateral(days)
    .crossJoinLateral(ofDay)
    .where(inScope(stores.id, scope));
  return span?.first && span.last ? [span.first, span.last] : NEVER;
}

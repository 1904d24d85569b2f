import type { ListTimecardsInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { employeeStores, employees, stores, timecards } from '@cashwrap/database/schema';
import { and, desc, eq, gt, gte, isNotNull, isNull, lt, ne, or, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { PageRequest } from '../../procedure/page.ts';

export type TimecardRow = typeof timecards.$inferSelect;

const sortColumns = { clockedInAt: timecards.clockedInAt };

/** The staff record of a user as far as the time clock needs it. */
export interface Worker {
  readonly id: string;
  readonly userId: string | null;
  readonly hiredOn: string;
  readonly terminatedOn: string | null;
}

const workerColumns = {
  id: employees.id,
  userId: employees.userId,
  hiredOn: employees.hiredOn,
  terminatedOn: employees.terminatedOn,
};

export async function findWorker(db: Reader, userId: string): Promise<Worker | undefined> {
  const [row] = await db.select(workerColumns).from(employees).where(eq(employees.userId, userId));
  return row;
}

/** Locks the staff record: what is done to the timecards of one person is done one after the other. */
export async function lockWorker(tx: Tx, userId: string): Promise<Worker | undefined> {
  const [row] = await tx
    .select(workerColumns)
    .from(employees)
    .where(eq(employees.userId, userId))
    .for('no key update');
  return row;
}

export async function lockWorkerById(tx: Tx, id: string): Promise<Worker | undefined> {
  const [row] = await tx
    .select(workerColumns)
    .from(employees)
    .where(eq(employees.id, id))
    .for('no key update');
  return row;
}

/** The time zone of a store, where the person works in it. */
export async function findWorkplaceZone(
  tx: Tx,
  employeeId: string,
  storeId: string,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ timeZone: stores.timeZone })
    .from(employeeStores)
    .innerJoin(stores, eq(stores.id, employeeStores.storeId))
    .where(and(eq(employeeStores.employeeId, employeeId), eq(employeeStores.storeId, storeId)));
  return row?.timeZone;
}

export async function findTimeZone(db: Reader, storeId: string): Promise<string | undefined> {
  const [row] = await db.select({ timeZone: stores.timeZone }).from(stores).where(eq(stores.id, storeId));
  return row?.timeZone;
}

export async function findTimecard(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<TimecardRow | undefined> {
  const [row] = await db
    .select()
    .from(timecards)
    .where(and(eq(timecards.id, id), inScope(timecards.storeId, scope)));
  return row;
}

export async function findOpenTimecard(db: Reader, employeeId: string): Promise<TimecardRow | undefined> {
  const [row] = await db
    .select()
    .from(timecards)
    .where(and(eq(timecards.employeeId, employeeId), isNull(timecards.clockedOutAt)));
  return row;
}

/** When the person went home last: the end of the latest timecard that is closed. */
export async function findLastClockOut(tx: Tx, employeeId: string): Promise<Date | undefined> {
  const [row] = await tx
    .select({ at: sql<Date | null>`max(${timecards.clockedOutAt})`.mapWith(timecards.clockedOutAt) })
    .from(timecards)
    .where(eq(timecards.employeeId, employeeId));
  return row?.at ?? undefined;
}

/** Another timecard of the person that shares time with this one. An open one lasts for ever. */
export async function findOverlapping(
  tx: Tx,
  { id, employeeId, clockedInAt, clockedOutAt }: TimecardRow,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: timecards.id })
    .from(timecards)
    .where(
      and(
        eq(timecards.employeeId, employeeId),
        ne(timecards.id, id),
        clockedOutAt === null ? undefined : lt(timecards.clockedInAt, clockedOutAt),
        or(isNull(timecards.clockedOutAt), gt(timecards.clockedOutAt, clockedInAt)),
      ),
    )
    .limit(1);
  return row?.id;
}

export async function listTimecards(
  db: Reader,
  scope: StoreScope,
  { employeeId, open }: Pick<ListTimecardsInput, 'employeeId' | 'open'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<TimecardRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], timecards.id);
  return db
    .select()
    .from(timecards)
    .where(
      and(
        inScope(timecards.storeId, scope),
        employeeId === undefined ? undefined : eq(timecards.employeeId, employeeId),
        open === undefined ? undefined : (open ? isNull : isNotNull)(timecards.clockedOutAt),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** What the totals need of a timecard that is closed. */
export type ClosedTimecard = Pick<TimecardRow, 'employeeId' | 'clockedInAt' | 'breaks'> & {
  readonly clockedOutAt: Date;
};

/**
 * The closed timecards that share time with the span from `start` up to `end`: those that begin in it and, of each
 * person, the last that began before. No two timecards of a person share time, so an earlier one cannot reach into it.
 */
export async function findClosedTimecards(
  db: Reader,
  scope: StoreScope,
  employeeId: string | undefined,
  [start, end]: readonly [Date, Date],
): Promise<ClosedTimecard[]> {
  const columns = {
    employeeId: timecards.employeeId,
    clockedInAt: timecards.clockedInAt,
    clockedOutAt: sql<Date>`${timecards.clockedOutAt}`.mapWith(timecards.clockedOutAt).as('clocked_out_at'),
    breaks: timecards.breaks,
  };
  const beginning = db
    .select(columns)
    .from(timecards)
    .where(
      and(
        inScope(timecards.storeId, scope),
        employeeId === undefined ? undefined : eq(timecards.employeeId, employeeId),
        gte(timecards.clockedInAt, start),
        lt(timecards.clockedInAt, end),
        isNotNull(timecards.clockedOutAt),
      ),
    );
  const lastBefore = db
    .select({ ...columns, storeId: timecards.storeId })
    .from(timecards)
    .where(and(eq(timecards.employeeId, employees.id), lt(timecards.clockedInAt, start)))
    // A stay of no length may stand at the same instant.
    .orderBy(desc(timecards.clockedInAt), desc(timecards.clockedOutAt))
    .limit(1)
    .as('last_before');
  const reaching = db
    .select({
      employeeId: lastBefore.employeeId,
      clockedInAt: lastBefore.clockedInAt,
      clockedOutAt: lastBefore.clockedOutAt,
      breaks: lastBefore.breaks,
    })
    .from(employees)
    .innerJoinLateral(lastBefore, sql`true`)
    .where(
      and(
        employeeId === undefined ? undefined : eq(employees.id, employeeId),
        inScope(lastBefore.storeId, scope),
        gt(lastBefore.clockedOutAt, start),
      ),
    );
  return unionAll(beginning, reaching);
}

export async function insertTimecard(tx: Tx, timecard: TimecardRow): Promise<void> {
  await tx.insert(timecards).values(timecard);
}

export async function updateTimecard(tx: Tx, timecard: TimecardRow): Promise<void> {
  await tx.update(timecards).set(timecard).where(eq(timecards.id, timecard.id));
}

/** The store of a timecard; empty where there is no such timecard. */
export async function storesOfTimecard(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: timecards.storeId }).from(timecards).where(eq(timecards.id, id));
  return rows.map(({ storeId }) => storeId);
}

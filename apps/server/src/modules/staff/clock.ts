import type { ClockInInput, Timecard } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { auditTimecard } from './audit-timecard.ts';
import { latestOf } from './domain/stay-problems.ts';
import type { Break } from './domain/worked-time.ts';
import { toTimecard } from './present-timecard.ts';
import { refuseUnemployed } from './timecard-rules.ts';
import {
  findLastClockOut,
  findOpenTimecard,
  findWorker,
  findWorkplaceZone,
  insertTimecard,
  lockWorker,
  type TimecardRow,
  updateTimecard,
  type Worker,
} from './timecards.repo.ts';

type Call = MutationCall & SignedIn;

/** As many as a correction may name. */
const MAX_BREAKS = 50;

/** Begins a stay of the caller in a store where they work. */
export async function clockIn(call: Call, { storeId }: ClockInInput): Promise<Timecard> {
  const { tx, now, actor } = call;
  const worker = await lockWorker(tx, actor.userId);
  if (!worker) throw noEmployee();
  const timeZone = await findWorkplaceZone(tx, worker.id, storeId);
  if (timeZone === undefined) throw noEmployee('Your staff record does not say that you work in this store.');
  refuseUnemployed(worker, now, timeZone);
  const open = await findOpenTimecard(tx, worker.id);
  if (open) throw alreadyClockedIn(open);
  const timecard: TimecardRow = {
    ...{ id: call.newId(), employeeId: worker.id, storeId },
    clockedInAt: notBefore(await findLastClockOut(tx, worker.id), now),
    ...{ clockedOutAt: null, breaks: [], correctionReason: null },
    ...{ version: 1, createdAt: now, updatedAt: now },
  };
  await insertTimecard(tx, timecard);
  return auditTimecard(call, undefined, timecard);
}

/** Ends the stay of the caller, and a break that is open. */
export function clockOut(call: Call): Promise<Timecard> {
  return changeOpen(call, (timecard, at) => ({
    clockedOutAt: at,
    breaks: timecard.breaks.map((each) => (each.endedAt === null ? { ...each, endedAt: iso(at) } : each)),
  }));
}

export function startBreak(call: Call): Promise<Timecard> {
  return changeOpen(call, ({ breaks }, at) => {
    if (openBreakOf(breaks)) {
      throw new Failure('ON_BREAK', { detail: 'You are on a break. End it before you begin another.' });
    }
    if (breaks.length >= MAX_BREAKS) {
      throw new Failure('INVALID_TIMECARD', { detail: `A timecard holds ${MAX_BREAKS} breaks at the most.` });
    }
    return { breaks: [...breaks, { startedAt: iso(at), endedAt: null }] };
  });
}

export function endBreak(call: Call): Promise<Timecard> {
  return changeOpen(call, ({ breaks }, at) => {
    const open = openBreakOf(breaks);
    if (!open) throw new Failure('NOT_ON_BREAK', { detail: 'You are not on a break.' });
    return { breaks: [...breaks.slice(0, -1), { ...open, endedAt: iso(at) }] };
  });
}

export async function currentTimecard({
  db,
  actor,
}: QueryCall & SignedIn): Promise<{ timecard: Timecard | null }> {
  const worker = await findWorker(db, actor.userId);
  if (!worker) throw noEmployee();
  const open = await findOpenTimecard(db, worker.id);
  return { timecard: open ? toTimecard(open) : null };
}

/** Changes the open timecard of the caller, at an instant that is not before anything it holds. */
async function changeOpen(
  call: Call,
  change: (timecard: TimecardRow, at: Date) => Partial<TimecardRow>,
): Promise<Timecard> {
  const { tx, now, actor } = call;
  const worker: Worker | undefined = await lockWorker(tx, actor.userId);
  if (!worker) throw noEmployee();
  const before = await findOpenTimecard(tx, worker.id);
  if (!before) throw new Failure('NOT_CLOCKED_IN', { detail: 'You have no open timecard. Clock in first.' });
  const changes = change(before, notBefore(latestOf(before), now));
  const after = { ...before, ...changes, version: before.version + 1, updatedAt: now };
  await updateTimecard(tx, after);
  return auditTimecard(call, before, after);
}

/** A call is stamped when it begins: one that had to wait for another must still come after it. */
function notBefore(earliest: Date | undefined, now: Date): Date {
  return earliest && earliest > now ? earliest : now;
}

function openBreakOf(breaks: readonly Break[]): Break | undefined {
  const last = breaks.at(-1);
  return last?.endedAt === null ? last : undefined;
}

function iso(instant: Date): string {
  return instant.toISOString();
}

function noEmployee(why = 'No staff record is linked to your user.'): Failure<'NO_EMPLOYEE'> {
  return new Failure('NO_EMPLOYEE', { detail: `${why} Ask a manager to correct it.` });
}

function alreadyClockedIn(open: TimecardRow): Failure<'ALREADY_CLOCKED_IN'> {
  const since = iso(open.clockedInAt);
  return new Failure('ALREADY_CLOCKED_IN', { detail: `You have been clocked in since ${since}.` });
}

import type { CreateTimecardInput, Timecard } from '@cashwrap/contract';
import { invalidInput, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { auditTimecard } from './audit-timecard.ts';
import { stayProblems } from './domain/stay-problems.ts';
import { refuseOverlap, refuseOwn, refuseUnemployed } from './timecard-rules.ts';
import { findWorkplaceZone, insertTimecard, lockWorkerById, type TimecardRow } from './timecards.repo.ts';

/** Writes down by hand a stay that nobody clocked. */
export async function addTimecard(
  call: MutationCall & SignedIn,
  { storeId, employeeId, reason, breaks, ...input }: CreateTimecardInput,
): Promise<Timecard> {
  const { tx, now, actor } = call;
  const worker = await lockWorkerById(tx, employeeId);
  const timeZone = worker && (await findWorkplaceZone(tx, worker.id, storeId));
  // Who works elsewhere is answered like who does not exist: the caller may see the staff of this store alone.
  if (!worker || timeZone === undefined) throw invalidReference('employee', ['employeeId']);
  refuseOwn(actor, worker);
  const timecard: TimecardRow = {
    ...{ id: call.newId(), employeeId, storeId },
    clockedInAt: new Date(input.clockedInAt),
    clockedOutAt: input.clockedOutAt === null ? null : new Date(input.clockedOutAt),
    breaks: breaks.map(({ startedAt, endedAt }) => ({
      startedAt: new Date(startedAt).toISOString(),
      endedAt: endedAt && new Date(endedAt).toISOString(),
    })),
    ...{ correctionReason: reason, version: 1, createdAt: now, updatedAt: now },
  };
  const problems = stayProblems(timecard, now);
  if (problems.length > 0) throw invalidInput(problems);
  refuseUnemployed(worker, timecard.clockedInAt, timeZone);
  await refuseOverlap(tx, timecard);
  await insertTimecard(tx, timecard);
  return auditTimecard(call, undefined, timecard);
}

import type { Timecard, UpdateTimecardInput } from '@cashwrap/contract';
import { Failure, invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { auditTimecard } from './audit-timecard.ts';
import { stayProblems } from './domain/stay-problems.ts';
import { refuseOverlap, refuseOwn, refuseUnemployed } from './timecard-rules.ts';
import {
  findTimecard,
  findTimeZone,
  lockWorkerById,
  type TimecardRow,
  updateTimecard,
  type Worker,
} from './timecards.repo.ts';

/** Corrects the times of a timecard by hand, with a reason; the times as they were are in the audit log. */
export async function correctTimecard(
  call: MutationCall & SignedIn,
  input: UpdateTimecardInput,
): Promise<Timecard> {
  const { tx, now } = call;
  const { before, worker } = await lockTimecard(call, input);
  refuseOwn(call.actor, worker);
  const after = corrected(before, input, now);
  refuseImpossible(after, input, now);
  if (input.clockedInAt !== undefined) {
    const timeZone = await findTimeZone(tx, after.storeId);
    if (timeZone !== undefined) refuseUnemployed(worker, after.clockedInAt, timeZone);
  }
  await refuseOverlap(tx, after);
  await updateTimecard(tx, after);
  return auditTimecard(call, before, after);
}

/** The timecard as it is once nobody else changes those of its person. */
async function lockTimecard(
  { tx, scope }: MutationCall,
  { id, version }: UpdateTimecardInput,
): Promise<{ before: TimecardRow; worker: Worker }> {
  const found = await findTimecard(tx, scope, id);
  const worker = found && (await lockWorkerById(tx, found.employeeId));
  const before = worker && (await findTimecard(tx, scope, id));
  if (!before) throw notFound('timecard');
  if (before.version !== version) {
    throw new Failure('CONFLICT', {
      detail: `The timecard is at version ${before.version} now. Read it again and repeat the change.`,
      details: { currentVersion: before.version },
    });
  }
  return { before, worker };
}

/** The timecard with what is given. Whoever sets its end without its breaks ends an open one with it. */
function corrected(before: TimecardRow, input: UpdateTimecardInput, now: Date): TimecardRow {
  const { clockedInAt, clockedOutAt, breaks, reason } = input;
  const end = clockedOutAt === undefined ? before.clockedOutAt : clockedOutAt;
  const out = end === null ? null : new Date(end);
  const stored = before.breaks.map((each) => ({ ...each, endedAt: each.endedAt ?? (out && iso(out)) }));
  const given = breaks?.map(({ startedAt, endedAt }) => ({
    startedAt: iso(startedAt),
    endedAt: endedAt && iso(endedAt),
  }));
  return {
    ...before,
    clockedInAt: clockedInAt === undefined ? before.clockedInAt : new Date(clockedInAt),
    clockedOutAt: out,
    breaks: given ?? stored,
    correctionReason: reason,
    version: before.version + 1,
    updatedAt: now,
  };
}

/** Wrong times are the input's fault; but where those that were left out do not fit, the timecard's. */
function refuseImpossible(after: TimecardRow, input: UpdateTimecardInput, now: Date): void {
  const problems = stayProblems(after, now);
  if (problems.length === 0) return;
  const failure = invalidInput(problems);
  if (problems.every(({ path }) => path[0] && input[path[0] as keyof UpdateTimecardInput] !== undefined)) {
    throw failure;
  }
  throw new Failure('INVALID_TIMECARD', {
    detail: `With what the timecard holds already, ${failure.message}`,
    fields: problems,
  });
}

function iso(instant: string | Date): string {
  return new Date(instant).toISOString();
}

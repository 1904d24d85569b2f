import type { Timecard, UpdateTimecardInput } from '@cashwrap/contract';
import { Failure, invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall } from '../../procedure/handlers.ts';
import { stayProblems } from './domain/stay-problems.ts';
import { toTimecard } from './present-timecard.ts';
import {
  findOpenTimecard,
  findOverlapping,
  findTimecard,
  lockWorkerById,
  type TimecardRow,
  updateTimecard,
} from './timecards.repo.ts';

/** Corrects the times of a timecard by hand, with a reason; the times as they were are in the audit log. */
export async function correctTimecard(call: MutationCall, input: UpdateTimecardInput): Promise<Timecard> {
  const { tx, now } = call;
  const before = await lockTimecard(call, input);
  const after = corrected(before, input, now);
  refuseImpossible(after, input, now);
  await refuseOverlap(call, after);
  await updateTimecard(tx, after);
  const timecard = toTimecard(after);
  const { storeId, id } = before;
  call.audit({
    ...{ storeId, documentType: 'timecard', documentId: id },
    ...{ before: toTimecard(before), after: timecard },
  });
  return timecard;
}

/** The timecard as it is once nobody else changes those of its person. */
async function lockTimecard(
  { tx, scope }: MutationCall,
  { id, version }: UpdateTimecardInput,
): Promise<TimecardRow> {
  const found = await findTimecard(tx, scope, id);
  if (found) await lockWorkerById(tx, found.employeeId);
  const row = found && (await findTimecard(tx, scope, id));
  if (!row) throw notFound('timecard');
  if (row.version !== version) {
    throw new Failure('CONFLICT', {
      detail: `The timecard is at version ${row.version} now. Read it again and repeat the change.`,
      details: { currentVersion: row.version },
    });
  }
  return row;
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

async function refuseOverlap({ tx }: MutationCall, after: TimecardRow): Promise<void> {
  const open = after.clockedOutAt === null ? await findOpenTimecard(tx, after.employeeId) : undefined;
  if (open && open.id !== after.id) {
    throw new Failure('ALREADY_CLOCKED_IN', {
      detail: 'The person has another open timecard: this one must have an end.',
    });
  }
  if (await findOverlapping(tx, after)) {
    throw new Failure('INVALID_TIMECARD', {
      detail: 'In this time the person has been at work by another timecard already.',
    });
  }
}

function iso(instant: string | Date): string {
  return new Date(instant).toISOString();
}

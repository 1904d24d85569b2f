import type { Tx } from '@cashwrap/database';
import { type Actor, actsFor, ownsBusiness } from '../../procedure/actor.ts';
import { Failure } from '../../procedure/failure.ts';
import { findOpenTimecard, findOverlapping, type TimecardRow, type Worker } from './timecards.repo.ts';
import { localDate } from './timecards.ts';

/**
 * Nobody writes down by hand what they worked themselves: another manager does. An owner of the whole business may,
 * because there need not be anybody else.
 */
export function refuseOwn(actor: Actor, { userId }: Worker): void {
  if (!actsFor(actor, userId) || ownsBusiness(actor)) return;
  throw new Failure('FORBIDDEN', {
    detail: 'This would be your own timecard: somebody else who manages timecards has to do it.',
  });
}

/** Refuses a stay that begins before the first day of the person or after the last, by the store's own clock. */
export function refuseUnemployed({ hiredOn, terminatedOn }: Worker, at: Date, timeZone: string): void {
  const date = localDate(at, timeZone);
  const says =
    date < hiredOn
      ? `begins on ${hiredOn}`
      : terminatedOn !== null && date > terminatedOn
        ? `ended on ${terminatedOn}`
        : undefined;
  if (says === undefined) return;
  throw new Failure('NOT_EMPLOYED', {
    detail: `By the staff record the employment ${says}, and this is ${date}. A manager can correct the record.`,
    details: { hiredOn, terminatedOn },
  });
}

/** Refuses a timecard that shares time with another of its person, whose staff record must be locked. */
export async function refuseOverlap(tx: Tx, timecard: TimecardRow): Promise<void> {
  const open = timecard.clockedOutAt === null ? await findOpenTimecard(tx, timecard.employeeId) : undefined;
  if (open && open.id !== timecard.id) {
    throw new Failure('ALREADY_CLOCKED_IN', {
      detail: 'The person has another open timecard: this one must have an end.',
    });
  }
  if (await findOverlapping(tx, timecard)) {
    throw new Failure('INVALID_TIMECARD', {
      detail: 'In this time the person has been at work by another timecard already.',
    });
  }
}

import type { Timecard } from '@cashwrap/contract';
import { endedBreakSeconds, workedIn } from './domain/worked-time.ts';
import type { TimecardRow } from './timecards.repo.ts';

/** The timecard with what it comes to. */
export function toTimecard(row: TimecardRow): Timecard {
  const { clockedInAt, clockedOutAt, createdAt, updatedAt, ...rest } = row;
  return {
    ...rest,
    clockedInAt: clockedInAt.toISOString(),
    clockedOutAt: clockedOutAt?.toISOString() ?? null,
    breakSeconds: endedBreakSeconds(row.breaks),
    workedSeconds: clockedOutAt && workedIn({ ...row, clockedOutAt }).workedSeconds,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

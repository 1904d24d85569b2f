import type { Timecard } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { toTimecard } from './present-timecard.ts';
import type { TimecardRow } from './timecards.repo.ts';

/** Leaves in the audit log what became of a timecard; answers it as the contract shows it. */
export function auditTimecard(
  call: Pick<MutationCall, 'audit'>,
  before: TimecardRow | undefined,
  after: TimecardRow,
): Timecard {
  const timecard = toTimecard(after);
  call.audit({
    ...{ storeId: after.storeId, documentType: 'timecard', documentId: after.id },
    ...(before && { before: toTimecard(before) }),
    after: timecard,
  });
  return timecard;
}

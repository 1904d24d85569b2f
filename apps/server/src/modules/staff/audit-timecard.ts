import type { Timecard } from '@cashwrap/contract';
import type { MutationCall } from '../../procedure/handlers.ts';
import { toTimecard } from './present-timecard.ts';
import type { TimecardRow } from './timecards.repo.ts';

/**
 * Leaves in the audit log what became of a timecard; answers it as the contract shows it. Why it was corrected is free
 * text about a person: the log, which never forgets, has the name of that field alone, where it was given.
 */
export function auditTimecard(
  call: Pick<MutationCall, 'audit'>,
  before: TimecardRow | undefined,
  after: TimecardRow,
): Timecard {
  const given = after.correctionReason !== (before?.correctionReason ?? null);
  call.audit({
    ...{ storeId: after.storeId, documentType: 'timecard', documentId: after.id },
    ...(before && { before: shown(before) }),
    after: { ...shown(after), changedFields: given ? ['correctionReason'] : [] },
  });
  return toTimecard(after);
}

function shown(row: TimecardRow): Omit<Timecard, 'correctionReason'> {
  const { correctionReason: _, ...timecard } = toTimecard(row);
  return timecard;
}

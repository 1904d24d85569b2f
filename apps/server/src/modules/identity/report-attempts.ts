import type { Tx } from '@cashwrap/database';
import type { MutationCall, StepsCall } from '../../procedure/handlers.ts';
import type { AttemptsRow } from './attempts.repo.ts';
import { FREE_ATTEMPTS } from './guards.ts';
import { findUserIdByUsername } from './users.repo.ts';

/**
 * Leaves in the audit log that somebody's password or PIN was tried wrongly: the first time, and when that locks; of
 * somebody who tries codes of gift cards only the latter, for those are mistyped all day.
 * Not each time, and nothing about names that nobody has: a stranger must not be able to fill the log, or to write
 * into it. `counted` holds the guards in their order, with what they have counted now.
 */
export async function reportAttempts(
  tx: Tx,
  audit: MutationCall['audit'],
  log: StepsCall['log'],
  counted: readonly AttemptsRow[],
): Promise<void> {
  // The widest guard of the person: in that of each address, every other address would be a first time.
  const widest = counted.find(({ guard }) => guard !== 'address' && guard !== 'device');
  if (widest?.failures === 1 && widest.guard !== 'gift_card') await report(tx, audit, widest, 'refused');
  for (const row of counted) {
    if (row.failures !== FREE_ATTEMPTS[row.guard]) continue;
    if (row.guard === 'address') log.warn({ address: row.address }, 'many wrong passwords from one address');
    else await report(tx, audit, row, 'locked');
  }
}

async function report(
  tx: Tx,
  audit: MutationCall['audit'],
  { guard, subject, failures, lockedUntil }: AttemptsRow,
  outcome: 'refused' | 'locked',
): Promise<void> {
  const after = { attempt: outcome, guard, failures, lockedUntil: lockedUntil?.toISOString() ?? null };
  if (guard === 'device') {
    audit({ storeId: null, documentType: 'register', documentId: subject, after });
    return;
  }
  const byId = guard === 'own_password' || guard === 'gift_card';
  const userId = byId ? subject : await findUserIdByUsername(tx, subject);
  if (userId !== undefined) audit({ storeId: null, documentType: 'user', documentId: userId, after });
}

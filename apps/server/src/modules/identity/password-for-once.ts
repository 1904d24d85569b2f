import type { Tx } from '@cashwrap/database';
import type { AuditEntry } from '../../procedure/audit.repo.ts';
import { revokeSessionsOfUser } from './own-sessions.repo.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import { toAudited, type UserWithRoles } from './user-rules.ts';
import { updateUser } from './users.repo.ts';

/**
 * Gives a locked user a password that somebody else chose: every session ends, and the next one has to choose
 * another password first. Answers what the audit log is to say.
 */
export async function givePasswordForOnce(
  tx: Tx,
  before: UserWithRoles,
  passwordHash: string,
  now: Date,
): Promise<AuditEntry> {
  const row = await updateUser(tx, before.id, {
    ...{ passwordHash, mustChangePassword: true, version: before.version + 1, updatedAt: now },
  });
  await revokeSessionsOfUser(tx, before.id, 'password_changed', now);
  await advanceAuthEpoch(tx);
  return {
    ...{ storeId: null, documentType: 'user', documentId: before.id, before: toAudited(before) },
    after: toAudited({ ...row, held: before.held }, ['password']),
  };
}

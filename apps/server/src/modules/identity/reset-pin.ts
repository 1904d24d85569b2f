import type { User } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { lockAttempts, resetAttempts } from './attempts.repo.ts';
import type { Identity } from './identity.ts';
import { toUserSeenFrom } from './read-users.ts';
import { advanceAuthEpoch, revokeSessionsByPin } from './sessions.repo.ts';
import { lockManageable, toAudited } from './user-rules.ts';
import { findVisibleUser, lockPeople, updateUser } from './users.repo.ts';

/**
 * Removes the PIN of a user with what was opened by it, and any lockout; the user sets a new one. Whoever manages a
 * store does it for those who hold no more than they do, anywhere.
 */
export async function resetPin(
  { authority }: Identity,
  call: MutationCall & SignedIn,
  { id }: { id: string },
): Promise<User> {
  const { tx, actor, now, scope } = call;
  await lockPeople(tx);
  const user = await findVisibleUser(tx, scope, id);
  if (!user) throw notFound('user');
  const subject = user.username;
  // Locked before the user, as a sign-in does.
  const attempts = await lockAttempts(tx, { guard: 'pin', subject });
  const before = await lockManageable(tx, actor, id);
  if (before.pinHash === null && (attempts?.failures ?? 0) === 0) {
    call.changedNothing();
    return toUserSeenFrom(scope, before);
  }
  await resetAttempts(tx, { guard: 'pin', subject });
  const row = await updateUser(tx, id, { pinHash: null, version: before.version + 1, updatedAt: now });
  await revokeSessionsByPin(tx, id, now);
  await advanceAuthEpoch(tx);
  authority.forget();
  const after = { ...row, held: before.held };
  call.audit({
    ...{ storeId: null, documentType: 'user', documentId: id },
    ...{ before: toAudited(before), after: toAudited(after, ['pin']) },
  });
  return toUserSeenFrom(scope, after);
}

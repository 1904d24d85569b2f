import type { User } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { lockAttempts, resetAttempts } from './attempts.repo.ts';
import type { Identity } from './identity.ts';
import { advanceAuthEpoch, revokeSessionsByPin } from './sessions.repo.ts';
import { lockManageable, toAudited, toUser } from './user-rules.ts';
import { findUser, lockPeople, updateUser } from './users.repo.ts';

/** Removes the PIN of a user with what was opened by it, and any lockout; the user sets a new one. */
export async function resetPin(
  { authority }: Identity,
  call: MutationCall & SignedIn,
  { id }: { id: string },
): Promise<User> {
  const { tx, actor, now } = call;
  await lockPeople(tx);
  // Locked before the user, as a sign-in does.
  const subject = (await findUser(tx, id))?.username ?? '';
  const attempts = await lockAttempts(tx, { guard: 'pin', subject });
  const before = await lockManageable(tx, actor, id);
  if (before.pinHash === null && (attempts?.failures ?? 0) === 0) {
    call.changedNothing();
    return toUser(before);
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
  return toUser(after);
}

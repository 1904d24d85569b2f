import type { ResetPasswordInput } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { resetAttempts } from './attempts.repo.ts';
import type { Identity } from './identity.ts';
import { revokeSessionsOfUser } from './own-sessions.repo.ts';
import { hashPassword } from './passwords.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import { lockManageable, toAudited } from './user-rules.ts';
import { findUser, lockPeople, updateUser } from './users.repo.ts';

/** Gives a user a password for once: every session ends, and the next sign-in asks for a new password. */
export async function resetPassword(
  { authority }: Identity,
  call: StepsCall & SignedIn,
  { id, password }: ResetPasswordInput,
): Promise<null> {
  const { actor, now } = call;
  // Otherwise whoever finds an open session would not need to know its password.
  if (id === actor.userId) {
    throw new Failure('FORBIDDEN', {
      detail: 'Change your own password with auth.changePassword: it asks for the one that you have.',
    });
  }
  const passwordHash = await hashPassword(password);
  await call.transact(async (tx, audit) => {
    await lockPeople(tx);
    // Locked before the user, as a sign-in does.
    const user = await findUser(tx, id);
    if (user) await resetAttempts(tx, { guard: 'password', subject: user.username });
    const before = await lockManageable(tx, actor, id);
    const row = await updateUser(tx, id, {
      ...{ passwordHash, mustChangePassword: true, version: before.version + 1, updatedAt: now },
    });
    await revokeSessionsOfUser(tx, id, 'password_changed', now);
    await advanceAuthEpoch(tx);
    audit({
      ...{ storeId: null, documentType: 'user', documentId: id, before: toAudited(before) },
      after: toAudited({ ...row, held: before.held }, ['password']),
    });
  });
  authority.forget();
  return null;
}

import type { ResetPasswordInput } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { resetPasswordAttempts } from './attempts.repo.ts';
import type { Identity } from './identity.ts';
import { givePasswordForOnce } from './password-for-once.ts';
import { hashPassword } from './passwords.ts';
import { lockManageable } from './user-rules.ts';
import { findUser, lockPeople } from './users.repo.ts';

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
    if (user) await resetPasswordAttempts(tx, user.username, id);
    const before = await lockManageable(tx, actor, id);
    audit(await givePasswordForOnce(tx, before, passwordHash, now));
  });
  authority.forget();
  return null;
}

import type { ChangePasswordInput } from '@cashwrap/contract';
import type { z } from 'zod';
import { sessionOf } from '../../procedure/actor.ts';
import { invalidInput } from '../../procedure/failure.ts';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { attempt, wrongCredentials } from './attempts.ts';
import { replacePassword } from './credentials.repo.ts';
import type { Identity } from './identity.ts';
import { revokeSessionsOfUser } from './own-sessions.repo.ts';
import { hashPassword, passwordMatches } from './passwords.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import { findForLogin } from './users.repo.ts';

/** Changes the caller's password. Their other sessions end: whoever knew the old one is out. */
export async function changePassword(
  identity: Identity,
  call: StepsCall & SignedIn,
  { currentPassword, newPassword }: z.output<typeof ChangePasswordInput>,
): Promise<null> {
  const { actor, now } = call;
  const sessionId = sessionOf(actor);
  if (newPassword === currentPassword) {
    throw invalidInput([{ path: ['newPassword'], message: 'must be another one than the current' }]);
  }
  const user = await findForLogin(identity.options.database.db, actor.username);
  const passwordHash = user?.passwordHash ?? null;
  const newHash = await hashPassword(newPassword);
  await attempt(
    identity,
    call,
    [{ guard: 'own_password', subject: actor.userId }],
    () => passwordMatches(currentPassword, passwordHash),
    async (tx, audit) => {
      const replaced = await replacePassword(tx, actor.userId, passwordHash, newHash, now);
      if (!replaced) throw wrongCredentials();
      await revokeSessionsOfUser(tx, actor.userId, 'password_changed', now, sessionId);
      await advanceAuthEpoch(tx);
      audit({
        storeId: null,
        documentType: 'user',
        documentId: actor.userId,
        after: { password: 'changed' },
      });
    },
  );
  identity.authority.forget();
  return null;
}

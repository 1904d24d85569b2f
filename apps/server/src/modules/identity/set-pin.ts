import type { SetPinInput } from '@cashwrap/contract';
import type { z } from 'zod';
import { invalidInput } from '../../procedure/failure.ts';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { attempt } from './attempts.ts';
import { updatePinHash } from './credentials.repo.ts';
import type { Identity } from './identity.ts';
import { passwordMatches } from './passwords.ts';
import { hashPin, isTrivialPin } from './pins.ts';
import { advanceAuthEpoch, revokeSessionsByPin } from './sessions.repo.ts';
import { findForLogin } from './users.repo.ts';

/**
 * Sets or removes the caller's PIN. It takes the password: who finds a till signed in cannot do it. What the old PIN
 * has opened ends, but for the session that does it: whoever knew it is out.
 */
export async function setPin(
  identity: Identity,
  call: StepsCall & SignedIn,
  { password, pin }: z.output<typeof SetPinInput>,
): Promise<null> {
  const { actor, now } = call;
  if (pin !== null && isTrivialPin(pin)) {
    const message = 'is too easy to guess: all digits are the same, or count up or down';
    throw invalidInput([{ path: ['pin'], message }]);
  }
  const { database, pepper } = identity.options;
  const user = await findForLogin(database.db, actor.username);
  const passwordHash = user?.passwordHash ?? null;
  const pinHash = pin === null ? null : await hashPin(pin, actor.userId, pepper);
  await attempt(
    identity,
    call,
    [{ guard: 'own_password', subject: actor.userId }],
    () => passwordMatches(password, passwordHash),
    async (tx, audit) => {
      await updatePinHash(tx, actor.userId, pinHash, now);
      await revokeSessionsByPin(tx, actor.userId, now, actor.sessionId);
      await advanceAuthEpoch(tx);
      const after = { pin: pin === null ? 'removed' : 'set' };
      audit({ storeId: null, documentType: 'user', documentId: actor.userId, after });
    },
  );
  identity.authority.forget();
  return null;
}

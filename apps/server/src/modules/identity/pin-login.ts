import type { PinLoginInput, TokenPair } from '@cashwrap/contract';
import type { Database } from '@cashwrap/database';
import type { z } from 'zod';
import { Failure } from '../../procedure/failure.ts';
import type { StepsCall } from '../../procedure/handlers.ts';
import { attempt, wrongCredentials } from './attempts.ts';
import { confirmSignIn } from './credentials.repo.ts';
import { type Identity, issueTokens } from './identity.ts';
import { openSession, sessionEntry } from './open-session.ts';
import { findForPinLogin, findPairedRegister } from './pin-login.repo.ts';
import { pinMatches } from './pins.ts';
import { hashRegisterToken } from './register-tokens.ts';

/**
 * Opens a session by PIN at a paired register. Sessions of others at it go on, so that people take turns
 * without signing out. Guesses count for the user, on whatever device, and for the device, whoever it is.
 */
export async function pinLogin(
  identity: Identity,
  call: StepsCall,
  { username, pin }: z.output<typeof PinLoginInput>,
): Promise<TokenPair> {
  const { database, pepper } = identity.options;
  const register = await registerOf(database, call);
  const user = await findForPinLogin(database.db, username, register.storeId);
  const { userId, sessionId, refresh } = await attempt(
    identity,
    call,
    [
      { guard: 'device', subject: register.id },
      { guard: 'pin', subject: username },
    ],
    () => pinMatches(pin, user, pepper),
    async (tx, audit) => {
      if (!user || !(await confirmSignIn(tx, user.id, user, call.now))) throw wrongCredentials();
      const { id } = user;
      const session = await openSession(tx, call, { userId: id, registerId: register.id });
      audit({ ...sessionEntry(id, session.sessionId), storeId: register.storeId, registerId: register.id });
      return { userId: id, ...session };
    },
  );
  return issueTokens(identity, userId, sessionId, refresh);
}

/** The register that the calling device proves to be. */
async function registerOf({ db }: Database, { device }: StepsCall): Promise<{ id: string; storeId: string }> {
  const { registerToken } = device;
  const register =
    registerToken === undefined ? undefined : await findPairedRegister(db, hashRegisterToken(registerToken));
  if (register) return register;
  throw new Failure('INVALID_REGISTER_TOKEN', {
    detail: 'Send the token of a paired register as "Register-Token"; registers.pair gives one.',
  });
}

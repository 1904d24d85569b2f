import type { RegisterInput, TokenPair } from '@cashwrap/contract';
import type { z } from 'zod';
import { alreadyExists, Failure } from '../../procedure/failure.ts';
import type { StepsCall } from '../../procedure/handlers.ts';
import { countCall } from './attempts.ts';
import { findRegistrationStore } from './credentials.repo.ts';
import { type Identity, issueTokens } from './identity.ts';
import { openSession } from './open-session.ts';
import { hashPassword } from './passwords.ts';
import { NEW_USER_FIELDS } from './user-rules.ts';
import { insertRoleAssignment, insertUser } from './users.repo.ts';

/** Signs up a person by themselves, where the merchant allows it: as a cashier of the store that the settings name. */
export async function register(
  identity: Identity,
  call: StepsCall,
  input: z.output<typeof RegisterInput>,
): Promise<TokenPair> {
  const { username, name, password } = input;
  // Asked before the password is hashed: where it is not allowed, it must not cost work either.
  if ((await findRegistrationStore(identity.options.database.db)) === undefined) throw disabled();
  await countCall(call, { guard: 'registration', subject: '', address: call.device.address });
  const passwordHash = await hashPassword(password);
  const userId = call.newId();
  const { sessionId, refresh } = await call.transact(async (tx, audit) => {
    const storeId = await findRegistrationStore(tx);
    if (storeId === undefined) throw disabled();
    const createdAt = call.now;
    if (!(await insertUser(tx, { id: userId, username, name, passwordHash, createdAt }))) {
      throw alreadyExists('user', 'username', username, null);
    }
    await insertRoleAssignment(tx, { id: call.newId(), userId, role: 'cashier', storeId, createdAt });
    const session = await openSession(tx, call, { userId, registerId: null });
    const by = { storeId: null, actorId: userId, sessionId: session.sessionId };
    const after = { roles: [{ role: 'cashier', storeId }], changedFields: NEW_USER_FIELDS };
    audit({ ...by, documentType: 'user', documentId: userId, after });
    return session;
  });
  return issueTokens(identity, userId, sessionId, refresh);
}

function disabled(): Failure<'REGISTRATION_DISABLED'> {
  return new Failure('REGISTRATION_DISABLED', {
    detail: 'People cannot sign up by themselves here. Ask somebody who manages users for an account.',
  });
}

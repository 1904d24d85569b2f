import type { LoginInput, TokenPair } from '@cashwrap/contract';
import type { z } from 'zod';
import { Failure } from '../../procedure/failure.ts';
import type { StepsCall } from '../../procedure/handlers.ts';
import { type Identity, issueTokens } from './identity.ts';
import { openSession, sessionEntry } from './open-session.ts';
import { passwordMatches } from './passwords.ts';
import { findForLogin } from './users.repo.ts';

/** Opens a session for a user name and password. A wrong name and a wrong password answer alike. */
export async function login(
  identity: Identity,
  call: StepsCall,
  input: z.output<typeof LoginInput>,
): Promise<TokenPair> {
  const user = await findForLogin(identity.options.database.db, input.username);
  // The password is checked outside any transaction: it takes milliseconds on purpose.
  const matches = await passwordMatches(input.password, user?.passwordHash);
  if (!user || !matches || user.deactivatedAt !== null) {
    throw new Failure('INVALID_CREDENTIALS', { detail: 'The user name or password is wrong.' });
  }
  const { sessionId, refresh } = await call.transact(async (tx, audit) => {
    const session = await openSession(tx, user.id, call.now, call.newId);
    audit(sessionEntry(user.id, session.sessionId));
    return session;
  });
  return issueTokens(identity, user.id, sessionId, refresh);
}

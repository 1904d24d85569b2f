import type { LoginInput, TokenPair } from '@cashwrap/contract';
import type { z } from 'zod';
import type { StepsCall } from '../../procedure/handlers.ts';
import { attempt, wrongCredentials } from './attempts.ts';
import { confirmSignIn } from './credentials.repo.ts';
import { guardsOfPassword } from './guards.ts';
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
  const { db } = identity.options.database;
  const { username } = input;
  const user = await findForLogin(db, username);
  const { userId, sessionId, refresh } = await attempt(
    identity,
    call,
    await guardsOfPassword(db, username, call.device.address, call.now),
    async () => (await passwordMatches(input.password, user?.passwordHash)) && user?.deactivatedAt === null,
    async (tx, audit) => {
      if (!user || !(await confirmSignIn(tx, user.id, user, call.now))) throw wrongCredentials();
      const { id } = user;
      const session = await openSession(tx, call, { userId: id, registerId: null });
      audit(sessionEntry(id, session.sessionId));
      return { userId: id, ...session };
    },
  );
  return issueTokens(identity, userId, sessionId, refresh);
}

import { sessionOf } from '../../procedure/actor.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { advanceAuthEpoch, revokeSession } from './sessions.repo.ts';

/** Ends the session of the caller's access token, and with it every refresh token of the sign-in. */
export async function logout({ tx, actor, now, audit }: MutationCall & SignedIn): Promise<null> {
  const sessionId = sessionOf(actor);
  await revokeSession(tx, sessionId, 'logout', now);
  await advanceAuthEpoch(tx);
  audit({ storeId: null, documentType: 'session', documentId: sessionId });
  return null;
}

import type { Tx } from '@cashwrap/database';
import { hashRefreshToken, newRefreshToken } from './refresh-tokens.ts';
import { insertRefreshToken, insertSession } from './sessions.repo.ts';

const DAY_MS = 86_400_000;
/** How long a device may stay away before it must sign in again. */
export const REFRESH_TOKEN_TTL_MS = 30 * DAY_MS;
/** How long a sign-in lasts at the most, however often it is refreshed. */
const SESSION_TTL_MS = 90 * DAY_MS;

export interface IssuedRefreshToken {
  readonly token: string;
  readonly expiresAt: Date;
}

/** The audit entry of what became of a session, by the user whose session it is. */
export function sessionEntry(userId: string, sessionId: string, after?: object) {
  return {
    storeId: null,
    documentType: 'session',
    documentId: sessionId,
    actorId: userId,
    sessionId,
    ...(after && { after }),
  };
}

/** Writes a new session of a user with its first refresh token. */
export async function openSession(
  tx: Tx,
  userId: string,
  now: Date,
  newId: () => string,
): Promise<{ sessionId: string; refresh: IssuedRefreshToken }> {
  const sessionId = newId();
  const token = newRefreshToken();
  const expiresAt = new Date(now.getTime() + REFRESH_TOKEN_TTL_MS);
  await insertSession(tx, {
    id: sessionId,
    userId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + SESSION_TTL_MS),
  });
  await insertRefreshToken(tx, {
    id: newId(),
    sessionId,
    tokenHash: hashRefreshToken(token),
    createdAt: now,
    expiresAt,
  });
  return { sessionId, refresh: { token, expiresAt } };
}

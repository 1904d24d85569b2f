import type { Tx } from '@cashwrap/database';
import type { StepsCall } from '../../procedure/handlers.ts';
import { hashRefreshToken, newRefreshToken } from './refresh-tokens.ts';
import { insertRefreshToken, insertSession } from './sessions.repo.ts';

const DAY_MS = 86_400_000;
/** How long a device may stay away before it must sign in again. */
export const REFRESH_TOKEN_TTL_MS = 30 * DAY_MS;
/** How long a sign-in lasts at the most, however often it is refreshed. */
const SESSION_TTL_MS = 90 * DAY_MS;
/** A few digits at a shared till are good for one working day. */
const PIN_SESSION_TTL_MS = DAY_MS;
/** What a device calls itself is cut: it is only shown. */
const USER_AGENT_LENGTH = 200;

export interface IssuedRefreshToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface OpenedSession {
  readonly sessionId: string;
  readonly refresh: IssuedRefreshToken;
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

/** Writes a new session of a user, always with an id and a refresh token of its own. */
export async function openSession(
  tx: Tx,
  { now, newId, device }: Pick<StepsCall, 'now' | 'newId' | 'device'>,
  { userId, registerId }: { userId: string; registerId: string | null },
): Promise<OpenedSession> {
  const sessionId = newId();
  const token = newRefreshToken();
  const ttlMs = registerId === null ? SESSION_TTL_MS : PIN_SESSION_TTL_MS;
  const sessionExpiresAt = new Date(now.getTime() + ttlMs);
  const expiresAt = refreshExpiry(now, sessionExpiresAt);
  await insertSession(tx, {
    id: sessionId,
    userId,
    registerId,
    userAgent: device.userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
    address: device.address,
    createdAt: now,
    expiresAt: sessionExpiresAt,
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

/** When a refresh token made now lapses: no later than its session. */
export function refreshExpiry(now: Date, sessionExpiresAt: Date): Date {
  return new Date(Math.min(now.getTime() + REFRESH_TOKEN_TTL_MS, sessionExpiresAt.getTime()));
}

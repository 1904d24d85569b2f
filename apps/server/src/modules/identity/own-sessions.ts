import type { Session } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { sessionOf } from '../../procedure/actor.ts';
import { notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { REFRESH_TOKEN_TTL_MS } from './open-session.ts';
import {
  listLiveSessions,
  revokeOwnSession,
  revokeSessionsAtRegister,
  revokeSessionsOfUser,
} from './own-sessions.repo.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';

/** The caller's sessions that can still be used. */
export async function listOwnSessions({
  db,
  actor,
  now,
}: QueryCall & SignedIn): Promise<{ items: Session[] }> {
  const usedSince = new Date(now.getTime() - REFRESH_TOKEN_TTL_MS);
  const rows = await listLiveSessions(db, actor.userId, now, usedSince);
  const items = rows.map((row) => ({
    id: row.id,
    current: row.id === actor.sessionId,
    registerId: row.registerId,
    userAgent: row.userAgent,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
  return { items };
}

/** Ends one session of the caller. Somebody else's answers like one that does not exist. */
export async function revokeSessionById(
  { tx, actor, now, audit }: MutationCall & SignedIn,
  { id }: { id: string },
): Promise<null> {
  if (!(await revokeOwnSession(tx, actor.userId, id, now))) throw notFound('session');
  await advanceAuthEpoch(tx);
  audit({ storeId: null, documentType: 'session', documentId: id });
  return null;
}

/** Ends every session of the caller. */
export async function logoutEverywhere({ tx, actor, now, audit }: MutationCall & SignedIn): Promise<null> {
  const sessionId = sessionOf(actor);
  await revokeSessionsOfUser(tx, actor.userId, 'logout', now);
  await advanceAuthEpoch(tx);
  audit({ storeId: null, documentType: 'session', documentId: sessionId, after: { everywhere: true } });
  return null;
}

/** Ends the sessions that were opened by PIN at a register. */
export async function endSessionsAtRegister(tx: Tx, registerId: string, now: Date): Promise<void> {
  await revokeSessionsAtRegister(tx, registerId, now);
  await advanceAuthEpoch(tx);
}

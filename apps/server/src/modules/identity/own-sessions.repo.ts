import type { Reader, Tx } from '@cashwrap/database';
import { sessions } from '@cashwrap/database/schema';
import { and, desc, eq, gt, isNull, ne } from 'drizzle-orm';
import type { RevokedReason } from './sessions.repo.ts';

export type SessionRow = typeof sessions.$inferSelect;

/** The sessions of a user that can still be used, the latest first. */
export async function listLiveSessions(
  db: Reader,
  userId: string,
  now: Date,
  usedSince: Date,
): Promise<SessionRow[]> {
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, now),
        gt(sessions.lastUsedAt, usedSince),
      ),
    )
    .orderBy(desc(sessions.lastUsedAt), desc(sessions.id));
}

/** False where the user has no such session, or it has ended already. */
export async function revokeOwnSession(
  tx: Tx,
  userId: string,
  sessionId: string,
  revokedAt: Date,
): Promise<boolean> {
  const revoked = await tx
    .update(sessions)
    .set({ revokedAt, revokedReason: 'revoked' })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  return revoked.length === 1;
}

/** Ends all sessions of a user but one, or all. */
export async function revokeSessionsOfUser(
  tx: Tx,
  userId: string,
  revokedReason: RevokedReason,
  revokedAt: Date,
  exceptId?: string,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt, revokedReason })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        exceptId === undefined ? undefined : ne(sessions.id, exceptId),
      ),
    );
}

/** Ends the sessions that were opened by PIN at a register. */
export async function revokeSessionsAtRegister(tx: Tx, registerId: string, revokedAt: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt, revokedReason: 'revoked' })
    .where(and(eq(sessions.registerId, registerId), isNull(sessions.revokedAt)));
}

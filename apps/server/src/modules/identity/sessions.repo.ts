import { type Param, prepared, type Reader, type Tx } from '@cashwrap/database';
import {
  authEpoch,
  refreshTokens,
  registers,
  roleAssignments,
  roles,
  sessions,
  users,
} from '@cashwrap/database/schema';
import { and, eq, gt, isNotNull, isNull, ne, sql } from 'drizzle-orm';

/** Why a session ended before its time. */
export type RevokedReason = NonNullable<(typeof sessions.$inferSelect)['revokedReason']>;

export interface NewRefreshToken {
  readonly id: string;
  readonly sessionId: string;
  readonly tokenHash: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const authorityRows = prepared('session_authority', (db: Reader, param: Param<{ sessionId: string }>) =>
  db
    .select({
      userId: users.id,
      username: users.username,
      name: users.name,
      mustChangePassword: users.mustChangePassword,
      registerId: sessions.registerId,
      registerStoreId: registers.storeId,
      expiresAt: sessions.expiresAt,
      role: roleAssignments.role,
      customRoleId: roleAssignments.customRoleId,
      customPermissions: roles.permissions,
      storeId: roleAssignments.storeId,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(registers, eq(registers.id, sessions.registerId))
    .leftJoin(roleAssignments, eq(roleAssignments.userId, users.id))
    .leftJoin(roles, eq(roles.id, roleAssignments.customRoleId))
    .where(and(eq(sessions.id, param('sessionId')), isNull(sessions.revokedAt), isNull(users.deactivatedAt))),
);

/** A live session's user, once for each role held; empty where the session or the user is no longer good. */
export function findAuthority(db: Reader, sessionId: string) {
  return authorityRows(db, { sessionId });
}

export async function insertSession(
  tx: Tx,
  session: {
    id: string;
    userId: string;
    registerId: string | null;
    userAgent: string | null;
    address: string;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.insert(sessions).values({ ...session, lastUsedAt: session.createdAt });
}

/** Whether a user has signed in by password from an address since then. */
export async function hasSignedInFrom(
  db: Reader,
  username: string,
  address: string,
  since: Date,
): Promise<boolean> {
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(users.username, username),
        eq(sessions.address, address),
        isNull(sessions.registerId),
        gt(sessions.createdAt, since),
      ),
    )
    .limit(1);
  return rows.length > 0;
}

/** Does nothing where the token is there already: the same rotation was run before. */
export async function insertRefreshToken(tx: Tx, token: NewRefreshToken): Promise<void> {
  await tx.insert(refreshTokens).values(token).onConflictDoNothing({ target: refreshTokens.tokenHash });
}

/** Locks a refresh token and tells what has become of it and of its session. */
export async function lockRefreshToken(tx: Tx, tokenHash: string) {
  const [row] = await tx
    .select({
      id: refreshTokens.id,
      sessionId: refreshTokens.sessionId,
      usedAt: refreshTokens.usedAt,
      expiresAt: refreshTokens.expiresAt,
      userId: sessions.userId,
      sessionExpiresAt: sessions.expiresAt,
      revokedAt: sessions.revokedAt,
      deactivatedAt: users.deactivatedAt,
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(refreshTokens.tokenHash, tokenHash))
    .for('update', { of: refreshTokens });
  return row;
}

export async function isRefreshTokenUsed(tx: Tx, tokenHash: string): Promise<boolean> {
  const [row] = await tx
    .select({ usedAt: refreshTokens.usedAt })
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, tokenHash));
  return row?.usedAt != null;
}

export async function markRefreshTokenUsed(tx: Tx, id: string, usedAt: Date): Promise<void> {
  await tx.update(refreshTokens).set({ usedAt }).where(eq(refreshTokens.id, id));
}

/** How many refresh tokens a session was given since an instant. */
export async function countRefreshTokens(tx: Tx, sessionId: string, since: Date): Promise<number> {
  return tx.$count(
    refreshTokens,
    and(eq(refreshTokens.sessionId, sessionId), gt(refreshTokens.createdAt, since)),
  );
}

export async function markSessionUsed(tx: Tx, id: string, lastUsedAt: Date): Promise<void> {
  await tx.update(sessions).set({ lastUsedAt }).where(eq(sessions.id, id));
}

export async function revokeSession(
  tx: Tx,
  sessionId: string,
  revokedReason: RevokedReason,
  revokedAt: Date,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt, revokedReason })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)));
}

/** Ends the sessions of a user that were opened by PIN at a register, but for one where it is named. */
export async function revokeSessionsByPin(
  tx: Tx,
  userId: string,
  revokedAt: Date,
  exceptId: string | null = null,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ revokedAt, revokedReason: 'revoked' })
    .where(
      and(
        ...[eq(sessions.userId, userId), isNull(sessions.revokedAt), isNotNull(sessions.registerId)],
        exceptId === null ? undefined : ne(sessions.id, exceptId),
      ),
    );
}

/** Tells every server, within half a second of the commit, to forget what it has cached about people. */
export async function advanceAuthEpoch(tx: Tx): Promise<void> {
  await tx
    .insert(authEpoch)
    .values({ id: 1, epoch: 1 })
    .onConflictDoUpdate({ target: authEpoch.id, set: { epoch: sql`${authEpoch.epoch} + 1` } });
}

export async function readAuthEpoch(db: Reader): Promise<number> {
  const [row] = await db.select({ epoch: authEpoch.epoch }).from(authEpoch);
  return row?.epoch ?? 0;
}

import { type Reader, readStatement, type Tx } from '@cashwrap/database';
import { signInAttempts } from '@cashwrap/database/schema';
import { and, eq, gt, inArray, lt, or, type SQL } from 'drizzle-orm';

/** What is guarded, whose, and where from: see the table. */
export interface Guard {
  readonly guard: (typeof signInAttempts.$inferSelect)['guard'];
  readonly subject: string;
  readonly address?: string;
}

export type AttemptsRow = typeof signInAttempts.$inferSelect;

const ANEW = { failures: 0, lockedUntil: null };

/** The attempts at one of these guards that are locked at `now`. */
export async function findLocks(db: Reader, guards: readonly Guard[], now: Date): Promise<AttemptsRow[]> {
  return db
    .select()
    .from(signInAttempts)
    .where(and(or(...guards.map(isGuard)), gt(signInAttempts.lockedUntil, now)));
}

const lockedUntil = readStatement<{ lockedUntil: Date }, readonly [string, string, string, Date]>(
  'guard_locked_until',
  `SELECT locked_until AS "lockedUntil" FROM sign_in_attempts
   WHERE guard = $1 AND subject = $2 AND address = $3 AND locked_until > $4`,
);

/** Until when one guard is locked; `undefined` where it is not at `now`. Sent at once. */
export async function findLockedUntil(
  db: Reader,
  { guard, subject, address = '' }: Guard,
  now: Date,
): Promise<Date | undefined> {
  const { rows } = await lockedUntil(db, [guard, subject, address, now]);
  return rows[0]?.lockedUntil;
}

/** Locks what is known of a guard; `undefined` where nobody has failed at it. */
export async function lockAttempts(tx: Tx, guard: Guard): Promise<AttemptsRow | undefined> {
  const [row] = await tx.select().from(signInAttempts).where(isGuard(guard)).for('update');
  return row;
}

/** The same, and makes the row where there is none: of two first failures one waits for the other. */
export async function lockOrCreateAttempts(tx: Tx, guard: Guard, now: Date): Promise<AttemptsRow> {
  await tx
    .insert(signInAttempts)
    .values({ ...guard, failures: 0, lastFailedAt: now })
    .onConflictDoNothing();
  const row = await lockAttempts(tx, guard);
  if (!row) throw new Error('The attempts vanished while they were being locked.');
  return row;
}

export async function updateAttempts(
  tx: Tx,
  { failures, lockedUntil, lastFailedAt, ...guard }: AttemptsRow,
): Promise<void> {
  await tx.update(signInAttempts).set({ failures, lockedUntil, lastFailedAt }).where(isGuard(guard));
}

/** Starts anew: after a right password or PIN, or after somebody has set another one. */
export async function resetAttempts(tx: Tx, guard: Guard): Promise<void> {
  await tx.update(signInAttempts).set(ANEW).where(isGuard(guard));
}

/** Starts everything anew that was counted about the password of a user, wherever it was tried. */
export async function resetPasswordAttempts(tx: Tx, username: string, userId: string): Promise<void> {
  const ofUser = or(
    and(inArray(signInAttempts.guard, ['account', 'password']), eq(signInAttempts.subject, username)),
    and(eq(signInAttempts.guard, 'own_password'), eq(signInAttempts.subject, userId)),
  );
  // Locked in the order of an attempt first.
  const { guard, address } = signInAttempts;
  await tx.select({ guard }).from(signInAttempts).where(ofUser).orderBy(guard, address).for('update');
  await tx.update(signInAttempts).set(ANEW).where(ofUser);
}

/** Drops the attempts whose last failure is older than `before`: nobody asks for them any more. */
export async function deleteAttempts(tx: Tx, before: Date): Promise<void> {
  await tx.delete(signInAttempts).where(lt(signInAttempts.lastFailedAt, before));
}

function isGuard({ guard, subject, address = '' }: Guard): SQL | undefined {
  return and(
    eq(signInAttempts.guard, guard),
    eq(signInAttempts.subject, subject),
    eq(signInAttempts.address, address),
  );
}

import type { Reader, Tx } from '@cashwrap/database';
import { merchants, users } from '@cashwrap/database/schema';
import { and, eq, isNull, sql } from 'drizzle-orm';

const nextVersion = sql`${users.version} + 1`;

/** What a person proved to know: the hash against which it was checked. */
export type Proof = { readonly passwordHash: string | null } | { readonly pinHash: string | null };

/**
 * Locks a user for a sign-in. False where, since the proof was checked, somebody has changed it or has
 * deactivated the user: then the sign-in came too late.
 */
export async function confirmSignIn(tx: Tx, userId: string, proof: Proof, now: Date): Promise<boolean> {
  const unchanged =
    'pinHash' in proof
      ? eq(users.pinHash, proof.pinHash ?? '')
      : eq(users.passwordHash, proof.passwordHash ?? '');
  const confirmed = await tx
    .update(users)
    .set({ lastLoginAt: now })
    .where(and(eq(users.id, userId), isNull(users.deactivatedAt), unchanged))
    .returning({ id: users.id });
  return confirmed.length === 1;
}

/** Replaces the password that was checked by one of the user's own choice; false where it is another by now. */
export async function replacePassword(
  tx: Tx,
  userId: string,
  checkedHash: string | null,
  passwordHash: string,
  updatedAt: Date,
): Promise<boolean> {
  const replaced = await tx
    .update(users)
    .set({ passwordHash, mustChangePassword: false, version: nextVersion, updatedAt })
    .where(and(eq(users.id, userId), eq(users.passwordHash, checkedHash ?? '')))
    .returning({ id: users.id });
  return replaced.length === 1;
}

export async function updatePinHash(
  tx: Tx,
  userId: string,
  pinHash: string | null,
  updatedAt: Date,
): Promise<void> {
  await tx.update(users).set({ pinHash, version: nextVersion, updatedAt }).where(eq(users.id, userId));
}

/** The store in which those are cashiers who sign up by themselves; `undefined` where nobody may. */
export async function findRegistrationStore(db: Reader): Promise<string | undefined> {
  const [row] = await db
    .select({ storeId: merchants.registrationStoreId })
    .from(merchants)
    .where(eq(merchants.registrationEnabled, true));
  return row?.storeId ?? undefined;
}

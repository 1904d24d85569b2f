import type { BuiltInRole } from '@cashwrap/contract';
import type { Reader, Tx } from '@cashwrap/database';
import { merchants, roleAssignments, users } from '@cashwrap/database/schema';
import { eq } from 'drizzle-orm';

export interface NewUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

export async function findForLogin(db: Reader, username: string) {
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash, deactivatedAt: users.deactivatedAt })
    .from(users)
    .where(eq(users.username, username));
  return user;
}

export async function anyUserExists(db: Reader): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

export async function insertUser(tx: Tx, user: NewUser): Promise<void> {
  await tx.insert(users).values({ ...user, updatedAt: user.createdAt });
}

export async function insertRoleAssignment(
  tx: Tx,
  assignment: { id: string; userId: string; role: BuiltInRole; storeId: string | null; createdAt: Date },
): Promise<void> {
  await tx.insert(roleAssignments).values(assignment);
}

/** False where there is a merchant already: the database holds one at the most. */
export async function insertMerchant(
  tx: Tx,
  merchant: { id: string; name: string; currency: string; createdAt: Date },
): Promise<boolean> {
  const inserted = await tx
    .insert(merchants)
    .values({ ...merchant, updatedAt: merchant.createdAt })
    .onConflictDoNothing()
    .returning({ id: merchants.id });
  return inserted.length === 1;
}

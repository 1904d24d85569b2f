import type { Reader } from '@cashwrap/database';
import { registers, roleAssignments, roles, users } from '@cashwrap/database/schema';
import { and, eq, isNull, or, sql } from 'drizzle-orm';

/** The register whose paired device has this token. */
export async function findPairedRegister(
  db: Reader,
  tokenHash: string,
): Promise<{ id: string; storeId: string } | undefined> {
  const [row] = await db
    .select({ id: registers.id, storeId: registers.storeId })
    .from(registers)
    .where(and(eq(registers.tokenHash, tokenHash), isNull(registers.retiredAt)));
  return row;
}

/** A user with their PIN, if they are active and hold some permission in the store. */
export async function findForPinLogin(db: Reader, username: string, storeId: string) {
  const [row] = await db
    .select({ id: users.id, pinHash: users.pinHash })
    .from(users)
    .innerJoin(roleAssignments, eq(roleAssignments.userId, users.id))
    .leftJoin(roles, eq(roles.id, roleAssignments.customRoleId))
    .where(
      and(
        eq(users.username, username),
        isNull(users.deactivatedAt),
        or(isNull(roleAssignments.storeId), eq(roleAssignments.storeId, storeId)),
        or(isNull(roleAssignments.customRoleId), sql`cardinality(${roles.permissions}) > 0`),
      ),
    )
    .limit(1);
  return row;
}

import { builtInRoles, type Permission } from '@cashwrap/contract';
import type { Reader, Tx } from '@cashwrap/database';
import { approvals, registers, roleAssignments, roles, stores, users } from '@cashwrap/database/schema';
import { and, eq, isNull } from 'drizzle-orm';

export async function storeExists(db: Reader, id: string): Promise<boolean> {
  const rows = await db.select({ id: stores.id }).from(stores).where(eq(stores.id, id));
  return rows.length === 1;
}

/** Somebody who is active, an API key included. */
export async function findPerson(db: Reader, id: string): Promise<{ id: string } | undefined> {
  const [row] = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, id), isNull(users.deactivatedAt)));
  return row;
}

/** A register that is in use, with its store. */
export async function findRegisterStore(
  db: Reader,
  id: string,
): Promise<{ id: string; storeId: string } | undefined> {
  const [row] = await db
    .select({ id: registers.id, storeId: registers.storeId })
    .from(registers)
    .where(and(eq(registers.id, id), isNull(registers.retiredAt)));
  return row;
}

/**
 * What a user holds, role by role, as it is now. Nothing where they must choose another password first: whoever
 * had it reset does nothing else before, by PIN neither.
 */
export async function findPermissionsOf(
  tx: Tx,
  userId: string,
): Promise<{ permissions: readonly Permission[]; storeId: string | null }[]> {
  const rows = await tx
    .select({
      role: roleAssignments.role,
      storeId: roleAssignments.storeId,
      customPermissions: roles.permissions,
    })
    .from(roleAssignments)
    .innerJoin(users, and(eq(users.id, roleAssignments.userId), eq(users.mustChangePassword, false)))
    .leftJoin(roles, eq(roles.id, roleAssignments.customRoleId))
    .where(eq(roleAssignments.userId, userId));
  return rows.map(({ role, customPermissions, storeId }) => ({
    permissions: role === null ? (customPermissions ?? []) : builtInRoles[role].permissions,
    storeId,
  }));
}

export async function insertApproval(tx: Tx, approval: typeof approvals.$inferInsert): Promise<void> {
  await tx.insert(approvals).values(approval);
}

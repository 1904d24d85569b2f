import type { Reader, Tx } from '@cashwrap/database';
import { roleAssignments, roles } from '@cashwrap/database/schema';
import { and, asc, countDistinct, eq, inArray, ne } from 'drizzle-orm';

export type RoleRow = typeof roles.$inferSelect;

export function listRoles(db: Reader): Promise<RoleRow[]> {
  return db.select().from(roles).orderBy(asc(roles.name), asc(roles.id));
}

export async function findRole(db: Reader, id: string): Promise<RoleRow | undefined> {
  const [row] = await db.select().from(roles).where(eq(roles.id, id));
  return row;
}

/** The own roles with these ids; one that does not exist is not there. */
export function findRoles(db: Reader, ids: readonly string[]): Promise<RoleRow[]> {
  return db
    .select()
    .from(roles)
    .where(inArray(roles.id, [...ids]));
}

export async function findRoleIdByName(tx: Tx, name: string, exceptId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: roles.id })
    .from(roles)
    .where(and(eq(roles.name, name), ne(roles.id, exceptId)));
  return row?.id;
}

export async function insertRole(
  tx: Tx,
  role: Pick<RoleRow, 'id' | 'name' | 'permissions' | 'createdAt'>,
): Promise<RoleRow> {
  const [row] = await tx
    .insert(roles)
    .values({ ...role, updatedAt: role.createdAt })
    .returning();
  if (!row) throw new Error('A role was not written.');
  return row;
}

export async function updateRole(
  tx: Tx,
  id: string,
  changes: Pick<RoleRow, 'name' | 'permissions' | 'version' | 'updatedAt'>,
): Promise<void> {
  await tx.update(roles).set(changes).where(eq(roles.id, id));
}

export async function deleteRole(tx: Tx, id: string): Promise<void> {
  await tx.delete(roles).where(eq(roles.id, id));
}

/** How many users hold a role, those who are deactivated too. */
export async function countHolders(tx: Tx, id: string): Promise<number> {
  const [row] = await tx
    .select({ holders: countDistinct(roleAssignments.userId) })
    .from(roleAssignments)
    .where(eq(roleAssignments.customRoleId, id));
  return row?.holders ?? 0;
}

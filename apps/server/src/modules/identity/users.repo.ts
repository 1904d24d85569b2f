import { type ListUsersInput, type RoleId, RoleName } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { merchants, roleAssignments, roles, stores, users } from '@cashwrap/database/schema';
import {
  and,
  asc,
  count,
  eq,
  exists,
  ilike,
  inArray,
  isNotNull,
  isNull,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';
import type { HeldRoleRow } from './held-roles.ts';

export type UserRow = typeof users.$inferSelect;

const sortColumns = { name: users.name, createdAt: users.createdAt };
/** API keys have users too, in whose name they act; nobody manages those. */
const isPerson = eq(users.kind, 'person');

export interface NewUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** Null: nobody can sign in as this user. */
  readonly passwordHash: string | null;
  /** Left out: none. */
  readonly pinHash?: string | null;
  readonly mustChangePassword?: boolean;
  readonly kind?: UserRow['kind'];
  readonly createdAt: Date;
}

export async function findForLogin(db: Reader, username: string) {
  const [user] = await db
    .select({ id: users.id, passwordHash: users.passwordHash, deactivatedAt: users.deactivatedAt })
    .from(users)
    .where(eq(users.username, username));
  return user;
}

/** The user as written; `undefined` where another has the user name. */
export async function insertUser(tx: Tx, user: NewUser): Promise<UserRow | undefined> {
  const [row] = await tx
    .insert(users)
    .values({ ...user, updatedAt: user.createdAt })
    .onConflictDoNothing({ target: users.username })
    .returning();
  return row;
}

/**
 * Lets one change of people and roles run at a time, so that what it decides on (who holds what, who is the
 * last owner) stays as it was read. Taken before any other row.
 */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.select({ id: merchants.id }).from(merchants).for('no key update');
}

export async function findUser(db: Reader, id: string): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), isPerson));
  return row;
}

export async function lockUser(tx: Tx, id: string): Promise<UserRow | undefined> {
  const [row] = await tx
    .select()
    .from(users)
    .where(and(eq(users.id, id), isPerson))
    .for('no key update');
  return row;
}

/** A person whom somebody sees who may see people in these stores. */
export async function findVisibleUser(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<UserRow | undefined> {
  const [row] = await db
    .select()
    .from(users)
    .where(and(eq(users.id, id), isPerson, actsIn(db, scope)));
  return row;
}

/** Who holds a role in a store of the scope, or for all stores; with all stores in scope, everybody. */
function actsIn(db: Reader, scope: StoreScope): SQL | undefined {
  if (scope.stores === 'all') return undefined;
  const here = or(isNull(roleAssignments.storeId), inScope(roleAssignments.storeId, scope));
  return exists(
    db
      .select({ one: sql`1` })
      .from(roleAssignments)
      .where(and(eq(roleAssignments.userId, users.id), here)),
  );
}

export async function listUsers(
  db: Reader,
  scope: StoreScope,
  { search, active }: Pick<ListUsersInput, 'search' | 'active'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<UserRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], users.id);
  const pattern = search === undefined ? undefined : `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return db
    .select()
    .from(users)
    .where(
      and(
        isPerson,
        actsIn(db, scope),
        pattern === undefined ? undefined : or(ilike(users.name, pattern), ilike(users.username, pattern)),
        active === undefined
          ? undefined
          : active
            ? isNull(users.deactivatedAt)
            : isNotNull(users.deactivatedAt),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

export async function findUserIdByUsername(db: Reader, username: string): Promise<string | undefined> {
  const [row] = await db.select({ id: users.id }).from(users).where(eq(users.username, username));
  return row?.id;
}

export async function updateUser(
  tx: Tx,
  id: string,
  changes: Partial<Omit<UserRow, 'id' | 'kind' | 'createdAt'>> & { version: number; updatedAt: Date },
): Promise<UserRow> {
  const [row] = await tx.update(users).set(changes).where(eq(users.id, id)).returning();
  if (!row) throw new Error('A user that was locked is gone.');
  return row;
}

/** The roles of users in the order in which they were given, each with the permissions of an own role. */
export function findHeldRoles(
  db: Reader,
  userIds: readonly string[],
): Promise<(HeldRoleRow & { userId: string })[]> {
  return db
    .select({
      userId: roleAssignments.userId,
      role: roleAssignments.role,
      customRoleId: roleAssignments.customRoleId,
      customPermissions: roles.permissions,
      storeId: roleAssignments.storeId,
    })
    .from(roleAssignments)
    .leftJoin(roles, eq(roles.id, roleAssignments.customRoleId))
    .where(inArray(roleAssignments.userId, [...userIds]))
    .orderBy(asc(roleAssignments.id));
}

export async function deleteRoleAssignments(tx: Tx, userId: string): Promise<void> {
  await tx.delete(roleAssignments).where(eq(roleAssignments.userId, userId));
}

/** How many others than this user are owners of the whole business and can act. */
export async function countOtherOwners(tx: Tx, userId: string): Promise<number> {
  const [row] = await tx
    .select({ owners: count() })
    .from(roleAssignments)
    .innerJoin(users, eq(users.id, roleAssignments.userId))
    .where(
      and(
        eq(roleAssignments.role, 'owner'),
        isNull(roleAssignments.storeId),
        isNull(users.deactivatedAt),
        ne(users.id, userId),
      ),
    );
  return row?.owners ?? 0;
}

/** Which of these stores there are. */
export async function findStoreIds(db: Reader, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: stores.id })
    .from(stores)
    .where(inArray(stores.id, [...ids]));
  return new Set(rows.map(({ id }) => id));
}

export async function insertRoleAssignment(
  tx: Tx,
  assignment: { id: string; userId: string; role: RoleId; storeId: string | null; createdAt: Date },
): Promise<void> {
  const { role, ...rest } = assignment;
  await tx.insert(roleAssignments).values({ ...rest, ...roleColumns(role) });
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

/** A role is held under its name where it is built in, else under its id. */
function roleColumns(role: RoleId) {
  const { data: builtIn } = RoleName.safeParse(role);
  return builtIn ? { role: builtIn } : { customRoleId: role };
}

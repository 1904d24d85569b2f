import { builtInRoles, type RoleAssignment, RoleName, type User } from '@cashwrap/contract';
import type { Reader, Tx } from '@cashwrap/database';
import type { z } from 'zod';
import type { Actor } from '../../procedure/actor.ts';
import { alreadyExists, Failure, invalidReference, notFound } from '../../procedure/failure.ts';
import { storesWhere } from '../../procedure/scope.ts';
import { refuseBeyond } from './grants.ts';
import { type HeldRole, toHeldRole } from './held-roles.ts';
import { findRoles } from './roles.repo.ts';
import {
  countOtherOwners,
  findHeldRoles,
  findStoreIds,
  findUserIdByUsername,
  findVisibleUser,
  lockUser,
  type UserRow,
} from './users.repo.ts';

type Assignments = readonly z.output<typeof RoleAssignment>[];

/** A user with the roles that they hold. */
export interface UserWithRoles extends UserRow {
  readonly held: readonly HeldRole[];
}

/** Adds to each user the roles that they hold. */
export async function withRoles(db: Reader, users: readonly UserRow[]): Promise<UserWithRoles[]> {
  const rows =
    users.length === 0
      ? []
      : await findHeldRoles(
          db,
          users.map(({ id }) => id),
        );
  return users.map((user) => {
    const held = rows.filter(({ userId }) => userId === user.id).flatMap(toHeldRole);
    return { ...user, held };
  });
}

/** A user whom the caller may change: nobody touches someone who holds more than themselves. */
export async function lockManageable(tx: Tx, actor: Actor, id: string): Promise<UserWithRoles> {
  const row = await lockUser(tx, id);
  const [user] = row ? await withRoles(tx, [row]) : [];
  if (!user) throw notFound('user');
  refuseBeyond(actor, user.held, 'This user');
  return user;
}

/** What assignments come to; refuses a role or store that does not exist, and what the caller does not hold. */
export async function resolveRoles(tx: Tx, actor: Actor, assignments: Assignments): Promise<HeldRole[]> {
  const ownIds = assignments.flatMap(({ role }) => (RoleName.safeParse(role).success ? [] : [role]));
  const own = new Map((await findRoles(tx, ownIds)).map(({ id, permissions }) => [id, permissions]));
  const held = assignments.map(({ role, storeId }, index) => {
    const { data: builtIn } = RoleName.safeParse(role);
    const permissions = builtIn ? builtInRoles[builtIn].permissions : own.get(role);
    if (!permissions) throw invalidReference('role', ['roles', index, 'role']);
    return { role, storeId, permissions };
  });
  refuseBeyond(actor, held, 'To give these roles');
  const storeIds = held.flatMap(({ storeId }) => storeId ?? []);
  const existing = await findStoreIds(tx, storeIds);
  const missing = held.findIndex(({ storeId }) => storeId !== null && !existing.has(storeId));
  if (missing >= 0) throw invalidReference('store', ['roles', missing, 'storeId']);
  return held;
}

/** Another user has this name; which one, is told to those alone who may see that user. */
export async function usernameTaken(
  tx: Tx,
  actor: Actor,
  username: string,
): Promise<Failure<'ALREADY_EXISTS'>> {
  const holderId = await findUserIdByUsername(tx, username);
  const seen = holderId && (await findVisibleUser(tx, storesWhere(actor, 'users.read'), holderId));
  return alreadyExists('user', 'username', username, seen ? seen.id : null);
}

/** Whether these roles make an owner of the whole business. */
export function isOwner(held: readonly HeldRole[]): boolean {
  return held.some(({ role, storeId }) => role === 'owner' && storeId === null);
}

/** Refuses to leave the business without anybody who may do everything. The people must be locked. */
export async function refuseLastOwner(tx: Tx, user: UserWithRoles): Promise<void> {
  if (user.deactivatedAt !== null || !isOwner(user.held)) return;
  if ((await countOtherOwners(tx, user.id)) > 0) return;
  throw new Failure('LAST_OWNER', {
    detail: 'This is the last active owner. Make somebody else an owner of all stores first.',
  });
}

/** A user as the contract shows it: no hash leaves. */
export function toUser({ held, ...row }: UserWithRoles): User {
  return {
    id: row.id,
    username: row.username,
    name: row.name,
    roles: held.map(({ role, storeId }) => ({ role, storeId })),
    hasPin: row.pinHash !== null,
    mustChangePassword: row.mustChangePassword,
    deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
    lastLoginAt: row.lastLoginAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** The personal fields that a new user comes with, by their names: the audit log has these and not their values. */
export const NEW_USER_FIELDS: readonly string[] = ['username', 'name', 'password'];

/**
 * What the audit log keeps of a user, for ever: nothing that tells who it is beside the id. Of personal fields
 * it has the names of those that were changed.
 */
export function toAudited(user: UserWithRoles, changedFields?: readonly string[]): object {
  const { roles, hasPin, mustChangePassword, deactivatedAt, version } = toUser(user);
  return {
    roles,
    hasPin,
    mustChangePassword,
    deactivatedAt,
    version,
    ...(changedFields && { changedFields }),
  };
}

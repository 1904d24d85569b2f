import {
  type BuiltInRole,
  builtInRoleNames,
  builtInRoles,
  type CreateRoleInput,
  type Permission,
  type PermissionEntry,
  permissionNames,
  permissions as permissionTexts,
  type Role,
  type RoleId,
  RoleName,
  type UpdateRoleInput,
} from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import type { z } from 'zod';
import { alreadyExists, Failure, invalidInput, notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { refuseBeyond } from './grants.ts';
import type { Identity } from './identity.ts';
import {
  countHolders,
  deleteRole as deleteRow,
  findRole,
  findRoleIdByName,
  insertRole,
  listRoles as listRows,
  type RoleRow,
  updateRole as updateRow,
} from './roles.repo.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import { lockPeople } from './users.repo.ts';

export async function listRoles({ db }: QueryCall): Promise<{ items: Role[] }> {
  const own = await listRows(db);
  return { items: [...builtInRoleNames.map(toBuiltIn), ...own.map(toRole)] };
}

export async function getRole({ db }: QueryCall, { id }: { id: RoleId }): Promise<Role> {
  const { data: builtIn } = RoleName.safeParse(id);
  if (builtIn) return toBuiltIn(builtIn);
  const row = await findRole(db, id);
  if (!row) throw notFound('role');
  return toRole(row);
}

/** Makes a role of permissions that the caller holds in all stores: where it will be held is not known yet. */
export async function createRole(call: MutationCall & SignedIn, input: CreateRoleInput): Promise<Role> {
  const { tx, actor, now } = call;
  refuseBeyondRole(actor, input.permissions);
  await lockPeople(tx);
  const id = call.newId();
  await refuseTakenName(tx, id, input.name);
  const role = toRole(await insertRole(tx, { ...input, id, createdAt: now }));
  call.audit({ storeId: null, documentType: 'role', documentId: id, after: role });
  return role;
}

/** Changes a role, and with it what everyone may do who holds it. */
export async function updateRole(
  { authority }: Identity,
  call: MutationCall & SignedIn,
  { id, version, ...changes }: UpdateRoleInput,
): Promise<Role> {
  const { tx, actor, now } = call;
  await lockPeople(tx);
  const before = await findRole(tx, id);
  if (!before) throw notFound('role');
  // Neither what it gives now nor what it is to give may go beyond the caller.
  refuseBeyondRole(actor, [...before.permissions, ...(changes.permissions ?? [])]);
  if (before.version !== version) {
    throw new Failure('CONFLICT', {
      detail: `The role is at version ${before.version} now. Read it again and repeat the change.`,
      details: { currentVersion: before.version },
    });
  }
  if (changes.name === undefined && changes.permissions === undefined) {
    call.changedNothing();
    return toRole(before);
  }
  const { name = before.name, permissions = before.permissions } = changes;
  await refuseTakenName(tx, id, name);
  const stamped = { name, permissions, version: version + 1, updatedAt: now };
  await updateRow(tx, id, stamped);
  await advanceAuthEpoch(tx);
  authority.forget();
  const after = toRole({ ...before, ...stamped });
  call.audit({ storeId: null, documentType: 'role', documentId: id, before: toRole(before), after });
  return after;
}

export async function deleteRole(call: MutationCall & SignedIn, { id }: { id: string }): Promise<null> {
  const { tx, actor } = call;
  await lockPeople(tx);
  const role = await findRole(tx, id);
  if (!role) throw notFound('role');
  refuseBeyondRole(actor, role.permissions);
  const holders = await countHolders(tx, id);
  if (holders > 0) {
    throw new Failure('ROLE_IN_USE', {
      detail: `${holders === 1 ? 'One user holds' : `${holders} users hold`} this role. Give them another one first.`,
      details: { holders },
    });
  }
  await deleteRow(tx, id);
  call.audit({ storeId: null, documentType: 'role', documentId: id, before: toRole(role) });
  return null;
}

export function listPermissions(): { items: z.output<typeof PermissionEntry>[] } {
  return { items: permissionNames.map((name) => ({ name, description: permissionTexts[name] })) };
}

function refuseBeyondRole(actor: SignedIn['actor'], permissions: readonly Permission[]): void {
  refuseBeyond(actor, [{ permissions, storeId: null }], 'The role');
}

/** Nobody who reads a name may take an own role for a built-in one, however it is written. */
async function refuseTakenName(tx: Tx, id: string, name: string): Promise<void> {
  if (builtInNames.has(name.toLowerCase())) {
    throw invalidInput([{ path: ['name'], message: 'is the name of a built-in role' }]);
  }
  const holderId = await findRoleIdByName(tx, name, id);
  if (holderId !== undefined) throw alreadyExists('role', 'name', name, holderId);
}

const builtInNames = new Set(builtInRoleNames.flatMap((id) => [id, builtInRoles[id].title.toLowerCase()]));

function toBuiltIn(id: BuiltInRole): Role {
  const { title, permissions } = builtInRoles[id];
  return {
    ...{ id, name: title, builtIn: true, permissions: [...permissions] },
    ...{ version: null, createdAt: null, updatedAt: null },
  };
}

function toRole({ createdAt, updatedAt, ...row }: RoleRow): Role {
  return {
    ...row,
    builtIn: false,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

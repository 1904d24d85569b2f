import { type BuiltInRole, builtInRoles, type Permission, type RoleId } from '@cashwrap/contract';
import type { Grant } from './grants.ts';

/** A role that someone holds, with what it lets them do. */
export interface HeldRole extends Grant {
  readonly role: RoleId;
}

/** An assignment as it is stored, joined with the own role that it names. */
export interface HeldRoleRow {
  readonly role: BuiltInRole | null;
  readonly customRoleId: string | null;
  readonly customPermissions: readonly Permission[] | null;
  readonly storeId: string | null;
}

/** Nothing for the row of an outer join that found no assignment. */
export function toHeldRole({ role, customRoleId, customPermissions, storeId }: HeldRoleRow): HeldRole[] {
  if (role !== null) return [{ role, storeId, permissions: builtInRoles[role].permissions }];
  if (customRoleId !== null) return [{ role: customRoleId, storeId, permissions: customPermissions ?? [] }];
  return [];
}

import { z } from 'zod';
import { PermissionName, RoleId } from '../auth/schemas.ts';
import { Id, Version } from '../shared/ids.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

const name = line(100).meta({ example: 'Shift lead' });
const permissions = z
  .array(PermissionName)
  .max(200)
  .refine((names) => new Set(names).size === names.length, { error: 'must not name a permission twice' });

/** A set of permissions. Built-in roles are fixed; a merchant makes own ones beside them. */
export const Role = z
  .object({
    id: RoleId,
    name,
    builtIn: z.boolean(),
    permissions,
    version: Version.nullable().meta({ description: 'Null for a built-in role, which never changes.' }),
    createdAt: Timestamp.nullable(),
    updatedAt: Timestamp.nullable(),
  })
  .meta({ id: 'Role' });
export type Role = z.infer<typeof Role>;

export const GetRoleInput = z.strictObject({ id: RoleId });

export const CreateRoleInput = z.strictObject({ name, permissions });
export type CreateRoleInput = z.infer<typeof CreateRoleInput>;

export const UpdateRoleInput = z.strictObject({
  id: Id,
  version: Version,
  name: name.optional(),
  permissions: permissions.optional(),
});
export type UpdateRoleInput = z.infer<typeof UpdateRoleInput>;

/** A permission with what it lets a person do. */
export const PermissionEntry = z
  .object({ name: PermissionName, description: z.string() })
  .meta({ id: 'Permission' });

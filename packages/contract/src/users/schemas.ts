import { z } from 'zod';
import { NewPassword, RoleAssignment, Username } from '../auth/schemas.ts';
import { Id, Version } from '../shared/ids.ts';
import { pageFields } from '../shared/page.ts';
import { line } from '../shared/text.ts';
import { Timestamp } from '../shared/time.ts';

const name = line(200).meta({ example: 'Ada Cooper' });
const roles = z
  .array(RoleAssignment)
  .max(100)
  .refine((held) => new Set(held.map(({ role, storeId }) => `${role} ${storeId}`)).size === held.length, {
    error: 'must not name a role twice for the same store',
  })
  .meta({ description: 'The roles held. Nobody can give a permission that they do not hold themselves.' });

/** Someone who can sign in. */
export const User = z
  .object({
    id: Id,
    username: Username,
    name,
    roles,
    hasPin: z.boolean().meta({ description: 'Whether a PIN is set for signing in at a register.' }),
    mustChangePassword: z
      .boolean()
      .meta({ description: 'Whether the next sign-in asks for a new password.' }),
    deactivatedAt: Timestamp.nullable(),
    lastLoginAt: Timestamp.nullable(),
    version: Version,
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const CreateUserInput = z.strictObject({
  username: Username,
  name,
  password: NewPassword.meta({
    description: 'The first password; it has to be changed at the first sign-in.',
  }),
  roles: roles.default([]),
});
export type CreateUserInput = z.infer<typeof CreateUserInput>;

/** What is left out stays as it is; `roles` replaces all that are held. */
export const UpdateUserInput = z.strictObject({
  id: Id,
  version: Version,
  username: Username.optional(),
  name: name.optional(),
  roles: roles.optional(),
});
export type UpdateUserInput = z.infer<typeof UpdateUserInput>;

export const ListUsersInput = z.strictObject({
  search: line(100).optional().meta({ description: 'A part of the name or user name.' }),
  active: z
    .boolean()
    .optional()
    .meta({ description: 'Only those who are active, or only those who are not.' }),
  ...pageFields,
  sort: z.enum(['name', '-name', 'createdAt', '-createdAt']).default('name'),
});
export type ListUsersInput = z.infer<typeof ListUsersInput>;

export const ResetPasswordInput = z.strictObject({
  id: Id,
  password: NewPassword.meta({ description: 'A password for once: the next sign-in asks for a new one.' }),
});
export type ResetPasswordInput = z.infer<typeof ResetPasswordInput>;

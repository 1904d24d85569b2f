import { z } from 'zod';
import { merchant, mutation, query } from '../operation.ts';
import { NoContent, NoInput } from '../shared/empty.ts';
import { ById } from '../shared/ids.ts';
import { CreateRoleInput, GetRoleInput, PermissionEntry, Role, UpdateRoleInput } from './schemas.ts';

export const roles = {
  list: query({
    rest: { method: 'GET', path: '/roles' },
    permission: 'roles.read',
    scope: merchant,
    summary: 'List all roles, built-in ones first',
    input: NoInput,
    output: z.object({ items: z.array(Role) }),
  }),
  get: query({
    rest: { method: 'GET', path: '/roles/{id}' },
    permission: 'roles.read',
    scope: merchant,
    summary: 'Get a role',
    input: GetRoleInput,
    output: Role,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/roles', creates: '/roles/{id}' },
    permission: 'roles.manage',
    scope: merchant,
    summary: 'Make an own role, of permissions that you hold',
    input: CreateRoleInput,
    output: Role,
    errors: ['ALREADY_EXISTS', 'PERMISSION_NOT_HELD'],
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/roles/{id}' },
    permission: 'roles.manage',
    scope: merchant,
    summary: 'Change an own role; whoever holds it is affected at once',
    input: UpdateRoleInput,
    output: Role,
    errors: ['NOT_FOUND', 'CONFLICT', 'ALREADY_EXISTS', 'PERMISSION_NOT_HELD'],
  }),
  delete: mutation({
    rest: { method: 'DELETE', path: '/roles/{id}' },
    permission: 'roles.manage',
    scope: merchant,
    summary: 'Delete an own role that nobody holds, of permissions that you hold',
    input: ById,
    output: NoContent,
    errors: ['NOT_FOUND', 'ROLE_IN_USE', 'PERMISSION_NOT_HELD'],
  }),
};

export const permissionsGroup = {
  list: query({
    rest: { method: 'GET', path: '/permissions' },
    permission: 'signed_in',
    summary: 'List every permission with what it lets a person do',
    input: NoInput,
    output: z.object({ items: z.array(PermissionEntry) }),
  }),
};

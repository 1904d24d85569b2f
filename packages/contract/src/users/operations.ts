import { inStore, merchant, mutation, query } from '../operation.ts';
import { NoContent } from '../shared/empty.ts';
import { ById } from '../shared/ids.ts';
import { page } from '../shared/page.ts';
import { CreateUserInput, ListUsersInput, ResetPasswordInput, UpdateUserInput, User } from './schemas.ts';

export const users = {
  list: query({
    rest: { method: 'GET', path: '/users' },
    permission: 'users.read',
    scope: inStore(),
    summary: 'List and search users',
    description:
      'Those who hold a role in a store where you hold the permission, or for all stores; with the permission for all stores, everybody. Of their roles those in other stores are left out.',
    input: ListUsersInput,
    output: page(User),
    errors: ['INVALID_CURSOR'],
  }),
  get: query({
    rest: { method: 'GET', path: '/users/{id}' },
    permission: 'users.read',
    scope: inStore(),
    summary: 'Get a user',
    description: 'One whom you can list; others answer like one that does not exist.',
    input: ById,
    output: User,
    errors: ['NOT_FOUND'],
  }),
  create: mutation({
    rest: { method: 'POST', path: '/users', creates: '/users/{id}' },
    permission: 'users.manage',
    scope: merchant,
    summary: 'Add a user',
    description:
      'Nobody can give a role with a permission that they do not hold themselves, where they hold it.',
    input: CreateUserInput,
    output: User,
    errors: ['ALREADY_EXISTS', 'INVALID_REFERENCE', 'PERMISSION_NOT_HELD'],
    idempotency: 'none',
    tx: 'steps',
  }),
  update: mutation({
    rest: { method: 'PATCH', path: '/users/{id}' },
    permission: 'users.manage',
    scope: merchant,
    summary: 'Change a user and the roles held',
    input: UpdateUserInput,
    output: User,
    errors: [
      'NOT_FOUND',
      'CONFLICT',
      'ALREADY_EXISTS',
      'INVALID_REFERENCE',
      'PERMISSION_NOT_HELD',
      'LAST_OWNER',
    ],
  }),
  deactivate: mutation({
    rest: { method: 'POST', path: '/users/{id}/deactivate' },
    permission: 'users.manage',
    scope: merchant,
    summary: 'Deactivate a user: every session ends at once',
    input: ById,
    output: User,
    errors: ['NOT_FOUND', 'PERMISSION_NOT_HELD', 'LAST_OWNER'],
  }),
  reactivate: mutation({
    rest: { method: 'POST', path: '/users/{id}/reactivate' },
    permission: 'users.manage',
    scope: merchant,
    summary: 'Let a deactivated user sign in again',
    input: ById,
    output: User,
    errors: ['NOT_FOUND', 'PERMISSION_NOT_HELD'],
  }),
  resetPassword: mutation({
    rest: { method: 'POST', path: '/users/{id}/reset-password' },
    permission: 'users.manage',
    scope: merchant,
    summary: 'Give a user a password for once, and end every session',
    input: ResetPasswordInput,
    output: NoContent,
    errors: ['NOT_FOUND', 'PERMISSION_NOT_HELD'],
    idempotency: 'none',
    tx: 'steps',
  }),
  resetPin: mutation({
    rest: { method: 'POST', path: '/users/{id}/reset-pin' },
    permission: 'users.reset_pin',
    scope: inStore(),
    summary: 'Remove the PIN of a user and any lockout; the user sets a new one',
    description:
      'Of somebody whom you can list, and who holds nothing that you do not hold where they hold it.',
    input: ById,
    output: User,
    errors: ['NOT_FOUND', 'PERMISSION_NOT_HELD'],
  }),
};

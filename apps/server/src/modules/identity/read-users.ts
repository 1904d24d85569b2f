import type { ListUsersInput, Page, User } from '@cashwrap/contract';
import type { StoreScope } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { toUser, type UserWithRoles, withRoles } from './user-rules.ts';
import { findVisibleUser, listUsers as listRows } from './users.repo.ts';

export async function getUser({ db, scope }: QueryCall, { id }: { id: string }): Promise<User> {
  const row = await findVisibleUser(db, scope, id);
  const [user] = row ? await withRoles(db, [row]) : [];
  if (!user) throw notFound('user');
  return toUserSeenFrom(scope, user);
}

export function listUsers({ db, scope }: QueryCall, input: ListUsersInput): Promise<Page<User>> {
  return readPage(
    'users',
    input,
    async (page) => withRoles(db, await listRows(db, scope, input, page)),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    (user) => toUserSeenFrom(scope, user),
  );
}

/** A user with the roles that concern these stores: what somebody is elsewhere is not shown. */
export function toUserSeenFrom({ stores }: StoreScope, user: UserWithRoles): User {
  if (stores === 'all') return toUser(user);
  const held = user.held.filter(({ storeId }) => storeId === null || stores.includes(storeId));
  return toUser({ ...user, held });
}

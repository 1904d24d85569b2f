import type { ListUsersInput, Page, User } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { toUser, withRoles } from './user-rules.ts';
import { findUser, listUsers as listRows } from './users.repo.ts';

export async function getUser({ db }: QueryCall, { id }: { id: string }): Promise<User> {
  const row = await findUser(db, id);
  const [user] = row ? await withRoles(db, [row]) : [];
  if (!user) throw notFound('user');
  return toUser(user);
}

export function listUsers({ db }: QueryCall, input: ListUsersInput): Promise<Page<User>> {
  return readPage(
    'users',
    input,
    async (page) => withRoles(db, await listRows(db, input, page)),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toUser,
  );
}

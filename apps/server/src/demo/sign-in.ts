import type { Database } from '@cashwrap/database';
import { passwordMatches } from '../modules/identity/index.ts';
import { anyRoleIsHeld, findMerchant, findUsers } from './demo.repo.ts';
import { DEMO_PASSWORD, type Username, usernames } from './shop.ts';

/** Who can sign in to this system, as far as the console may tell. */
export type Access =
  /** There is no merchant yet: `auth.setup` makes one. */
  | { readonly state: 'empty' }
  /** A demo shop was begun and not finished. */
  | { readonly state: 'unfinished' }
  /** There is a merchant; `usernames` are those of the demo staff who still have the demo's password. */
  | { readonly state: 'set_up'; readonly usernames: readonly Username[]; readonly password: string };

export async function findAccess({ db }: Database): Promise<Access> {
  if ((await findMerchant(db)) === undefined) return { state: 'empty' };
  if (!(await anyRoleIsHeld(db))) return { state: 'unfinished' };
  const users = await findUsers(db, usernames);
  const matches = await Promise.all(
    usernames.map((username) => {
      const user = users.find((each) => each.username === username);
      return user !== undefined && passwordMatches(DEMO_PASSWORD, user.passwordHash);
    }),
  );
  const password = DEMO_PASSWORD;
  return { state: 'set_up', usernames: usernames.filter((_, index) => matches[index]), password };
}

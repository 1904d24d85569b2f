import type { CreateUserInput, User } from '@cashwrap/contract';
import type { SignedIn, StepsCall } from '../../procedure/handlers.ts';
import { hashPassword } from './passwords.ts';
import { NEW_USER_FIELDS, resolveRoles, toAudited, toUser, usernameTaken } from './user-rules.ts';
import { insertRoleAssignment, insertUser, lockPeople } from './users.repo.ts';

/** Adds a user, with roles that the caller may give and a password for once. */
export async function createUser(call: StepsCall & SignedIn, input: CreateUserInput): Promise<User> {
  const { actor, now: createdAt } = call;
  const { username, name } = input;
  // Outside the transaction: it takes milliseconds on purpose.
  const passwordHash = await hashPassword(input.password);
  return call.transact(async (tx, audit) => {
    await lockPeople(tx);
    const held = await resolveRoles(tx, actor, input.roles);
    const id = call.newId();
    const row = await insertUser(tx, {
      ...{ id, username, name, passwordHash, mustChangePassword: true, createdAt },
    });
    if (!row) throw await usernameTaken(tx, actor, username);
    for (const { role, storeId } of held) {
      await insertRoleAssignment(tx, { id: call.newId(), userId: id, role, storeId, createdAt });
    }
    const user = { ...row, held };
    audit({ storeId: null, documentType: 'user', documentId: id, after: toAudited(user, NEW_USER_FIELDS) });
    return toUser(user);
  });
}

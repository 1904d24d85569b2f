import type { UpdateUserInput, User } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import type { HeldRole } from './held-roles.ts';
import type { Identity } from './identity.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import {
  isOwner,
  lockManageable,
  refuseLastOwner,
  resolveRoles,
  toAudited,
  toUser,
  type UserWithRoles,
  usernameTaken,
} from './user-rules.ts';
import {
  deleteRoleAssignments,
  findUserIdByUsername,
  insertRoleAssignment,
  lockPeople,
  updateUser as updateRow,
} from './users.repo.ts';

/** Changes what is given and leaves the rest. New roles bite at once, in sessions that are open. */
export async function updateUser(
  { authority }: Identity,
  call: MutationCall & SignedIn,
  input: UpdateUserInput,
): Promise<User> {
  const { tx, actor, now } = call;
  await lockPeople(tx);
  const before = await lockManageable(tx, actor, input.id);
  if (before.version !== input.version) {
    throw new Failure('CONFLICT', {
      detail: `The user is at version ${before.version} now. Read it again and repeat the change.`,
      details: { currentVersion: before.version },
    });
  }
  const { username = before.username, name = before.name } = input;
  if (input.username === undefined && input.name === undefined && input.roles === undefined) {
    call.changedNothing();
    return toUser(before);
  }
  if (username !== before.username && (await findUserIdByUsername(tx, username)) !== undefined) {
    throw await usernameTaken(tx, actor, username);
  }
  const held = input.roles ? await replaceRoles(call, before, input.roles) : before.held;
  const row = await updateRow(tx, before.id, { username, name, version: before.version + 1, updatedAt: now });
  await advanceAuthEpoch(tx);
  authority.forget();
  const after = { ...row, held };
  const changed = [
    ...(username === before.username ? [] : ['username']),
    ...(name === before.name ? [] : ['name']),
  ];
  call.audit({
    ...{ storeId: null, documentType: 'user', documentId: before.id },
    ...{ before: toAudited(before), after: toAudited(after, changed) },
  });
  return toUser(after);
}

async function replaceRoles(
  { tx, actor, now, newId }: MutationCall & SignedIn,
  user: UserWithRoles,
  assignments: NonNullable<UpdateUserInput['roles']>,
): Promise<HeldRole[]> {
  const held = await resolveRoles(tx, actor, assignments);
  if (!isOwner(held)) await refuseLastOwner(tx, user);
  await deleteRoleAssignments(tx, user.id);
  for (const { role, storeId } of held) {
    await insertRoleAssignment(tx, { id: newId(), userId: user.id, role, storeId, createdAt: now });
  }
  return held;
}

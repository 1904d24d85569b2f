import type { User } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { lockManageable, toAudited, toUser } from './user-rules.ts';
import { lockPeople, updateUser } from './users.repo.ts';

/** Lets a user sign in again, with the roles that they had: so the caller must hold what these give. */
export async function reactivateUser(call: MutationCall & SignedIn, { id }: { id: string }): Promise<User> {
  const { tx, actor, now } = call;
  await lockPeople(tx);
  const before = await lockManageable(tx, actor, id);
  if (before.deactivatedAt === null) {
    call.changedNothing();
    return toUser(before);
  }
  const row = await updateUser(tx, id, { deactivatedAt: null, version: before.version + 1, updatedAt: now });
  const after = { ...row, held: before.held };
  call.audit({
    ...{ storeId: null, documentType: 'user', documentId: id },
    ...{ before: toAudited(before), after: toAudited(after) },
  });
  return toUser(after);
}

import type { User } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { revokeApiKeysOf } from './api-keys.ts';
import type { Identity } from './identity.ts';
import { revokeSessionsOfUser } from './own-sessions.repo.ts';
import { advanceAuthEpoch } from './sessions.repo.ts';
import { lockManageable, refuseLastOwner, toAudited, toUser } from './user-rules.ts';
import { lockPeople, updateUser } from './users.repo.ts';

/** Shuts a user out: no sign-in any more, and every session and each API key that they made ends. Their roles stay for a return. */
export async function deactivateUser(
  { authority }: Identity,
  call: MutationCall & SignedIn,
  { id }: { id: string },
): Promise<User> {
  const { tx, actor, now } = call;
  await lockPeople(tx);
  const before = await lockManageable(tx, actor, id);
  if (before.deactivatedAt !== null) {
    call.changedNothing();
    return toUser(before);
  }
  await refuseLastOwner(tx, before);
  const row = await updateUser(tx, id, { deactivatedAt: now, version: before.version + 1, updatedAt: now });
  await revokeSessionsOfUser(tx, id, 'deactivated', now);
  await revokeApiKeysOf(call, id);
  await advanceAuthEpoch(tx);
  authority.forget();
  const after = { ...row, held: before.held };
  call.audit({
    ...{ storeId: null, documentType: 'user', documentId: id },
    ...{ before: toAudited(before), after: toAudited(after) },
  });
  return toUser(after);
}

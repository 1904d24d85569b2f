import type { MarkAllReadInput, MarkNotificationsReadInput, MarkReadResult } from '@cashwrap/contract';
import type { z } from 'zod';
import { invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { holdNotifications, insertReads, insertReadsOfAll } from './notifications.repo.ts';
import { permittedTo, visibleTo } from './visible.ts';

type Marked = z.infer<typeof MarkReadResult>;

/** Marks notifications read for the caller: an API key for itself, whoever made it. */
export async function markRead(
  call: MutationCall & SignedIn,
  { ids }: MarkNotificationsReadInput,
): Promise<Marked> {
  const { tx, scope, actor, now } = call;
  // Also of a kind that was switched off while it was on the screen.
  const known = await holdNotifications(tx, permittedTo(scope, actor), ids);
  const unknown = ids.flatMap((id, position) => (known.has(id) ? [] : [position]));
  if (unknown.length > 0) {
    throw invalidReference('notification', ...unknown.map((position) => ['ids', position]));
  }
  // In one order for all, so that two calls at once do not wait for each other.
  const marked = await insertReads(tx, actor.userId, [...ids].sort(), now);
  return audited(call, marked, { ids });
}

/** Marks what the caller is told now in the stores of the call read. */
export async function markAllRead(
  call: MutationCall & SignedIn,
  { storeId }: MarkAllReadInput,
): Promise<Marked> {
  const { tx, scope, actor, now } = call;
  const marked = await insertReadsOfAll(tx, await visibleTo(tx, scope, actor), actor.userId, now);
  return audited(call, marked, { storeId: storeId ?? null });
}

function audited({ actor, audit, changedNothing }: MutationCall & SignedIn, marked: number, which: object) {
  if (marked === 0) changedNothing();
  else {
    audit({
      ...{ storeId: null, documentType: 'user', documentId: actor.userId },
      after: { marked, ...which },
    });
  }
  return { marked };
}

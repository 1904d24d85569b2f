import type { ListNotificationsInput, Notification, Page } from '@cashwrap/contract';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { listNotifications as listRows, type NotificationRow } from './notifications.repo.ts';

/** What the people of the caller's stores are told, newest first. */
export function listNotifications(
  { db, scope, actor }: QueryCall & SignedIn,
  input: ListNotificationsInput,
): Promise<Page<Notification>> {
  return readPage(
    'notifications',
    input,
    (page) => listRows(db, scope, actor.userId, input, page),
    (row) => row.createdAt.toISOString(),
    toNotification,
  );
}

/** The words are made here, from the figures of its time, so that they can be said better later. */
function toNotification({ facts, createdAt, readAt, ...row }: NotificationRow): Notification {
  // BRIDGE: the words of the other kinds.
  if (!('onHand' in facts)) throw new Error('unspoken');
  const { productName, onHand, reorderPoint } = facts;
  return {
    ...row,
    title: `${productName} is low`,
    body: `${onHand > 0 ? onHand : 'None'} left; the reorder point is ${reorderPoint}.`,
    onHand,
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}

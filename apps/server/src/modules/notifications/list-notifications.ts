import type {
  CountUnreadInput,
  ListNotificationsInput,
  Notification,
  Page,
  UnreadCount,
} from '@cashwrap/contract';
import type { z } from 'zod';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { wordsOf } from './domain/words.ts';
import {
  countUnread as countRows,
  listNotifications as listRows,
  type NotificationRow,
} from './notifications.repo.ts';
import { visibleTo } from './visible.ts';

/** What the caller is told, newest first. */
export async function listNotifications(
  { db, scope, actor }: QueryCall & SignedIn,
  input: ListNotificationsInput,
): Promise<Page<Notification>> {
  const visible = await visibleTo(db, scope, actor);
  return readPage(
    'notifications',
    input,
    (page) => listRows(db, visible, actor.userId, input, page),
    (row) => row.createdAt.toISOString(),
    toNotification,
  );
}

/** How many of what the caller is told they have not marked read. */
export async function countUnread(
  { db, scope, actor }: QueryCall & SignedIn,
  _input: CountUnreadInput,
): Promise<z.infer<typeof UnreadCount>> {
  return { count: await countRows(db, await visibleTo(db, scope, actor), actor.userId) };
}

function toNotification(row: NotificationRow): Notification {
  const { facts, locale, createdAt, readAt, ...rest } = row;
  return {
    ...rest,
    ...wordsOf(row),
    onHand: 'onHand' in facts ? facts.onHand : null,
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}

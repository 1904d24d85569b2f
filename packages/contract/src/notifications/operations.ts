import { anywhere, inStore, mutation, query } from '../operation.ts';
import { NoInput } from '../shared/empty.ts';
import { page } from '../shared/page.ts';
import {
  CountUnreadInput,
  ListNotificationsInput,
  MarkAllReadInput,
  MarkNotificationsReadInput,
  MarkReadResult,
  Notification,
  NotificationPreferences,
  SetNotificationPreferencesInput,
  UnreadCount,
} from './schemas.ts';

export const notifications = {
  list: query({
    rest: { method: 'GET', path: '/notifications' },
    permission: 'notifications.read',
    scope: inStore(),
    summary: 'List what you should know',
    description:
      'What the people of your stores are told, as far as you may see what it is about, without the kinds that you have ' +
      'switched off. Each kind takes a permission of its own: see NotificationKind. Kept for 90 days.',
    input: ListNotificationsInput,
    output: page(Notification),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  unreadCount: query({
    rest: { method: 'GET', path: '/notifications/unread-count' },
    permission: 'notifications.read',
    scope: inStore(),
    summary: 'Count what you have not marked read',
    description:
      'For a badge: as many as notifications.list has with unread=true, counted among the newest 1,000 that you see.',
    input: CountUnreadInput,
    output: UnreadCount,
    errors: ['NOT_FOUND'],
  }),
  preferences: query({
    rest: { method: 'GET', path: '/notifications/preferences' },
    permission: 'notifications.read',
    scope: anywhere,
    summary: 'Which kinds you are told about',
    input: NoInput,
    output: NotificationPreferences,
  }),
  setPreferences: mutation({
    rest: { method: 'PUT', path: '/notifications/preferences' },
    permission: 'notifications.read',
    scope: anywhere,
    summary: 'Choose which kinds you are told about',
    description:
      'Kinds that are left out stay as they are. What is switched off is in no list and no count of yours; switched on ' +
      'again, what was told meanwhile is there.',
    input: SetNotificationPreferencesInput,
    output: NotificationPreferences,
  }),
  markRead: mutation({
    rest: { method: 'POST', path: '/notifications/mark-read' },
    permission: 'notifications.read',
    scope: anywhere,
    summary: 'Mark notifications read, for yourself',
    description: 'One that you cannot see in notifications.list is refused as one that does not exist.',
    input: MarkNotificationsReadInput,
    output: MarkReadResult,
    errors: ['INVALID_REFERENCE'],
  }),
  markAllRead: mutation({
    rest: { method: 'POST', path: '/notifications/mark-all-read' },
    permission: 'notifications.read',
    scope: inStore(),
    summary: 'Mark all notifications read, for yourself',
    description: 'All that notifications.list has now. Kinds that you have switched off stay as they are.',
    input: MarkAllReadInput,
    output: MarkReadResult,
    errors: ['NOT_FOUND'],
  }),
};

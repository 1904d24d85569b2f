import { anywhere, inStore, mutation, query } from '../operation.ts';
import { page } from '../shared/page.ts';
import {
  ListNotificationsInput,
  MarkAllReadInput,
  MarkNotificationsReadInput,
  MarkReadResult,
  Notification,
} from './schemas.ts';

export const notifications = {
  list: query({
    rest: { method: 'GET', path: '/notifications' },
    permission: 'notifications.read',
    scope: inStore(),
    summary: 'List what you should know',
    input: ListNotificationsInput,
    output: page(Notification),
    errors: ['NOT_FOUND', 'INVALID_CURSOR'],
  }),
  markRead: mutation({
    rest: { method: 'POST', path: '/notifications/mark-read' },
    permission: 'notifications.read',
    scope: anywhere,
    summary: 'Mark notifications read, for yourself',
    input: MarkNotificationsReadInput,
    output: MarkReadResult,
    errors: ['INVALID_REFERENCE'],
  }),
  markAllRead: mutation({
    rest: { method: 'POST', path: '/notifications/mark-all-read' },
    permission: 'notifications.read',
    scope: inStore(),
    summary: 'Mark all notifications read, for yourself',
    input: MarkAllReadInput,
    output: MarkReadResult,
    errors: ['NOT_FOUND'],
  }),
};

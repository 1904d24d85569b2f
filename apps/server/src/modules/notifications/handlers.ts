import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllRead, markRead } from './mark-read.ts';

export const notificationHandlers: Handlers<typeof contract.notifications> = {
  list: listNotifications,
  markRead,
  markAllRead,
};

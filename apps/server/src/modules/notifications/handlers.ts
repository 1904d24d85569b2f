import type { contract } from '@cashwrap/contract';
import type { Handlers } from '../../procedure/handlers.ts';
import { countUnread, listNotifications } from './list-notifications.ts';
import { markAllRead, markRead } from './mark-read.ts';
import { readPreferences, setPreferences } from './preferences.ts';

export const notificationHandlers: Handlers<typeof contract.notifications> = {
  list: listNotifications,
  unreadCount: countUnread,
  preferences: readPreferences,
  setPreferences,
  markRead,
  markAllRead,
};

export { forgetNotifications } from './forget-notifications.ts';
export { notificationHandlers } from './handlers.ts';
export { insertNotifications } from './notifications.repo.ts';

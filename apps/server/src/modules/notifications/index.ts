export { forgetNotifications } from './forget-notifications.ts';
export { notificationHandlers } from './handlers.ts';
export { insertNotifications } from './notifications.repo.ts';
export { tellingBrokenChain, watchAuditChain } from './watch-audit-chain.ts';

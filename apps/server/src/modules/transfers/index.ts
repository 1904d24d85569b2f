export { transferHandlers } from './handlers.ts';
export { transferSeenBy } from './present-transfer.ts';
export { storesOfTransfer } from './transfers.repo.ts';

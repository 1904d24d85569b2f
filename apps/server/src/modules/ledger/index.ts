export { paymentHandlers, transactionHandlers } from './handlers.ts';

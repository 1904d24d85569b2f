export { saleHandlers } from './handlers.ts';

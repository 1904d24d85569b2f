export { purchasingHandlers } from './handlers.ts';
export { storesOfPurchaseOrder } from './purchase-orders.repo.ts';
export { supplierReturnSeenBy } from './supplier-returns.ts';

export { type CustomerForSale, countCustomerSale, findCustomerForSale } from './customer-in-sale.repo.ts';
export { findCustomerGroupIds } from './groups.repo.ts';
export { customerGroupHandlers, customerHandlers } from './handlers.ts';

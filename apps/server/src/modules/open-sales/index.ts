export { openSaleHandlers } from './handlers.ts';
export { storesOfSale } from './open-sale.repo.ts';
export {
  findOpenSalesOf,
  forgetTextsOfOpenSales,
  lockOpenSalesOf,
  moveOpenSales,
} from './open-sales-of-customers.repo.ts';
export { openSalePaymentHandlers, paymentActionHandlers } from './payment-handlers.ts';
export { personalOpenSales } from './personal-open-sales.ts';

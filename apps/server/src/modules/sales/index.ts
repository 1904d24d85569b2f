export { listEmployeeSales } from './employee-sales.ts';
export { saleHandlers } from './handlers.ts';
export { listPurchases } from './list-purchases.ts';
export { personalSales } from './personal-sales.ts';
export { toPayment } from './present-sale.ts';

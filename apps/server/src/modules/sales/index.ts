export { listEmployeeSales } from './employee-sales.ts';
export { saleHandlers } from './handlers.ts';

export { figuresOfLine, figuresOfSale } from './domain/present-priced.ts';
export { listEmployeeSales } from './employee-sales.ts';
export { saleHandlers } from './handlers.ts';

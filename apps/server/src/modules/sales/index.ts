export { figuresOfLine, figuresOfSale } from './domain/present-priced.ts';
export { saleHandlers } from './handlers.ts';

export { productHandlers, taxCategoryHandlers, taxRateHandlers } from './handlers.ts';
export { findStockedProducts, type StockedProduct } from './products.repo.ts';
export { findSellableProducts, type SellableProduct } from './sellable-products.repo.ts';

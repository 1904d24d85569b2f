export { numberOf } from './barcode-number.repo.ts';
export { catalogueCurrencyDigits } from './catalogue-currency.ts';
export { readLabel, refusePart } from './domain/label-layout.ts';
export { categoryHandlers, productHandlers, taxCategoryHandlers, taxRateHandlers } from './handlers.ts';
export { insertPriceChanges } from './price-changes.repo.ts';
export { findStockedProducts, type StockedProduct } from './products.repo.ts';
export { storesOfTaxRate } from './taxes.repo.ts';

/**
 * The pricing engine of the server, for tills: exact prices, discounts, taxes, tenders, barcodes and money as text; and a
 * way to price carts with it from documents of the API, also without a connection.
 *
 * @packageDocumentation
 */
export * from '@cashwrap/pricing';
export * from '@cashwrap/pricing/barcodes';
export * from '@cashwrap/pricing/business-day';
export * from '@cashwrap/pricing/explain';
export * from '@cashwrap/pricing/money-format';
export * from '@cashwrap/pricing/promotions';
export * from '@cashwrap/pricing/wire';
export { type CatalogueOptions, readCatalogue, type TillCatalogue } from './catalogue.ts';
export { createPricer, type Pricer, type TillCart, type TillQuote } from './pricer.ts';
export { UnpriceableCartError } from './unpriceable.ts';

export { findActiveDiscounts } from './active-discounts.repo.ts';
export { lockDiscountUses, takeDiscountUses } from './discount-uses.repo.ts';
export { largeDiscountsOf } from './domain/large-discounts.ts';
export { moneyText, type WriteMoney } from './domain/money-text.ts';
export {
  isGiven,
  toLines,
  toOutcomes,
  toQuote,
  toTotals,
} from './domain/present-priced.ts';
export { priceOverridesOf } from './domain/price-overrides.ts';
export { sensitiveActionsOf } from './domain/sensitive-actions.ts';
export { withinRange } from './domain/within-range.ts';
export { discountHandlers, priceListHandlers } from './handlers.ts';
export { mergeDiscountUses } from './merge-discount-uses.repo.ts';
export { type Earning, earningOf, notAvailable, spenderOf } from './points-in-cart.ts';
export { priceAsShown } from './price-as-shown.ts';
export { readCart } from './read-cart.ts';
export { type Cart, type CartSources, type PricedCart, resolveCart } from './resolve-cart.ts';
export type { SellableProduct, StockedItem } from './sellable-products.repo.ts';
export { findSellableProducts } from './sellable-products.repo.ts';

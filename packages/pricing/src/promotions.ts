export { priceCart } from './price-cart.ts';
export {
  type AmountEffect,
  type Applicability,
  type BuyXGetYEffect,
  type Cart,
  type CartGoodsLine,
  type CartLine,
  MAX_PROMOTIONS,
  type PercentageEffect,
  type PricedCart,
  type Promotion,
  type PromotionConditions,
  type PromotionContext,
  type PromotionEffect,
  type PromotionOutcome,
  type PromotionReason,
  type QuantityTier,
  type QuantityTiersEffect,
} from './promotion.ts';
export { appliesTo } from './promotion-conditions.ts';

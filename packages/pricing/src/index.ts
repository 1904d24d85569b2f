export { apportion } from './apportion.ts';
export { type CashRounding, cashRoundingOn, roundCash } from './cash-rounding.ts';
export { MAX_LINES } from './check-input.ts';
export {
  type AmountDiscount,
  type AppliedDiscount,
  type AppliedSaleDiscount,
  applyDiscounts,
  type Discount,
  type DiscountableLine,
  type DiscountedLines,
  type PercentageDiscount,
  type SaleDiscount,
} from './discounts.ts';
export {
  type CashRoundingMode,
  type Fraction,
  MAX_MONEY,
  mulDiv,
  type RoundingMode,
  sumAndRound,
  WHOLE_PPM,
  WHOLE_THOUSANDTHS,
} from './money.ts';
export { PRICING_VERSION, priceSale } from './price-sale.ts';
export { PricingError } from './pricing-error.ts';
export { cashRefundShare, type ReturnedQuantity, refundShare } from './refund-share.ts';
export type {
  DiscountSummary,
  PricedLine,
  PricedSale,
  PricedTax,
  PriceSaleInput,
  PricingSettings,
  SaleLineInput,
  TaxSummary,
} from './sale.ts';
export { computeTaxes, type TaxableLine, type TaxRate, type TaxRounding, type TaxSettings } from './taxes.ts';
export {
  type CashTender,
  type ChangeOnNonCash,
  type NonCashMethod,
  type NonCashOver,
  type NonCashTender,
  type PaymentShort,
  type Settled,
  type SettledPayment,
  type Settlement,
  settle,
  type Tender,
} from './tenders.ts';
export {
  MAX_PPM,
  MAX_THOUSANDTHS,
  percentToPpm,
  ppmToPercent,
  quantityToThousandths,
  thousandthsToQuantity,
} from './wire-numbers.ts';

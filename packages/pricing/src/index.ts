export { apportion } from './apportion.ts';
export { type CashRounding, cashRoundingOn, roundCash } from './cash-rounding.ts';
export { MAX_LINES } from './check-input.ts';
export type {
  AmountDiscount,
  AppliedDiscount,
  AppliedSaleDiscount,
  Discount,
  LineDiscount,
  PercentageDiscount,
  SaleDiscount,
} from './discounts.ts';
export { type LocalMoment, localMoment } from './local-moment.ts';
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
export {
  type ListPrice,
  type PriceCandidates,
  type PriceReason,
  type PriceSource,
  type SelectedPrice,
  selectPrice,
} from './prices.ts';
export { PricingError } from './pricing-error.ts';
export { cashRefundShare, type ReturnedQuantity, refundShare } from './refund-share.ts';
export type {
  DiscountSummary,
  GiftCardLineInput,
  GoodsLineInput,
  PricedLine,
  PricedSale,
  PricedTax,
  PriceSaleInput,
  PricingSettings,
  SaleLineInput,
  TaxSummary,
} from './sale.ts';
export type { AppliedServiceCharge, ServiceCharge, ServiceChargeLineInput } from './service-charges.ts';
export { type DatedTaxRate, selectTaxRates } from './tax-rates.ts';
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

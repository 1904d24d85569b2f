import type { CashRounding } from './cash-rounding.ts';
import type { AppliedDiscount, AppliedSaleDiscount, LineDiscount, SaleDiscount } from './discounts.ts';
import type { PriceReason } from './prices.ts';
import type { AppliedServiceCharge, ServiceChargeLineInput } from './service-charges.ts';
import type { TaxRate, TaxSettings } from './taxes.ts';

/**
 * The store's settings and the customer's exemption, as they are frozen on the sale. `roundingMode` rounds
 * line amounts and discounts as well as taxes.
 */
export interface PricingSettings extends TaxSettings {
  /** A tax-exempt customer pays no tax: the net, where prices include it. */
  readonly taxExempt: boolean;
  /** Null where cash is not rounded. */
  readonly cashRounding: CashRounding | null;
}

export interface GoodsLineInput {
  /** The caller's name for the line, unique in the sale. The line's position is its index. */
  readonly key: string;
  /** Minor units per unit of quantity, 0 or more; with tax where prices include it. */
  readonly unitPrice: number;
  /** Integer thousandths; negative for goods taken back on the same document. */
  readonly quantityThousandths: number;
  /**
   * The gross where it is printed on the piece: a label that holds a price, while the quantity was reckoned from it
   * and is rounded. Minor units, 0 or more; taken back where the quantity is. Left out: unit price × quantity.
   */
  readonly labelPrice?: number;
  readonly discounts?: readonly LineDiscount[];
  /** False for a line that no discount may touch; it has no discounts of its own. */
  readonly discountable?: boolean;
  /** Every tax of the line; none for a line outside tax. */
  readonly taxRates: readonly TaxRate[];
  /** Where the unit price came from, for the output. */
  readonly price?: PriceReason;
}

/** Money that is put on a gift card: owed, not earned. No discount, tax or service charge is on it. */
export interface GiftCardLineInput {
  /** The caller's name for the line, unique in the sale. */
  readonly key: string;
  /** What is put on the card. Minor units; negative where it is taken back. */
  readonly giftCardAmount: number;
}

/** A line is goods, a service charge or a gift card. */
export type SaleLineInput = GoodsLineInput | ServiceChargeLineInput | GiftCardLineInput;

/** All that decides the figures of a sale, resolved: plain JSON, so that it can be stored and priced again. */
export interface PriceSaleInput {
  readonly settings: PricingSettings;
  readonly lines: readonly SaleLineInput[];
  readonly discounts?: readonly SaleDiscount[];
}

/** One tax of one line. Minor units. */
export interface PricedTax {
  readonly id: string;
  readonly name: string;
  readonly ppm: number;
  /** The line's net. */
  readonly base: number;
  /** What the customer pays; 0 if exempt. */
  readonly amount: number;
  /** What an exempt customer does not pay; otherwise 0. */
  readonly exempted: number;
}

/** A line's figures. Minor units but for the quantity. */
export interface PricedLine {
  readonly key: string;
  readonly position: number;
  /** Of a service charge and a gift card: its amount, and a quantity of one. */
  readonly unitPrice: number;
  readonly quantityThousandths: number;
  /** As given with the line. */
  readonly price?: PriceReason;
  /** As given with the line. */
  readonly labelPrice?: number;
  /** Of a service charge only. */
  readonly serviceCharge?: AppliedServiceCharge;
  /** Of a gift card only: what is put on it. */
  readonly giftCardAmount?: number;
  /** unit price × quantity, rounded once; or what the label says. */
  readonly gross: number;
  /** In the order in which they were applied, shares of sale discounts among them. */
  readonly discounts: readonly AppliedDiscount[];
  /** The sum of `discounts`. */
  readonly discount: number;
  /** gross − discount; with tax where prices include it. */
  readonly subtotal: number;
  readonly taxes: readonly PricedTax[];
  /** The sum of the taxes' amounts. */
  readonly tax: number;
  /** The sum of the taxes' exempted amounts. */
  readonly exemptedTax: number;
  /** Without tax: the subtotal, less all its taxes where prices include them. */
  readonly net: number;
  /** net + tax. */
  readonly total: number;
}

/** One rate over the whole sale. Minor units. */
export type TaxSummary = PricedTax;

/** One discount over the whole sale: all that was given under one id. Minor units. */
export interface DiscountSummary {
  readonly id: string;
  readonly name: string;
  readonly amount: number;
}

/** A sale's figures, each with what it came from. Minor units. */
export interface PricedSale {
  readonly pricingVersion: number;
  readonly settings: PricingSettings;
  readonly lines: readonly PricedLine[];
  /** The discounts of the sale before they were apportioned, in the order in which they were applied. */
  readonly saleDiscounts: readonly AppliedSaleDiscount[];
  /** By discount id, in order of first use. */
  readonly discountSummary: readonly DiscountSummary[];
  /** By rate id, in order of first use. */
  readonly taxSummary: readonly TaxSummary[];
  /** Goods and service charges before discounts, without gift cards. */
  readonly grossTotal: number;
  /** The service charges in it. */
  readonly serviceChargeTotal: number;
  readonly discountTotal: number;
  /** grossTotal − discountTotal. */
  readonly subtotal: number;
  /** What is earned: without tax and without gift cards. */
  readonly netTotal: number;
  readonly taxTotal: number;
  readonly exemptedTaxTotal: number;
  /** What is put on gift cards: owed, not earned. */
  readonly giftCardTotal: number;
  /** Σ line totals, before cash rounding and tips: netTotal + taxTotal + giftCardTotal. */
  readonly total: number;
  /** What is due if all of it is paid in cash: total + cashRounding. A mixed payment is for `settle`. */
  readonly inCash: { readonly cashRounding: number; readonly due: number };
}

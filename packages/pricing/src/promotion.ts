import type { SaleDiscount } from './discounts.ts';
import type { LocalMoment } from './local-moment.ts';
import type {
  GiftCardLineInput,
  GoodsLineInput,
  PricedSale,
  PriceSaleInput,
  PricingSettings,
} from './sale.ts';
import type { ServiceChargeLineInput } from './service-charges.ts';

/** The most promotions that one cart is held against. */
export const MAX_PROMOTIONS = 200;

/**
 * Which lines something is for. A line is in if its product or one of its categories is named, or if neither
 * list is there; an empty list names nothing. What is excluded is out in any case. A variant answers to its
 * parent's id, too.
 */
export interface Applicability {
  readonly productIds?: readonly string[];
  readonly categoryIds?: readonly string[];
  readonly excludedProductIds?: readonly string[];
  readonly excludedCategoryIds?: readonly string[];
}

/** When and for whom a promotion is. Null is no condition. */
export interface PromotionConditions {
  /** The first and the last date in the store's calendar, `YYYY-MM-DD`. */
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** ISO weekdays: 1 is Monday, 7 is Sunday. */
  readonly weekdays: readonly number[] | null;
  /**
   * From this minute of the local day (inclusive) up to that one (exclusive), 0 to 1440. `toMinute` not after
   * `fromMinute` goes past midnight: the hours after it belong to the date and weekday they began on.
   */
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
  /** What the applicable lines come to before discounts, at least. Minor units. */
  readonly minimumAmount: number | null;
  /** The applicable lines' quantity, at least. */
  readonly minimumQuantityThousandths: number | null;
  /** The customer is in any of these. */
  readonly customerGroupIds: readonly string[] | null;
  /** A known customer's first purchase only. */
  readonly firstPurchaseOnly: boolean;
}

/** A percentage off each applicable line, or off their sum. */
export interface PercentageEffect {
  readonly type: 'percentage';
  readonly target: 'line' | 'sale';
  readonly ppm: number;
}

/** An amount off each applicable line (once, whatever its quantity), or once off their sum. Minor units. */
export interface AmountEffect {
  readonly type: 'amount';
  readonly target: 'line' | 'sale';
  readonly amount: number;
}

/**
 * For every `buyQuantity` units bought, up to `getQuantity` further units at `ppm` off. The units given are
 * the cheapest, then those of the earlier line; the units bought are others. Lines sold by measure have no part.
 */
export interface BuyXGetYEffect {
  readonly type: 'buy_x_get_y';
  /** Whole units, 1 or more. */
  readonly buyQuantity: number;
  /** Which of the applicable lines count as bought. */
  readonly buy: Applicability;
  /** Whole units, 1 or more. */
  readonly getQuantity: number;
  /** Which of the applicable lines may be given. */
  readonly get: Applicability;
  /** 1 000 000 is free. */
  readonly ppm: number;
  /** How often in one sale; null for no limit. */
  readonly maxUses: number | null;
}

/**
 * A percentage off each applicable product by how much of it is bought, on all its lines together: the highest
 * tier reached. Products do not add up, variants being products of their own; nor do open-price lines. Among a
 * line's percentages it is the first, so that the next one is of what it left.
 */
export interface QuantityTiersEffect {
  readonly type: 'quantity_tiers';
  readonly tiers: readonly QuantityTier[];
}

export interface QuantityTier {
  readonly minQuantityThousandths: number;
  readonly ppm: number;
}

export type PromotionEffect = PercentageEffect | AmountEffect | BuyXGetYEffect | QuantityTiersEffect;

/** A rule that gives a discount by itself or for a code. Plain JSON. */
export interface Promotion {
  /** Also the id of the discounts it gives; unique among promotions and manual discounts. */
  readonly id: string;
  readonly name: string;
  /** Null for an automatic one; otherwise the customer gives this code; capitals and blanks around it do not matter. */
  readonly code: string | null;
  readonly effect: PromotionEffect;
  readonly applicability: Applicability;
  readonly conditions: PromotionConditions;
  /** Whether it goes with others, or only alone. Discounts that were given stay with either. */
  readonly stacking: 'combinable' | 'exclusive';
  /** An integer; the higher is applied earlier. */
  readonly priority: number;
  /** How many more sales may have it, and how many of this customer; null for no limit. */
  readonly usageLeft: number | null;
  readonly usageLeftForCustomer: number | null;
}

/** A goods line, with what promotions ask about it. */
export interface CartGoodsLine extends GoodsLineInput {
  /** Null for an open-price line. */
  readonly productId: string | null;
  /** Of a variant: its product. */
  readonly parentId?: string | null;
  /** Its category and all categories above. */
  readonly categoryIds: readonly string[];
  readonly soldBy: 'unit' | 'measure';
}

export type CartLine = CartGoodsLine | ServiceChargeLineInput | GiftCardLineInput;

/** Who buys when. */
export interface PromotionContext extends LocalMoment {
  readonly customerGroupIds: readonly string[];
  /** Null without a customer, which is no first purchase. */
  readonly isFirstPurchase: boolean | null;
  /** The codes given, as typed. */
  readonly codes: readonly string[];
}

/** A cart whose prices, taxes and manual discounts are resolved. */
export interface Cart {
  readonly settings: PricingSettings;
  readonly lines: readonly CartLine[];
  /** Discounts of the sale that were given: by staff, or for points. */
  readonly discounts?: readonly SaleDiscount[];
  readonly promotions: readonly Promotion[];
  readonly context: PromotionContext;
}

/** Why a promotion gives nothing, in the order in which it is asked. */
export type PromotionReason =
  | 'CODE_MISSING'
  | 'NOT_STARTED'
  | 'ENDED'
  | 'WRONG_DAY'
  | 'WRONG_HOUR'
  | 'CUSTOMER_GROUP'
  | 'NOT_FIRST_PURCHASE'
  | 'USAGE_LIMIT'
  | 'NO_APPLICABLE_LINE'
  | 'MINIMUM_AMOUNT'
  | 'MINIMUM_QUANTITY'
  /** Others together, or another alone, are cheaper. */
  | 'BETTER_OFFER'
  /** It is in, but there is nothing (left) that it could lower. */
  | 'NOTHING_TO_DISCOUNT';

/** What became of one promotion. */
export interface PromotionOutcome {
  readonly id: string;
  readonly name: string;
  readonly code: string | null;
  readonly status: 'applied' | 'not_applicable' | 'outbid';
  /** What it takes off the sale; minor units, 0 unless applied. */
  readonly amount: number;
  /** Null when applied. */
  readonly reason: PromotionReason | null;
  /** What a minimum lacks: minor units for `MINIMUM_AMOUNT`, thousandths for `MINIMUM_QUANTITY`; else null. */
  readonly missing: number | null;
}

/** A cart with its promotions decided and its figures. */
export interface PricedCart {
  /** The resolved sale: store this; `priceSale` gives the same figures for it at any time. */
  readonly input: PriceSaleInput;
  readonly sale: PricedSale;
  /** One for each promotion of the cart, in its order. */
  readonly promotions: readonly PromotionOutcome[];
  /** Codes given that no promotion of the cart has, as typed. */
  readonly unknownCodes: readonly string[];
}

import type { CartInput, SaleLoyalty } from '@cashwrap/contract';
import { localMoment, type PricedSale, type PriceSaleInput, selectTaxRates } from '@cashwrap/pricing';
import { type PromotionContext, priceCart } from '@cashwrap/pricing/promotions';
import { Failure, invalidReference } from '../../procedure/failure.ts';
import type { CustomerForSale } from '../customers/index.ts';
import type { GiftCardForSale } from '../gift-cards/index.ts';
import type { LoyaltyForSale } from '../loyalty/index.ts';
import { businessDateOf, type TradingPlace } from '../organization/index.ts';
import type { ActiveDiscount } from './active-discounts.repo.ts';
import { itemsOf, refuseWhere } from './cart-items.ts';
import {
  chargeRates,
  soldCardsOf,
  toChargeLine,
  toDiscount,
  toGiftCardLine,
  toGoodsLine,
} from './cart-lines.ts';
import { pricesOf, type Resolved } from './cart-prices.ts';
import { type Outcome, outcomesOf, whyElsewhere } from './domain/discount-outcomes.ts';
import { withRewards } from './domain/reward-discounts.ts';
import { toPromotion } from './domain/to-promotion.ts';
import { withinRange } from './domain/within-range.ts';
import { chosenRewards, earningOf, givenRewards } from './points-in-cart.ts';
import type { DatedTaxRate, SellableProduct } from './sellable-products.repo.ts';

/** What is being bought, without where. */
export type Cart = Omit<CartInput, 'storeId'>;

/** All that a cart is priced from. */
export interface CartSources {
  readonly place: TradingPlace;
  readonly products: ReadonlyMap<string, SellableProduct>;
  /** Of the tax categories that service charges name. */
  readonly chargeRates: ReadonlyMap<string, readonly DatedTaxRate[]>;
  readonly discounts: readonly ActiveDiscount[];
  readonly customer: CustomerForSale | undefined;
  /** The active programme, where there is a customer. */
  readonly loyalty: LoyaltyForSale | undefined;
  /** Those that the cart puts something on. */
  readonly soldCards: readonly GiftCardForSale[];
}

/** A cart with all its figures, and what they were made from. */
export interface PricedCart {
  readonly place: TradingPlace;
  readonly customer: CustomerForSale | undefined;
  readonly loyalty: LoyaltyForSale | undefined;
  readonly businessDate: string;
  /** The product of each line; service charges and gift cards, which have none, come behind. */
  readonly products: readonly SellableProduct[];
  /** Those that something is put on, under the keys of their lines. */
  readonly soldCards: ReadonlyMap<string, GiftCardForSale>;
  /** All that decides the figures: stored with the sale, it gives them again. */
  readonly input: PriceSaleInput;
  readonly priced: PricedSale;
  /** What came of each discount rule, and the rules themselves. */
  readonly outcomes: readonly Outcome[];
  readonly discounts: readonly ActiveDiscount[];
  /** What points buy, and what it takes off. */
  readonly rewards: SaleLoyalty['rewards'];
  /** What the customer earns if points pay nothing of it; null without loyalty. */
  readonly pointsToEarn: number | null;
  /** The discount codes that were given, without blanks around them. */
  readonly codes: readonly string[];
}

/** Resolves products, prices, taxes and discounts of a cart and prices it; refuses what cannot be sold, by line. */
export function resolveCart(sources: CartSources, cart: Cart, now: Date): PricedCart {
  const { place, customer, loyalty, discounts } = sources;
  const codes = cart.codes.map((code) => code.trim());
  const businessDate = businessDateOf(now, place.timeZone, place.businessDayCutoffHour);
  const items = itemsOf(cart.lines, sources.products);
  refuseCustomer(cart, customer);
  refuseWhere('PRODUCT_NOT_FOR_SALE', items, whyNotForSale);
  const resolved = pricesOf(items, place, businessDate);
  refuseWhere('PRICE_MISSING', items, (_, position) => resolved[position]?.missing);
  const rates = items.map(({ product }) => selectTaxRates(product.taxRates, businessDate));
  refuseWhere('TAX_RATE_MISSING', items, (_, position) =>
    rates[position]?.length === 0 ? `has no tax rate here on ${businessDate}` : undefined,
  );

  const rewards = chosenRewards(cart, { customer, loyalty, place });
  const rewarded = withRewards(
    rewards,
    items.map((item, i) => toGoodsLine(item, resolved[i] as Resolved, rates[i] ?? [])),
  );
  const soldCards = soldCardsOf(cart.giftCards, sources.soldCards, place.currency, businessDate);
  const charges = cart.serviceCharges.map((charge, i) =>
    toChargeLine(charge, i, chargeRates(sources.chargeRates.get(charge.taxCategoryId), i, businessDate)),
  );
  const result = withinRange(() =>
    priceCart({
      settings: {
        pricesIncludeTax: place.pricesIncludeTax,
        taxRounding: place.taxRounding,
        roundingMode: place.roundingMode,
        taxExempt: customer?.taxExempt ?? false,
        cashRounding: place.cashRounding,
      },
      lines: [...rewarded.goods, ...charges, ...cart.giftCards.map(toGiftCardLine)],
      discounts: [
        ...cart.discounts.map((each, index) => toDiscount(each, `sale-${index}`)),
        ...rewarded.discounts,
      ],
      promotions: discounts
        .filter((discount) => whyElsewhere(discount, place) === null)
        .map((discount) => toPromotion(discount, customer)),
      context: contextOf(place, customer, codes, now),
    }),
  );
  refuseUnknownCodes(codes, discounts);
  const products = items.map(({ product }) => product);
  const { input, sale: priced, promotions } = result;
  const outcomes = outcomesOf(discounts, place, customer !== undefined, promotions);
  return {
    ...{ place, customer, loyalty, businessDate, products, soldCards, input, priced, outcomes, discounts },
    rewards: givenRewards(rewards, priced),
    pointsToEarn: earningOf({ customer, loyalty, place, products, priced }, 0)?.earned ?? null,
    codes,
  };
}

function refuseCustomer({ customerId }: Cart, customer: CustomerForSale | undefined): void {
  if (customerId !== undefined && customer?.status !== 'active') {
    throw invalidReference('active customer', ['customerId']);
  }
}

function contextOf(
  place: TradingPlace,
  customer: CustomerForSale | undefined,
  codes: readonly string[],
  now: Date,
): PromotionContext {
  return {
    ...localMoment(now.getTime(), place.timeZone),
    customerGroupIds: customer?.groupIds ?? [],
    isFirstPurchase: customer?.isFirstPurchase ?? null,
    codes,
  };
}

function refuseUnknownCodes(codes: readonly string[], discounts: readonly ActiveDiscount[]): void {
  const known = new Set(discounts.map(({ code }) => code));
  const unknown = codes.filter((code) => !known.has(code.toUpperCase()));
  if (unknown.length === 0) return;
  throw new Failure('DISCOUNT_CODE_INVALID', {
    detail: `There is no active discount with the code ${unknown.map((code) => `"${code}"`).join(', ')}.`,
    details: { codes: unknown },
  });
}

function whyNotForSale({ status, components, hasVariants }: SellableProduct): string | undefined {
  if (status !== 'active' || components.some((component) => component.status === 'archived')) {
    return 'is not for sale';
  }
  return hasVariants ? 'has variants: sell one of them' : undefined;
}

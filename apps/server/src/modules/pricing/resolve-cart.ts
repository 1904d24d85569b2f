import type { CartInput, ManualDiscount } from '@cashwrap/contract';
import {
  type Discount,
  localMoment,
  type PricedSale,
  type PriceSaleInput,
  percentToPpm,
  type SelectedPrice,
  selectTaxRates,
  type TaxRate,
} from '@cashwrap/pricing';
import { type CartGoodsLine, type PromotionContext, priceCart } from '@cashwrap/pricing/promotions';
import { Failure, invalidReference } from '../../procedure/failure.ts';
import type { CustomerForSale } from '../customers/index.ts';
import { businessDateOf, type TradingPlace } from '../organization/index.ts';
import type { ActiveDiscount } from './active-discounts.repo.ts';
import { type Item, itemsOf, refuseWhere } from './cart-items.ts';
import { pricesOf, type Resolved } from './cart-prices.ts';
import { type Outcome, outcomesOf, whyElsewhere } from './domain/discount-outcomes.ts';
import { toPromotion } from './domain/to-promotion.ts';
import { withinRange } from './domain/within-range.ts';
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
}

/** A cart with all its figures, and what they were made from. */
export interface PricedCart {
  readonly place: TradingPlace;
  readonly customer: CustomerForSale | undefined;
  readonly businessDate: string;
  /** The product of each line; service charges, which have none, come behind. */
  readonly products: readonly SellableProduct[];
  /** All that decides the figures: stored with the sale, it gives them again. */
  readonly input: PriceSaleInput;
  readonly priced: PricedSale;
  /** What came of each discount rule, and the rules themselves. */
  readonly outcomes: readonly Outcome[];
  readonly discounts: readonly ActiveDiscount[];
  /** The discount codes that were given, without blanks around them. */
  readonly codes: readonly string[];
}

/** Resolves products, prices, taxes and discounts of a cart and prices it; refuses what cannot be sold, by line. */
export function resolveCart(sources: CartSources, cart: Cart, now: Date): PricedCart {
  const { place, customer, discounts } = sources;
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

  const goods = items.map((item, i) => toGoodsLine(item, resolved[i] as Resolved, rates[i] ?? []));
  const charges = cart.serviceCharges.map((charge, i) => ({
    key: `charge-${i}`,
    name: charge.name,
    serviceCharge:
      charge.type === 'percentage'
        ? { type: charge.type, ppm: percentToPpm(charge.percentage) }
        : { type: charge.type, amount: charge.amount },
    taxRates: chargeRates(sources.chargeRates.get(charge.taxCategoryId), i, businessDate),
  }));
  const result = withinRange(() =>
    priceCart({
      settings: {
        pricesIncludeTax: place.pricesIncludeTax,
        taxRounding: place.taxRounding,
        roundingMode: place.roundingMode,
        taxExempt: customer?.taxExempt ?? false,
        cashRounding: place.cashRounding,
      },
      lines: [...goods, ...charges],
      discounts: cart.discounts.map((each, index) => toDiscount(each, `sale-${index}`)),
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
  return { place, customer, businessDate, products, input, priced, outcomes, discounts, codes };
}

function refuseCustomer({ customerId }: Cart, customer: CustomerForSale | undefined): void {
  if (customerId !== undefined && customer?.status !== 'active') {
    throw invalidReference('active customer', ['customerId']);
  }
}

function toGoodsLine(
  { line, position, product }: Item,
  { quantityThousandths, price, labelPrice }: Resolved,
  taxRates: readonly TaxRate[],
): CartGoodsLine {
  const { unitPrice, price: reason } = price as SelectedPrice;
  return {
    key: String(position),
    unitPrice,
    price: reason,
    quantityThousandths,
    ...(labelPrice !== undefined && { labelPrice }),
    discounts: line.discounts.map((each, index) => toDiscount(each, `line-${position}-${index}`)),
    taxRates,
    productId: product.id,
    parentId: product.parentId,
    categoryIds: product.categoryIds,
    soldBy: product.soldBy,
  };
}

function toDiscount(discount: ManualDiscount, id: string): Discount {
  const { name } = discount;
  return discount.type === 'percentage'
    ? { type: 'percentage', id, name, ppm: percentToPpm(discount.percentage) }
    : { type: 'amount', id, name, amount: discount.amount };
}

function chargeRates(
  rates: readonly DatedTaxRate[] | undefined,
  index: number,
  businessDate: string,
): TaxRate[] {
  if (!rates) throw invalidReference('tax category', ['serviceCharges', index, 'taxCategoryId']);
  const valid = selectTaxRates(rates, businessDate);
  if (valid.length > 0) return valid;
  throw new Failure('TAX_RATE_MISSING', {
    detail: `Service charge ${index} has a tax category without a rate here on ${businessDate}.`,
    details: { lines: [] },
  });
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

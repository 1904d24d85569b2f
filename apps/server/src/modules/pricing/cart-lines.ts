import type { CartInput, ManualDiscount, ServiceCharge } from '@cashwrap/contract';
import {
  type Discount,
  type GiftCardLineInput,
  percentToPpm,
  type SelectedPrice,
  type ServiceChargeLineInput,
  selectTaxRates,
  type TaxRate,
} from '@cashwrap/pricing';
import type { CartGoodsLine } from '@cashwrap/pricing/promotions';
import { Failure, invalidReference } from '../../procedure/failure.ts';
import { type GiftCardForSale, refuseOtherCurrency, refuseUnusable } from '../gift-cards/index.ts';
import type { Item } from './cart-items.ts';
import type { Resolved } from './cart-prices.ts';
import type { DatedTaxRate } from './sellable-products.repo.ts';

/** Goods as the pricing engine takes them. */
export function toGoodsLine(
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

/** A discount that a person gives. */
export function toDiscount(discount: ManualDiscount, id: string): Discount {
  const { name } = discount;
  return discount.type === 'percentage'
    ? { type: 'percentage', id, name, ppm: percentToPpm(discount.percentage) }
    : { type: 'amount', id, name, amount: discount.amount };
}

/** A service charge as the pricing engine takes it. */
export function toChargeLine(
  charge: ServiceCharge,
  index: number,
  taxRates: readonly TaxRate[],
): ServiceChargeLineInput {
  return {
    key: `charge-${index}`,
    name: charge.name,
    serviceCharge:
      charge.type === 'percentage'
        ? { type: charge.type, ppm: percentToPpm(charge.percentage) }
        : { type: charge.type, amount: charge.amount },
    taxRates,
  };
}

/** The tax rates of a service charge on a day; refuses one whose category is unknown or has none. */
export function chargeRates(
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

/** What is put on a gift card, as the pricing engine takes it: under the id of the card. */
export function toGiftCardLine({ giftCardId, amount }: CartInput['giftCards'][number]): GiftCardLineInput {
  return { key: giftCardId, giftCardAmount: amount };
}

/** The gift cards that a cart puts something on, by id; refuses those that cannot be. */
export function soldCardsOf(
  giftCards: CartInput['giftCards'],
  found: readonly GiftCardForSale[],
  currency: string,
  businessDate: string,
): ReadonlyMap<string, GiftCardForSale> {
  const known = new Map(found.map((card) => [card.id, card]));
  for (const [position, { giftCardId }] of giftCards.entries()) {
    const card = known.get(giftCardId);
    refuseUnusable(card, position, businessDate, 'load');
    refuseOtherCurrency(card, currency);
  }
  return known;
}

import type { DiscountEffect, ProductSelection } from '@cashwrap/contract';
import { percentToPpm, quantityToThousandths } from '@cashwrap/pricing';
import type { Applicability, Promotion, PromotionEffect } from '@cashwrap/pricing/promotions';
import type { CustomerForSale } from '../../customers/index.ts';
import type { ActiveDiscount } from '../active-discounts.repo.ts';

/** A discount rule as the pricing engine takes it, with what is left of its limits for this customer. */
export function toPromotion(discount: ActiveDiscount, customer: CustomerForSale | undefined): Promotion {
  const { id, name, code, effect, products, conditions, stacking, priority } = discount;
  const { minimumQuantity, weekdays, customerGroupIds, fromTime, toTime } = conditions;
  return {
    ...{ id, name, code, stacking, priority },
    effect: toEffect(effect),
    applicability: toApplicability(products),
    conditions: {
      startsOn: conditions.startsOn,
      endsOn: conditions.endsOn,
      weekdays: noneIfEmpty(weekdays),
      fromMinute: fromTime === null ? null : toMinute(fromTime),
      toMinute: toTime === null ? null : toMinute(toTime),
      minimumAmount: conditions.minimumAmount,
      minimumQuantityThousandths: minimumQuantity === null ? null : quantityToThousandths(minimumQuantity),
      customerGroupIds: noneIfEmpty(customerGroupIds),
      firstPurchaseOnly: conditions.firstPurchaseOnly,
    },
    usageLeft: left(discount.usageLimit, discount.usedCount),
    // Who is not known has used up what is counted by customer.
    usageLeftForCustomer: customer
      ? left(discount.usageLimitPerCustomer, customer.uses[id] ?? 0)
      : left(discount.usageLimitPerCustomer, Number.POSITIVE_INFINITY),
  };
}

function toEffect(effect: DiscountEffect): PromotionEffect {
  switch (effect.type) {
    case 'percentage':
      return { type: effect.type, target: effect.target, ppm: percentToPpm(effect.percentage) };
    case 'buy_x_get_y': {
      const { percentage, buy, get, ...counts } = effect;
      return {
        ...counts,
        ppm: percentToPpm(percentage),
        buy: toApplicability(buy),
        get: toApplicability(get),
      };
    }
    case 'quantity_tiers':
      return {
        type: effect.type,
        tiers: effect.tiers.map(({ minQuantity, percentage }) => ({
          minQuantityThousandths: quantityToThousandths(minQuantity),
          ppm: percentToPpm(percentage),
        })),
      };
    default:
      return effect;
  }
}

/** The contract's empty lists are no condition; the engine's are lists that name nothing. */
export function toApplicability({
  productIds,
  categoryIds,
  excludedProductIds,
  excludedCategoryIds,
}: ProductSelection): Applicability {
  return {
    ...(productIds.length > 0 && { productIds }),
    ...(categoryIds.length > 0 && { categoryIds }),
    excludedProductIds,
    excludedCategoryIds,
  };
}

function noneIfEmpty<T>(list: readonly T[]): readonly T[] | null {
  return list.length === 0 ? null : list;
}

function toMinute(time: string): number {
  const [hours, minutes] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function left(limit: number | null, used: number): number | null {
  return limit === null ? null : Math.max(limit - used, 0);
}

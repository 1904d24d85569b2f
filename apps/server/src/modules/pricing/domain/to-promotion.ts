import type { Promotion } from '@cashwrap/pricing/promotions';
import { toPromotion as promotionOf, usesLeft } from '@cashwrap/pricing/wire';
import type { CustomerForSale } from '../../customers/index.ts';
import type { ActiveDiscount } from '../active-discounts.repo.ts';

/** A discount rule as the pricing engine takes it, with what is left of its limits for this customer. */
export function toPromotion(discount: ActiveDiscount, customer: CustomerForSale | undefined): Promotion {
  const { id, usageLimit, usedCount, usageLimitPerCustomer } = discount;
  // Who is not known has used up what is counted by customer.
  const usedByCustomer = customer ? (customer.uses[id] ?? 0) : Number.POSITIVE_INFINITY;
  return promotionOf(discount, {
    usageLeft: usesLeft(usageLimit, usedCount),
    usageLeftForCustomer: usesLeft(usageLimitPerCustomer, usedByCustomer),
  });
}

import type { PromotionOutcome, PromotionReason } from '@cashwrap/pricing/promotions';
import type { TradingPlace } from '../../organization/index.ts';
import type { ActiveDiscount } from '../active-discounts.repo.ts';

/** Why a discount is not applied. */
export type OutcomeReason = PromotionReason | 'OTHER_STORE' | 'OTHER_CURRENCY' | 'CUSTOMER_NEEDED';

/** What came of a discount rule in a cart. */
export type Outcome = Omit<PromotionOutcome, 'reason'> & { readonly reason: OutcomeReason | null };

/** Why a rule cannot hold in a store, whatever is in the cart; null where it may. */
export function whyElsewhere(
  { effect, conditions: { storeIds, minimumAmount } }: ActiveDiscount,
  { storeId, currency, merchantCurrency }: TradingPlace,
): 'OTHER_STORE' | 'OTHER_CURRENCY' | null {
  if (storeIds.length > 0 && !storeIds.includes(storeId)) return 'OTHER_STORE';
  // Amounts are in the merchant's currency, and mean nothing in another.
  const hasAmounts = 'amount' in effect || minimumAmount !== null;
  return hasAmounts && currency !== merchantCurrency ? 'OTHER_CURRENCY' : null;
}

/** The outcome of each rule: what the engine says of those that it was given, and why it was not given the others. */
export function outcomesOf(
  discounts: readonly ActiveDiscount[],
  place: TradingPlace,
  isCustomerKnown: boolean,
  promotions: readonly PromotionOutcome[],
): Outcome[] {
  const byId = new Map(promotions.map((outcome) => [outcome.id, outcome]));
  return discounts.map((discount): Outcome => {
    const { id, name, code, usageLimit, usedCount, usageLimitPerCustomer } = discount;
    const outcome = byId.get(id);
    if (!outcome) {
      const reason = whyElsewhere(discount, place);
      return { id, name, code, status: 'not_applicable', amount: 0, reason, missing: null };
    }
    const isLeft = usageLimit === null || usedCount < usageLimit;
    const isForKnown = outcome.reason === 'USAGE_LIMIT' && usageLimitPerCustomer !== null && isLeft;
    return isForKnown && !isCustomerKnown ? { ...outcome, reason: 'CUSTOMER_NEEDED' } : outcome;
  });
}

import { thousandthsToQuantity } from '@cashwrap/pricing';
import type { OutcomeReason } from './discount-outcomes.ts';
import type { WriteMoney } from './money-text.ts';

/** Why a discount is not applied, for the cashier. */
export function describeOutcome(reason: OutcomeReason, missing: number | null, money: WriteMoney): string {
  switch (reason) {
    case 'CODE_MISSING':
      return 'It takes its code.';
    case 'NOT_STARTED':
      return 'It has not begun yet.';
    case 'ENDED':
      return 'It is over.';
    case 'WRONG_DAY':
      return 'It is for other days of the week.';
    case 'WRONG_HOUR':
      return 'It is for other hours.';
    case 'CUSTOMER_GROUP':
      return 'It is for customers of another group.';
    case 'NOT_FIRST_PURCHASE':
      return 'It is for the first purchase of a known customer.';
    case 'USAGE_LIMIT':
      return 'It has been used as often as it may be.';
    case 'CUSTOMER_NEEDED':
      return 'It may be used so often by each customer: say who buys.';
    case 'OTHER_STORE':
      return 'It is for other stores.';
    case 'OTHER_CURRENCY':
      return 'Its amounts are in another currency than the store’s.';
    case 'NO_APPLICABLE_LINE':
      return 'Nothing that it is for is in the cart.';
    case 'MINIMUM_AMOUNT':
      return `Another ${money(missing ?? 0)} of what it is for is needed.`;
    case 'MINIMUM_QUANTITY':
      return `Another ${thousandthsToQuantity(missing ?? 0)} of what it is for is needed.`;
    case 'BETTER_OFFER':
      return 'Other discounts make the cart cheaper.';
    case 'NOTHING_TO_DISCOUNT':
      return 'There is nothing left that it could lower.';
  }
}

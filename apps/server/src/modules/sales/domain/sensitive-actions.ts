import type { SensitiveAction } from '@cashwrap/contract';
import { describeLargeDiscount, largeDiscountsOf } from './large-discounts.ts';
import type { PricedCart } from './price-cart.ts';
import { describeOverride, priceOverridesOf } from './price-overrides.ts';

/** What of a sale not every cashier may decide alone, in the order of its lines. */
export function sensitiveActionsOf(cart: PricedCart): SensitiveAction[] {
  return [
    ...priceOverridesOf(cart).map((override) => ({
      permission: 'sales.override_price' as const,
      description: describeOverride(override),
    })),
    ...largeDiscountsOf(cart).map((discount) => ({
      permission: 'sales.give_large_discount' as const,
      description: describeLargeDiscount(discount),
    })),
  ];
}

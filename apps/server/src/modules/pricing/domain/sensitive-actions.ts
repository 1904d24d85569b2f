import type { SensitiveAction, SensitiveAmounts } from '@cashwrap/contract';
import { thousandthsToQuantity } from '@cashwrap/pricing';
import type { PricedCart } from '../resolve-cart.ts';
import { describeLargeDiscount, largeDiscountsOf } from './large-discounts.ts';
import { moneyText, type WriteMoney } from './money-text.ts';
import { describeOverride, priceOverridesOf } from './price-overrides.ts';

/** What an action does to a line or to the whole sale. */
type Effect = Pick<SensitiveAmounts, 'quantity' | 'before' | 'after'>;

/**
 * What of a sale not every cashier may decide alone, in the order of its lines. Each says what it comes to: who
 * approves may stand elsewhere and have seen nothing of the sale.
 */
export function sensitiveActionsOf(cart: PricedCart): SensitiveAction[] {
  const { currency, currencyDigits } = cart.place;
  const money = moneyText(currencyDigits);
  const documentTotal = cart.priced.total;
  const action = (permission: SensitiveAction['permission'], what: string, effect: Effect) => ({
    permission,
    description: [what, describeLine(effect, money), `sale total: ${money(documentTotal)} ${currency}`]
      .filter((part) => part !== '')
      .join('; '),
    amounts: { currency, currencyDigits, ...effect, documentTotal },
  });
  return [
    ...priceOverridesOf(cart).map((override) =>
      action('sales.override_price', describeOverride(override, money), {
        quantity: thousandthsToQuantity(override.quantityThousandths),
        ...{ before: override.grossBefore, after: override.gross },
      }),
    ),
    ...largeDiscountsOf(cart).map((large) => {
      const { quantityThousandths, gross, discount } = large;
      return action('sales.give_large_discount', describeLargeDiscount(large, money), {
        quantity: quantityThousandths === null ? null : thousandthsToQuantity(quantityThousandths),
        ...{ before: gross, after: gross - discount },
      });
    }),
  ];
}

/** How much of it, and for how much; nothing for the whole sale. */
function describeLine({ quantity, before, after }: Effect, money: WriteMoney): string {
  if (quantity === null) return '';
  const instead = before === null ? '' : ` instead of ${money(before)}`;
  return `quantity ${quantity}: ${money(after)}${instead}`;
}

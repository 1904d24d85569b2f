import type { RefundInput, SensitiveAction } from '@cashwrap/contract';
import type { TradingPlace } from '../organization/index.ts';
import { moneyText } from '../pricing/index.ts';
import type { ReturnPlan } from './plan-return.ts';

/** What a second person is asked where money goes back another way than it came. */
export function chosenRefunds(
  { currency, currencyDigits }: Pick<TradingPlace, 'currency' | 'currencyDigits'>,
  { totals: { total }, refundTotal }: ReturnPlan,
  refunds: readonly RefundInput[],
): SensitiveAction {
  const money = moneyText(currencyDigits);
  const ways = refunds.map(({ method, amount }) => `${method.replaceAll('_', ' ')} ${money(amount)}`);
  return {
    permission: 'returns.choose_refund',
    description: `Refund chosen: ${ways.join(', ')}; return total: ${money(total)} ${currency}`,
    amounts: {
      ...{ currency, currencyDigits, quantity: null, before: null },
      ...{ after: refundTotal, documentTotal: total },
    },
  };
}

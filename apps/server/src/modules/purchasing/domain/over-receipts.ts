import type { SensitiveAction } from '@cashwrap/contract';
import { quantityToThousandths, thousandthsToQuantity } from '@cashwrap/pricing';
import type { WriteMoney } from '../../pricing/index.ts';
import { costOf } from './costs.ts';

/** A line of a delivery beside the line of the order that it is for. */
export interface ReceivedLine {
  readonly name: string;
  /** What came in good condition, and what came damaged beside it. */
  readonly quantity: number;
  readonly damaged: number;
  /** What was still to come. */
  readonly outstanding: number;
  /** What of it was more, as {@link overOf} tells. */
  readonly over: number;
  readonly unitCost: number;
}

/** What the amounts of a delivery are in, and how they are written. */
export interface DeliveryMoney {
  readonly currency: string;
  readonly currencyDigits: number;
  readonly money: WriteMoney;
  /** What the whole delivery costs. */
  readonly total: number;
}

/** What of that which came of a product is more than was still to come. */
export function overOf(
  { quantity, damaged }: Pick<ReceivedLine, 'quantity' | 'damaged'>,
  outstanding: number,
): number {
  const over =
    quantityToThousandths(quantity) + quantityToThousandths(damaged) - quantityToThousandths(outstanding);
  return thousandthsToQuantity(Math.max(0, over));
}

/**
 * What of a delivery is more than was still to come, in the order of its lines: not everyone may take it in. Each says
 * what it comes to, for who approves it elsewhere.
 */
export function overReceiptsOf(
  lines: readonly ReceivedLine[],
  { currency, currencyDigits, money, total }: DeliveryMoney,
): SensitiveAction[] {
  return lines.flatMap(({ name, quantity, damaged, outstanding, over, unitCost }): SensitiveAction[] => {
    if (over === 0) return [];
    const all = thousandthsToQuantity(quantityToThousandths(quantity) + quantityToThousandths(damaged));
    const [before, after] = [costOf(unitCost, outstanding), costOf(unitCost, all)];
    const description =
      `More than ordered of "${name}": ${all} instead of ${outstanding} to come; ` +
      `cost of goods: ${money(after)} instead of ${money(before)}; delivery total: ${money(total)} ${currency}`;
    return [
      {
        permission: 'purchase_orders.over_receive',
        description,
        amounts: { currency, currencyDigits, quantity: all, before, after, documentTotal: total },
      },
    ];
  });
}

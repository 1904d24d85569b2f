import { type CashRounding, roundCash } from './cash-rounding.ts';
import { mulDiv, type RoundingMode } from './money.ts';
import { PricingError } from './pricing-error.ts';

/** A line's quantities on a return, in one unit (the engine's is thousandths). */
export interface ReturnedQuantity {
  /** Sold on the line. */
  readonly sold: number;
  /** Returned by earlier returns. */
  readonly before: number;
  /** Returned now. */
  readonly now: number;
}

/**
 * What a return pays back of one figure of a line (its net, or one of its taxes).
 *
 * After q of Q units are returned the cumulative refund is round(figure·q/Q), and a return pays the
 * difference to the one before it. Any split of returns that returns everything thus refunds exactly
 * `figure`, and no return undoes an earlier one.
 *
 * @param figure minor units of the whole line
 * @param mode the rounding mode stored on the sale
 * @throws PricingError if more is returned than was sold, or a quantity is negative
 */
export function refundShare(figure: number, quantity: ReturnedQuantity, mode: RoundingMode): number {
  const { sold, before, now } = quantity;
  if (!(before >= 0 && now >= 0 && before + now <= sold)) {
    throw new PricingError(`${now} cannot be returned: ${before} of ${sold} are.`);
  }
  return mulDiv(figure, before + now, sold, mode) - mulDiv(figure, before, sold, mode);
}

/**
 * What a return pays in cash. Cash refunds round cumulatively per sale, so that refunding in parts comes to
 * what refunding at once does.
 *
 * @param refund this return's exact refund in cash, minor units
 * @param before the exact refunds in cash of the sale's earlier returns, minor units
 */
export function cashRefundShare(refund: number, before: number, setting: CashRounding | null): number {
  if (setting === null) return refund;
  return roundCash(before + refund, setting) - roundCash(before, setting);
}

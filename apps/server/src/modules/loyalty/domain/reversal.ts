import { refundShare } from '@cashwrap/pricing';

/** How much of a sale returns take back, in minor units. */
export interface TakenBack {
  /** Of the whole sale. */
  readonly whole: number;
  /** By earlier returns. */
  readonly before: number;
  /** By this return. */
  readonly now: number;
}

/**
 * The points that a return claws back of those that its sale earned: its part of what they were earned on, rounded half up
 * over all returns so far. Any split of returns that takes back all claws back all, and none of them more.
 *
 * @param earned by the whole sale
 * @param base what they were earned on: see `earningBase`
 * @throws PricingError if more is taken back than there was
 */
export function clawbackOf(earned: number, base: TakenBack): number {
  return shareOf(earned, base);
}

/**
 * The points that a return gives back of those that its sale spent, as {@link clawbackOf} does.
 *
 * @param spent as a payment, or for one reward
 * @param worth what they paid, or took off
 * @throws PricingError if more is taken back than there was
 */
export function restoreOf(spent: number, worth: TakenBack): number {
  return shareOf(spent, worth);
}

function shareOf(points: number, { whole, before, now }: TakenBack): number {
  // Points of nothing: a sale of nothing but what earns none.
  if (points === 0) return 0;
  return refundShare(points, { sold: whole, before, now }, 'half_up');
}

/** What of a clawback there is to take: all of it where the account may go below zero. */
export function clawedBack(
  clawback: number,
  { balance, allowNegative }: { readonly balance: number; readonly allowNegative: boolean },
): number {
  return allowNegative ? clawback : Math.min(clawback, Math.max(0, balance));
}

import { type CashCount, MAX_MONEY } from '@cashwrap/contract';
import { Failure } from '../../../procedure/failure.ts';
import type { Counted } from './shift-totals.ts';

/** What was counted at the end of a shift; null: it was not. */
export function toCounted({ cash, card }: { cash: CashCount | null; card: number | null }): Counted {
  return { cash: cash && countCash(cash), denominations: cash?.denominations, card };
}

/**
 * What was counted, in minor units. Notes and coins are added up in BigInt: each product may be beyond what a number
 * holds exactly.
 */
export function countCash({ amount, denominations = [] }: CashCount): number {
  if (amount !== undefined) return amount;
  const sum = denominations.reduce((total, { value, count }) => total + BigInt(value) * BigInt(count), 0n);
  if (sum <= MAX_MONEY) return Number(sum);
  throw new Failure('AMOUNT_OUT_OF_RANGE', {
    detail: `The notes and coins come to more than ${MAX_MONEY} (minor units), which is more than can be kept.`,
  });
}

import type { LoyaltyRedemption } from '@cashwrap/contract';
import { wholeShare } from './whole-share.ts';

/** What points pay, in minor units, rounded down; points below zero pay nothing. */
export function worthOfPoints(
  { points: each, amount }: Pick<LoyaltyRedemption, 'points' | 'amount'>,
  points: number,
): number {
  return wholeShare(Math.max(0, points), amount, each);
}

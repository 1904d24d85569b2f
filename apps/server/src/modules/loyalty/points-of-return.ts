import type { Tx } from '@cashwrap/database';
import type { MutationCall } from '../../procedure/handlers.ts';
import { type AccountDocument, credit, debit } from '../accounts/index.ts';
import { addMonths } from './domain/months.ts';
import { clawedBack } from './domain/reversal.ts';
import { expirePoints } from './expire-points.ts';
import { noteExpiry } from './next-expiry.repo.ts';
import { findPointsAccount, type PointsAccount } from './points-account.repo.ts';
import { reviewTiers } from './review-tiers.ts';

/** The points that a return moves on one account. */
export interface PointsMove {
  /** What was spent, as a payment or for rewards, and is given back. It lasts as long as points earned now. */
  readonly restored: number;
  /** See `clawbackOf`. */
  readonly clawback: number;
}

/**
 * Restores and claws back points for a return, after those that are past their time have gone; the tier follows. Of what is
 * to be clawed back only what is there is, unless the programme lets accounts go below zero: what somebody has spent stays
 * with them. The account is locked.
 *
 * @returns how many points were clawed back
 */
export async function writePointsOfReturn(
  tx: Tx,
  { now, newId }: Pick<MutationCall, 'now' | 'newId'>,
  document: AccountDocument,
  account: PointsAccount,
  { restored, clawback }: PointsMove,
): Promise<number> {
  const { accountId, customerId, programId, expiryMonths } = account;
  await expirePoints(tx, accountId, now, newId);
  if (restored > 0) {
    const expiresAt = expiryMonths === null ? null : addMonths(now, expiryMonths);
    await credit(tx, document, { accountId, kind: 'restore', amount: restored, expiresAt }, newId);
    if (expiresAt) await noteExpiry(tx, accountId, expiresAt);
  }
  const left = await findPointsAccount(tx, customerId, programId);
  if (!left) throw new Error('An account vanished while it was locked.');
  const taken = clawedBack(clawback, left);
  if (taken > 0) {
    const move = { accountId, kind: 'clawback', amount: taken, mayGoBelow: left.allowNegative } as const;
    const entry = await debit(tx, document, move, newId);
    if (!entry) throw new Error('The balance of a locked account has changed.');
  }
  await reviewTiers(tx, [accountId], now);
  return taken;
}

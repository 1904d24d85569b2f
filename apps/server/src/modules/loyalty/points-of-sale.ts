import type { Tx } from '@cashwrap/database';
import type { MutationCall } from '../../procedure/handlers.ts';
import { type AccountDocument, type AccountEntryRow, credit, debit } from '../accounts/index.ts';
import { addMember } from './add-member.ts';
import { addMonths } from './domain/months.ts';
import { expirePoints } from './expire-points.ts';
import type { LoyaltyForSale } from './loyalty-for-sale.repo.ts';
import { noteExpiry } from './next-expiry.repo.ts';
import { reviewTiers } from './review-tiers.ts';

/** A sale as far as points go with it. */
export interface PointsOfSale {
  readonly loyalty: LoyaltyForSale;
  /** Who stands for the customer of the sale. */
  readonly customerId: string;
  /** See `pointsEarned`. */
  readonly earned: number;
  /** As a payment and for rewards. */
  readonly spent: number;
}

/** What was sent. */
export interface WrittenPoints {
  /** To be waited for in the flush of the sale. */
  readonly sent: readonly Promise<unknown>[];
  /** One of them; `undefined` comes out where there were fewer points than are to be spent: refuse the sale. */
  readonly spent: Promise<AccountEntryRow | undefined>;
}

/**
 * The points of a sale: takes off what is past its time, then what is spent, and puts on what is earned; the tier follows. A
 * customer who is no member becomes one where the programme enrols by itself. Its statements are sent at once, and lock the
 * account: call it where the order of locks has the accounts.
 */
export function writePointsOfSale(
  tx: Tx,
  { newId }: Pick<MutationCall, 'newId'>,
  document: AccountDocument,
  { loyalty, customerId, earned, spent }: PointsOfSale,
): WrittenPoints {
  const { recordedAt: now } = document;
  const { member, programId, expiryMonths } = loyalty;
  const sent: Promise<unknown>[] = [];
  const accountId = member?.accountId ?? newId();
  if (!member) {
    if (!loyalty.enrolsAutomatically) return { sent, spent: Promise.resolve(undefined) };
    sent.push(addMember(tx, { accountId, customerId, programId, enrolledAt: now }, newId));
  } else if (member.nextExpiryAt !== null && member.nextExpiryAt <= now) {
    sent.push(expirePoints(tx, accountId, now, newId));
  }
  const redeemed =
    spent === 0
      ? Promise.resolve(undefined)
      : debit(tx, document, { accountId, kind: 'redeem', amount: spent }, newId);
  sent.push(redeemed);
  if (earned > 0) {
    const expiresAt = expiryMonths === null ? null : addMonths(now, expiryMonths);
    sent.push(credit(tx, document, { accountId, kind: 'earn', amount: earned, expiresAt }, newId));
    if (expiresAt) sent.push(noteExpiry(tx, accountId, expiresAt));
    sent.push(reviewTiers(tx, [accountId], now));
  }
  return { sent, spent: redeemed };
}

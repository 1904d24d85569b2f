import type { Tx } from '@cashwrap/database';
import {
  credit,
  customerDocument,
  debit,
  type MergedCustomers,
  type OwnedAccount,
  settleAccount,
} from '../accounts/index.ts';
import { betterTier, type HeldTier } from './domain/better-tier.ts';
import { insertMember } from './members.repo.ts';
import {
  endMemberships,
  joinMembers,
  lockMembers,
  type PointsLot,
  remainingLots,
} from './merge-members.repo.ts';
import { reviewTiers } from './review-tiers.ts';

/**
 * Moves the points of a customer, of each programme, to who stays; they keep the dates on which they expire. Who stays has
 * the better of the two tiers, or the one that both have earned together: the customer must be merged already.
 *
 * @param accounts of both, locked
 * @throws a check violation, answered as AMOUNT_OUT_OF_RANGE, where they come to more than 10^12 together
 */
export async function mergeMembers(
  tx: Tx,
  merge: MergedCustomers,
  accounts: readonly OwnedAccount[],
  newId: () => string,
): Promise<void> {
  const { keptId, mergedId, now } = merge;
  for (const from of accounts) {
    const { programId } = from;
    if (from.customerId !== mergedId || programId === null) continue;
    const own = accounts.find((to) => to.customerId === keptId && to.programId === programId);
    const to = own ?? { ...from, id: newId(), customerId: keptId, balance: 0 };
    if (!own) {
      await insertMember(tx, { accountId: to.id, customerId: keptId, programId, enrolledAt: now });
    }
    await movePoints(tx, merge, from, to, newId);
    await joinMembers(tx, to.id, from.id, await tierOfBoth(tx, to.id, from.id));
    await reviewTiers(tx, [to.id], now);
  }
  await endMemberships(tx, [mergedId]);
}

async function movePoints(
  tx: Tx,
  merge: MergedCustomers,
  from: OwnedAccount,
  to: OwnedAccount,
  newId: () => string,
): Promise<void> {
  const lots = await remainingLots(tx, from.id);
  const own = await remainingLots(tx, to.id);
  const incoming = customerDocument(merge.mergedId, merge);
  await settleAccount(tx, customerDocument(merge.keptId, merge), from, 'merge', newId);
  if (from.balance < 0) {
    const owed = { accountId: to.id, kind: 'merge', amount: -from.balance, mayGoBelow: true } as const;
    await debit(tx, incoming, owed, newId);
  }
  // What has been spent has used the oldest of these points, not what comes in now and goes before them: all begin anew.
  const anew = own.length > 0 && expiryOf(lots[0]) < expiryOf(own[0]);
  if (anew) await settleAccount(tx, incoming, to, 'merge', newId);
  for (const { expiresAt, points } of anew ? joinLots(own, lots) : lots) {
    await credit(tx, incoming, { accountId: to.id, kind: 'merge', amount: points, expiresAt }, newId);
  }
}

/** Milliseconds since 1970; infinity for points that never go, and where there are none. */
function expiryOf(lot: PointsLot | undefined): number {
  return lot?.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** The points of both by their dates, the first first. */
function joinLots(one: readonly PointsLot[], other: readonly PointsLot[]): PointsLot[] {
  const joined = new Map<number, PointsLot>();
  for (const lot of [...one, ...other]) {
    const at = expiryOf(lot);
    joined.set(at, { ...lot, points: lot.points + (joined.get(at)?.points ?? 0) });
  }
  return [...joined].sort(([a], [b]) => a - b).map(([, lot]) => lot);
}

async function tierOfBoth(tx: Tx, accountId: string, mergedAccountId: string): Promise<HeldTier> {
  const members = await lockMembers(tx, [accountId, mergedAccountId]);
  const [kept, merged] = [members.get(accountId), members.get(mergedAccountId)];
  if (!kept || !merged) throw new Error('A points account has no member.');
  return betterTier(kept.tiers, kept, merged);
}

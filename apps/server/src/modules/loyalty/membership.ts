import type { LoyaltyMembership, LoyaltyTier } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { worthOfPoints } from './domain/redemption.ts';
import { findMembership, type MembershipRow } from './membership.repo.ts';
import { findActiveProgram } from './programs.repo.ts';
import { earnedSince } from './review-tiers.ts';

/** What a customer, or who stands for them since they were merged, has in the active programme. */
export async function getMembership(
  { db, now }: QueryCall,
  { id }: { id: string },
): Promise<LoyaltyMembership> {
  const customer = await findStandingCustomer(db, id);
  if (!customer) throw notFound('customer');
  return toMembership(await readMembership(db, customer.id, now));
}

/** @throws LOYALTY_NOT_AVAILABLE where no programme is active, or the customer is not in it */
export async function readMembership(db: Reader, customerId: string, now: Date): Promise<MembershipRow> {
  const row = await findMembership(db, customerId, earnedSince(now));
  if (row) return row;
  throw (await findActiveProgram(db)) ? notAMember() : noProgram();
}

export function noProgram(): Failure<'LOYALTY_NOT_AVAILABLE'> {
  return new Failure('LOYALTY_NOT_AVAILABLE', {
    detail: 'No loyalty programme is active. Start one with loyaltyPrograms.activate.',
    details: { reason: 'no_program' },
  });
}

function notAMember(): Failure<'LOYALTY_NOT_AVAILABLE'> {
  return new Failure('LOYALTY_NOT_AVAILABLE', {
    detail: 'The customer is not in the active loyalty programme. Make them a member with loyalty.enrol.',
    details: { reason: 'not_a_member' },
  });
}

export function toMembership({
  accountId,
  redemption,
  tiers,
  rewards,
  expiryMonths,
  tierId,
  tierGraceUntil,
  nextExpiryAt,
  nextExpiryPoints,
  enrolledAt,
  ...row
}: MembershipRow): LoyaltyMembership {
  const { balance, qualifyingPoints } = row;
  const tier = tiers.find(({ id }) => id === tierId);
  return {
    ...row,
    worth: redemption && worthOfPoints(redemption, balance),
    tier: tier ? summaryOf(tier) : null,
    tierGraceUntil: tierGraceUntil?.toISOString() ?? null,
    nextTier: nextTierOf(tiers, tier, qualifyingPoints),
    nextExpiry:
      nextExpiryAt && nextExpiryPoints !== null
        ? { points: nextExpiryPoints, at: nextExpiryAt.toISOString() }
        : null,
    rewards: rewards
      .map(({ id, name, points }) => ({ id, name, points, affordable: points <= balance }))
      .sort((one, other) => one.points - other.points),
    enrolledAt: enrolledAt.toISOString(),
  };
}

/** The lowest tier above the one that somebody is in. */
function nextTierOf(
  tiers: readonly LoyaltyTier[],
  current: LoyaltyTier | undefined,
  qualifyingPoints: number,
): LoyaltyMembership['nextTier'] {
  const [next] = tiers
    .filter(({ minimumPoints }) => minimumPoints > (current?.minimumPoints ?? 0))
    .sort((one, other) => one.minimumPoints - other.minimumPoints);
  if (!next) return null;
  // Reached already: it is given with the next look at the tiers.
  const missingPoints = Math.max(0, next.minimumPoints - qualifyingPoints);
  return { ...summaryOf(next), missingPoints };
}

function summaryOf({ id, name, multiplier }: LoyaltyTier) {
  return { id, name, multiplier };
}

import type { LoyaltyTier } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';
import { creditsSinceEmpty } from '../accounts/index.ts';
import type { HeldTier } from './domain/better-tier.ts';

/** Points of an account that go together if they are not spent. */
export interface PointsLot {
  /** Null: they never go. */
  readonly expiresAt: Date | null;
  readonly points: number;
}

const remaining = statement<PointsLot, readonly [accountId: string]>(
  'remaining_lots',
  `WITH lots AS (
     SELECT expires_at, sum(amount) AS points,
       sum(sum(amount)) OVER (ORDER BY expires_at DESC NULLS FIRST) - sum(amount) AS later
     FROM (${creditsSinceEmpty('$1')}) credit GROUP BY expires_at
   )
   SELECT lots.expires_at AS "expiresAt", least(lots.points, a.balance - lots.later)::bigint AS points
   FROM lots, accounts a WHERE a.id = $1 AND a.balance > lots.later ORDER BY lots.expires_at NULLS LAST`,
);

/**
 * What is left of the points of a locked account, by when they go, the first first. What went out has used the oldest, so
 * these are the last that came in, and nothing from before there were none.
 */
export async function remainingLots(tx: Tx, accountId: string): Promise<PointsLot[]> {
  const { rows } = await remaining(tx, [accountId]);
  return rows;
}

/** A member with the tiers of their programme. */
export interface TieredMember extends HeldTier {
  readonly accountId: string;
  readonly tiers: readonly LoyaltyTier[];
}

const lock = statement<TieredMember, readonly [readonly string[]]>(
  'lock_members',
  `SELECT m.account_id AS "accountId", m.tier_id AS "tierId", m.tier_grace_until AS "tierGraceUntil", p.tiers
   FROM loyalty_members m JOIN loyalty_programs p ON p.id = m.program_id
   WHERE m.account_id = ANY($1::uuid[]) ORDER BY m.account_id FOR NO KEY UPDATE OF m`,
);

/** Members by the ids of their accounts, locked. */
export async function lockMembers(tx: Tx, accountIds: readonly string[]): Promise<Map<string, TieredMember>> {
  const { rows } = await lock(tx, [accountIds]);
  return new Map(rows.map((row) => [row.accountId, row]));
}

const join = statement<
  never,
  readonly [accountId: string, mergedAccountId: string, tierId: string | null, tierGraceUntil: Date | null]
>(
  'join_members',
  `UPDATE loyalty_members m SET
     tier_id = $3, tier_grace_until = $4, next_expiry_at = least(m.next_expiry_at, other.next_expiry_at),
     enrolled_at = least(m.enrolled_at, other.enrolled_at)
   FROM loyalty_members other WHERE m.account_id = $1 AND other.account_id = $2`,
);

/** Gives the first member a tier, and of both the earlier dates. */
export async function joinMembers(
  tx: Tx,
  accountId: string,
  mergedAccountId: string,
  { tierId, tierGraceUntil }: HeldTier,
): Promise<void> {
  await join(tx, [accountId, mergedAccountId, tierId, tierGraceUntil]);
}

const end = statement<never, readonly [readonly string[]]>(
  'end_memberships',
  `UPDATE loyalty_members SET tier_id = NULL, tier_grace_until = NULL, next_expiry_at = NULL, next_review_at = NULL
   WHERE customer_id = ANY($1::uuid[])`,
);

/** Takes tiers and dates from members who are nobody any more: no job looks at them again. */
export async function endMemberships(tx: Tx, customerIds: readonly string[]): Promise<void> {
  await end(tx, [customerIds]);
}

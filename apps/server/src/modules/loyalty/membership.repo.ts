import type { LoyaltyRedemption, LoyaltyReward, LoyaltyTier } from '@cashwrap/contract';
import { type Reader, readStatement } from '@cashwrap/database';
import { NEXT_EXPIRY } from './next-expiry.repo.ts';
import { qualifyingPoints } from './tiers.repo.ts';

/** What a customer has in the active programme. */
export interface MembershipRow {
  readonly accountId: string;
  readonly customerId: string;
  readonly programId: string;
  readonly programName: string;
  readonly currency: string;
  readonly redemption: LoyaltyRedemption | null;
  readonly tiers: readonly LoyaltyTier[];
  readonly rewards: readonly LoyaltyReward[];
  readonly expiryMonths: number | null;
  readonly balance: number;
  readonly tierId: string | null;
  readonly tierGraceUntil: Date | null;
  readonly qualifyingPoints: number;
  readonly nextExpiryAt: Date | null;
  /** Null where nothing goes. */
  readonly nextExpiryPoints: number | null;
  readonly enrolledAt: Date;
}

const membership = readStatement<MembershipRow, readonly [customerId: string, earnedSince: Date]>(
  'loyalty_membership',
  `SELECT m.account_id AS "accountId", m.customer_id AS "customerId", p.id AS "programId", p.name AS "programName",
     p.currency, p.redemption, p.tiers, p.rewards, p.expiry_months AS "expiryMonths", a.balance, m.tier_id AS "tierId",
     m.tier_grace_until AS "tierGraceUntil", ${qualifyingPoints('m', '$2')} AS "qualifyingPoints",
     next.at AS "nextExpiryAt", next.points AS "nextExpiryPoints", m.enrolled_at AS "enrolledAt"
   FROM loyalty_members m JOIN loyalty_programs p ON p.id = m.program_id AND p.status = 'active'
   JOIN accounts a ON a.id = m.account_id
   LEFT JOIN LATERAL (${NEXT_EXPIRY}) next ON true
   WHERE m.customer_id = $1`,
);

/** What a customer has in the active programme; `undefined` where they are not in it, or none is active. */
export async function findMembership(
  db: Reader,
  customerId: string,
  earnedSince: Date,
): Promise<MembershipRow | undefined> {
  const { rows } = await membership(db, [customerId, earnedSince]);
  return rows[0];
}

const latestAccount = readStatement<{ accountId: string }, readonly [customerId: string]>(
  'latest_points_account',
  `SELECT m.account_id AS "accountId" FROM loyalty_members m JOIN loyalty_programs p ON p.id = m.program_id
   WHERE m.customer_id = $1 ORDER BY p.status = 'active' DESC, m.enrolled_at DESC LIMIT 1`,
);

/** The account of a customer in the active programme, else in the one that they were in last. */
export async function findLatestAccount(db: Reader, customerId: string): Promise<string | undefined> {
  const { rows } = await latestAccount(db, [customerId]);
  return rows[0]?.accountId;
}

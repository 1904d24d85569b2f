import type { LoyaltyEarning, LoyaltyRedemption, LoyaltyReward, LoyaltyTier } from '@cashwrap/contract';
import { type Reader, readStatement } from '@cashwrap/database';

/** A member as far as a sale depends on them. */
export interface MemberForSale {
  readonly accountId: string;
  /** Points that are past their time may still be in it; they go before any are spent. */
  readonly balance: number;
  /** The tier before the sale. */
  readonly tierId: string | null;
  /** When the next points go if they are not spent, or earlier. */
  readonly nextExpiryAt: Date | null;
}

/** The active loyalty programme as far as a sale depends on it. */
export interface LoyaltyForSale {
  readonly programId: string;
  /** In stores of another one points are neither earned nor spent. */
  readonly currency: string;
  readonly enrolsAutomatically: boolean;
  readonly earning: LoyaltyEarning;
  readonly redemption: LoyaltyRedemption | null;
  readonly tiers: readonly LoyaltyTier[];
  readonly rewards: readonly LoyaltyReward[];
  readonly expiryMonths: number | null;
  /** Null where the customer is none, or the sale has no customer. */
  readonly member: MemberForSale | null;
}

type LoyaltyRow = Omit<LoyaltyForSale, 'member'> & {
  readonly [F in keyof MemberForSale]: MemberForSale[F] | null;
};

const loyaltyForSale = readStatement<LoyaltyRow, readonly [customerId: string | null]>(
  'loyalty_for_sale',
  `SELECT p.id AS "programId", p.currency, p.enrols_automatically AS "enrolsAutomatically", p.earning, p.redemption,
     p.tiers, p.rewards, p.expiry_months AS "expiryMonths", a.id AS "accountId", a.balance, m.tier_id AS "tierId",
     m.next_expiry_at AS "nextExpiryAt"
   FROM merchants JOIN loyalty_programs p ON p.status = 'active'
   LEFT JOIN customers c ON c.id = $1
   LEFT JOIN loyalty_members m ON m.customer_id = coalesce(c.merged_into_id, c.id) AND m.program_id = p.id
   LEFT JOIN accounts a ON a.id = m.account_id
   WHERE merchants.loyalty_enabled`,
);

/**
 * What a sale needs to know of points: the active programme, and what the customer (or who stands for them since they were
 * merged) has in it. `undefined`: there is no active programme, or the settings rest it.
 */
export async function findLoyaltyForSale(
  db: Reader,
  customerId: string | null,
): Promise<LoyaltyForSale | undefined> {
  const { rows } = await loyaltyForSale(db, [customerId]);
  const [row] = rows;
  if (!row) return undefined;
  const { accountId, balance, tierId, nextExpiryAt, ...program } = row;
  const member = accountId === null || balance === null ? null : { accountId, balance, tierId, nextExpiryAt };
  return { ...program, member };
}

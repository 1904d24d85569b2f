import { statement, type Tx } from '@cashwrap/database';
import { creditsSinceEmpty } from '../accounts/index.ts';

const noteExpiryStatement = statement<never, readonly [accountId: string, expiresAt: Date]>(
  'note_points_expiry',
  'UPDATE loyalty_members SET next_expiry_at = least(next_expiry_at, $2) WHERE account_id = $1',
);

/** Keeps in mind when points that came in go, so that the job finds them. Sent at once. */
export async function noteExpiry(tx: Tx, accountId: string, expiresAt: Date): Promise<void> {
  await noteExpiryStatement(tx, [accountId, expiresAt]);
}

/**
 * The text of a query of when the next points of the member `m` go (`at`), and how many (`points`): the first date on which
 * there is more on the account than all that goes later.
 */
export const NEXT_EXPIRY = `
  SELECT due.expires_at AS at, a.balance - due.later AS points
  FROM accounts a, LATERAL (
    SELECT expires_at, coalesce(sum(amount) OVER (
      ORDER BY expires_at DESC NULLS FIRST RANGE UNBOUNDED PRECEDING EXCLUDE GROUP), 0)::bigint AS later
    FROM (${creditsSinceEmpty('a.id')}) credit
  ) due
  WHERE a.id = m.account_id AND due.expires_at IS NOT NULL AND a.balance > due.later
  ORDER BY due.expires_at LIMIT 1`;

const planExpiryStatement = statement<never, readonly [accountId: string]>(
  'plan_points_expiry',
  `UPDATE loyalty_members m SET next_expiry_at = (SELECT next.at FROM (${NEXT_EXPIRY}) next) WHERE m.account_id = $1`,
);

/** Finds out when the next points go, after some have gone. The account is locked. Sent at once. */
export async function planExpiry(tx: Tx, accountId: string): Promise<void> {
  await planExpiryStatement(tx, [accountId]);
}

import { statement, type Tx } from '@cashwrap/database';

type Due = readonly [now: Date, limit: number];

const withDueExpiry = statement<{ accountId: string }, Due>(
  'members_with_due_expiry',
  `SELECT account_id AS "accountId" FROM loyalty_members WHERE next_expiry_at <= $1
   ORDER BY next_expiry_at LIMIT $2`,
);

/** The accounts of members with points that may be past their time, `limit` at the most. */
export async function findDueExpiries(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const { rows } = await withDueExpiry(tx, [now, limit]);
  return rows.map(({ accountId }) => accountId);
}

const withDueReview = statement<{ accountId: string }, Due>(
  'members_with_due_review',
  `SELECT account_id AS "accountId" FROM loyalty_members WHERE next_review_at <= $1
   ORDER BY next_review_at LIMIT $2`,
);

/** The accounts of members whose tiers are to be looked at, `limit` at the most. */
export async function findDueReviews(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const { rows } = await withDueReview(tx, [now, limit]);
  return rows.map(({ accountId }) => accountId);
}

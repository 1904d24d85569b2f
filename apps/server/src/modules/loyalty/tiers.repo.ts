import { statement, type Tx } from '@cashwrap/database';

/**
 * The text of an expression of the points that decide on a tier: those earned since an instant, less those clawed back, of
 * the accounts of merged customers too.
 *
 * @param member the alias of the member
 * @param since an SQL expression
 */
export const qualifyingPoints = (member: string, since: string): string => `coalesce((
  SELECT sum(e.amount) FROM accounts own JOIN account_entries e ON e.account_id = own.id
  WHERE own.program_id = ${member}.program_id
    AND own.customer_id = ANY (
      ARRAY(SELECT c.id FROM customers c WHERE c.merged_into_id = ${member}.customer_id) || ${member}.customer_id)
    AND e.kind IN ('earn', 'clawback') AND e.occurred_at > ${since}
), 0)::bigint`;

/**
 * A tier that is reached holds at once; one that is no longer reached stays for the days of grace that begin now. A tier
 * that the programme no longer has has no grace. Members of a programme that has ended are left alone from then on.
 */
const reviewStatement = statement<
  never,
  readonly [accountIds: readonly string[], earnedSince: Date, now: Date]
>(
  'review_loyalty_tiers',
  `WITH member AS MATERIALIZED (
     SELECT m.account_id, m.customer_id, m.program_id, m.tier_id, p.status, p.tiers,
       coalesce(m.tier_grace_until, $3::timestamptz + p.tier_grace_days * interval '24 hours') AS grace_until
     FROM loyalty_members m JOIN loyalty_programs p ON p.id = m.program_id
     WHERE m.account_id = ANY (ARRAY(SELECT unnest($1::uuid[])))
     ORDER BY m.account_id FOR NO KEY UPDATE OF m
   ), earned AS (
     SELECT member.*, ${qualifyingPoints('member', '$2')} AS points
     FROM member
   ), standing AS (
     SELECT earned.*, held.id IS NOT NULL AND held.minimum > coalesce(reached.minimum, 0) AS is_below,
       reached.id AS reached_id
     FROM earned
     LEFT JOIN LATERAL (
       SELECT (tier->>'id')::uuid AS id, (tier->>'minimumPoints')::bigint AS minimum
       FROM jsonb_array_elements(earned.tiers) tier WHERE (tier->>'id')::uuid = earned.tier_id
     ) held ON true
     LEFT JOIN LATERAL (
       SELECT (tier->>'id')::uuid AS id, (tier->>'minimumPoints')::bigint AS minimum
       FROM jsonb_array_elements(earned.tiers) tier WHERE (tier->>'minimumPoints')::bigint <= earned.points
       ORDER BY minimum DESC LIMIT 1
     ) reached ON true
   ), decided AS (
     SELECT standing.*, is_below AND grace_until > $3 AS has_grace FROM standing
   )
   UPDATE loyalty_members m SET
     tier_id = CASE WHEN has_grace THEN decided.tier_id ELSE reached_id END,
     tier_grace_until = CASE WHEN has_grace THEN grace_until END,
     next_review_at = CASE
       WHEN status = 'active' AND (points > 0 OR has_grace OR reached_id IS NOT NULL)
       THEN least($3::timestamptz + interval '24 hours', CASE WHEN has_grace THEN grace_until END)
     END
   FROM decided WHERE m.account_id = decided.account_id`,
);

/** Puts members into the tiers that they have earned, and says when to look again. Sent at once. */
export async function updateTiers(
  tx: Tx,
  accountIds: readonly string[],
  earnedSince: Date,
  now: Date,
): Promise<void> {
  await reviewStatement(tx, [accountIds, earnedSince, now]);
}

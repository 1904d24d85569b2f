import { statement, type Tx } from '@cashwrap/database';

const reassign = statement<never, readonly [keptId: string, mergedId: string, now: Date]>(
  'reassign_gift_cards',
  `WITH theirs AS (
     SELECT id FROM gift_cards WHERE customer_id = $2 ORDER BY id FOR NO KEY UPDATE
   )
   UPDATE gift_cards c SET customer_id = $1, version = version + 1, updated_at = $3 FROM theirs WHERE c.id = theirs.id`,
);

/** The gift cards of the second customer are the first's from now on. */
export async function reassignGiftCards(tx: Tx, keptId: string, mergedId: string, now: Date): Promise<void> {
  await reassign(tx, [keptId, mergedId, now]);
}

const release = statement<{ id: string }, readonly [customerIds: readonly string[], now: Date]>(
  'release_gift_cards',
  `WITH theirs AS (
     SELECT id FROM gift_cards WHERE customer_id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE
   )
   UPDATE gift_cards c SET customer_id = NULL, note = '', version = version + 1, updated_at = $2
   FROM theirs WHERE c.id = theirs.id RETURNING c.id`,
);

/**
 * The gift cards of these customers are nobody's from now on, and no note says whose they were; they stay good. Answers
 * their ids.
 */
export async function releaseGiftCards(tx: Tx, customerIds: readonly string[], now: Date): Promise<string[]> {
  return (await release(tx, [customerIds, now])).rows.map(({ id }) => id);
}

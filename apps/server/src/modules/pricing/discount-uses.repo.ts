import { flush, statement, type Tx } from '@cashwrap/database';

/** Locks in the order of the ids, so that sales with several discounts never wait for each other in a circle. */
const takeLimited = statement<{ id: string }, readonly [readonly string[]]>(
  'take_limited_discounts',
  `WITH limited AS (
     SELECT id, used_count < usage_limit AS is_left FROM discounts
     WHERE id = ANY(ARRAY(SELECT unnest($1::uuid[]))) AND usage_limit IS NOT NULL
     ORDER BY id FOR NO KEY UPDATE
   ), taken AS (
     UPDATE discounts SET used_count = used_count + 1 FROM limited
     WHERE discounts.id = limited.id AND limited.is_left
   )
   SELECT id FROM limited WHERE NOT is_left`,
);

const takeLimitedByCustomer = statement<{ id: string }, readonly [readonly string[], string | null]>(
  'take_discounts_of_customer',
  `WITH limited AS (
     SELECT id, usage_limit_per_customer AS most FROM discounts
     WHERE id = ANY(ARRAY(SELECT unnest($1::uuid[]))) AND usage_limit_per_customer IS NOT NULL
   ), taken AS (
     INSERT INTO discount_customer_uses AS uses (discount_id, customer_id, used_count)
     SELECT id, $2::uuid, 1 FROM limited WHERE $2 IS NOT NULL ORDER BY id
     ON CONFLICT (customer_id, discount_id) DO UPDATE SET used_count = uses.used_count + 1
     WHERE uses.used_count < (SELECT most FROM limited WHERE limited.id = uses.discount_id)
     RETURNING discount_id
   )
   SELECT id FROM limited WHERE id NOT IN (SELECT discount_id FROM taken)`,
);

const lockLimited = statement<never, readonly [readonly string[]]>(
  'lock_limited_discounts',
  `SELECT FROM discounts WHERE id = ANY(ARRAY(SELECT unnest($1::uuid[]))) AND usage_limit IS NOT NULL
   ORDER BY id FOR NO KEY UPDATE`,
);

/** Locks what `takeDiscountUses` counts over all customers, before it does: for whoever locks something else in between. */
export async function lockDiscountUses(tx: Tx, discountIds: readonly string[]): Promise<void> {
  await lockLimited(tx, [discountIds]);
}

/**
 * Counts that a sale has discounts: for those with a usage limit, in all or by customer, and locks what it counts until
 * the end of the transaction. Answers the ids of those that are used up (the caller refuses the sale, which takes back
 * the others); one that is limited by customer is used up for nobody in particular.
 *
 * Sent at once, so that it may share a flush.
 */
export async function takeDiscountUses(
  tx: Tx,
  {
    discountIds,
    customerId,
  }: { readonly discountIds: readonly string[]; readonly customerId: string | null },
): Promise<string[]> {
  const results = await flush(tx, [
    takeLimited(tx, [discountIds]),
    takeLimitedByCustomer(tx, [discountIds, customerId]),
  ]);
  return [...new Set(results.flatMap(({ rows }) => rows.map(({ id }) => id)))].sort();
}

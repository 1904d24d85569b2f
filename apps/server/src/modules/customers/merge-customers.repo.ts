import { statement, type Tx } from '@cashwrap/database';
import { customers } from '@cashwrap/database/schema';
import { inArray, isNull, or } from 'drizzle-orm';
import { type CustomerRow, customerColumns } from './customers.repo.ts';

/**
 * These customers and those who were merged into them, locked against everything: nothing is hung onto any of them
 * meanwhile, an account or a gift card say. Who was merged comes first, then who stands, each in the order of their ids:
 * whoever waited for a customer who was merged meanwhile still has their lock, and goes on to who stands for them.
 */
export async function lockWithMerged(tx: Tx, ids: readonly string[]): Promise<CustomerRow[]> {
  return tx
    .select(customerColumns)
    .from(customers)
    .where(or(inArray(customers.id, [...ids]), inArray(customers.mergedIntoId, [...ids])))
    .orderBy(isNull(customers.mergedIntoId), customers.id)
    .for('update');
}

const leadTo = statement<never, readonly [keptId: string, mergedId: string, now: Date]>(
  'lead_merged_customers_to',
  `UPDATE customers SET merged_into_id = $1, version = version + 1, updated_at = $3 WHERE merged_into_id = $2`,
);

/** Those who were merged into the second lead to the first: an id is one step away from who stands for it. */
export async function leadMergedTo(tx: Tx, keptId: string, mergedId: string, now: Date): Promise<void> {
  await leadTo(tx, [keptId, mergedId, now]);
}

const moveTotals = statement<never, readonly [keptId: string, mergedId: string]>(
  'merge_customer_totals',
  `WITH gone AS (
     DELETE FROM customer_totals WHERE customer_id = $2 RETURNING *
   )
   INSERT INTO customer_totals AS so_far
     (customer_id, currency, sale_count, total, returned, return_count, first_sale_at, last_sale_at)
   SELECT $1, currency, sale_count, total, returned, return_count, first_sale_at, last_sale_at FROM gone
   ON CONFLICT (customer_id, currency) DO UPDATE SET
     sale_count = so_far.sale_count + excluded.sale_count, total = so_far.total + excluded.total,
     returned = so_far.returned + excluded.returned, return_count = so_far.return_count + excluded.return_count,
     first_sale_at = least(so_far.first_sale_at, excluded.first_sale_at),
     last_sale_at = greatest(so_far.last_sale_at, excluded.last_sale_at)`,
);

/** Adds what the second has bought and brought back to what the first has. */
export async function addTotals(tx: Tx, keptId: string, mergedId: string): Promise<void> {
  await moveTotals(tx, [keptId, mergedId]);
}

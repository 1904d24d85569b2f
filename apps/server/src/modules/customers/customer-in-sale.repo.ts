import type { CustomerStatus } from '@cashwrap/contract';
import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';
import type { z } from 'zod';

/** A customer as far as a sale depends on them. */
export interface CustomerForSale {
  readonly id: string;
  readonly status: z.infer<typeof CustomerStatus>;
  readonly groupIds: readonly string[];
  readonly taxExempt: boolean;
  /** Null for whoever pays tax. */
  readonly taxExemptReason: string | null;
  /** Whether they have completed no sale yet. */
  readonly isFirstPurchase: boolean;
  /** How many of their sales had a discount, by its id: of active ones that are limited by customer. */
  readonly uses: Readonly<Record<string, number>>;
}

const customerForSale = readStatement<CustomerForSale, readonly [string]>(
  'customer_for_sale',
  `SELECT c.id, c.status, c.tax_exempt AS "taxExempt",
     CASE WHEN c.tax_exempt THEN c.tax_exempt_reason END AS "taxExemptReason", c.sale_count = 0 AS "isFirstPurchase",
     ARRAY(SELECT m.group_id FROM customer_group_members m WHERE m.customer_id = c.id ORDER BY m.group_id)
       AS "groupIds",
     coalesce((
       SELECT json_object_agg(u.discount_id, u.used_count)
       FROM discounts d JOIN discount_customer_uses u ON u.discount_id = d.id AND u.customer_id = c.id
       WHERE d.status = 'active' AND d.usage_limit_per_customer IS NOT NULL
     ), '{}'::json) AS uses
   FROM customers given JOIN customers c ON c.id = coalesce(given.merged_into_id, given.id)
   WHERE given.id = $1`,
);

/** The customer, or who stands for them since they were merged. */
export async function findCustomerForSale(
  db: Reader,
  customerId: string,
): Promise<CustomerForSale | undefined> {
  const { rows } = await customerForSale(db, [customerId]);
  return rows[0];
}

/** A sale as far as the figures of its customer depend on it. */
export interface CountedSale {
  readonly currency: string;
  /** With tax; without gift cards, cash rounding and tips. */
  readonly total: number;
  readonly completedAt: Date;
}

const countSaleStatement = statement<
  { saleCount: number },
  readonly [customerId: string, currency: string, total: number, completedAt: Date]
>(
  'count_customer_sale',
  `WITH counted AS (
     UPDATE customers SET sale_count = sale_count + 1 WHERE id = $1 AND status = 'active' RETURNING id, sale_count
   ), totalled AS (
     INSERT INTO customer_totals AS so_far (customer_id, currency, sale_count, total, first_sale_at, last_sale_at)
     SELECT id, $2, 1, $3, $4, $4 FROM counted
     ON CONFLICT (customer_id, currency) DO UPDATE SET
       sale_count = so_far.sale_count + 1, total = so_far.total + excluded.total,
       first_sale_at = least(so_far.first_sale_at, excluded.first_sale_at),
       last_sale_at = greatest(so_far.last_sale_at, excluded.last_sale_at)
   )
   SELECT sale_count AS "saleCount" FROM counted`,
);

/**
 * Counts a sale in the figures of an active customer, and locks the customer until the end of the transaction. Answers
 * how many sales that makes; `undefined` where they are no longer active, and nothing was counted.
 */
export async function countSale(
  tx: Tx,
  customerId: string,
  { currency, total, completedAt }: CountedSale,
): Promise<number | undefined> {
  const { rows } = await countSaleStatement(tx, [customerId, currency, total, completedAt]);
  return rows[0]?.saleCount;
}

const countReturnStatement = statement<never, readonly [customerId: string, currency: string, total: number]>(
  'count_customer_return',
  `UPDATE customer_totals SET returned = returned + $3, return_count = return_count + 1
   WHERE customer_id = $1 AND currency = $2`,
);

/**
 * Counts a return of a sale in the figures of the customer, who is locked: what it gave back, with tax and without gift
 * cards. Sent at once.
 */
export async function countCustomerReturn(
  tx: Tx,
  customerId: string,
  { currency, total }: Pick<CountedSale, 'currency' | 'total'>,
): Promise<void> {
  await countReturnStatement(tx, [customerId, currency, total]);
}

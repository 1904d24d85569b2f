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
   FROM customers c WHERE c.id = $1`,
);

export async function findCustomerForSale(
  db: Reader,
  customerId: string,
): Promise<CustomerForSale | undefined> {
  const { rows } = await customerForSale(db, [customerId]);
  return rows[0];
}

const countSale = statement<{ saleCount: number }, readonly [string]>(
  'count_customer_sale',
  'UPDATE customers SET sale_count = sale_count + 1 WHERE id = $1 RETURNING sale_count AS "saleCount"',
);

/**
 * Counts a sale that the customer completes and locks the customer until the end of the transaction. Answers how
 * many sales that makes: only 1 is a first purchase, also where two were begun at once.
 */
export async function countCustomerSale(tx: Tx, customerId: string): Promise<number> {
  const { rows } = await countSale(tx, [customerId]);
  const [row] = rows;
  if (!row) throw new Error('A customer vanished while something was sold to them.');
  return row.saleCount;
}

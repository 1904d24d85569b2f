import { type Reader, readStatement } from '@cashwrap/database';

const storeCreditForSale = readStatement<
  { accountId: string },
  readonly [customerId: string, storeId: string]
>(
  'store_credit_for_sale',
  `SELECT a.id AS "accountId"
   FROM customers c CROSS JOIN stores s
   JOIN accounts a ON a.customer_id = coalesce(c.merged_into_id, c.id) AND a.currency = s.currency
     AND a.kind = 'store_credit'
   WHERE c.id = $1 AND s.id = $2`,
);

/**
 * The account of the store credit of a customer, or of who stands for them since they were merged, in the currency of a
 * store: a sale that reads all at once does not know that yet. `undefined` where there never was any.
 */
export async function findStoreCreditForSale(
  db: Reader,
  customerId: string,
  storeId: string,
): Promise<string | undefined> {
  const { rows } = await storeCreditForSale(db, [customerId, storeId]);
  return rows[0]?.accountId;
}

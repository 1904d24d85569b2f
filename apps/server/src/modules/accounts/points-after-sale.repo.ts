import { type Reader, readStatement } from '@cashwrap/database';

const pointsAfterSale = readStatement<{ balanceAfter: number }, readonly [string]>(
  'points_after_sale',
  `SELECT e.balance_after AS "balanceAfter" FROM account_entries e JOIN accounts a ON a.id = e.account_id
   WHERE e.document_id = $1 AND e.document_type = 'sale' AND e.kind IN ('earn', 'redeem') AND a.kind = 'loyalty'
   ORDER BY e.number DESC LIMIT 1`,
);

/** The points that the customer of a sale had after it; null where it moved none. */
export async function findPointsAfterSale(db: Reader, saleId: string): Promise<number | null> {
  const { rows } = await pointsAfterSale(db, [saleId]);
  return rows[0]?.balanceAfter ?? null;
}

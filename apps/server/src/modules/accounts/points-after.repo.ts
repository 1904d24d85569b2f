import { type Reader, readStatement } from '@cashwrap/database';

const pointsAfter = readStatement<{ balanceAfter: number }, readonly [string]>(
  'points_after',
  `SELECT e.balance_after AS "balanceAfter" FROM account_entries e JOIN accounts a ON a.id = e.account_id
   WHERE e.document_id = $1 AND e.document_type IN ('sale', 'return')
     AND e.kind IN ('earn', 'redeem', 'clawback', 'restore') AND a.kind = 'loyalty'
   ORDER BY e.number DESC LIMIT 1`,
);

/** The points that the customer of a sale or a return had after it; null where it moved none. */
export async function findPointsAfter(db: Reader, documentId: string): Promise<number | null> {
  const { rows } = await pointsAfter(db, [documentId]);
  return rows[0]?.balanceAfter ?? null;
}

import { type Reader, readStatement } from '@cashwrap/database';

const due = readStatement<{ found: boolean }, readonly [now: Date, providers: readonly string[]]>(
  'payments_or_refunds_due',
  `SELECT EXISTS (SELECT FROM payments WHERE ask_at <= $1 AND provider = ANY ($2))
     OR EXISTS (SELECT FROM refunds WHERE status = 'pending' AND ask_at <= $1 AND provider = ANY ($2)) AS found`,
);

/** Whether it is time to ask one of these providers about a payment or a refund. */
export async function isAnyDue(db: Reader, providers: readonly string[], now: Date): Promise<boolean> {
  const { rows } = await due(db, [now, providers]);
  return rows[0]?.found ?? false;
}

import { type Reader, readStatement } from '@cashwrap/database';

/** The points of somebody in one programme, active or ended. */
export interface PointsAccount {
  readonly accountId: string;
  readonly customerId: string;
  readonly programId: string;
  readonly balance: number;
  /** Whether a return may claw back points that were spent already. */
  readonly allowNegative: boolean;
  readonly expiryMonths: number | null;
}

const pointsAccount = readStatement<PointsAccount, readonly [customerId: string, programId: string]>(
  'points_account',
  `SELECT a.id AS "accountId", a.customer_id AS "customerId", p.id AS "programId", a.balance, p.allow_negative AS "allowNegative",
     p.expiry_months AS "expiryMonths"
   FROM accounts a JOIN loyalty_programs p ON p.id = a.program_id
   WHERE a.customer_id = $1 AND a.program_id = $2`,
);

/** What somebody has in a programme; `undefined` where they were never in it. */
export async function findPointsAccount(
  db: Reader,
  customerId: string,
  programId: string,
): Promise<PointsAccount | undefined> {
  const { rows } = await pointsAccount(db, [customerId, programId]);
  return rows[0];
}

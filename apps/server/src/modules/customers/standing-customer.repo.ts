import type { CustomerStatus } from '@cashwrap/contract';
import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';

/** Who stands for a customer: the one that they were merged into, else they themselves. */
export interface StandingCustomer {
  readonly id: string;
  readonly status: CustomerStatus;
}

const standing = readStatement<StandingCustomer, readonly [string]>(
  'standing_customer',
  `SELECT c.id, c.status FROM customers given JOIN customers c ON c.id = coalesce(given.merged_into_id, given.id)
   WHERE given.id = $1`,
);

export async function findStandingCustomer(db: Reader, id: string): Promise<StandingCustomer | undefined> {
  const { rows } = await standing(db, [id]);
  return rows[0];
}

const lockStanding = statement<StandingCustomer, readonly [string]>(
  'lock_standing_customer',
  `SELECT c.id, c.status FROM customers given JOIN customers c ON c.id = coalesce(given.merged_into_id, given.id)
   WHERE given.id = $1
   FOR NO KEY UPDATE OF c`,
);

/** The same, locked until the end of the transaction: nobody merges or erases them meanwhile. */
export async function lockStandingCustomer(tx: Tx, id: string): Promise<StandingCustomer | undefined> {
  const { rows } = await lockStanding(tx, [id]);
  const [customer] = rows;
  // They were merged while this waited for the lock: their row says so, and now leads on.
  return customer?.status === 'merged' ? lockStandingCustomer(tx, customer.id) : customer;
}

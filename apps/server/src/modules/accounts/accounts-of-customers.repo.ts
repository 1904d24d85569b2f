import type { AccountKind } from '@cashwrap/contract';
import { statement, type Tx } from '@cashwrap/database';

/** Points, or store credit in one currency, of a customer. */
export interface OwnedAccount {
  readonly id: string;
  readonly kind: AccountKind;
  readonly customerId: string;
  /** Of points only. */
  readonly programId: string | null;
  /** Null for points. */
  readonly currency: string | null;
  /** Minor units, or points: these may be below zero. */
  readonly balance: number;
}

const lock = statement<OwnedAccount, readonly [readonly string[]]>(
  'lock_accounts_of_customers',
  `SELECT id, kind, customer_id AS "customerId", program_id AS "programId", currency, balance
   FROM accounts WHERE customer_id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE`,
);

/** All accounts of these customers, locked in the order of their ids. Gift cards are nobody's in this sense. */
export async function lockAccountsOf(tx: Tx, customerIds: readonly string[]): Promise<OwnedAccount[]> {
  const { rows } = await lock(tx, [customerIds]);
  return rows;
}

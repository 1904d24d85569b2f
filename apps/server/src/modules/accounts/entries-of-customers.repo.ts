import type { AccountKind } from '@cashwrap/contract';
import { type Reader, readStatement } from '@cashwrap/database';
import { accountEntries, accounts } from '@cashwrap/database/schema';
import { and, desc, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { StoredEntry } from './entries.repo.ts';

/** The latest entries of all accounts of a kind that these customers have, the last first. */
export function latestEntriesOf(
  db: Reader,
  customerIds: readonly string[],
  kind: AccountKind,
  limit: number,
): Promise<StoredEntry[]> {
  return db
    .select(getTableColumns(accountEntries))
    .from(accounts)
    .innerJoin(accountEntries, eq(accountEntries.accountId, accounts.id))
    .where(and(inArray(accounts.customerId, [...customerIds]), eq(accounts.kind, kind)))
    .orderBy(desc(accountEntries.recordedAt), desc(accountEntries.accountId), desc(accountEntries.number))
    .limit(limit);
}

/** Store credit in one currency; of a merged customer nothing is on it any more. */
interface StoreCreditOf {
  readonly id: string;
  readonly currency: string;
  /** In minor units. */
  readonly balance: number;
}

const storeCredits = readStatement<StoreCreditOf, readonly [readonly string[]]>(
  'store_credits_of_customers',
  `SELECT id, currency, balance FROM accounts
   WHERE kind = 'store_credit' AND customer_id = ANY($1::uuid[]) ORDER BY currency, id`,
);

/** The store credit of these customers, by currency. */
export async function findStoreCreditsOf(
  db: Reader,
  customerIds: readonly string[],
): Promise<StoreCreditOf[]> {
  const { rows } = await storeCredits(db, [customerIds]);
  return rows;
}

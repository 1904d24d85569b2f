import { type Reader, readStatement, statement, type Tx } from '@cashwrap/database';
import { accounts } from '@cashwrap/database/schema';

/** What a document found on an account: minor units, or points. */
interface BalanceBefore {
  readonly balance: number;
  /** What the document has taken off since. */
  readonly taken: number;
}

const balanceBefore = readStatement<BalanceBefore, readonly [accountId: string, documentId: string | null]>(
  'balance_before_document',
  `SELECT (a.balance - coalesce(sum(e.amount), 0))::bigint AS balance,
     coalesce(-sum(e.amount) FILTER (WHERE e.amount < 0), 0)::bigint AS taken
   FROM accounts a LEFT JOIN account_entries e ON e.account_id = a.id AND e.document_id = $2
   WHERE a.id = $1 GROUP BY a.id`,
);

/** What is on an account apart from what a document, that is being written, moves on it; null: from none. */
export async function findBalanceBefore(
  tx: Tx,
  accountId: string,
  documentId: string | null,
): Promise<BalanceBefore> {
  const { rows } = await balanceBefore(tx, [accountId, documentId]);
  return rows[0] ?? { balance: 0, taken: 0 };
}

/** Opens the empty account of a gift card, which has its id; answers `false` where something else has that. */
export async function insertGiftCardAccount(
  tx: Tx,
  id: string,
  currency: string,
  now: Date,
): Promise<boolean> {
  const empty = { balance: 0, lastEntryNumber: 0, createdAt: now, updatedAt: now };
  const opened = await tx
    .insert(accounts)
    .values({ id, kind: 'gift_card', currency, ...empty })
    .onConflictDoNothing()
    .returning({ id: accounts.id });
  return opened.length === 1;
}

const lock = statement<never, readonly [readonly string[]]>(
  'lock_accounts',
  'SELECT FROM accounts WHERE id = ANY(ARRAY(SELECT unnest($1::uuid[]))) ORDER BY id FOR NO KEY UPDATE',
);

/**
 * Locks accounts, in the one order that everybody keeps. Whoever moves more than one account in a transaction sends
 * this first; then the order of the moves is free. Sent at once.
 */
export async function lockAccounts(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await lock(tx, [accountIds]);
}

/** Whose an account is. */
export interface AccountOwner {
  readonly accountId: string;
  /** Who they were when it was made: they may have been merged since. */
  readonly customerId: string;
  /** Of points only. */
  readonly programId: string | null;
}

const owners = readStatement<AccountOwner, readonly [readonly string[]]>(
  'account_owners',
  `SELECT id AS "accountId", customer_id AS "customerId", program_id AS "programId" FROM accounts
   WHERE id = ANY(ARRAY(SELECT unnest($1::uuid[]))) AND customer_id IS NOT NULL`,
);

/** Whose accounts these are; gift cards are nobody's, and left out. */
export async function findAccountOwners(db: Reader, accountIds: readonly string[]): Promise<AccountOwner[]> {
  const { rows } = await owners(db, [accountIds]);
  return rows;
}

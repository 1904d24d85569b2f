import { type Reader, statement, type Tx } from '@cashwrap/database';
import { accounts } from '@cashwrap/database/schema';
import { eq } from 'drizzle-orm';

/** What is on an account: minor units, or points. */
export async function findBalance(db: Reader, accountId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ balance: accounts.balance })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  return row?.balance;
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

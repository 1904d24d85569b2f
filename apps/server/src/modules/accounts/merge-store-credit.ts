import type { Tx } from '@cashwrap/database';
import type { OwnedAccount } from './accounts-of-customers.repo.ts';
import { customerDocument } from './customer-document.ts';
import { credit } from './move-account.repo.ts';
import { settleAccount } from './settle-account.ts';
import { ensureStoreCredit } from './store-credit.repo.ts';

/** Two customers who become one, locked. */
export interface MergedCustomers {
  /** Who stays. */
  readonly keptId: string;
  readonly mergedId: string;
  readonly actorId: string;
  readonly now: Date;
}

/**
 * Moves the store credit of a customer, in each currency, to who stays. The entries of each name the other.
 *
 * @param accounts of both, locked
 * @throws a check violation, answered as AMOUNT_OUT_OF_RANGE, where they come to more than 10^12 together
 */
export async function mergeStoreCredit(
  tx: Tx,
  merge: MergedCustomers,
  accounts: readonly OwnedAccount[],
  newId: () => string,
): Promise<void> {
  const { keptId, mergedId, now } = merge;
  for (const from of accounts) {
    const { customerId, currency, balance } = from;
    if (customerId !== mergedId || currency === null || balance === 0) continue;
    await settleAccount(tx, customerDocument(keptId, merge), from, 'merge', newId);
    const accountId = await ensureStoreCredit(tx, keptId, currency, now, newId);
    const entry = { accountId, kind: 'merge', amount: balance } as const;
    await credit(tx, customerDocument(mergedId, merge), entry, newId);
  }
}

import type { PersonalData } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { findStoreCreditsOf, latestEntriesOf } from './entries-of-customers.repo.ts';
import { toMoneyEntry } from './ledger.ts';

/** Every account of store credit that these customers have, with the latest entries, `limit` of them in all. */
export async function personalStoreCredit(
  db: Reader,
  customerIds: readonly string[],
  limit: number,
): Promise<PersonalData['storeCredit']> {
  const accounts = await findStoreCreditsOf(db, customerIds);
  const entries = await latestEntriesOf(db, customerIds, 'store_credit', limit);
  return accounts.map(({ id, currency, balance }) => ({
    ...{ currency, balance },
    entries: entries.filter(({ accountId }) => accountId === id).map(toMoneyEntry),
  }));
}

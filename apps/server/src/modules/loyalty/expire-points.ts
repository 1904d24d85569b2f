import { flush, type Tx } from '@cashwrap/database';
import { expireAccount, lockAccounts } from '../accounts/index.ts';
import { planExpiry } from './next-expiry.repo.ts';

/**
 * Takes off the points of a member that are past their time, and locks the account until the end of the transaction. Its
 * statements are sent at once, so that it may share a flush; what is sent after them finds the account without those points.
 *
 * @returns how many have gone
 */
export async function expirePoints(
  tx: Tx,
  accountId: string,
  now: Date,
  newId: () => string,
): Promise<number> {
  const [, gone] = await flush(tx, [
    lockAccounts(tx, [accountId]),
    expireAccount(tx, accountId, now, newId),
    planExpiry(tx, accountId),
  ]);
  return gone;
}

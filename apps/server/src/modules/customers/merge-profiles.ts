import type { Customer, MergeCustomersInput } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { Failure, notFound, refuseStale } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { addToHistory, withConsents } from './consents.ts';
import { type CustomerRow, findCustomer } from './customers.repo.ts';
import { consentsToTakeOver, joinProfiles } from './domain/join-profiles.ts';
import { refuseGone } from './lock-customer.ts';
import { addTotals, leadMergedTo, lockWithMerged } from './merge-customers.repo.ts';
import { toCustomer } from './present-customer.ts';
import { storeCustomer } from './store-customer.ts';

/**
 * Makes one customer of two, as far as they themselves go: profile, groups, tags, consents and figures. Locks both, and
 * those who were merged into them, until the end of the transaction.
 *
 * @returns who stays
 * @throws SAME_CUSTOMER, NOT_FOUND, WRONG_STATUS for who was merged or erased, CONFLICT
 */
export async function mergeProfiles(
  call: MutationCall & SignedIn,
  input: MergeCustomersInput,
): Promise<Customer> {
  const { tx, now } = call;
  const { kept, merged } = await lockBoth(call, input);
  const taken = consentsToTakeOver(kept.consents, merged.consents);
  const joined = joinProfiles(kept, merged);
  // The reference first: two customers cannot have the same for a moment either.
  await storeCustomer(call, merged, {
    ...{ status: 'merged', mergedIntoId: kept.id, saleCount: 0, groupIds: [], tags: [] },
    ...(joined.reference === merged.reference && { reference: null }),
  });
  await leadMergedTo(tx, kept.id, merged.id, now);
  await addTotals(tx, kept.id, merged.id);
  await addToHistory(call, kept.id, taken);
  await storeCustomer(call, kept, { ...joined, consents: withConsents(kept.consents, taken, now) });
  return presentNow(tx, kept.id);
}

async function lockBoth(
  { tx }: MutationCall,
  { id, version, mergedId, mergedVersion }: MergeCustomersInput,
): Promise<{ kept: CustomerRow; merged: CustomerRow }> {
  if (id === mergedId) {
    throw new Failure('SAME_CUSTOMER', {
      detail: 'Both ids are those of the same customer. Name who stays and who is merged into them.',
    });
  }
  const rows = await lockWithMerged(tx, [id, mergedId]);
  const [kept, merged] = [id, mergedId].map((each) => rows.find((row) => row.id === each));
  if (!kept || !merged) throw notFound('customer');
  refuseGone(kept);
  refuseGone(merged);
  refuseStale('customer who stays', version, kept.version);
  refuseStale('customer who is merged', mergedVersion, merged.version);
  return { kept, merged };
}

/** With the figures and the merged ids as they have become. */
async function presentNow(tx: Tx, id: string): Promise<Customer> {
  const row = await findCustomer(tx, id);
  if (!row) throw new Error('A locked customer has vanished.');
  return toCustomer(row);
}

import type { Customer, MergeCustomersInput } from '@cashwrap/contract';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { lockAccountsOf, mergeStoreCredit } from '../accounts/index.ts';
import { mergeProfiles } from '../customers/index.ts';
import { reassignGiftCards } from '../gift-cards/index.ts';
import { mergeMembers } from '../loyalty/index.ts';
import { lockOpenSalesOf, moveOpenSales } from '../open-sales/index.ts';
import { mergeDiscountUses } from '../pricing/index.ts';

/**
 * Makes one customer of two. Completed sales do not change: what is asked about who stays is read over all who were merged
 * into them, and only figures, points, store credit, gift cards and open sales move. Locks in the order of a sale: open sales,
 * customers, what they have used of discounts, accounts, gift cards.
 */
export async function mergeCustomers(
  call: MutationCall & SignedIn,
  input: MergeCustomersInput,
): Promise<Customer> {
  const { tx, now, newId, actor } = call;
  const { id: keptId, mergedId } = input;
  await lockOpenSalesOf(tx, [keptId, mergedId]);
  const customer = await mergeProfiles(call, input);
  await moveOpenSales(tx, keptId, mergedId);
  await mergeDiscountUses(tx, keptId, mergedId);
  const accounts = await lockAccountsOf(tx, [keptId, mergedId]);
  const merge = { keptId, mergedId, actorId: actor.userId, now };
  await mergeStoreCredit(tx, merge, accounts, newId);
  await mergeMembers(tx, merge, accounts, newId);
  await reassignGiftCards(tx, keptId, mergedId, now);
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'customer.merged',
    storeId: null,
    payload: { customerId: keptId, mergedId },
    createdAt: now,
  });
  return customer;
}

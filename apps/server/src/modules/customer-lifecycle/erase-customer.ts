import type { Customer, EraseCustomerInput } from '@cashwrap/contract';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertOutboxEvent } from '../../procedure/outbox.repo.ts';
import { amendAnswers, forgetImportErrors, replaceAnswers } from '../../procedure/replace-answers.repo.ts';
import { customerDocument, lockAccountsOf, type OwnedAccount, settleAccount } from '../accounts/index.ts';
import { eraseProfiles, lockPerson, type Person } from '../customers/index.ts';
import { releaseGiftCards } from '../gift-cards/index.ts';
import { endMemberships } from '../loyalty/index.ts';
import { findOpenSalesOf, forgetTextsOfOpenSales } from '../open-sales/index.ts';

/**
 * Forgets who a customer is, and those who were merged into them: docs/decisions/0024 lists what becomes of each place that
 * holds something of them.
 */
export async function eraseCustomer(
  call: MutationCall & SignedIn,
  { id, version, forfeitBalances }: EraseCustomerInput,
): Promise<Customer> {
  const { tx, now, newId } = call;
  const person = await lockPerson(call, { id, version });
  await refuseOpenSales(call, person);
  const accounts = await lockAccountsOf(tx, person.ids);
  if (!forfeitBalances) refuseBalances(accounts);
  await forfeit(call, accounts);
  await endMemberships(tx, person.ids);
  await forgetTextsOfOpenSales(tx, person.ids);
  const giftCardIds = await releaseGiftCards(tx, person.ids, now);
  const customer = await eraseProfiles(call, person);
  await amendAnswers(tx, 'giftCards', giftCardIds, { customerId: null, note: '' });
  await replaceAnswers(tx, 'customers', person.ids, customer);
  await forgetImportErrors(tx, 'customers.import');
  await insertOutboxEvent(tx, {
    id: newId(),
    type: 'customer.erased',
    storeId: null,
    payload: { customerId: id, mergedIds: customer.mergedIds },
    createdAt: now,
  });
  return customer;
}

/** They would be completed in the name of nobody. Whoever opens one has locked the customer: none comes after this look. */
async function refuseOpenSales({ tx }: MutationCall, { ids }: Person): Promise<void> {
  const saleIds = await findOpenSalesOf(tx, ids);
  if (saleIds.length === 0) return;
  throw new Failure('CUSTOMER_HAS_OPEN_SALES', {
    detail: `The customer has ${saleIds.length} open or parked sales. Complete or cancel them, or take the customer off them.`,
    details: { saleIds },
  });
}

function refuseBalances(accounts: readonly OwnedAccount[]): void {
  const points = accounts.reduce((sum, { currency, balance }) => sum + (currency === null ? balance : 0), 0);
  const storeCredit = accounts.flatMap(({ currency, balance }) =>
    currency === null || balance === 0 ? [] : { currency, balance },
  );
  if (accounts.every(({ balance }) => balance === 0)) return;
  const credits = storeCredit.map(({ currency, balance }) => `${balance} ${currency} of store credit`);
  throw new Failure('CUSTOMER_HAS_BALANCE', {
    detail: `The customer has ${[`${points} points`, ...credits].join(', ')} on account. Send forfeitBalances to let them go.`,
    details: { points, storeCredit },
  });
}

/** What is owed to nobody any more, or by nobody: points may be below zero. */
async function forfeit(
  { tx, now, newId, actor }: MutationCall & SignedIn,
  accounts: readonly OwnedAccount[],
): Promise<void> {
  for (const account of accounts) {
    const document = customerDocument(account.customerId, { actorId: actor.userId, now });
    await settleAccount(tx, document, account, 'forfeit', newId);
  }
}

import type { ListStoreCreditEntriesInput, MoneyAccountEntry, Page, StoreCredit } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findStandingCustomer } from '../customers/index.ts';
import { readLedger, toMoneyEntry } from './ledger.ts';
import { findStoreCredit, listStoreCredits } from './store-credit.repo.ts';

/** The store credit of a customer, or of the one who stands for them since they were merged. */
export async function getStoreCredit({ db }: QueryCall, { id }: { id: string }): Promise<StoreCredit> {
  const customerId = await ownerOf(db, id);
  const balances = (await listStoreCredits(db, customerId)).map(({ updatedAt, ...balance }) => ({
    ...balance,
    updatedAt: updatedAt.toISOString(),
  }));
  return { customerId, balances };
}

export async function listStoreCreditEntries(
  { db }: QueryCall,
  input: ListStoreCreditEntriesInput,
): Promise<Page<MoneyAccountEntry>> {
  const account = await findStoreCredit(db, await ownerOf(db, input.id), input.currency);
  return readLedger(db, 'customers.storeCreditLedger', account?.accountId, input, toMoneyEntry);
}

async function ownerOf(db: Reader, customerId: string): Promise<string> {
  const customer = await findStandingCustomer(db, customerId);
  if (!customer) throw notFound('customer');
  return customer.id;
}

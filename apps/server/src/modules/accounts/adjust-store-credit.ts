import type { AdjustStoreCreditInput, MoneyAccountEntry } from '@cashwrap/contract';
import { Failure, notFound } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { lockStandingCustomer } from '../customers/index.ts';
import { findTradingPlace } from '../organization/index.ts';
import { adjustMoney } from './adjust-money.ts';
import { ensureStoreCredit } from './store-credit.repo.ts';

/** Gives a customer store credit in the currency of a store, or takes some back, with a reason. */
export async function adjustStoreCredit(
  call: MutationCall & SignedIn,
  { id, storeId, amount, reason }: AdjustStoreCreditInput,
): Promise<MoneyAccountEntry> {
  const { tx, now, newId } = call;
  const place = await findTradingPlace(tx, storeId, null);
  if (!place) throw notFound('store');
  const customer = await lockStandingCustomer(tx, id);
  if (!customer) throw notFound('customer');
  if (customer.status === 'erased') throw erased();
  const { currency } = place;
  const accountId = await ensureStoreCredit(tx, customer.id, currency, now, newId);
  const owner = { customerId: customer.id };
  return adjustMoney(call, { kind: 'store_credit', accountId, owner, currency, storeId, amount, reason });
}

function erased(): Failure<'WRONG_STATUS'> {
  return new Failure('WRONG_STATUS', {
    detail: 'The customer was erased: nobody can be given anything under this id.',
    details: { status: 'erased', allowed: ['active', 'archived'] },
  });
}

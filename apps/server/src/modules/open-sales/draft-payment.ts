import type { AddedPayment } from '@cashwrap/contract';
import { invalidInput, invalidReference } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { refuseBeyondBalance } from '../accounts/index.ts';
import { findTradingPlace } from '../organization/index.ts';
import { EXTERNAL_TERMINAL, type Providers } from '../payments/index.ts';
import { findPayingAccounts, refuseGuesses, refuseWithoutDrawer, sourcesOf } from '../sales/index.ts';
import type { LockedSale } from './change-open-sale.ts';
import { isLive } from './present-open-sale.ts';
import { priceOpenSale } from './price-open-sale.ts';

/** What adding a payment takes of the call. */
export type AddingCall = Pick<MutationCall & SignedIn, 'tx' | 'actor' | 'now' | 'log' | 'onRefusal'>;

/** A payment by what is owed to somebody. */
type AccountPayment = Extract<AddedPayment, { method: 'gift_card' | 'store_credit' | 'loyalty' }>;
type CardPayment = Extract<AddedPayment, { method: 'card' }>;

const nothing = {
  ...{ name: null, reference: null, provider: null, providerData: null, capture: true },
  ...{ accountId: null, points: null, asking: null, askAt: null },
};

/**
 * A payment as it is to be stored with an open sale: what is refused when the sale is completed is refused here
 * already, as far as it is known.
 */
export async function draftPayment(
  call: AddingCall,
  providers: Providers,
  locked: LockedSale,
  payment: AddedPayment,
) {
  switch (payment.method) {
    case 'cash': {
      const { storeId, registerId } = locked.row;
      const place = await findTradingPlace(call.tx, storeId, registerId);
      if (!place) throw new Error(`The store ${storeId} is gone.`);
      refuseWithoutDrawer(place);
      const { method, tendered: amount, tip } = payment;
      return { ...nothing, method, status: 'authorized' as const, amount, tip };
    }
    case 'card':
      return draftCardPayment(call, providers, payment);
    case 'other': {
      const { method, amount, tip, name, reference = null } = payment;
      return { ...nothing, method, status: 'authorized' as const, amount, tip, name, reference };
    }
    case 'gift_card':
    case 'store_credit':
    case 'loyalty':
      return draftAccountPayment(call, locked, payment);
  }
}

/** A card that a terminal has charged, or that a provider is to be asked to charge. */
function draftCardPayment({ now }: AddingCall, providers: Providers, payment: CardPayment) {
  const { method, amount, tip, provider, capture } = payment;
  const info = providers.list().find(({ name }) => name === provider);
  if (!info) throw invalidReference('payment provider; see payments.providers', ['payment', 'provider']);
  if (!capture && !info.canAuthorize) {
    const message = `must not be false: the provider "${provider}" cannot set an amount aside`;
    throw invalidInput([{ path: ['payment', 'capture'], message }]);
  }
  const card = { ...nothing, method, amount, tip, provider, capture };
  if (provider === EXTERNAL_TERMINAL) {
    return { ...card, status: 'captured' as const, reference: payment.reference ?? null };
  }
  const asked = { asking: 'authorize' as const, askAt: providers.nextAsk(now) };
  return { ...card, ...asked, status: 'pending' as const, providerData: payment.data ?? null };
}

/** What is to be taken from an account when the sale is completed. */
async function draftAccountPayment(call: AddingCall, { row, payments }: LockedSale, payment: AccountPayment) {
  const { method } = payment;
  if (method !== 'gift_card' && payments.some((each) => each.method === method && isLive(each))) {
    const message = 'must not pay twice: remove the payment that is there first';
    throw invalidInput([{ path: ['payment', 'method'], message }]);
  }
  const { storeId, customerId } = row;
  const paying = { storeId, customerId: customerId ?? undefined, payments: [payment] };
  const cart = await priceOpenSale(call.tx, row, call.now);
  const accounts = await findPayingAccounts(call, paying);
  refuseGuesses(call, accounts, [payment]);
  const [source] = sourcesOf(cart, accounts, [payment]);
  if (!source || source.accountId === null || source.tender.method === 'cash') {
    throw new Error(`A payment by ${method} has no account.`);
  }
  const { tender, accountId, points, reference } = source;
  const { amount, tip = 0 } = tender;
  const others = payments.filter((each) => each.accountId === accountId && isLive(each));
  const taken = others.reduce((sum, each) => sum + each.amount, points ?? amount);
  await refuseBeyondBalance(call.tx, method, accountId, taken);
  return { ...nothing, method, status: 'authorized' as const, amount, tip, accountId, points, reference };
}

import type { Reader } from '@cashwrap/database';
import { findStoreCreditForSale } from '../accounts/index.ts';
import { findGiftCardsForSale } from '../gift-cards/index.ts';
import type { PricedCart } from '../pricing/index.ts';
import {
  type PayingAccounts,
  type PaymentSource,
  pointsToTake,
  storeCreditToTake,
  usableCard,
} from './payment-sources.ts';
import type { PaymentRow } from './sales.repo.ts';

/** The accounts that payments of an open sale are to be taken from, as they are now. */
export type StoredAccounts = Pick<PayingAccounts, 'giftCards' | 'storeCreditId'>;

/**
 * Finds the accounts of payments that were added to an open sale: in statements that are sent at once, and none for cash and
 * cards. Store credit is found by the customer, since a merge may have moved it to another account.
 */
export async function findStoredAccounts(
  db: Reader,
  { storeId, customerId }: { readonly storeId: string; readonly customerId: string | null },
  payments: readonly PaymentRow[],
): Promise<StoredAccounts> {
  const ids = payments.flatMap(({ method, accountId }) =>
    method === 'gift_card' && accountId !== null ? accountId : [],
  );
  const byStoreCredit = payments.some(({ method }) => method === 'store_credit');
  const [giftCards, storeCreditId] = await Promise.all([
    ids.length === 0 ? [] : findGiftCardsForSale(db, { codes: [], ids }),
    byStoreCredit && customerId !== null ? findStoreCreditForSale(db, customerId, storeId) : undefined,
  ]);
  return { giftCards, storeCreditId };
}

/**
 * What each payment of an open sale is taken from, as `sourcesOf` says it of those of a checkout: what was checked when it was
 * added is checked again.
 *
 * @throws GIFT_CARD_NOT_TAKEN, CURRENCY_MISMATCH, CUSTOMER_REQUIRED, LOYALTY_NOT_AVAILABLE, POINTS_NOT_TAKEN,
 *   INSUFFICIENT_BALANCE
 */
export function sourcesOfStored(
  cart: PricedCart,
  accounts: StoredAccounts,
  payments: readonly PaymentRow[],
): PaymentSource[] {
  return payments.map((payment, position) => {
    const { method, points, name, reference, provider } = payment;
    return { method, points, name, reference, provider, ...takenFrom(cart, accounts, payment, position) };
  });
}

function takenFrom(
  cart: PricedCart,
  { giftCards, storeCreditId }: StoredAccounts,
  { method, amount, tip, points, accountId }: PaymentRow,
  position: number,
): Pick<PaymentSource, 'tender' | 'accountId'> {
  switch (method) {
    case 'cash':
      return { tender: { method, tendered: amount, tip }, accountId: null };
    case 'card':
    case 'other':
      return { tender: { method, amount, tip }, accountId: null };
    case 'gift_card': {
      const card = giftCards.find(({ id }) => id === accountId);
      return { tender: { method, amount, tip }, accountId: usableCard(cart, card, position).id };
    }
    case 'store_credit':
      return { tender: { method, amount }, accountId: storeCreditToTake(cart, storeCreditId, amount) };
    case 'loyalty': {
      const taken = pointsToTake(cart, points ?? 0);
      return { tender: { method, amount: taken.amount }, accountId: taken.accountId };
    }
    case 'exchange':
    case 'uncollected':
      throw new Error(`Nobody adds a payment by ${method} to an open sale.`);
  }
}

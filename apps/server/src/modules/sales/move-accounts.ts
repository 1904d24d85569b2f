import type { CreateSaleInput, SaleLoyalty } from '@cashwrap/contract';
import { flush, type Tx } from '@cashwrap/database';
import {
  type AccountDocument,
  type AccountEntryRow,
  debit,
  insufficientBalance,
  lockAccounts,
} from '../accounts/index.ts';
import { loadSoldCards, redeemCard } from '../gift-cards/index.ts';
import { writePointsOfSale } from '../loyalty/index.ts';
import type { PricedCart } from '../pricing/index.ts';
import type { PaymentSource } from './payment-sources.ts';
import type { RecordingCall } from './record-sale.ts';

/** A sale as far as accounts move with it. */
export interface AccountsOfSale {
  readonly saleId: string;
  /** Who moves them, and when. */
  readonly cashierId: string;
  readonly completedAt: Date;
  readonly cart: PricedCart;
  readonly paymentSources: readonly PaymentSource[];
  readonly giftCards: CreateSaleInput['giftCards'];
  readonly loyalty: SaleLoyalty | null;
}

/** What was left after each payment, by its position; nothing for what was taken from no gift card or store credit. */
export type BalancesAfter = ReadonlyMap<number, number>;

/**
 * Moves what a sale takes from accounts and puts on them. All accounts are locked first, in the order of their ids, so
 * that sales with several never wait for each other in a circle; what pays comes before what is put on, which thereby
 * pays nothing in the same sale. The statements are on the wire when it returns; none for a sale that moves none.
 *
 * @throws INSUFFICIENT_BALANCE, GIFT_CARD_NOT_TAKEN
 */
export async function moveAccounts(
  tx: Tx,
  call: RecordingCall,
  sale: AccountsOfSale,
): Promise<BalancesAfter> {
  const { now, newId } = call;
  const { cart, paymentSources, giftCards, loyalty } = sale;
  const { businessDate, place } = cart;
  const { storeId } = place;
  const accountIds = accountIdsOf({ cart, paymentSources, giftCards });
  const locked = accountIds.length > 1 ? lockAccounts(tx, accountIds) : Promise.resolve();
  const document: AccountDocument = {
    ...{ documentType: 'sale', documentId: sale.saleId, storeId, actorId: sale.cashierId },
    ...{ occurredAt: sale.completedAt, recordedAt: now },
  };
  const paid = paymentSources.map(async ({ tender, accountId }, position) => {
    if (accountId === null || tender.method === 'cash') return undefined;
    const { amount } = tender;
    if (tender.method === 'gift_card') {
      return redeemCard(tx, document, businessDate, { cardId: accountId, amount, position }, newId);
    }
    return tender.method === 'store_credit'
      ? payFromStoreCredit(tx, document, accountId, amount, newId)
      : undefined;
  });
  const points = loyalty === null ? Promise.resolve() : movePoints(tx, call, document, cart, loyalty);
  const loads = giftCards.map(({ giftCardId: cardId, amount }, position) => ({ cardId, amount, position }));
  const loaded =
    loads.length === 0 ? Promise.resolve([]) : loadSoldCards(tx, document, businessDate, loads, newId);
  const [entries] = await flush(tx, [flush(tx, paid), locked, points, loaded]);
  return new Map(entries.flatMap((entry, position) => (entry ? [[position, entry.balanceAfter]] : [])));
}

/** The accounts that a sale may move, each once. Of a customer without a programme that is active none earns points. */
export function accountIdsOf({
  cart,
  paymentSources,
  giftCards,
}: Pick<AccountsOfSale, 'cart' | 'paymentSources' | 'giftCards'>): string[] {
  const memberId = cart.loyalty?.member?.accountId;
  return [
    ...new Set([
      ...paymentSources.flatMap(({ accountId }) => accountId ?? []),
      ...giftCards.map(({ giftCardId }) => giftCardId),
      ...(memberId === undefined ? [] : [memberId]),
    ]),
  ];
}

async function payFromStoreCredit(
  tx: Tx,
  document: AccountDocument,
  accountId: string,
  amount: number,
  newId: () => string,
): Promise<AccountEntryRow> {
  const entry = await debit(tx, document, { accountId, kind: 'redeem', amount }, newId);
  if (!entry) throw await insufficientBalance(tx, 'store_credit', accountId, amount);
  return entry;
}

/** Spends and earns points; somebody who is no member yet becomes one, whatever the sale earns. */
async function movePoints(
  tx: Tx,
  call: RecordingCall,
  document: AccountDocument,
  { customer, loyalty }: PricedCart,
  { earned, spent }: SaleLoyalty,
): Promise<void> {
  if (!customer || !loyalty) return;
  const { member } = loyalty;
  if (member && earned === 0 && spent === 0) return;
  const points = { loyalty, customerId: customer.id, earned, spent };
  const written = writePointsOfSale(tx, call, document, points);
  await flush(tx, written.sent);
  if (spent === 0 || !member || (await written.spent)) return;
  throw await insufficientBalance(tx, 'loyalty', member.accountId, spent, document.documentId);
}

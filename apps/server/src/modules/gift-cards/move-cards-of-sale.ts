import { flush, type Tx } from '@cashwrap/database';
import {
  type AccountDocument,
  type AccountEntryRow,
  credit,
  debit,
  insufficientBalance,
  lockAccounts,
} from '../accounts/index.ts';
import { type GiftCardPurpose, refuseUnusable } from './domain/refuse-unusable.ts';
import { activateGiftCards, findGiftCardsForSale, holdGiftCard } from './gift-card-in-sale.repo.ts';

/** What a sale puts on a card, or takes off it. */
export interface GiftCardMove {
  readonly cardId: string;
  /** In minor units, above zero. */
  readonly amount: number;
  /** Of the payment, or of the card that is sold, in the input. */
  readonly position: number;
}

/**
 * Puts what was paid for them on cards that a sale sells, or loads again. Its statements are on the wire when it
 * returns, and it reads more only to say what is wrong: wait for it together with the others of the sale. A sale
 * that moves further accounts locks all of them first, see `lockAccounts`.
 *
 * @throws GIFT_CARD_NOT_TAKEN for a card that was blocked, or has expired, meanwhile
 */
export async function loadSoldCards(
  tx: Tx,
  document: AccountDocument,
  businessDate: string,
  cards: readonly GiftCardMove[],
  newId: () => string,
): Promise<AccountEntryRow[]> {
  const { documentId: saleId, recordedAt: now } = document;
  const ids = cards.map(({ cardId }) => cardId);
  const locked = lockAccounts(tx, ids);
  const activated = activateGiftCards(tx, ids, { saleId, now, businessDate });
  const loaded = cards.map(({ cardId: accountId, amount }) =>
    credit(tx, document, { accountId, kind: 'load', amount }, newId),
  );
  const [, taken, entries] = await flush(tx, [locked, activated, flush(tx, loaded)]);
  const refused = cards.find(({ cardId }) => !taken.has(cardId));
  if (refused) return refuse(tx, refused, businessDate, 'load');
  return entries;
}

/**
 * Pays out of a card; like {@link loadSoldCards} in when it reads what. Of parallel payments out of one card exactly
 * those succeed that the balance covers.
 *
 * @throws GIFT_CARD_NOT_TAKEN for a card that was blocked, or has expired, meanwhile; INSUFFICIENT_BALANCE
 */
export async function redeemCard(
  tx: Tx,
  document: AccountDocument,
  businessDate: string,
  payment: GiftCardMove,
  newId: () => string,
): Promise<AccountEntryRow> {
  const { cardId, amount } = payment;
  const [held, entry] = await flush(tx, [
    holdGiftCard(tx, cardId, businessDate),
    debit(tx, document, { accountId: cardId, kind: 'redeem', amount }, newId),
  ]);
  // Where it is not taken, the refusal undoes what the second statement took off it.
  if (!held) return refuse(tx, payment, businessDate, 'redeem');
  if (!entry) throw await insufficientBalance(tx, 'gift_card', cardId, amount, document.documentId);
  return entry;
}

/** Says why a card that could be used when the sale began cannot be any more. */
async function refuse(
  tx: Tx,
  { cardId, position }: GiftCardMove,
  businessDate: string,
  purpose: GiftCardPurpose,
): Promise<never> {
  const [card] = await findGiftCardsForSale(tx, { codes: [], ids: [cardId] });
  refuseUnusable(card, position, businessDate, purpose);
  throw new Error('A gift card was not taken, though it can be used.');
}

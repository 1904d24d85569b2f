import { Failure } from '../../../procedure/failure.ts';
import type { GiftCardForSale } from '../gift-card-in-sale.repo.ts';

/** What is done with a card in a sale: something is put on it, or paid out of it. */
export type GiftCardPurpose = 'load' | 'redeem';

const WHY = {
  inactive: 'has not been sold yet, so there is nothing on it.',
  blocked: 'is blocked.',
  expired: 'has expired.',
} as const;

/**
 * Refuses a card that a sale cannot use.
 *
 * @param position of the payment, or of the card that is sold, in the input
 * @param businessDate of the store that sells
 * @throws GIFT_CARD_NOT_TAKEN, with why
 */
export function refuseUnusable(
  card: GiftCardForSale | undefined,
  position: number,
  businessDate: string,
  purpose: GiftCardPurpose,
): asserts card is GiftCardForSale {
  if (!card) throw unknownCard(position);
  const reason = reasonOf(card, businessDate, purpose);
  if (reason === undefined) return;
  throw new Failure('GIFT_CARD_NOT_TAKEN', {
    detail: `The gift card …${card.codeEnd} ${WHY[reason]}`,
    details: { reason, position },
  });
}

/** The refusal of a card, by its id or its code, that does not exist. */
export function unknownCard(position: number): Failure<'GIFT_CARD_NOT_TAKEN'> {
  return new Failure('GIFT_CARD_NOT_TAKEN', {
    detail: 'There is no such gift card.',
    details: { reason: 'unknown', position },
  });
}

function reasonOf(
  card: GiftCardForSale,
  businessDate: string,
  purpose: GiftCardPurpose,
): keyof typeof WHY | undefined {
  if (card.status === 'blocked') return 'blocked';
  if (card.status === 'inactive') return purpose === 'load' ? undefined : 'inactive';
  return hasExpired(card, businessDate) ? 'expired' : undefined;
}

/** Whether a card is no longer taken on a business date; what is on it is owed beyond. */
export function hasExpired({ expiresOn }: { expiresOn: string | null }, businessDate: string): boolean {
  return expiresOn !== null && expiresOn < businessDate;
}

/** Refuses a card in another currency than the store's: what is on it works only in its own. */
export function refuseOtherCurrency(
  { codeEnd, currency }: Pick<GiftCardForSale, 'codeEnd' | 'currency'>,
  ofStore: string,
): void {
  if (currency === ofStore) return;
  throw new Failure('CURRENCY_MISMATCH', {
    detail: `The gift card …${codeEnd} is in ${currency}, and the store sells in ${ofStore}.`,
    details: { currencies: [currency, ofStore] },
  });
}

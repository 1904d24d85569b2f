import type { PaymentInput, PaymentMethod } from '@cashwrap/contract';
import { mulDiv, percentToPpm, type Tender, WHOLE_PPM } from '@cashwrap/pricing';
import { Failure } from '../../procedure/failure.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { findStoreCreditForSale, notCovered } from '../accounts/index.ts';
import {
  countGuess,
  findCodeLockout,
  findGiftCardsForSale,
  type GiftCardForSale,
  normalizeCode,
  refuseOtherCurrency,
  refuseUnusable,
  unknownCard,
} from '../gift-cards/index.ts';
import { worthOfPoints } from '../loyalty/index.ts';
import { EXTERNAL_TERMINAL } from '../payments/index.ts';
import { notAvailable, type PricedCart, spenderOf } from '../pricing/index.ts';

/** The accounts that a sale is to be paid from. */
export interface PayingAccounts {
  /** Those whose codes were given. */
  readonly giftCards: readonly GiftCardForSale[];
  /** Where the caller has guessed too many codes. */
  readonly codeLockout: Failure<'LOCKED_OUT'> | undefined;
  /** Of the customer, in the currency of the store; undefined where there is none, or it is not asked for. */
  readonly storeCreditId: string | undefined;
}

/** Who pays, where, and how. */
interface Paying {
  readonly storeId: string;
  readonly customerId?: string | undefined;
  readonly payments: readonly PaymentInput[];
}

/** Finds the accounts that payments name: in statements that are sent at once, and none for cash and cards. */
export async function findPayingAccounts(
  call: Pick<MutationCall & SignedIn, 'tx' | 'actor' | 'now'>,
  { storeId, customerId, payments }: Paying,
): Promise<PayingAccounts> {
  const { tx } = call;
  const codes = payments.flatMap((payment) =>
    payment.method === 'gift_card' ? normalizeCode(payment.code) : [],
  );
  const byStoreCredit = payments.some(({ method }) => method === 'store_credit');
  const [giftCards, codeLockout, storeCreditId] = await Promise.all([
    codes.length === 0 ? [] : findGiftCardsForSale(tx, { codes, ids: [] }),
    codes.length === 0 ? undefined : findCodeLockout(tx, call),
    byStoreCredit && customerId !== undefined ? findStoreCreditForSale(tx, customerId, storeId) : undefined,
  ]);
  return { giftCards, codeLockout, storeCreditId };
}

/**
 * Refuses codes of gift cards that do not exist, and counts that as a guess, or whoever is locked out of looking cards up
 * could go on guessing here.
 *
 * @throws GIFT_CARD_NOT_TAKEN, LOCKED_OUT
 */
export function refuseGuesses(
  call: Parameters<typeof countGuess>[0],
  { giftCards, codeLockout }: PayingAccounts,
  payments: readonly PaymentInput[],
): void {
  if (codeLockout) throw codeLockout;
  const known = new Set(giftCards.map(({ code }) => code));
  const position = payments.findIndex(
    (payment) => payment.method === 'gift_card' && !known.has(normalizeCode(payment.code)),
  );
  if (position >= 0) throw countGuess(call, unknownCard(position));
}

/** A payment with what it is taken from. */
export interface PaymentSource {
  readonly method: PaymentMethod;
  readonly tender: Tender;
  /** Null for cash and cards. */
  readonly accountId: string | null;
  /** Of a payment by points only. */
  readonly points: number | null;
  /** What an other payment is called. */
  readonly name: string | null;
  /** See `Payment`. */
  readonly reference: string | null;
  /** Who has charged a card. */
  readonly provider: string | null;
}

/**
 * Finds out what each payment is taken from. Whether there is enough is decided when it is taken.
 *
 * @throws GIFT_CARD_NOT_TAKEN, CURRENCY_MISMATCH, CUSTOMER_REQUIRED, LOYALTY_NOT_AVAILABLE, POINTS_NOT_TAKEN, and
 *   INSUFFICIENT_BALANCE for store credit where there never was any
 */
export function sourcesOf(
  cart: PricedCart,
  accounts: PayingAccounts,
  payments: readonly PaymentInput[],
): PaymentSource[] {
  return payments.map((payment, position) => {
    return { method: payment.method, ...sourceOf(cart, accounts, payment, position) };
  });
}

function sourceOf(
  cart: PricedCart,
  { giftCards, storeCreditId }: PayingAccounts,
  payment: PaymentInput,
  position: number,
): Omit<PaymentSource, 'method'> {
  const nothing = { accountId: null, points: null, name: null, reference: null, provider: null };
  switch (payment.method) {
    case 'cash':
      return { ...nothing, tender: { method: 'cash', tendered: payment.tendered, tip: payment.tip } };
    case 'card': {
      const { method, amount, tip, reference } = payment;
      return { ...nothing, tender: { method, amount, tip }, reference, provider: EXTERNAL_TERMINAL };
    }
    case 'other': {
      const { method, name, amount, tip, reference = null } = payment;
      return { ...nothing, tender: { method, amount, tip }, name, reference };
    }
    case 'gift_card': {
      const { method, amount, tip } = payment;
      const code = normalizeCode(payment.code);
      const card = giftCards.find((each) => each.code === code);
      const { id, codeEnd } = usableCard(cart, card, position);
      return { ...nothing, tender: { method, amount, tip }, accountId: id, reference: codeEnd };
    }
    case 'store_credit': {
      const { method, amount } = payment;
      const accountId = storeCreditToTake(cart, storeCreditId, amount);
      return { ...nothing, tender: { method, amount }, accountId };
    }
    case 'loyalty': {
      const { method, points } = payment;
      const { accountId, amount } = pointsToTake(cart, points);
      return { ...nothing, tender: { method, amount }, accountId, points };
    }
  }
}

/** The card, if it can pay here today. */
export function usableCard(
  { businessDate, place }: PricedCart,
  card: GiftCardForSale | undefined,
  position: number,
): GiftCardForSale {
  refuseUnusable(card, position, businessDate, 'redeem');
  refuseOtherCurrency(card, place.currency);
  return card;
}

/** The account of the store credit of whoever buys. */
export function storeCreditToTake(
  { customer }: PricedCart,
  accountId: string | undefined,
  amount: number,
): string {
  if (!customer) {
    throw new Failure('CUSTOMER_REQUIRED', {
      detail: 'Store credit is that of a customer: say who buys. Nothing was sold.',
    });
  }
  if (accountId === undefined) throw notCovered('store_credit', amount, 0);
  return accountId;
}

/** What points pay, in minor units; refuses so few or so many that the programme does not take them. */
export function pointsToTake(cart: PricedCart, points: number): { accountId: string; amount: number } {
  const { loyalty, member } = spenderOf(cart);
  const { redemption } = loyalty;
  if (!redemption) {
    throw notAvailable('no_payment', 'Points of the active loyalty programme pay nothing: they buy rewards.');
  }
  const { minimumPoints, maximumPercentage } = redemption;
  const { total } = cart.priced;
  const maximumAmount = mulDiv(total, percentToPpm(maximumPercentage), WHOLE_PPM, 'down');
  const amount = worthOfPoints(redemption, points);
  if (points < minimumPoints || amount === 0 || amount > maximumAmount) {
    throw new Failure('POINTS_NOT_TAKEN', {
      detail:
        `${points} points pay ${amount} (minor units). At least ${minimumPoints} points are taken, what they pay must ` +
        `be above 0, and of this sale they may pay ${maximumAmount} at most.`,
      details: { minimumPoints, maximumAmount },
    });
  }
  return { accountId: member.accountId, amount };
}

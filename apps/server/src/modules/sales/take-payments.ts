import type { ExpectedTotals } from '@cashwrap/contract';
import { MAX_MONEY, type Settled, settle, type Tender } from '@cashwrap/pricing';
import { Failure } from '../../procedure/failure.ts';
import { type PricedCart, toQuote, withinRange } from '../pricing/index.ts';

/** Refuses a sale that comes to something else than the till has shown, with both breakdowns. */
export function refuseOtherPrice(cart: PricedCart, expected: ExpectedTotals): void {
  const difference = differenceOf(cart, expected);
  if (difference === undefined) return;
  throw new Failure('PRICE_MISMATCH', {
    detail: `${difference} (minor units). Nothing was sold.`,
    details: { expected, quote: toQuote(cart) },
  });
}

function differenceOf({ priced }: PricedCart, { total, lineTotals }: ExpectedTotals): string | undefined {
  if (total !== priced.total) return `The till has shown ${total}; the sale comes to ${priced.total}`;
  if (lineTotals === undefined) return undefined;
  if (lineTotals.length !== priced.lines.length) {
    return `The till has shown ${lineTotals.length} lines; the sale has ${priced.lines.length}`;
  }
  const line = priced.lines.find(({ position, total }) => total !== lineTotals[position]);
  return (
    line &&
    `The till has shown ${lineTotals[line.position]} for line ${line.position}; it comes to ${line.total}`
  );
}

/** Pays a priced cart; refuses payments that do not come to the total, and cash without an open drawer. */
export function takePayments(cart: PricedCart, tenders: readonly Tender[]): Settled {
  if (tenders.some(({ method }) => method === 'cash')) refuseWithoutDrawer(cart.place);
  refuseGiftCardsForGiftCards(cart.priced, tenders);
  return settleTenders(cart, tenders);
}

/**
 * Settles what a priced cart comes to, wherever the cash is.
 *
 * @throws PAYMENT_MISMATCH, AMOUNT_OUT_OF_RANGE
 */
export function settleTenders({ place, priced }: PricedCart, tenders: readonly Tender[]): Settled {
  const settlement = withinRange(() => settle(priced.total, place.cashRounding, tenders));
  if (settlement.ok) {
    // Each payment is in range; together they may not be.
    refuseBeyondRange([settlement.change, settlement.tips, settlement.payable]);
    return settlement;
  }
  const isRounded = place.cashRounding !== null && tenders.some(({ method }) => method === 'cash');
  switch (settlement.code) {
    case 'PAYMENT_SHORT':
      throw new Failure('PAYMENT_MISMATCH', {
        detail: `The payments are ${settlement.shortfall} short of the total of ${priced.total} (minor units)${isRounded ? ', of which what is paid in cash is rounded' : ''}.`,
        details: { reason: 'short', total: priced.total, difference: settlement.shortfall },
      });
    case 'NON_CASH_OVER':
      throw new Failure('PAYMENT_MISMATCH', {
        detail: `The payments other than cash come to ${settlement.excess} more than the total of ${priced.total} (minor units); change is given out of cash only.`,
        details: { reason: 'non_cash_over', total: priced.total, difference: settlement.excess },
      });
    case 'CHANGE_ON_NON_CASH':
      throw new Error('The contract lets nothing but cash be tendered for more than its amount.');
  }
}

/**
 * Refuses cash where there is no open drawer.
 *
 * @throws CASH_NOT_ACCEPTED, SHIFT_REQUIRED
 */
export function refuseWithoutDrawer({
  registerKind,
  openShiftId,
}: Pick<PricedCart['place'], 'registerKind' | 'openShiftId'>): void {
  if (registerKind === 'virtual') {
    throw new Failure('CASH_NOT_ACCEPTED', {
      detail: 'The virtual register has no cash drawer: take cash at a till.',
    });
  }
  if (openShiftId === null) {
    throw new Failure('SHIFT_REQUIRED', {
      detail: 'This register has no open shift, so it takes no cash. Open one with shifts.open.',
    });
  }
}

/** What is owed may not be made from what is owed: points would become money, and a card would outlive its expiry. */
function refuseGiftCardsForGiftCards(
  { total, giftCardTotal }: PricedCart['priced'],
  tenders: readonly Tender[],
): void {
  const maximum = total - giftCardTotal;
  const paid = tenders.reduce(
    (sum, tender) =>
      tender.method === 'gift_card' || tender.method === 'loyalty'
        ? sum + tender.amount - (tender.tip ?? 0)
        : sum,
    0,
  );
  if (giftCardTotal === 0 || paid <= maximum) return;
  throw new Failure('GIFT_CARD_FOR_GIFT_CARD', {
    detail: `Gift cards and points may pay ${maximum} of this sale (minor units), and not what is put on gift cards.`,
    details: { maximum },
  });
}

function refuseBeyondRange(amounts: readonly number[]): void {
  if (amounts.every((amount) => amount <= MAX_MONEY)) return;
  throw new Failure('AMOUNT_OUT_OF_RANGE', {
    detail: `The payments come to more than ${MAX_MONEY} (minor units), which is more than can be kept.`,
  });
}

import type { JsonReceipt, Payment } from '@cashwrap/contract';
import type { ReceiptStyle } from './receipt-frame.ts';

/** A payment or a refund as far as both are printed alike. */
export type PrintedTender = Pick<
  Payment,
  'method' | 'name' | 'reference' | 'points' | 'giftCardId' | 'balanceAfter'
>;

/** What a payment is called, with what tells it from others by the same method. */
export function tenderLabel(tender: PrintedTender, style: ReceiptStyle): string {
  const { method, name } = tender;
  return [name ?? style.words[method], detailOf(tender, style)].filter((part) => part !== null).join(' ');
}

function detailOf({ method, reference, points }: PrintedTender, { number }: ReceiptStyle): string | null {
  if (points !== null) return number(points);
  return method === 'gift_card' ? `…${reference}` : reference;
}

/** What is left on gift cards and of store credit. Of a card that is there twice the last word is said. */
export function balancesLeft(
  tenders: readonly PrintedTender[],
  style: ReceiptStyle,
): JsonReceipt['balances'] {
  const { words, money } = style;
  // Of two cards whose codes end alike both are said.
  const left = new Map<string, JsonReceipt['balances'][number]>();
  for (const tender of tenders) {
    const { method, giftCardId, balanceAfter } = tender;
    if (balanceAfter === null) continue;
    const label =
      method === 'gift_card'
        ? `${words.gift_card_balance} ${detailOf(tender, style)}`
        : words.store_credit_balance;
    left.set(giftCardId ?? method, { label, amount: money(balanceAfter) });
  }
  return [...left.values()];
}

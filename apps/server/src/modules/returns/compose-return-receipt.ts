import type { JsonReceipt, Refund, Return } from '@cashwrap/contract';
import {
  balancesLeft,
  frameOf,
  printedLine,
  type ReceiptContext,
  type ReceiptStyle,
  styleFor,
  taxRows,
  tenderLabel,
} from '../sales/index.ts';
import { sumOf } from './domain/returned-lines.ts';

/** The receipt of the sale that goods come back of, as it is printed. */
export interface ReceiptOfSale {
  readonly register: string;
  readonly number: number;
  readonly isTaxExempt: boolean;
}

/**
 * Writes what the receipt of a return says, in the store's language and formats. Its figures are above 0, as those of the
 * document: the words say that they go back.
 *
 * @param sold null without a receipt
 */
export function composeReturnReceipt(
  returned: Return,
  sold: ReceiptOfSale | null,
  context: ReceiptContext,
): JsonReceipt {
  const style = styleFor(context, returned);
  const { words, money } = style;
  const { id, kind, completedAt } = returned;
  const lines = addingUp(returned, sold?.isTaxExempt ?? false);
  const title = kind === 'void' ? words.voidTitle : words.returnTitle;
  return {
    ...frameOf(context, style, { title, number: `R${returned.number}`, completedAt }),
    reference: sold ? `${words.ofReceipt} ${sold.register} / ${sold.number}` : words.withoutReceipt,
    lines: lines.map((line) => ({
      ...printedLine(line, context, style),
      discounts: line.discount === 0 ? [] : [{ label: words.discounts, amount: money(-line.discount) }],
    })),
    totals: totalsOf(returned, lines, style),
    total: { label: words.returnTotal, amount: money(returned.total) },
    payments: refundsOf(returned, style),
    balances: balancesOf(returned, context.pointsBalance, style),
    taxes: taxRows(returned.taxes, style),
    documentId: id,
    saleId: returned.saleId,
  };
}

/**
 * The lines with a gross and a discount that lead to what is given back for them. Their shares in the document are rounded
 * each for itself: on paper they would be a cent off. Of an exempted customer the rest is the tax that they never paid.
 */
function addingUp({ pricesIncludeTax, lines }: Return, isTaxExempt: boolean): Return['lines'] {
  if (pricesIncludeTax && isTaxExempt) return lines;
  return lines.map((line) => {
    const given = pricesIncludeTax ? line.total : line.net;
    return line.discount === 0 ? { ...line, gross: given } : { ...line, discount: line.gross - given };
  });
}

/** What leads to the total, where there is something to say. */
function totalsOf(
  { pricesIncludeTax, netTotal, taxTotal, giftCardTotal, taxes }: Return,
  lines: Return['lines'],
  { words, money }: ReceiptStyle,
): JsonReceipt['totals'] {
  const goods = lines.filter(({ kind }) => kind !== 'gift_card');
  const grossTotal = sumOf(goods, ({ gross }) => gross);
  const discountTotal = sumOf(goods, ({ discount }) => discount);
  const exempted = grossTotal - discountTotal - netTotal - (pricesIncludeTax ? taxTotal : 0);
  const rows = [];
  if (discountTotal !== 0 || exempted !== 0) rows.push({ label: words.subtotal, amount: money(grossTotal) });
  if (discountTotal !== 0) rows.push({ label: words.discounts, amount: money(-discountTotal) });
  if (exempted !== 0) rows.push({ label: words.taxExempt, amount: money(-exempted) });
  if (!pricesIncludeTax) {
    rows.push({ label: words.netTotal, amount: money(netTotal) });
    rows.push(...taxes.map(({ name, amount }) => ({ label: name, amount: money(amount) })));
  }
  if (giftCardTotal !== 0 && rows.length > 0) {
    rows.push({ label: words.giftCards, amount: money(giftCardTotal) });
  }
  return rows;
}

function refundsOf(returned: Return, style: ReceiptStyle): JsonReceipt['payments'] {
  const { words, money } = style;
  const { cashRounding, tipTotal, total, refundTotal } = returned;
  const rows = [];
  if (cashRounding !== 0) rows.push({ label: words.cashRounding, amount: money(cashRounding) });
  if (tipTotal !== 0) rows.push({ label: words.tip, amount: money(tipTotal) });
  if (refundTotal !== total) rows.push({ label: words.toGiveBack, amount: money(refundTotal) });
  rows.push(
    ...returned.refunds.map((refund) => ({ label: labelOf(refund, style), amount: money(refund.amount) })),
  );
  return rows;
}

/** Which way a refund goes, and whether it has arrived. */
function labelOf(refund: Refund, style: ReceiptStyle): string {
  const { words } = style;
  if (refund.method === 'exchange') return words.forOtherGoods;
  if (refund.method === 'uncollected') return words.uncollected;
  const label = `${words.givenBack}: ${tenderLabel(refund, style)}`;
  switch (refund.status) {
    case 'completed':
      return label;
    case 'pending':
      return `${label} (${words.refundPending})`;
    case 'failed':
      return `${label} (${words.refundFailed})`;
  }
}

function balancesOf(
  { refunds, loyalty }: Return,
  pointsBalance: number | null,
  style: ReceiptStyle,
): JsonReceipt['balances'] {
  const { words, number } = style;
  const rows = balancesLeft(refunds, style);
  if (loyalty && loyalty.clawedBack > 0) {
    rows.push({ label: words.pointsTakenBack, amount: number(loyalty.clawedBack) });
  }
  if (loyalty && loyalty.restored > 0) {
    rows.push({ label: words.pointsRestored, amount: number(loyalty.restored) });
  }
  if (pointsBalance !== null) rows.push({ label: words.pointsBalance, amount: number(pointsBalance) });
  return rows;
}

import type { JsonReceipt, Sale } from '@cashwrap/contract';
import type { CompletedSale } from '../present-sale.ts';
import {
  frameOf,
  printedLine,
  type ReceiptContext,
  type ReceiptStyle,
  styleFor,
  taxRows,
} from './receipt-frame.ts';
import { balancesLeft, tenderLabel } from './receipt-tenders.ts';

/** Writes what the receipt of a sale says, in the store's language and formats. */
export function composeReceipt(sale: CompletedSale, context: ReceiptContext): JsonReceipt {
  const style = styleFor(context, sale);
  const { words, money, number } = style;
  const { completedAt, tillReference } = sale;
  return {
    ...frameOf(context, style, { title: words.title, number: String(sale.number), completedAt }),
    reference: tillReference === null ? null : `${words.tillReference} ${tillReference}`,
    lines: sale.lines.map((line) => ({
      ...printedLine(line, context, style),
      discounts: line.discounts.map(({ name, percentage, amount }) => ({
        label: percentage === null ? name : `${name} ${number(percentage)} %`,
        amount: money(-amount),
      })),
    })),
    totals: totalsOf(sale, style),
    total: { label: words.total, amount: money(sale.total) },
    payments: paymentsOf(sale, style),
    balances: balancesOf(sale, context.pointsBalance, style),
    taxes: taxRows(sale.taxes, style),
    documentId: sale.id,
    saleId: sale.id,
  };
}

/** What leads to the total, where there is something to say. */
function totalsOf(sale: Sale, { words, money }: ReceiptStyle): JsonReceipt['totals'] {
  const rows = [];
  const { pricesIncludeTax, discountTotal, exemptedTaxTotal } = sale;
  if (discountTotal !== 0 || (pricesIncludeTax && exemptedTaxTotal !== 0)) {
    rows.push({ label: words.subtotal, amount: money(sale.grossTotal) });
  }
  if (discountTotal !== 0) rows.push({ label: words.discounts, amount: money(-discountTotal) });
  if (!pricesIncludeTax) {
    rows.push({ label: words.netTotal, amount: money(sale.netTotal) });
    // What the customer is exempted from is taken off again below.
    rows.push(
      ...sale.taxes.map(({ name, amount, exempted = 0 }) => ({
        label: name,
        amount: money(amount + exempted),
      })),
    );
  }
  if (sale.taxExempt) {
    const reason = sale.taxExemptReason === null ? '' : ` (${sale.taxExemptReason})`;
    rows.push({ label: words.taxExempt + reason, amount: money(-exemptedTaxTotal) });
  }
  // Where nothing else leads to the total, the lines alone do.
  if (sale.giftCardTotal !== 0 && rows.length > 0) {
    rows.push({ label: words.giftCards, amount: money(sale.giftCardTotal) });
  }
  return rows;
}

function paymentsOf(sale: Sale, style: ReceiptStyle): JsonReceipt['payments'] {
  const { words, money } = style;
  const rows = [];
  if (sale.cashRounding !== 0) rows.push({ label: words.cashRounding, amount: money(sale.cashRounding) });
  if (sale.tipTotal !== 0) rows.push({ label: words.tip, amount: money(sale.tipTotal) });
  if (sale.payable !== sale.total) rows.push({ label: words.toPay, amount: money(sale.payable) });
  for (const payment of sale.payments) {
    rows.push({ label: tenderLabel(payment, style), amount: money(payment.tendered) });
  }
  if (sale.change !== 0) rows.push({ label: words.change, amount: money(sale.change) });
  return rows;
}

function balancesOf(
  { payments, loyalty }: Sale,
  pointsBalance: number | null,
  style: ReceiptStyle,
): JsonReceipt['balances'] {
  const { words, number } = style;
  const rows = balancesLeft(payments, style);
  if (loyalty) rows.push({ label: words.pointsEarned, amount: number(loyalty.earned) });
  // What rewards have cost is in no payment.
  if (loyalty && loyalty.spent > 0) rows.push({ label: words.pointsSpent, amount: number(loyalty.spent) });
  if (pointsBalance !== null) rows.push({ label: words.pointsBalance, amount: number(pointsBalance) });
  return rows;
}

import { type Address, addressLines, type JsonReceipt, type Sale } from '@cashwrap/contract';
import { type MoneyFormat, moneyFormat, plainFormat } from '@cashwrap/pricing/money-format';
import { languageFor, type ReceiptWords } from './receipt-words.ts';

/** What a receipt says beside the sale itself. */
export interface ReceiptContext {
  readonly storeName: string;
  readonly address: Address;
  readonly phone: string | null;
  readonly timeZone: string;
  readonly locale: string;
  readonly register: string;
  readonly cashier: string;
  readonly header: string;
  readonly footer: string;
  /** What the customer had after the sale; null where it moved no points. */
  readonly pointsBalance: number | null;
  /** The last characters of the codes of the gift cards that were sold, by id. */
  readonly giftCardEnds: ReadonlyMap<string, string>;
  /** Whether it was printed before. */
  readonly copy: boolean;
}

/** Writes what a receipt says, in the store's language and formats. */
export function composeReceipt(sale: Sale, context: ReceiptContext): JsonReceipt {
  const { language, direction, words } = languageFor(context.locale);
  const money = moneyFormat(context.locale, sale.currency, sale.currencyDigits);
  const number = plainFormat(context.locale, sale.currency, 4);
  const dateTime = new Intl.DateTimeFormat(context.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: context.timeZone,
  });
  return {
    format: 'json',
    language,
    direction,
    store: { name: context.storeName, addressLines: addressLines(context.address), phone: context.phone },
    title: words.title,
    copy: context.copy ? words.copy : null,
    number: `${context.register} / ${sale.number}`,
    completedAt: dateTime.format(Date.parse(sale.completedAt)),
    register: context.register,
    cashier: `${words.cashier} ${context.cashier}`,
    headings: {
      item: words.item,
      amount: words.amount,
      taxRate: words.taxRate,
      net: words.net,
      tax: words.tax,
    },
    lines: sale.lines.map((line) => ({
      name: nameOf(line, words, context.giftCardEnds),
      quantity: number(line.quantity) + (line.unitLabel === null ? '' : ` ${line.unitLabel}`),
      unitPrice: money(line.unitPrice),
      gross: money(line.gross),
      components: (line.components ?? []).map(({ name, quantity }) => `${number(quantity)} x ${name}`),
      discounts: line.discounts.map(({ name, percentage, amount }) => ({
        label: percentage === null ? name : `${name} ${number(percentage)} %`,
        amount: money(-amount),
      })),
    })),
    totals: totalsOf(sale, words, money),
    total: { label: words.total, amount: money(sale.total) },
    payments: paymentsOf(sale, words, { money, number }),
    balances: balancesOf(sale, context.pointsBalance, words, { money, number }),
    taxes: sale.taxes.map((tax) => ({
      name: `${tax.name} (${number(tax.percentage)} %)`,
      base: money(tax.base),
      amount: money(tax.amount),
    })),
    saleId: sale.id,
    header: context.header,
    footer: context.footer,
  };
}

/** A gift card has no name of its own: it is called what the receipt calls it, in its language. */
function nameOf(
  { giftCardId, name }: Sale['lines'][number],
  words: ReceiptWords,
  giftCardEnds: ReceiptContext['giftCardEnds'],
): string {
  const codeEnd = giftCardId === null ? undefined : giftCardEnds.get(giftCardId);
  return codeEnd === undefined ? name : `${words.gift_card} …${codeEnd}`;
}

/** What leads to the total, where there is something to say. */
function totalsOf(sale: Sale, words: ReceiptWords, money: MoneyFormat): JsonReceipt['totals'] {
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

/** How a receipt writes amounts, and numbers of points. */
interface Formats {
  readonly money: MoneyFormat;
  readonly number: (value: number) => string;
}

function paymentsOf(sale: Sale, words: ReceiptWords, formats: Formats): JsonReceipt['payments'] {
  const { money } = formats;
  const rows = [];
  if (sale.cashRounding !== 0) rows.push({ label: words.cashRounding, amount: money(sale.cashRounding) });
  if (sale.tipTotal !== 0) rows.push({ label: words.tip, amount: money(sale.tipTotal) });
  if (sale.payable !== sale.total) rows.push({ label: words.toPay, amount: money(sale.payable) });
  for (const payment of sale.payments) {
    const detail = detailOf(payment, formats);
    const word = words[payment.method];
    rows.push({ label: detail === null ? word : `${word} ${detail}`, amount: money(payment.tendered) });
  }
  if (sale.change !== 0) rows.push({ label: words.change, amount: money(sale.change) });
  return rows;
}

/** What tells a payment from others by the same method. */
function detailOf(
  { method, reference, points }: Sale['payments'][number],
  { number }: Formats,
): string | null {
  if (points !== null) return number(points);
  return method === 'gift_card' ? `…${reference}` : reference;
}

function balancesOf(
  { payments, loyalty }: Sale,
  pointsBalance: number | null,
  words: ReceiptWords,
  formats: Formats,
): JsonReceipt['balances'] {
  const { money, number } = formats;
  // Of a card that has paid twice the last word is said; of two cards whose codes end alike both.
  const left = new Map<string, JsonReceipt['balances'][number]>();
  for (const payment of payments) {
    const { method, giftCardId, balanceAfter } = payment;
    if (balanceAfter === null) continue;
    const label =
      method === 'gift_card'
        ? `${words.gift_card_balance} ${detailOf(payment, formats)}`
        : words.store_credit_balance;
    left.set(giftCardId ?? method, { label, amount: money(balanceAfter) });
  }
  const rows = [...left.values()];
  if (loyalty) rows.push({ label: words.pointsEarned, amount: number(loyalty.earned) });
  // What rewards have cost is in no payment.
  if (loyalty && loyalty.spent > 0) rows.push({ label: words.pointsSpent, amount: number(loyalty.spent) });
  if (pointsBalance !== null) rows.push({ label: words.pointsBalance, amount: number(pointsBalance) });
  return rows;
}

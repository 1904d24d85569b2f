import { type Address, addressLines, type JsonReceipt } from '@cashwrap/contract';
import { type MoneyFormat, moneyFormat, plainFormat } from '@cashwrap/pricing/money-format';
import { languageFor, type ReceiptLanguage } from './receipt-words.ts';

/** What a receipt says beside its document. */
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
  /** What the customer had after it; null where it moved no points. */
  readonly pointsBalance: number | null;
  /** The last characters of the codes of the gift cards on its lines, by id. */
  readonly giftCardEnds: ReadonlyMap<string, string>;
  /** Whether it was printed before. */
  readonly copy: boolean;
}

/** The words and formats of a receipt. */
export interface ReceiptStyle extends ReceiptLanguage {
  readonly money: MoneyFormat;
  /** Of quantities, percentages and points. */
  readonly number: (value: number) => string;
}

/** How receipts of a store are written, in a currency. */
export function styleFor(
  { locale }: Pick<ReceiptContext, 'locale'>,
  { currency, currencyDigits }: { readonly currency: string; readonly currencyDigits: number },
): ReceiptStyle {
  return {
    ...languageFor(locale),
    money: moneyFormat(locale, currency, currencyDigits),
    number: plainFormat(locale, currency, 4),
  };
}

/** What is around the figures of every receipt. */
export function frameOf(
  context: ReceiptContext,
  { language, direction, words }: ReceiptStyle,
  {
    title,
    number,
    completedAt,
  }: { readonly title: string; readonly number: string; readonly completedAt: string },
) {
  const dateTime = new Intl.DateTimeFormat(context.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: context.timeZone,
  });
  return {
    format: 'json' as const,
    language,
    direction,
    store: { name: context.storeName, addressLines: addressLines(context.address), phone: context.phone },
    title,
    copy: context.copy ? words.copy : null,
    number: `${context.register} / ${number}`,
    completedAt: dateTime.format(Date.parse(completedAt)),
    register: context.register,
    cashier: `${words.cashier} ${context.cashier}`,
    headings: {
      item: words.item,
      amount: words.amount,
      taxRate: words.taxRate,
      net: words.net,
      tax: words.tax,
    },
    header: context.header,
    footer: context.footer,
  };
}

/** A line of a sale or a return as far as both are printed alike. */
interface PrintedGoods {
  readonly name: string;
  readonly giftCardId: string | null;
  readonly quantity: number;
  readonly unitLabel: string | null;
  readonly unitPrice: number;
  readonly gross: number;
  readonly components: readonly { readonly name: string; readonly quantity: number }[] | null;
}

/** A line as it is printed, before its discounts. */
export function printedLine(
  line: PrintedGoods,
  { giftCardEnds }: ReceiptContext,
  { words, money, number }: ReceiptStyle,
): Omit<JsonReceipt['lines'][number], 'discounts'> {
  const codeEnd = line.giftCardId === null ? undefined : giftCardEnds.get(line.giftCardId);
  return {
    // A gift card has no name of its own: it is called what the receipt calls it, in its language.
    name: codeEnd === undefined ? line.name : `${words.gift_card} …${codeEnd}`,
    quantity: number(line.quantity) + (line.unitLabel === null ? '' : ` ${line.unitLabel}`),
    unitPrice: money(line.unitPrice),
    gross: money(line.gross),
    components: (line.components ?? []).map(({ name, quantity }) => `${number(quantity)} x ${name}`),
  };
}

/** The taxes by rate. */
export function taxRows(
  taxes: readonly {
    readonly name: string;
    readonly percentage: number;
    readonly base: number;
    readonly amount: number;
  }[],
  { money, number }: ReceiptStyle,
): JsonReceipt['taxes'] {
  return taxes.map((tax) => ({
    name: `${tax.name} (${number(tax.percentage)} %)`,
    base: money(tax.base),
    amount: money(tax.amount),
  }));
}

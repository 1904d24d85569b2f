/** The words of a receipt, by language; English where a language is not here yet. */
const receiptWords = {
  en: {
    title: 'Receipt',
    sale: 'Sale',
    cashier: 'Served by',
    subtotal: 'Subtotal',
    discounts: 'Discounts',
    netTotal: 'Net',
    taxExempt: 'Tax exempt',
    tax: 'Tax',
    total: 'Total',
    cashRounding: 'Cash rounding',
    tip: 'Tip',
    toPay: 'To pay',
    change: 'Change',
    cash: 'Cash',
    card: 'Card',
    gift_card: 'Gift card',
    store_credit: 'Store credit',
    loyalty: 'Points',
    giftCards: 'Gift cards',
    gift_card_balance: 'Gift card balance',
    store_credit_balance: 'Store credit balance',
    pointsEarned: 'Points earned',
    pointsSpent: 'Points spent',
    pointsBalance: 'Points balance',
    taxHeading: 'Tax summary',
    on: 'on',
  },
} as const;

export type ReceiptWords = (typeof receiptWords)['en'];

export function wordsFor(locale: string): ReceiptWords {
  const language = locale.split('-', 1)[0] ?? '';
  return language in receiptWords ? receiptWords[language as keyof typeof receiptWords] : receiptWords.en;
}

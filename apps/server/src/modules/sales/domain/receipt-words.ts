import { de } from './receipt-words/de.ts';
import { en } from './receipt-words/en.ts';

export type ReceiptWords = Readonly<Record<keyof typeof en, string>>;

/** A language that receipts are written in. A new one is a file of words and a line here. */
export interface ReceiptLanguage {
  /** By BCP 47, without a region. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly words: ReceiptWords;
}

const english: ReceiptLanguage = { language: 'en', direction: 'ltr', words: en };

export const receiptLanguages: readonly ReceiptLanguage[] = [
  english,
  { language: 'de', direction: 'ltr', words: de },
];

/** The language of a locale, whatever its region; English where its words are not here yet. */
export function languageFor(locale: string): ReceiptLanguage {
  const { language } = new Intl.Locale(locale);
  return receiptLanguages.find((each) => each.language === language) ?? english;
}

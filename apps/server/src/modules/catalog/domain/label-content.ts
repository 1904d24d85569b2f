import type { Product } from '@cashwrap/contract';
import { hasValidCheckDigit } from '@cashwrap/pricing/barcodes';

/** The kinds of barcodes that labels have, by the names of the library that draws them. */
export type Symbology = 'ean13' | 'upca' | 'ean8' | 'itf14' | 'code128';

const BY_LENGTH: Readonly<Record<number, Symbology>> = { 8: 'ean8', 12: 'upca', 13: 'ean13', 14: 'itf14' };

/** How a code is drawn: a GTIN as itself, whatever else it is as Code 128. */
export function symbologyOf(code: string): Symbology {
  return (hasValidCheckDigit(code) ? BY_LENGTH[code.length] : undefined) ?? 'code128';
}

/** What a label says of the price: none where it is typed in at the till, and what it is for where it is measured. */
export function priceText(
  { kind, price, soldBy, unitLabel }: Pick<Product, 'kind' | 'price' | 'soldBy' | 'unitLabel'>,
  currency: string,
  digits: number,
  locale: string,
): string {
  if (kind === 'open_price') return '';
  const format = new Intl.NumberFormat(locale, {
    ...{ style: 'currency', currency },
    ...{ minimumFractionDigits: digits, maximumFractionDigits: digits },
  });
  const text = format.format(price / 10 ** digits);
  return soldBy === 'measure' && unitLabel !== null ? `${text} / ${unitLabel}` : text;
}

/** A text in at most so many characters; what is cut off is said by an ellipsis. */
export function shorten(text: string, characters: number): string {
  const all = [...text];
  return all.length <= characters
    ? text
    : `${all
        .slice(0, characters - 1)
        .join('')
        .trimEnd()}…`;
}

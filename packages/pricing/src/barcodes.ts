/**
 * How a store's scales and labellers write a price or a weight into an EAN-13 or UPC-A: prefix, item, perhaps
 * a check digit of the value, value, and the check digit of the code. Which digits mean what is up to the
 * store, or to the GS1 organisation of its country.
 */
export interface EmbeddedLayout {
  /** The leading digits that tell such a code from others: `21`, or `2` on a UPC-A. */
  readonly prefix: string;
  /** How many digits name the article. */
  readonly itemDigits: number;
  /** Whether GS1's price check digit stands before the value, which then has 4 or 5 digits. */
  readonly hasPriceCheckDigit?: boolean;
  /** How many digits are the value. */
  readonly valueDigits: number;
  /** What the value is: a price in minor units, or a weight. */
  readonly kind: 'price' | 'weight';
  /** How many digits of a weight are behind the point, 0 to 3: 3 for grams of a kilogram. 3 when absent. */
  readonly weightDecimals?: number;
}

/** What a code with an embedded value says. */
export type EmbeddedCode = { readonly item: string } & (
  | {
      readonly kind: 'price';
      /** Of the packed piece, in minor units. */
      readonly price: number;
    }
  | { readonly kind: 'weight'; readonly quantityThousandths: number }
);

const GTIN_LENGTHS = [8, 12, 13, 14];

/** Whether a code is an EAN-8, UPC-A, EAN-13 or GTIN-14 with the right check digit. */
export function hasValidCheckDigit(code: string): boolean {
  if (!/^\d+$/.test(code) || !GTIN_LENGTHS.includes(code.length)) return false;
  let sum = 0;
  for (let i = 1; i <= code.length; i++) sum += Number(code.at(-i)) * (i % 2 === 0 ? 3 : 1);
  return sum % 10 === 0;
}

/** Reads a code by a layout; null where the code is not of that layout, or one of its check digits is wrong. */
export function parseEmbedded(code: string, layout: EmbeddedLayout): EmbeddedCode | null {
  const { prefix, itemDigits, hasPriceCheckDigit = false, valueDigits, kind, weightDecimals = 3 } = layout;
  const itemEnd = prefix.length + itemDigits;
  const valueStart = itemEnd + (hasPriceCheckDigit ? 1 : 0);
  const valueEnd = valueStart + valueDigits;
  if (!hasValidCheckDigit(code) || !code.startsWith(prefix) || code.length !== valueEnd + 1) return null;
  const value = code.slice(valueStart, valueEnd);
  if (hasPriceCheckDigit && priceCheckDigit(value) !== Number(code[itemEnd])) return null;
  const item = code.slice(prefix.length, itemEnd);
  if (kind === 'price') return { item, kind, price: Number(value) };
  return { item, kind, quantityThousandths: Number(value) * 10 ** (3 - weightDecimals) };
}

/** GS1 General Specifications, price check digits: each weighted digit, by digit. */
const TWO_MINUS = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
const THREE = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
const FIVE_PLUS = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
const FIVE_MINUS = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];

/** GS1's check digit of a price of 4 or 5 digits; undefined for another length. */
export function priceCheckDigit(price: string): number | undefined {
  const weighted = (tables: readonly number[][]): number =>
    tables.reduce((sum, table, i) => sum + (table[Number(price[i])] ?? 0), 0);
  if (price.length === 4) return (weighted([TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS]) * 3) % 10;
  if (price.length !== 5) return undefined;
  const sum = weighted([FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS]);
  return FIVE_MINUS.indexOf((10 - (sum % 10)) % 10);
}

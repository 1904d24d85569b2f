import type { LabelLayout, Product } from '@cashwrap/contract';
import { hasValidCheckDigit, priceCheckDigit } from '@cashwrap/pricing/barcodes';
import { Failure } from '../../../procedure/failure.ts';

/** What the label of a scale says of a piece. */
export interface LabelValue {
  /** The price of the whole piece in minor units; null where the label has its weight. */
  readonly price: number | null;
  /** Its weight or count; null where the label has its price. */
  readonly quantity: number | null;
}

/**
 * Reads price or weight out of an in-store EAN-13 by its layout. `currencyDigits` are those of the catalogue's currency.
 *
 * @throws Failure INVALID_BARCODE where the check digit of the price is wrong, or price or weight are zero.
 */
export function readLabelValue(code: string, layout: LabelLayout, currencyDigits: number): LabelValue {
  const { prefix, pluDigits, valueDigits, decimals } = layout;
  const start = prefix.length + pluDigits;
  const checked = layout.priceCheckDigit ? 1 : 0;
  const digits = code.slice(start + checked, start + checked + valueDigits);
  if (checked === 1 && code[start] !== String(priceCheckDigit(digits))) {
    throw invalidBarcode(code, `its price ${digits} has a wrong check digit`);
  }
  const value = Number(digits);
  if (value === 0) throw invalidBarcode(code, `it says a ${layout.value} of zero`);
  if (layout.value === 'price') return { price: value * 10 ** (currencyDigits - decimals), quantity: null };
  return { price: null, quantity: (value * 10 ** (3 - decimals)) / 1000 };
}

/**
 * Reads the label of a scale by the layout with the longest prefix that it has: which article, and the price or weight
 * of the piece; `undefined` where it has none of the prefixes. A UPC-A is the EAN-13 with a zero in front.
 *
 * @throws Failure INVALID_BARCODE where a check digit is wrong, or price or weight are zero.
 */
export function readLabel(
  layouts: readonly LabelLayout[],
  code: string,
  currencyDigits: number,
): (LabelValue & { readonly plu: string }) | undefined {
  const ean13 = code.length === 12 ? `0${code}` : code;
  const [layout] = layouts
    .filter(({ prefix }) => ean13.length === 13 && ean13.startsWith(prefix))
    .toSorted((one, other) => other.prefix.length - one.prefix.length);
  if (!layout) return undefined;
  if (!hasValidCheckDigit(ean13)) throw invalidBarcode(code, 'its check digit is wrong');
  const plu = ean13.slice(layout.prefix.length, layout.prefix.length + layout.pluDigits);
  return { plu: plu.replace(/^0+/, ''), ...readLabelValue(ean13, layout, currencyDigits) };
}

/**
 * Refuses a label with a part of what is sold by the unit: it is of another product, or the product is set up wrongly.
 *
 * @throws Failure INVALID_BARCODE
 */
export function refusePart(
  code: string,
  { quantity }: LabelValue,
  { name, soldBy }: Pick<Product, 'name' | 'soldBy'>,
): void {
  if (soldBy !== 'unit' || quantity === null || Number.isInteger(quantity)) return;
  throw invalidBarcode(code, `it says ${quantity} of "${name}", which is sold by the unit`);
}

export function invalidBarcode(code: string, reason: string): Failure<'INVALID_BARCODE'> {
  return new Failure('INVALID_BARCODE', {
    detail: `The barcode ${code} cannot be right: ${reason}. Scan it again, or type in the article by hand.`,
  });
}

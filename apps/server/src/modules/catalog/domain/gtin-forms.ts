import { expandUpcE } from '@cashwrap/contract';

/** A code as it is stored: a UPC-E as the UPC-A that it stands for, whatever else it is as it was given. */
export function storedForm(code: string): string {
  return expandUpcE(code) ?? code;
}

/**
 * All ways to write a barcode: a GTIN has 12 digits as UPC-A, 13 as EAN-13 and 14 on a case, with zeros in front.
 * Whatever else it is, it has one.
 *
 * Source: GS1 General Specifications, 3.3.2: GTINs are kept with 14 digits, filled with zeros on the left.
 */
export function formsOf(given: string): string[] {
  const code = storedForm(given);
  if (!/^\d{12,14}$/.test(code)) return [code];
  const whole = code.padStart(14, '0');
  return [whole, whole.slice(1), whole.slice(2)].filter((form) => form.padStart(14, '0') === whole);
}

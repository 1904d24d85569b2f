/**
 * The UPC-A that a UPC-E stands for, which leaves out its zeros; `undefined` where a code is none. Many a UPC-E would be
 * an EAN-8 as well: those that begin with 0 are given to nobody, and serve inside a store only.
 *
 * Source: GS1 General Specifications, 5.2.2.4.2 "UPC-E barcodes".
 */
export function expandUpcE(code: string): string | undefined {
  const [, system = '', digits = '', check = ''] = /^([01])(\d{6})(\d)$/.exec(code) ?? [];
  if (digits === '') return undefined;
  const last = Number(digits.at(-1));
  const kept = last < 3 ? 2 : Math.min(last, 5);
  const maker = digits.slice(0, kept) + (last < 3 ? last : '');
  const item = digits.slice(kept, 5) + (last < 5 ? '' : last);
  const upcA = `${system}${maker}${item.padStart(10 - maker.length, '0')}${check}`;
  return hasValidCheckDigit(upcA) ? upcA : undefined;
}

/**
 * Whether the last digit of a GTIN (EAN-8, UPC-A, EAN-13, GTIN-14) is what the others ask for: from the right,
 * the others weigh 3, 1, 3, …, and all digits together come to a multiple of ten.
 *
 * Source: GS1 General Specifications, 7.9 "Check digit calculations".
 *
 * A till has the same in `@cashwrap/pricing/barcodes`: the contract depends on zod alone, and pricing on nothing.
 */
export function hasValidCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const weight = (digits.length - 1 - i) % 2 === 0 ? 1 : 3;
    sum += Number(digits[i]) * weight;
  }
  return sum % 10 === 0;
}

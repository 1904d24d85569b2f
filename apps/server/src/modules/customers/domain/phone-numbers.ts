import { plainText } from '../../../search/domain/words.ts';

/** One digit for North America and for Russia with Kazakhstan, two for these, three for all others (ITU-T E.164). */
const CALLING_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** The digits of a phone number, without the zero that is left out where one calls from abroad: `+49 (0)30 1234`. */
export function phoneDigits(phone: string): string {
  const called = isInternational(phone) ? phone.replace('(0)', '') : phone;
  return plainText(called).replace(/\D/g, '');
}

/**
 * What a stored number has somewhere in its digits if it is the one that somebody types, or a part of it, whether either
 * is written as one dials it at home (`0170 1234`) or from abroad (`+49 170 1234`). Undefined for fewer than three digits,
 * which stand in every other number.
 */
export function numberPartOf(typed: string): string | undefined {
  const digits = phoneDigits(typed);
  // The zeros say from where one dials, and what comes behind them.
  const dialled = digits.replace(/^0+/, '');
  const atHome = isInternational(typed) ? dialled.replace(CALLING_CODE, '') : dialled;
  return [atHome, dialled, digits].find(({ length }) => length >= 3);
}

function isInternational(phone: string): boolean {
  return /^\s*(?:\+|00)/.test(phone);
}

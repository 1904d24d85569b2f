import currencyCodes from 'currency-codes';
import { type Failure, invalidInput } from '../../procedure/failure.ts';

/**
 * Codes of ISO 4217 that nobody pays with: metals, units of account, and those for tests and for no currency. The
 * standard gives them no minor unit.
 */
const NOT_MONEY = new Set([
  'XAG',
  'XAU',
  'XPD',
  'XPT',
  'XBA',
  'XBB',
  'XBC',
  'XBD',
  'XDR',
  'XSU',
  'XUA',
  'XTS',
  'XXX',
]);

/**
 * The minor digits of a currency by ISO 4217; `undefined` for a code that is none, or that nobody pays
 * with. Not from `Intl`, whose digits follow CLDR and differ for HUF, PKR, COP and others.
 */
export function currencyDigits(currency: string): number | undefined {
  return NOT_MONEY.has(currency) ? undefined : currencyCodes.code(currency)?.digits;
}

/** What to answer for a currency that has no digits. */
export function unknownCurrency(field: string): Failure<'INVALID_INPUT'> {
  return invalidInput([{ path: [field], message: 'must be a currency of ISO 4217 that is paid with' }]);
}

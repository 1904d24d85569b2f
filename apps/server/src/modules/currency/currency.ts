import currencyCodes from 'currency-codes';
import { type Failure, invalidInput } from '../../procedure/failure.ts';

/**
 * The minor digits of a currency by ISO 4217; `undefined` for a code that the standard does not have. Not
 * from `Intl`, whose digits follow CLDR and differ for HUF, PKR, COP and others.
 */
export function currencyDigits(currency: string): number | undefined {
  return currencyCodes.code(currency)?.digits;
}

/** What to answer for a currency that ISO 4217 does not have. */
export function unknownCurrency(field: string): Failure<'INVALID_INPUT'> {
  return invalidInput([{ path: [field], message: 'must be a currency of ISO 4217' }]);
}

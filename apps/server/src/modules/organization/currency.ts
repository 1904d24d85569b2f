import currencyCodes from 'currency-codes';

/**
 * The minor digits of a currency by ISO 4217; `undefined` for a code that the standard does not have. Not
 * from `Intl`, whose digits follow CLDR and differ for HUF, PKR, COP and others.
 */
export function currencyDigits(currency: string): number | undefined {
  return currencyCodes.code(currency)?.digits;
}

import type { Reader } from '@cashwrap/database';
import { currencyDigits } from '../currency/index.ts';
import { readCatalogueCurrency } from './catalogue-currency.repo.ts';

/** The currency that the prices of products are in, the merchant's, with its minor digits. */
export async function findCatalogueCurrency(db: Reader): Promise<{ currency: string; digits: number }> {
  const currency = await readCatalogueCurrency(db);
  const digits = currency === undefined ? undefined : currencyDigits(currency);
  if (currency === undefined || digits === undefined) {
    throw new Error(`The currency of the merchant is ${currency}.`);
  }
  return { currency, digits };
}

/** The minor digits of the currency that the prices of products are in. */
export async function catalogueCurrencyDigits(db: Reader): Promise<number> {
  return (await findCatalogueCurrency(db)).digits;
}

import { type Reader, readStatement } from '@cashwrap/database';

const merchantCurrency = readStatement<{ currency: string }, readonly []>(
  'catalogue_currency',
  'SELECT currency FROM merchants',
);

/** The currency of the merchant; `undefined` before there is one. */
export async function readCatalogueCurrency(db: Reader): Promise<string | undefined> {
  const { rows } = await merchantCurrency(db, []);
  return rows[0]?.currency;
}

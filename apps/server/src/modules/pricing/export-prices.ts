import type { ExportPricesInput } from '@cashwrap/contract';
import { exportFile } from '../../csv/export-file.ts';
import type { Download } from '../../procedure/download.ts';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { currencyDigits } from '../currency/index.ts';
import { findPriceListCurrency, readPriceLines } from './export-prices.repo.ts';
import { priceFileColumns } from './price-columns.ts';

/** The prices of a list as a file, which the import takes back without a change. */
export async function exportPrices(
  { db }: QueryCall,
  { id, ...style }: ExportPricesInput,
): Promise<Download> {
  const currency = await findPriceListCurrency(db, id);
  if (currency === undefined) throw notFound('price list');
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new Error(`The currency of a price list is ${currency}.`);
  return exportFile('prices.csv', style, digits, priceFileColumns, (after, limit) =>
    readPriceLines(db, id, after, limit),
  );
}

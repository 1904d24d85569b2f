import type { ExportStockInput } from '@cashwrap/contract';
import { exportFile } from '../../csv/export-file.ts';
import type { Download } from '../../procedure/download.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { seesCosts } from '../catalog/index.ts';
import { currencyDigits } from '../currency/index.ts';
import { findStoreCurrency, readStockLines } from './export-stock.repo.ts';
import { stockFileColumns } from './stock-columns.ts';

/** The stock of a store as a file: what is above zero, the import takes as the opening stock of another store. */
export async function exportStock(
  { db, actor }: QueryCall & SignedIn,
  { storeId, ...style }: ExportStockInput,
): Promise<Download> {
  const currency = await findStoreCurrency(db, storeId);
  const digits = currency === undefined ? undefined : currencyDigits(currency);
  if (digits === undefined) throw new Error(`The currency of a store is ${currency}.`);
  const columns = stockFileColumns.filter(({ name }) => name !== 'unit_cost' || seesCosts(actor, storeId));
  return exportFile('stock.csv', style, digits, columns, (after, limit) =>
    readStockLines(db, storeId, after, limit),
  );
}

import type { ExportProductsInput } from '@cashwrap/contract';
import { exportFile } from '../../csv/export-file.ts';
import type { Download } from '../../procedure/download.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { catalogueCurrencyDigits } from './catalogue-currency.ts';
import { readProductLines } from './export-products.repo.ts';
import { productFileColumns } from './product-columns.ts';

/** All products as a file, which the import takes back without a change. */
export async function exportProducts({ db }: QueryCall, input: ExportProductsInput): Promise<Download> {
  const digits = await catalogueCurrencyDigits(db);
  return exportFile('products.csv', input, digits, productFileColumns, (after, limit) =>
    readProductLines(db, after, input.status, limit),
  );
}

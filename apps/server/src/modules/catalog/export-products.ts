import type { ExportProductsInput } from '@cashwrap/contract';
import { exportFile } from '../../csv/export-file.ts';
import type { Download } from '../../procedure/download.ts';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { catalogueCurrencyDigits } from './catalogue-currency.ts';
import { seesCosts } from './costs.ts';
import { readProductLines } from './export-products.repo.ts';
import { productFileColumns } from './product-columns.ts';

/** All products as a file, which the import takes back without a change; for who may not see costs, without their column. */
export async function exportProducts(
  { db, actor }: QueryCall & SignedIn,
  input: ExportProductsInput,
): Promise<Download> {
  const digits = await catalogueCurrencyDigits(db);
  const columns = productFileColumns.filter(({ name }) => name !== 'cost' || seesCosts(actor));
  return exportFile('products.csv', input, digits, columns, (after, limit) =>
    readProductLines(db, after, input.status, limit),
  );
}

import { z } from 'zod';
import { merchant, mutation, query } from '../operation.ts';
import {
  CsvFile,
  csvDownload,
  csvUpload,
  exportFields,
  ImportResult,
  importErrorCodes,
  importFields,
} from '../shared/csv.ts';
import { Id } from '../shared/ids.ts';

/** The columns of a file of prices, in the order in which they are exported. */
export const priceColumns = ['sku', 'product_name', 'min_quantity', 'unit_price'] as const;

export const ImportPricesInput = z.strictObject({
  id: Id,
  ...importFields,
  csv: importFields.csv.meta({
    ...importFields.csv.meta(),
    example: 'sku,min_quantity,unit_price\r\nCOF-250,1,5.99\r\n',
  }),
});
export type ImportPricesInput = z.infer<typeof ImportPricesInput>;

export const ExportPricesInput = z.strictObject({ id: Id, ...exportFields });
export type ExportPricesInput = z.infer<typeof ExportPricesInput>;

/** Price lists as files: they join the operations on price lists. */
export const priceListFiles = {
  import: mutation({
    rest: { method: 'POST', path: '/price-lists/{id}/import', upload: csvUpload },
    permission: 'price_lists.manage',
    scope: merchant,
    summary: 'Set and take away prices of a price list by a CSV file',
    description:
      `Prices that the file does not name stay; an empty unit_price takes one away. Columns: ${priceColumns.join(', ')}. ` +
      'One import runs at a time.',
    input: ImportPricesInput,
    output: ImportResult,
    errors: ['NOT_FOUND', ...importErrorCodes],
  }),
  export: query({
    rest: { method: 'GET', path: '/price-lists/{id}/export', download: csvDownload },
    permission: 'price_lists.read',
    scope: merchant,
    summary: 'Read the prices of a price list as a CSV file',
    input: ExportPricesInput,
    output: CsvFile,
    errors: ['NOT_FOUND', 'EXPORT_TOO_LARGE'],
  }),
};

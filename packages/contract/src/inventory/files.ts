import { z } from 'zod';
import { inStore, mutation, query } from '../operation.ts';
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

/** The columns of a file of opening stock. */
export const stockColumns = ['sku', 'barcode', 'quantity', 'unit_cost'] as const;

export const ImportStockInput = z.strictObject({
  storeId: Id,
  ...importFields,
  csv: importFields.csv.meta({
    ...importFields.csv.meta(),
    example: 'sku,quantity,unit_cost\r\nCOF-250,120,3.50\r\n',
  }),
});
export type ImportStockInput = z.infer<typeof ImportStockInput>;

export const ExportStockInput = z.strictObject({ storeId: Id, ...exportFields });
export type ExportStockInput = z.infer<typeof ExportStockInput>;

/** Stock as files: they join the operations on stock. */
export const stockFiles = {
  import: mutation({
    rest: { method: 'POST', path: '/inventory/import', upload: csvUpload },
    permission: 'inventory.adjust',
    scope: inStore(),
    summary: 'Enter the opening stock of a store by a CSV file',
    description:
      'A product is named by its SKU or a barcode, and may not have had stock in this store before. ' +
      `Columns: ${stockColumns.join(', ')}; the last takes the permission \`products.read_cost\` in the store. ` +
      'Stock adjustments of up to 500 lines are made. One import runs at a time.',
    input: ImportStockInput,
    output: ImportResult,
    errors: ['NOT_FOUND', 'AMOUNT_OUT_OF_RANGE', ...importErrorCodes],
    idempotency: 'required',
  }),
  export: query({
    rest: { method: 'GET', path: '/inventory/export', download: csvDownload },
    permission: 'inventory.read',
    scope: inStore(),
    summary: 'Read the stock of a store as a CSV file',
    description:
      'Of all products that have had stock in the store, by SKU: what is on hand, zero and below as well, at its average ' +
      'cost. The columns are those of the import, which refuses a row below zero: with onError=skip the rest becomes the ' +
      'opening stock of another store. unit_cost is left out without products.read_cost.',
    input: ExportStockInput,
    output: CsvFile,
    errors: ['NOT_FOUND', 'EXPORT_TOO_LARGE'],
  }),
};

import { z } from 'zod';
import { inStore, mutation } from '../operation.ts';
import { csvUpload, ImportResult, importErrorCodes, importFields } from '../shared/csv.ts';
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

/** Stock as files: they join the operations on stock. */
export const stockFiles = {
  import: mutation({
    rest: { method: 'POST', path: '/inventory/import', upload: csvUpload },
    permission: 'inventory.adjust',
    scope: inStore(),
    summary: 'Enter the opening stock of a store by a CSV file',
    description:
      'A product is named by its SKU or a barcode, and may not have had stock in this store before. ' +
      `Columns: ${stockColumns.join(', ')}. Stock adjustments of up to 500 lines are made. One import runs at a time.`,
    input: ImportStockInput,
    output: ImportResult,
    errors: ['NOT_FOUND', 'AMOUNT_OUT_OF_RANGE', ...importErrorCodes],
    idempotency: 'required',
  }),
};

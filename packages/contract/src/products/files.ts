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
import { ProductStatus } from './schemas.ts';

/** The columns of a file of products, in the order in which they are exported. */
export const productColumns = [
  'sku',
  'name',
  'kind',
  'parent_sku',
  'options',
  'option_values',
  'description',
  'barcodes',
  'plu',
  'tax_category',
  'category',
  'brand',
  'image_url',
  'attributes',
  'price',
  'cost',
  'sold_by',
  'unit_label',
  'track_stock',
  'allow_oversell',
  'status',
  'components',
] as const;

export const ImportProductsInput = z.strictObject({
  ...importFields,
  csv: importFields.csv.meta({
    ...importFields.csv.meta(),
    example: 'sku,name,tax_category,price\r\nTEA-100,Tea 100 g,Standard,4.50\r\n',
  }),
});
export type ImportProductsInput = z.infer<typeof ImportProductsInput>;

export const ExportProductsInput = z.strictObject({
  ...exportFields,
  status: ProductStatus.optional(),
});
export type ExportProductsInput = z.infer<typeof ExportProductsInput>;

/** Products as files: they join the operations on products. */
export const productFiles = {
  import: mutation({
    rest: { method: 'POST', path: '/products/import', upload: csvUpload },
    permission: 'products.create',
    scope: merchant,
    summary: 'Add and change products by a CSV file',
    description:
      'Also takes the permission `products.update`, and `products.read_cost` where there is a column `cost`. Rows are ' +
      'found by their SKU; a column that is not in the file ' +
      `leaves what it is about as it is. Columns: ${productColumns.join(', ')}. One import runs at a time.`,
    input: ImportProductsInput,
    output: ImportResult,
    errors: importErrorCodes,
  }),
  export: query({
    rest: { method: 'GET', path: '/products/export', download: csvDownload },
    permission: 'products.read',
    scope: merchant,
    summary: 'Read all products as a CSV file',
    description:
      'Over REST the file itself, however large. Text that a spreadsheet would take for a formula begins with an ' +
      'apostrophe, which the import takes off again. Without the permission `products.read_cost` there is no column ' +
      '`cost`, and an import of the file leaves the costs as they are.',
    input: ExportProductsInput,
    output: CsvFile,
    errors: ['EXPORT_TOO_LARGE'],
  }),
};

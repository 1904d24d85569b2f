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
import { CustomerStatus } from './schemas.ts';

/** The columns of a file of customers, in the order in which they are exported. */
export const customerColumns = [
  'reference',
  'name',
  'company',
  'tax_id',
  'email',
  'phone',
  'address_line1',
  'address_line2',
  'city',
  'region',
  'postal_code',
  'country',
  'birthday',
  'groups',
  'tags',
  'note',
  'tax_exempt',
  'tax_exempt_reason',
  'consent_email',
  'consent_sms',
  'consent_phone',
  'consent_post',
  'status',
] as const;

export const ImportCustomersInput = z.strictObject({
  ...importFields,
  csv: importFields.csv.meta({
    ...importFields.csv.meta(),
    example: 'reference,name,email\r\nK-10023,Ada Lovelace,ada@example.com\r\n',
  }),
});
export type ImportCustomersInput = z.infer<typeof ImportCustomersInput>;

export const ExportCustomersInput = z.strictObject({
  ...exportFields,
  status: CustomerStatus.extract(['active', 'archived']).optional(),
});
export type ExportCustomersInput = z.infer<typeof ExportCustomersInput>;

/** Customers as files: they join the operations on customers. */
export const customerFiles = {
  import: mutation({
    rest: { method: 'POST', path: '/customers/import', upload: csvUpload },
    permission: 'customers.import',
    scope: merchant,
    summary: 'Add and change customers by a CSV file',
    description:
      'Rows are found by their reference, so the file must have that column; a column that is not in the file leaves what it is ' +
      'about as it is. Groups are named, separated by semicolons, and must exist; tags too are separated by semicolons. ' +
      `Columns: ${customerColumns.join(', ')}. One import runs at a time.`,
    input: ImportCustomersInput,
    output: ImportResult,
    errors: importErrorCodes,
  }),
  export: query({
    rest: { method: 'GET', path: '/customers/export', download: csvDownload },
    permission: 'customers.import',
    scope: merchant,
    summary: 'Read all customers as a CSV file',
    description:
      'Over REST the file itself, however large. Text that a spreadsheet would take for a formula begins with an ' +
      'apostrophe, which the import takes off again.',
    input: ExportCustomersInput,
    output: CsvFile,
    errors: ['EXPORT_TOO_LARGE'],
  }),
};

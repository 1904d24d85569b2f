import type { ExportCustomersInput } from '@cashwrap/contract';
import { exportFile } from '../../csv/export-file.ts';
import type { Download } from '../../procedure/download.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { customerFileColumns, NO_DIGITS } from './customer-columns.ts';
import { readCustomerLines } from './export-customers.repo.ts';

/** All customers as a file, which the import takes back without a change where each has a reference. */
export async function exportCustomers({ db }: QueryCall, input: ExportCustomersInput): Promise<Download> {
  const statuses = input.status === undefined ? ['active', 'archived'] : [input.status];
  return exportFile('customers.csv', input, NO_DIGITS, customerFileColumns, (after, limit) =>
    readCustomerLines(db, after, statuses, limit),
  );
}

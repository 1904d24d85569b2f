import type { ListPurchasesInput, Page, SaleSummary } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { findMergedIds } from '../customers/index.ts';
import { toSummary } from './present-sale.ts';
import { listPurchases as listRows } from './purchases.repo.ts';

/** What a customer has bought, and those who were merged into them, in the stores where the caller may read sales. */
export async function listPurchases(
  { db, scope }: QueryCall,
  input: ListPurchasesInput,
): Promise<Page<SaleSummary>> {
  const customerIds = await findMergedIds(db, input.id);
  if (customerIds.length === 0) throw notFound('customer');
  return readPage(
    'customers.purchases',
    input,
    (page) => listRows(db, scope, customerIds, input, page),
    (row) => row.completedAt.toISOString(),
    toSummary,
  );
}

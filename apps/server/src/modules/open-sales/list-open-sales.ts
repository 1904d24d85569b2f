import type { ListOpenSalesInput, OpenSaleSummary, Page } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { listOpenSales as listRows } from './open-sale.repo.ts';
import { toSummary } from './present-open-sale.ts';

export function listOpenSales(
  { db, scope }: QueryCall,
  input: ListOpenSalesInput,
): Promise<Page<OpenSaleSummary>> {
  return readPage(
    'open sales',
    input,
    (page) => listRows(db, scope, input, page),
    (row) => row.updatedAt.toISOString(),
    toSummary,
  );
}

import type { ListSalesInput, Page, SaleSummary } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findEmployee } from '../staff/index.ts';
import { listSales } from './read-sales.ts';

/** What the user of a person rang up, in the stores where the caller may read sales. */
export async function listEmployeeSales(
  call: QueryCall,
  { id, ...input }: { id: string } & Omit<ListSalesInput, 'storeId' | 'registerId' | 'cashierId'>,
): Promise<Page<SaleSummary>> {
  const employee = await findEmployee(call.db, call.scope, id);
  if (!employee) throw notFound('employee');
  if (employee.userId === null) return { items: [], nextCursor: null };
  return listSales(call, { ...input, cashierId: employee.userId });
}

import type { ListSalesInput, Page, SaleSummary } from '@cashwrap/contract';
import type { QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { readableEmployee } from '../staff/index.ts';
import { listSales } from './read-sales.ts';

/** What the user of a person rang up, in the stores where the caller may read sales. */
export async function listEmployeeSales(
  call: QueryCall & SignedIn,
  { id, ...input }: { id: string } & Omit<ListSalesInput, 'storeId' | 'registerId' | 'shiftId' | 'cashierId'>,
): Promise<Page<SaleSummary>> {
  const employee = await readableEmployee(call, id);
  if (employee.userId === null) return { items: [], nextCursor: null };
  return listSales(call, { ...input, cashierId: employee.userId });
}

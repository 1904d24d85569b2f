import type { Customer, ListCustomersInput, Page } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { refuseCursor } from '../../search/refuse-cursor.ts';
import { findStandingCustomer, listCustomers as listRows } from './customers.repo.ts';
import { toCustomer } from './present-customer.ts';
import { searchCustomers } from './search-customers.ts';

export async function getCustomer({ db }: QueryCall, { id }: { id: string }): Promise<Customer> {
  const row = await findStandingCustomer(db, id);
  if (!row) throw notFound('customer');
  return toCustomer(row);
}

/** Lists customers, or answers the one page of those that are searched for. */
export async function listCustomers(
  { db }: QueryCall,
  { search = '', ...input }: ListCustomersInput,
): Promise<Page<Customer>> {
  const { groupId, tag, cursor, limit } = input;
  const filter = { groupId, tag, statuses: statusesOf(input.status, search !== '') };
  if (search === '') {
    return readPage(
      'customers',
      input,
      (page) => listRows(db, filter, page),
      (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
      toCustomer,
    );
  }
  refuseCursor(cursor);
  const rows = await searchCustomers(db, search, filter, limit);
  return { items: rows.map(toCustomer), nextCursor: null };
}

/** Who was put away would be in the way at the till; who was merged or erased is nobody's customer. */
function statusesOf(status: Customer['status'] | undefined, isSearch: boolean): Customer['status'][] {
  if (status !== undefined) return [status];
  return isSearch ? ['active'] : ['active', 'archived'];
}

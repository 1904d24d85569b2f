import type { Customer, ListCustomersInput, Page } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { type CustomerRow, findCustomer, listCustomers as listRows } from './customers.repo.ts';

export async function getCustomer({ db }: QueryCall, { id }: { id: string }): Promise<Customer> {
  const row = await findCustomer(db, id);
  if (!row) throw notFound('customer');
  return toCustomer(row);
}

export function listCustomers({ db }: QueryCall, input: ListCustomersInput): Promise<Page<Customer>> {
  return readPage(
    'customers',
    input,
    (page) => listRows(db, input, page),
    (row, column) => (column === 'name' ? row.name : row.createdAt.toISOString()),
    toCustomer,
  );
}

/** The customer as callers see them. */
export function toCustomer({ createdAt, updatedAt, saleCount, inputHash, ...row }: CustomerRow): Customer {
  return { ...row, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

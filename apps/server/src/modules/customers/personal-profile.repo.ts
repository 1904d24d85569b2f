import type { Reader } from '@cashwrap/database';
import { customerGroups, customers } from '@cashwrap/database/schema';
import { asc, inArray } from 'drizzle-orm';
import { type CustomerRow, customerColumns } from './customers.repo.ts';

export function findCustomers(db: Reader, ids: readonly string[]): Promise<CustomerRow[]> {
  return db
    .select(customerColumns)
    .from(customers)
    .where(inArray(customers.id, [...ids]))
    .orderBy(asc(customers.id));
}

/** What groups are called. */
export function findGroupNames(
  db: Reader,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly name: string }[]> {
  const { id, name } = customerGroups;
  return db
    .select({ id, name })
    .from(customerGroups)
    .where(inArray(id, [...ids]))
    .orderBy(asc(name));
}

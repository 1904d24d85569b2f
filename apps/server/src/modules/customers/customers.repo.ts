import type { Customer, ListCustomersInput } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { customerGroupMembers, customers, customerTotals } from '@cashwrap/database/schema';
import { and, arrayContains, eq, exists, getTableColumns, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

const sortColumns = { name: customers.name, createdAt: customers.createdAt };

const { searchText: _onlyForSearch, ...ownColumns } = getTableColumns(customers);

/** A customer with the groups that they are in, what they have bought, and those who were merged into them. */
export const customerColumns = {
  ...ownColumns,
  groupIds: sql<string[]>`ARRAY(
    SELECT ${customerGroupMembers.groupId} FROM ${customerGroupMembers}
    WHERE ${customerGroupMembers.customerId} = ${customers.id} ORDER BY ${customerGroupMembers.groupId})`,
  lifetime: sql<Customer['lifetime']>`coalesce((
    SELECT json_agg(json_build_object('currency', ${customerTotals.currency}, 'saleCount', ${customerTotals.saleCount},
      'total', ${customerTotals.total}, 'returnCount', ${customerTotals.returnCount}, 'returned', ${customerTotals.returned},
      'firstSaleAt', ${customerTotals.firstSaleAt}, 'lastSaleAt', ${customerTotals.lastSaleAt})
      ORDER BY ${customerTotals.lastSaleAt} DESC, ${customerTotals.currency})
    FROM ${customerTotals} WHERE ${customerTotals.customerId} = ${customers.id}), '[]')`,
  /** Written out: Drizzle would leave away the names that tell the two rows apart. */
  mergedIds: sql<string[]>`ARRAY(
    SELECT merged.id FROM customers merged WHERE merged.merged_into_id = "customers"."id" ORDER BY merged.id)`,
};

type StoredCustomer = typeof customers.$inferSelect;
export type NewCustomerRow = typeof customers.$inferInsert;
export type CustomerRow = Omit<StoredCustomer, 'searchText'> & {
  groupIds: string[];
  lifetime: Customer['lifetime'];
  mergedIds: string[];
};

/** Which customers are asked for. */
export type CustomerFilter = Pick<ListCustomersInput, 'groupId' | 'tag'> & {
  readonly statuses: readonly Customer['status'][];
};

export async function findCustomer(db: Reader, id: string): Promise<CustomerRow | undefined> {
  const [row] = await db.select(customerColumns).from(customers).where(eq(customers.id, id));
  return row;
}

function standingFor(id: string): SQL {
  return sql`(SELECT coalesce(given.merged_into_id, given.id) FROM customers given WHERE given.id = ${id})`;
}

/** The customer, or who stands for them since they were merged. */
export async function findStandingCustomer(db: Reader, id: string): Promise<CustomerRow | undefined> {
  const [row] = await db
    .select(customerColumns)
    .from(customers)
    .where(eq(customers.id, standingFor(id)));
  return row;
}

/** Who stands for this customer, with all who were merged into them; none where there is no such customer. */
export async function findMergedIds(db: Reader, id: string): Promise<string[]> {
  const standing = standingFor(id);
  const rows = await db
    .select({ id: customers.id })
    .from(customers)
    .where(or(eq(customers.id, standing), eq(customers.mergedIntoId, standing)));
  return rows.map((row) => row.id);
}

/** Another customer who has this reference. */
export async function findReferenceHolder(
  tx: Tx,
  reference: string,
  exceptId: string,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(and(eq(customers.reference, reference), ne(customers.id, exceptId)));
  return row?.id;
}

/** The customer, locked for a change. */
export async function lockCustomer(tx: Tx, id: string): Promise<CustomerRow | undefined> {
  const [row] = await tx
    .select(customerColumns)
    .from(customers)
    .where(eq(customers.id, id))
    .for('no key update');
  return row;
}

export async function listCustomers(
  db: Reader,
  filter: CustomerFilter,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<CustomerRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], customers.id);
  return db
    .select(customerColumns)
    .from(customers)
    .where(and(matches(db, filter), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The condition that a filter is. */
export function matches(db: Reader, { groupId, tag, statuses }: CustomerFilter): SQL | undefined {
  return and(
    inArray(customers.status, [...statuses]),
    groupId === undefined ? undefined : isIn(db, groupId),
    tag === undefined ? undefined : arrayContains(customers.tags, [tag]),
  );
}

function isIn(db: Reader, groupId: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(customerGroupMembers)
      .where(
        and(eq(customerGroupMembers.customerId, customers.id), eq(customerGroupMembers.groupId, groupId)),
      ),
  );
}

export async function insertCustomer(tx: Tx, customer: NewCustomerRow): Promise<void> {
  await tx.insert(customers).values(customer);
}

export async function updateCustomer(
  tx: Tx,
  id: string,
  changes: Partial<NewCustomerRow> & Pick<StoredCustomer, 'version' | 'updatedAt' | 'searchText'>,
): Promise<void> {
  await tx.update(customers).set(changes).where(eq(customers.id, id));
}

export async function replaceGroups(tx: Tx, customerId: string, groupIds: readonly string[]): Promise<void> {
  await tx.delete(customerGroupMembers).where(eq(customerGroupMembers.customerId, customerId));
  if (groupIds.length === 0) return;
  await tx.insert(customerGroupMembers).values(groupIds.map((groupId) => ({ customerId, groupId })));
}

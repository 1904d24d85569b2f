import type { ListCustomersInput } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { customerGroupMembers, customers } from '@cashwrap/database/schema';
import { and, eq, exists, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

const sortColumns = { name: customers.name, createdAt: customers.createdAt };

/** A customer with the groups that they are in. */
const customerColumns = {
  ...getTableColumns(customers),
  groupIds: sql<string[]>`ARRAY(
    SELECT ${customerGroupMembers.groupId} FROM ${customerGroupMembers}
    WHERE ${customerGroupMembers.customerId} = ${customers.id} ORDER BY ${customerGroupMembers.groupId})`,
};

export type NewCustomerRow = typeof customers.$inferInsert;
export type CustomerRow = typeof customers.$inferSelect & { groupIds: string[] };

export async function findCustomer(db: Reader, id: string): Promise<CustomerRow | undefined> {
  const [row] = await db.select(customerColumns).from(customers).where(eq(customers.id, id));
  return row;
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
  { groupId, status }: Pick<ListCustomersInput, 'groupId' | 'status'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<CustomerRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], customers.id);
  return db
    .select(customerColumns)
    .from(customers)
    .where(
      and(
        groupId === undefined ? undefined : isIn(db, groupId),
        status === undefined ? undefined : eq(customers.status, status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
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
  changes: Partial<NewCustomerRow> & { version: number; updatedAt: Date },
): Promise<void> {
  await tx.update(customers).set(changes).where(eq(customers.id, id));
}

export async function replaceGroups(tx: Tx, customerId: string, groupIds: readonly string[]): Promise<void> {
  await tx.delete(customerGroupMembers).where(eq(customerGroupMembers.customerId, customerId));
  if (groupIds.length === 0) return;
  await tx.insert(customerGroupMembers).values(groupIds.map((groupId) => ({ customerId, groupId })));
}

import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { customerGroups } from '@cashwrap/database/schema';
import { eq, inArray } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type CustomerGroupRow = typeof customerGroups.$inferSelect;

const sortColumns = { name: customerGroups.name, createdAt: customerGroups.createdAt };

export async function findCustomerGroup(db: Reader, id: string): Promise<CustomerGroupRow | undefined> {
  const [row] = await db.select().from(customerGroups).where(eq(customerGroups.id, id));
  return row;
}

/** The group, locked for a change. */
export async function lockCustomerGroup(tx: Tx, id: string): Promise<CustomerGroupRow | undefined> {
  const [row] = await tx.select().from(customerGroups).where(eq(customerGroups.id, id)).for('no key update');
  return row;
}

export async function listCustomerGroups(
  db: Reader,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<CustomerGroupRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], customerGroups.id);
  return db
    .select()
    .from(customerGroups)
    .where(after)
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The group as written; `undefined` where another has the name. */
export async function insertCustomerGroup(
  tx: Tx,
  group: { id: string; name: string; createdAt: Date },
): Promise<CustomerGroupRow | undefined> {
  const [row] = await tx
    .insert(customerGroups)
    .values({ ...group, updatedAt: group.createdAt })
    .onConflictDoNothing({ target: customerGroups.name })
    .returning();
  return row;
}

export async function updateCustomerGroup(tx: Tx, group: CustomerGroupRow): Promise<void> {
  await tx.update(customerGroups).set(group).where(eq(customerGroups.id, group.id));
}

export async function findCustomerGroupIdByName(tx: Tx, name: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: customerGroups.id })
    .from(customerGroups)
    .where(eq(customerGroups.name, name));
  return row?.id;
}

/** Which of these groups there are. */
export async function findCustomerGroupIds(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: customerGroups.id })
    .from(customerGroups)
    .where(inArray(customerGroups.id, [...ids]));
  return new Set(rows.map(({ id }) => id));
}

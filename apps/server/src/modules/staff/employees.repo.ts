import type { ListEmployeesInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { employeeStores, employees, merchants, stores } from '@cashwrap/database/schema';
import {
  and,
  eq,
  exists,
  getTableColumns,
  gte,
  ilike,
  inArray,
  isNull,
  lt,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

const sortColumns = { name: employees.name, createdAt: employees.createdAt };

/** A staff record with the stores it is of, and the currency in which people are paid. */
const employeeColumns = {
  ...getTableColumns(employees),
  storeIds: sql<string[]>`ARRAY(
    SELECT ${employeeStores.storeId} FROM ${employeeStores}
    WHERE ${employeeStores.employeeId} = ${employees.id} ORDER BY ${employeeStores.storeId})`,
  hourlyRateCurrency: sql<string>`(SELECT currency FROM merchants)`,
};

export type EmployeeRow = typeof employees.$inferSelect & { storeIds: string[]; hourlyRateCurrency: string };
export type NewEmployeeRow = typeof employees.$inferInsert;

/** Whoever works in at least one store of the scope. */
export async function findEmployee(
  db: Reader,
  scope: StoreScope,
  id: string,
): Promise<EmployeeRow | undefined> {
  const [row] = await db
    .select(employeeColumns)
    .from(employees)
    .where(and(eq(employees.id, id), worksIn(db, scope)));
  return row;
}

/** The same, locked for a change. */
export async function lockEmployee(tx: Tx, scope: StoreScope, id: string): Promise<EmployeeRow | undefined> {
  const [row] = await tx
    .select(employeeColumns)
    .from(employees)
    .where(and(eq(employees.id, id), worksIn(tx, scope)))
    .for('no key update');
  return row;
}

/** `today`: who leaves on that day works there still. */
export async function listEmployees(
  db: Reader,
  scope: StoreScope,
  filter: Pick<ListEmployeesInput, 'search' | 'employed'> & { today: string },
  page: PageRequest<keyof typeof sortColumns>,
): Promise<EmployeeRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], employees.id);
  const { search, employed, today } = filter;
  return db
    .select(employeeColumns)
    .from(employees)
    .where(
      and(
        worksIn(db, scope),
        search === undefined ? undefined : matches(search),
        employed === undefined ? undefined : employed ? staysOn(today) : lt(employees.terminatedOn, today),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

function worksIn(db: Reader, scope: StoreScope): SQL | undefined {
  if (scope.stores === 'all') return undefined;
  return exists(
    db
      .select({ one: sql`1` })
      .from(employeeStores)
      .where(and(eq(employeeStores.employeeId, employees.id), inScope(employeeStores.storeId, scope))),
  );
}

function matches(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(employees.name, pattern), ilike(employees.position, pattern));
}

function staysOn(today: string): SQL | undefined {
  return or(isNull(employees.terminatedOn), gte(employees.terminatedOn, today));
}

export async function insertEmployee(tx: Tx, employee: NewEmployeeRow): Promise<void> {
  await tx.insert(employees).values(employee);
}

export async function updateEmployee(
  tx: Tx,
  id: string,
  changes: Partial<NewEmployeeRow> & { version: number; updatedAt: Date },
): Promise<void> {
  await tx.update(employees).set(changes).where(eq(employees.id, id));
}

export async function replaceStores(tx: Tx, employeeId: string, storeIds: readonly string[]): Promise<void> {
  await tx.delete(employeeStores).where(eq(employeeStores.employeeId, employeeId));
  await tx.insert(employeeStores).values(storeIds.map((storeId) => ({ employeeId, storeId })));
}

/** The staff record that is linked to a user. */
export async function findEmployeeIdOfUser(tx: Tx, userId: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: employees.id }).from(employees).where(eq(employees.userId, userId));
  return row?.id;
}

/** Which of these stores there are. */
export async function existingStores(tx: Tx, storeIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: stores.id })
    .from(stores)
    .where(inArray(stores.id, [...storeIds]));
  return new Set(rows.map(({ id }) => id));
}

export async function findMerchantCurrency(tx: Tx): Promise<string> {
  const [row] = await tx.select({ currency: merchants.currency }).from(merchants);
  if (!row) throw new Error('There is staff, but no merchant.');
  return row.currency;
}

/** The stores in which a person works; empty where there is no such staff record. */
export async function storesOfEmployee(db: Reader, id: string): Promise<string[]> {
  const rows = await db
    .select({ storeId: employeeStores.storeId })
    .from(employeeStores)
    .where(eq(employeeStores.employeeId, id));
  return rows.map(({ storeId }) => storeId);
}

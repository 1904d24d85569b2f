import type { ListSuppliersInput } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { supplierProducts, suppliers } from '@cashwrap/database/schema';
import { and, eq, exists, ilike, or, type SQL, sql } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type SupplierRow = typeof suppliers.$inferSelect;

const sortColumns = { name: suppliers.name, createdAt: suppliers.createdAt };

export async function findSupplier(db: Reader, id: string): Promise<SupplierRow | undefined> {
  const [row] = await db.select().from(suppliers).where(eq(suppliers.id, id));
  return row;
}

/** The supplier, locked: what is done to one supplier and what it delivers is done one after the other. */
export async function lockSupplier(tx: Tx, id: string): Promise<SupplierRow | undefined> {
  const [row] = await tx.select().from(suppliers).where(eq(suppliers.id, id)).for('no key update');
  return row;
}

/** The supplier, who stays as it is until the transaction ends: many may order from it at once. */
export async function holdSupplier(tx: Tx, id: string): Promise<SupplierRow | undefined> {
  const [row] = await tx.select().from(suppliers).where(eq(suppliers.id, id)).for('share');
  return row;
}

export async function listSuppliers(
  db: Reader,
  { search, productId, status }: Pick<ListSuppliersInput, 'search' | 'productId' | 'status'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<SupplierRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], suppliers.id);
  return db
    .select()
    .from(suppliers)
    .where(
      and(
        search === undefined ? undefined : matches(search),
        productId === undefined ? undefined : delivers(db, productId),
        status === undefined ? undefined : eq(suppliers.status, status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

function matches(search: string): SQL | undefined {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
  return or(ilike(suppliers.name, pattern), ilike(suppliers.code, pattern));
}

function delivers(db: Reader, productId: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(supplierProducts)
      .where(and(eq(supplierProducts.supplierId, suppliers.id), eq(supplierProducts.productId, productId))),
  );
}

/** The supplier as written; `undefined` where another has the code. */
export async function insertSupplier(
  tx: Tx,
  supplier: typeof suppliers.$inferInsert,
): Promise<SupplierRow | undefined> {
  const [row] = await tx
    .insert(suppliers)
    .values(supplier)
    .onConflictDoNothing({ target: suppliers.code })
    .returning();
  return row;
}

export async function updateSupplier(tx: Tx, supplier: SupplierRow): Promise<void> {
  await tx.update(suppliers).set(supplier).where(eq(suppliers.id, supplier.id));
}

export async function findSupplierIdByCode(tx: Tx, code: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: suppliers.id }).from(suppliers).where(eq(suppliers.code, code));
  return row?.id;
}

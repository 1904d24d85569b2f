import type { CreateStoreInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { merchants, stores } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type StoreRow = typeof stores.$inferSelect;

const sortColumns = { name: stores.name, createdAt: stores.createdAt };

export async function findStore(db: Reader, scope: StoreScope, id: string): Promise<StoreRow | undefined> {
  const [row] = await db
    .select()
    .from(stores)
    .where(and(eq(stores.id, id), inScope(stores.id, scope)));
  return row;
}

export async function listStores(
  db: Reader,
  scope: StoreScope,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<StoreRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], stores.id);
  return db
    .select()
    .from(stores)
    .where(and(inScope(stores.id, scope), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

export async function storeExists(db: Reader, id: string): Promise<boolean> {
  const rows = await db.select({ id: stores.id }).from(stores).where(eq(stores.id, id));
  return rows.length === 1;
}

/** The store as written; `undefined` where another has the name. */
export async function insertStore(
  tx: Tx,
  store: Omit<CreateStoreInput, 'currency'> & {
    id: string;
    currency: string;
    currencyDigits: number;
    createdAt: Date;
  },
): Promise<StoreRow | undefined> {
  const [row] = await tx
    .insert(stores)
    .values({ ...store, updatedAt: store.createdAt })
    .onConflictDoNothing({ target: stores.name })
    .returning();
  return row;
}

export async function findStoreIdByName(tx: Tx, name: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: stores.id }).from(stores).where(eq(stores.name, name));
  return row?.id;
}

export async function findMerchantCurrency(tx: Tx): Promise<string | undefined> {
  const [row] = await tx.select({ currency: merchants.currency }).from(merchants);
  return row?.currency;
}

import type { ListPriceListsInput } from '@cashwrap/contract';
import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { merchants, priceLists, stores } from '@cashwrap/database/schema';
import { and, eq } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type PriceListRow = typeof priceLists.$inferSelect;

const sortColumns = { name: priceLists.name, createdAt: priceLists.createdAt };

export async function findPriceList(db: Reader, id: string): Promise<PriceListRow | undefined> {
  const [row] = await db.select().from(priceLists).where(eq(priceLists.id, id));
  return row;
}

/** The price list, locked: what is done to one list and its prices is done one after the other. */
export async function lockPriceList(tx: Tx, id: string): Promise<PriceListRow | undefined> {
  const [row] = await tx.select().from(priceLists).where(eq(priceLists.id, id)).for('no key update');
  return row;
}

export async function listPriceLists(
  db: Reader,
  { storeId, customerGroupId, status }: Pick<ListPriceListsInput, 'storeId' | 'customerGroupId' | 'status'>,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<PriceListRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], priceLists.id);
  return db
    .select()
    .from(priceLists)
    .where(
      and(
        storeId === undefined ? undefined : eq(priceLists.storeId, storeId),
        customerGroupId === undefined ? undefined : eq(priceLists.customerGroupId, customerGroupId),
        status === undefined ? undefined : eq(priceLists.status, status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The price list as written; `undefined` where another has the name. */
export async function insertPriceList(
  tx: Tx,
  list: typeof priceLists.$inferInsert,
): Promise<PriceListRow | undefined> {
  const [row] = await tx
    .insert(priceLists)
    .values(list)
    .onConflictDoNothing({ target: priceLists.name })
    .returning();
  return row;
}

export async function updatePriceList(tx: Tx, list: PriceListRow): Promise<void> {
  await tx.update(priceLists).set(list).where(eq(priceLists.id, list.id));
}

export async function findPriceListIdByName(tx: Tx, name: string): Promise<string | undefined> {
  const [row] = await tx.select({ id: priceLists.id }).from(priceLists).where(eq(priceLists.name, name));
  return row?.id;
}

export async function findStoreCurrency(tx: Tx, storeId: string): Promise<string | undefined> {
  const [row] = await tx.select({ currency: stores.currency }).from(stores).where(eq(stores.id, storeId));
  return row?.currency;
}

export async function findMerchantCurrency(tx: Tx): Promise<string> {
  const [row] = await tx.select({ currency: merchants.currency }).from(merchants);
  if (!row) throw new Error('There are people who sign in, but no merchant.');
  return row.currency;
}

import type { ListStocktakesInput } from '@cashwrap/contract';
import { inScope, keyset, type Reader, type StoreScope, type Tx } from '@cashwrap/database';
import { categories, stocktakes } from '@cashwrap/database/schema';
import { and, eq, inArray } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type StocktakeRow = typeof stocktakes.$inferSelect;

const sortColumns = { createdAt: stocktakes.createdAt };

/** The store of a stocktake; none where there is no such stocktake. */
export async function storesOfStocktake(db: Reader, id: string): Promise<string[]> {
  const rows = await db.select({ storeId: stocktakes.storeId }).from(stocktakes).where(eq(stocktakes.id, id));
  return rows.map(({ storeId }) => storeId);
}

/** A stocktake; read with its {@link Hold}, it stays as it is until the transaction ends. */
export async function findStocktake(
  db: Reader,
  scope: StoreScope,
  id: string,
  hold?: Hold,
): Promise<StocktakeRow | undefined> {
  const query = db
    .select()
    .from(stocktakes)
    .where(and(eq(stocktakes.id, id), inScope(stocktakes.storeId, scope)));
  const [row] = await (hold ? query.for(hold) : query);
  return row;
}

/**
 * `no key update`: in order to change it, once the counts that are being entered are. `share`: while something is counted;
 * its status waits for those who count, and they do not wait for each other.
 */
type Hold = 'no key update' | 'share';

export async function listStocktakes(
  db: Reader,
  scope: StoreScope,
  status: ListStocktakesInput['status'],
  page: PageRequest<keyof typeof sortColumns>,
): Promise<StocktakeRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], stocktakes.id);
  return db
    .select()
    .from(stocktakes)
    .where(
      and(
        inScope(stocktakes.storeId, scope),
        status === undefined ? undefined : eq(stocktakes.status, status),
        after,
      ),
    )
    .orderBy(...orderBy)
    .limit(page.limit);
}

export async function insertStocktake(tx: Tx, stocktake: StocktakeRow): Promise<void> {
  await tx.insert(stocktakes).values(stocktake);
}

export async function updateStocktake(tx: Tx, stocktake: StocktakeRow): Promise<void> {
  await tx.update(stocktakes).set(stocktake).where(eq(stocktakes.id, stocktake.id));
}

/** Which of these categories there are. */
export async function findCategoryIds(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx
    .select({ id: categories.id })
    .from(categories)
    .where(inArray(categories.id, [...ids]));
  return new Set(rows.map((row) => row.id));
}

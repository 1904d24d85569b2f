import { bulkInsert, keyset, type Reader } from '@cashwrap/database';
import { priceChanges } from '@cashwrap/database/schema';
import { and, eq, inArray } from 'drizzle-orm';
import type { PageRequest } from '../../procedure/page.ts';

export type PriceChangeRow = typeof priceChanges.$inferSelect;

const sortColumns = { changedAt: priceChanges.changedAt };

/** Adds to the history of prices and costs. */
export const insertPriceChanges = bulkInsert(priceChanges);

export async function listPriceChanges(
  db: Reader,
  productId: string,
  fields: readonly PriceChangeRow['field'][],
  page: PageRequest<keyof typeof sortColumns>,
): Promise<PriceChangeRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], priceChanges.id);
  return db
    .select()
    .from(priceChanges)
    .where(and(eq(priceChanges.productId, productId), inArray(priceChanges.field, fields), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

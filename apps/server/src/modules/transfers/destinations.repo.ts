import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { stores } from '@cashwrap/database/schema';
import { and, eq, inArray, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { PageRequest } from '../../procedure/page.ts';

const sortColumns = { name: stores.name };

/** All other stores of the currency of this one. */
export function listDestinations(
  db: Reader,
  fromStoreId: string,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<{ id: string; name: string }[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], stores.id);
  const from = alias(stores, 'from_store');
  return db
    .select({ id: stores.id, name: stores.name })
    .from(stores)
    .innerJoin(from, and(eq(from.id, fromStoreId), eq(from.currency, stores.currency)))
    .where(and(ne(stores.id, fromStoreId), after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

/** The currency of each of these stores that there is, by id. */
export async function findStoreCurrencies(tx: Tx, storeIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: stores.id, currency: stores.currency })
    .from(stores)
    .where(inArray(stores.id, [...storeIds]));
  return new Map(rows.map(({ id, currency }) => [id, currency]));
}

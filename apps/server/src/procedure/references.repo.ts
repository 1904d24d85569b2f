import type { Tx } from '@cashwrap/database';
import { categories, customerGroups, products, stores } from '@cashwrap/database/schema';
import { inArray } from 'drizzle-orm';

/** What inputs name by id in lists, as it is called in errors. */
const TABLES = { product: products, category: categories, 'customer group': customerGroups, store: stores };

export type Named = keyof typeof TABLES;

export const nouns = Object.keys(TABLES) as readonly Named[];

/** Which of these there are. */
export async function findExisting(tx: Tx, noun: Named, ids: readonly string[]): Promise<Set<string>> {
  const table = TABLES[noun];
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(inArray(table.id, [...ids]));
  return new Set(rows.map(({ id }) => id));
}

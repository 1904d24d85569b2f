import { type AnyColumn, asc, desc, type SQL, sql } from 'drizzle-orm';

/** Where a page of a list begins and how it is ordered; the same rows come in the same order every time. */
export interface Keyset {
  readonly direction: 'asc' | 'desc';
  /** The key and id of the last row of the page before; left out for the first page. */
  readonly after?: { readonly key: string; readonly id: string };
  /** How many rows to read. */
  readonly limit: number;
}

/** The clauses that read one page by keyset: its cost does not grow with the number of pages before it. */
export function keyset(
  { direction, after }: Keyset,
  key: AnyColumn,
  id: AnyColumn,
): { after: SQL | undefined; orderBy: SQL[] } {
  const order = direction === 'asc' ? asc : desc;
  const comparison = sql.raw(direction === 'asc' ? '>' : '<');
  // The key travels as text; the cast gives it back the column's own type.
  const keyType = sql.raw(key.getSQLType().replace(/ COLLATE .*$/, ''));
  return {
    after: after && sql`(${key}, ${id}) ${comparison} (${after.key}::${keyType}, ${after.id}::uuid)`,
    orderBy: [order(key), order(id)],
  };
}

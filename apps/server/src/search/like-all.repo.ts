import { and, type Column, or, type SQL, sql } from 'drizzle-orm';

/** That a text is like all of these; of each, like one of its patterns. */
export function likeAll(text: Column, all: readonly (readonly string[])[]): SQL | undefined {
  return and(...all.map((patterns) => or(...patterns.map((pattern) => sql`${text} LIKE ${pattern}`))));
}

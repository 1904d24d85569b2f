import { type SQL, sql } from 'drizzle-orm';
import { type AnyPgColumn, check } from 'drizzle-orm/pg-core';
import type { z } from 'zod';

/** `column IN (…)` for the values of a contract enum, so that the two cannot differ. */
export function checkEnum(name: string, column: AnyPgColumn, schema: z.ZodEnum) {
  const values = schema.options.map((value) => `'${String(value).replaceAll("'", "''")}'`).join(', ');
  return check(name, sql`${column} IN (${sql.raw(values)})`);
}

export function checkThat(name: string, condition: SQL) {
  return check(name, condition);
}

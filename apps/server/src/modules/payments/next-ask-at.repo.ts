import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';

/** When a provider is asked next: after half as long as it has not answered, but within 5 seconds and an hour. */
export function nextAskAt(askedSince: PgColumn, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`${at} + least(greatest((${at} - ${askedSince}) / 2, interval '5 seconds'), interval '1 hour')`;
}

import type { Reader, StoreScope } from '@cashwrap/database';
import { stores } from '@cashwrap/database/schema';

/** The ids of the stores that a report is about: closed ones too, they have sold. */
export async function storesOfReport(db: Reader, scope: StoreScope): Promise<string[]> {
  if (scope.stores !== 'all') return [...scope.stores];
  const rows = await db.select({ id: stores.id }).from(stores);
  return rows.map(({ id }) => id);
}

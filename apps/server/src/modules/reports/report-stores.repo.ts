import { inScope, type Reader, type StoreScope } from '@cashwrap/database';
import { stores } from '@cashwrap/database/schema';
import { asc, inArray } from 'drizzle-orm';

export type ReportStore = Awaited<ReturnType<typeof listReportStores>>[number];

/** The stores of a report, with what tells when their business days begin. */
export async function listReportStores(db: Reader, scope: StoreScope) {
  const { id, name, currency, currencyDigits, timeZone, businessDayCutoffHour } = stores;
  return db
    .select({ storeId: id, name, currency, currencyDigits, timeZone, cutoffHour: businessDayCutoffHour })
    .from(stores)
    .where(inScope(id, scope))
    .orderBy(asc(name), asc(id));
}

/** The ids of the stores that a report is about: closed ones too, they have sold. */
export async function storesOfReport(db: Reader, scope: StoreScope): Promise<string[]> {
  if (scope.stores !== 'all') return [...scope.stores];
  const rows = await db.select({ id: stores.id }).from(stores);
  return rows.map(({ id }) => id);
}

/** By which clock the business days of a store go now. */
export type StoreClock = Pick<ReportStore, 'storeId' | 'timeZone' | 'cutoffHour'>;

export function readStoreClocks(db: Reader, storeIds: readonly string[]): Promise<StoreClock[]> {
  return db
    .select({ storeId: stores.id, timeZone: stores.timeZone, cutoffHour: stores.businessDayCutoffHour })
    .from(stores)
    .where(inArray(stores.id, [...storeIds]));
}

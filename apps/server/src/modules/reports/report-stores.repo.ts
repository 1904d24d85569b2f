import { inScope, type Reader, type StoreScope } from '@cashwrap/database';
import { stores } from '@cashwrap/database/schema';
import { asc } from 'drizzle-orm';

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

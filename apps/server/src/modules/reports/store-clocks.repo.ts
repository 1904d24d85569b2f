import type { Reader } from '@cashwrap/database';
import { stores } from '@cashwrap/database/schema';
import { inArray } from 'drizzle-orm';

/** By which clock the business days of a store go now. */
export interface StoreClock {
  readonly storeId: string;
  readonly timeZone: string;
  readonly cutoffHour: number;
}

export function readStoreClocks(db: Reader, storeIds: readonly string[]): Promise<StoreClock[]> {
  return db
    .select({ storeId: stores.id, timeZone: stores.timeZone, cutoffHour: stores.businessDayCutoffHour })
    .from(stores)
    .where(inArray(stores.id, [...storeIds]));
}

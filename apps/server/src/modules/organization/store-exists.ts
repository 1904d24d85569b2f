import type { Reader } from '@cashwrap/database';
import { storeExists } from './stores.repo.ts';

/** Answers whether a store exists. A store is never deleted: once seen, it is not asked for again. */
export function createStoreExists(db: Reader): (storeId: string) => Promise<boolean> {
  const seen = new Set<string>();
  return async (storeId) => {
    if (seen.has(storeId)) return true;
    if (!(await storeExists(db, storeId))) return false;
    seen.add(storeId);
    return true;
  };
}

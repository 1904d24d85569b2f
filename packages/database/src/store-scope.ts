import { type AnyColumn, inArray, type SQL, sql } from 'drizzle-orm';

declare const scoped: unique symbol;

/**
 * The stores that a caller may read or act in. Only the server's scope rules make one, so that a repository
 * which takes it cannot be called without them.
 */
export interface StoreScope {
  readonly [scoped]: true;
  readonly stores: 'all' | readonly string[];
}

/** The condition that `storeId` is in scope; `undefined` (no condition) where all stores are. */
export function inScope(storeId: AnyColumn, scope: StoreScope): SQL | undefined {
  if (scope.stores === 'all') return undefined;
  return scope.stores.length === 0 ? sql`false` : inArray(storeId, [...scope.stores]);
}

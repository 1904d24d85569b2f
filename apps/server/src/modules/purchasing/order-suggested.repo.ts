import { statement, type Tx } from '@cashwrap/database';
import type { SupplierRow } from './suppliers.repo.ts';

const lockStore = statement<never, readonly [storeId: string]>(
  'lock_store_for_ordering',
  'SELECT FROM stores WHERE id = $1 FOR NO KEY UPDATE',
);

/** Orders of what is suggested for one store are drafted one after the other: each sees the drafts of those before. */
export async function lockOrdering(tx: Tx, storeId: string): Promise<void> {
  await lockStore(tx, [storeId]);
}

const namedSuppliers = statement<
  Pick<SupplierRow, 'id' | 'name' | 'status'>,
  readonly [ids: readonly string[]]
>('named_suppliers', 'SELECT id, name, status FROM suppliers WHERE id = ANY ($1::uuid[])');

/** Those of these suppliers that there are, by id. */
export async function findNamedSuppliers(tx: Tx, ids: readonly string[]) {
  const { rows } = await namedSuppliers(tx, [ids]);
  return new Map(rows.map((row) => [row.id, row]));
}

import { keyset, type Reader, type Tx } from '@cashwrap/database';
import { merchants, settingsChanges, stores } from '@cashwrap/database/schema';
import { and, eq, isNull } from 'drizzle-orm';
import type { FieldChange } from '../../procedure/field-changes.ts';
import type { PageRequest } from '../../procedure/page.ts';
import type { StoreRow } from './stores.repo.ts';

export type MerchantRow = typeof merchants.$inferSelect;
export type SettingsChangeRow = typeof settingsChanges.$inferSelect;

const sortColumns = { changedAt: settingsChanges.changedAt };

export async function findMerchant(db: Reader): Promise<MerchantRow | undefined> {
  const [row] = await db.select().from(merchants);
  return row;
}

/** Not FOR UPDATE: documents that refer to the row are written meanwhile. */
export async function lockMerchant(tx: Tx): Promise<MerchantRow | undefined> {
  const [row] = await tx.select().from(merchants).for('no key update');
  return row;
}

/** Likewise. The caller has been through the rules of scope. */
export async function lockStore(tx: Tx, id: string): Promise<StoreRow | undefined> {
  const [row] = await tx.select().from(stores).where(eq(stores.id, id)).for('no key update');
  return row;
}

export async function updateMerchant(
  tx: Tx,
  id: string,
  changes: Partial<MerchantRow>,
): Promise<MerchantRow> {
  const [row] = await tx.update(merchants).set(changes).where(eq(merchants.id, id)).returning();
  if (!row) throw new Error('The merchant that was locked is gone.');
  return row;
}

export async function updateStore(tx: Tx, id: string, changes: Partial<StoreRow>): Promise<StoreRow> {
  const [row] = await tx.update(stores).set(changes).where(eq(stores.id, id)).returning();
  if (!row) throw new Error('The store that was locked is gone.');
  return row;
}

export async function insertSettingsChange(
  tx: Tx,
  change: Omit<SettingsChangeRow, 'changes'> & { readonly changes: readonly FieldChange[] },
): Promise<void> {
  await tx.insert(settingsChanges).values({ ...change, changes: [...change.changes] });
}

/** The changes of one store, or (null) of the whole business. */
export async function listSettingsChanges(
  db: Reader,
  storeId: string | null,
  page: PageRequest<keyof typeof sortColumns>,
): Promise<SettingsChangeRow[]> {
  const { after, orderBy } = keyset(page, sortColumns[page.column], settingsChanges.id);
  const ofStore = storeId === null ? isNull(settingsChanges.storeId) : eq(settingsChanges.storeId, storeId);
  return db
    .select()
    .from(settingsChanges)
    .where(and(ofStore, after))
    .orderBy(...orderBy)
    .limit(page.limit);
}

import type { StoreSettings, UpdateStoreSettingsInput } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import { fieldChanges } from '../../procedure/field-changes.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { recordSettingsChange, refuseStale } from './record-settings-change.ts';
import { lockStore, updateStore } from './settings.repo.ts';
import { findStore, findStoreIdByName, type StoreRow } from './stores.repo.ts';
import { storeNameTaken } from './stores.ts';

export async function getStoreSettings(
  { db, scope }: QueryCall,
  { storeId }: { storeId: string },
): Promise<StoreSettings> {
  const row = await findStore(db, scope, storeId);
  if (!row) throw notFound('store');
  return toSettings(row);
}

/**
 * Changes the settings of a store that are given; the store has one version, whatever was changed. The next
 * sale takes them; sales keep those with which they were priced.
 */
export async function updateStoreSettings(
  call: MutationCall & SignedIn,
  { storeId, version, ...wanted }: UpdateStoreSettingsInput,
): Promise<StoreSettings> {
  const { tx, now } = call;
  const row = await lockStore(tx, storeId);
  if (!row) throw notFound('store');
  refuseStale(version, row.version);
  const before = toSettings(row);
  const changes = fieldChanges(before, wanted);
  if (changes.length === 0) {
    call.changedNothing();
    return before;
  }
  const holder = wanted.name === undefined ? undefined : await findStoreIdByName(tx, wanted.name);
  if (wanted.name !== undefined && holder !== undefined && holder !== storeId) {
    throw storeNameTaken(call.actor, wanted.name, holder);
  }
  const fields = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
  const next = row.version + 1;
  const after = toSettings(await updateStore(tx, storeId, { ...fields, version: next, updatedAt: now }));
  await recordSettingsChange(call, storeId, next, changes);
  call.audit({ storeId, documentType: 'store', documentId: storeId, before, after });
  return after;
}

function toSettings({ id, createdAt, updatedAt, ...row }: StoreRow): StoreSettings {
  return { ...row, storeId: id, updatedAt: updatedAt.toISOString() };
}

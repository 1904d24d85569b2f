import type { MerchantSettings, UpdateMerchantSettingsInput } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { fieldChanges } from './domain/field-changes.ts';
import { recordSettingsChange, refuseStale } from './record-settings-change.ts';
import { findMerchant, lockMerchant, type MerchantRow, updateMerchant } from './settings.repo.ts';

export async function getMerchantSettings({ db }: QueryCall): Promise<MerchantSettings> {
  const row = await findMerchant(db);
  if (!row) throw notFound('business');
  return toSettings(row);
}

/** Changes the settings that are given; those that are the same already are no change. */
export async function updateMerchantSettings(
  call: MutationCall & SignedIn,
  { version, ...wanted }: UpdateMerchantSettingsInput,
): Promise<MerchantSettings> {
  const { tx, now } = call;
  const row = await lockMerchant(tx);
  if (!row) throw notFound('business');
  refuseStale(version, row.version);
  const before = toSettings(row);
  const changes = fieldChanges(before, wanted);
  if (changes.length === 0) {
    call.changedNothing();
    return before;
  }
  const fields = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
  const next = row.version + 1;
  const after = toSettings(await updateMerchant(tx, row.id, { ...fields, version: next, updatedAt: now }));
  await recordSettingsChange(call, null, next, changes);
  call.audit({ storeId: null, documentType: 'merchant', documentId: row.id, before, after });
  return after;
}

function toSettings(row: MerchantRow): MerchantSettings {
  const { name, registrationEnabled, loyaltyEnabled, currency, version, updatedAt } = row;
  return {
    ...{ name, registrationEnabled, loyaltyEnabled, currency, version },
    updatedAt: updatedAt.toISOString(),
  };
}

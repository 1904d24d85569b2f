import type { MerchantSettings, UpdateMerchantSettingsInput } from '@cashwrap/contract';
import { invalidInput, notFound } from '../../procedure/failure.ts';
import { fieldChanges } from '../../procedure/field-changes.ts';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { currencyDigits } from '../currency/index.ts';
import { checkRegistration } from './check-registration.ts';
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
  if (wanted.labelLayouts) refuseFractions(wanted.labelLayouts, row.currency);
  const changes = fieldChanges(before, wanted);
  if (changes.length === 0) {
    call.changedNothing();
    return before;
  }
  if (changes.some(({ field }) => field === 'registrationEnabled' || field === 'registrationStoreId')) {
    await checkRegistration(call, { ...before, ...wanted });
  }
  const fields = Object.fromEntries(changes.map(({ field, after }) => [field, after]));
  const next = row.version + 1;
  const after = toSettings(await updateMerchant(tx, row.id, { ...fields, version: next, updatedAt: now }));
  await recordSettingsChange(call, null, next, changes);
  call.audit({ storeId: null, documentType: 'merchant', documentId: row.id, before, after });
  return after;
}

/** A price on a label is a whole number of minor units, or nobody could pay it. */
function refuseFractions(layouts: MerchantSettings['labelLayouts'], currency: string): void {
  const digits = currencyDigits(currency) ?? 0;
  const wrong = layouts.flatMap(({ value, decimals }, index) =>
    value === 'price' && decimals > digits ? [index] : [],
  );
  if (wrong.length === 0) return;
  const message = `must not be more than the ${digits} of ${currency}`;
  throw invalidInput(wrong.map((index) => ({ path: ['labelLayouts', index, 'decimals'], message })));
}

function toSettings(row: MerchantRow): MerchantSettings {
  const { name, labelLayouts, registrationEnabled, registrationStoreId, loyaltyEnabled } = row;
  const { giftCardExpiryMonths, currency, version, updatedAt } = row;
  return {
    ...{ name, labelLayouts, registrationEnabled, registrationStoreId, loyaltyEnabled },
    ...{ giftCardExpiryMonths, currency, version },
    updatedAt: updatedAt.toISOString(),
  };
}

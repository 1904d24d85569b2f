import type { ListSettingsChangesInput, Page, SettingsChange } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readPage } from '../../procedure/page.ts';
import { listSettingsChanges, type SettingsChangeRow } from './settings.repo.ts';

/** The rules of scope have seen to it that a store which is named may be read. */
export function listSettingsHistory(
  { db }: QueryCall,
  input: ListSettingsChangesInput,
): Promise<Page<SettingsChange>> {
  return readPage(
    'settings_changes',
    input,
    (page) => listSettingsChanges(db, input.storeId ?? null, page),
    (row) => row.changedAt.toISOString(),
    toChange,
  );
}

function toChange({ changedAt, ...row }: SettingsChangeRow): SettingsChange {
  return { ...row, changedAt: changedAt.toISOString() };
}

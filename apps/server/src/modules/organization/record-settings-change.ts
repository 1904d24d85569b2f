import { Failure } from '../../procedure/failure.ts';
import type { FieldChange } from '../../procedure/field-changes.ts';
import type { MutationCall, SignedIn } from '../../procedure/handlers.ts';
import { insertSettingsChange } from './settings.repo.ts';

/** Refuses a change of settings that were read before somebody else changed them. */
export function refuseStale(read: number, current: number): void {
  if (read === current) return;
  throw new Failure('CONFLICT', {
    detail: `The settings are at version ${current} now. Read them again and repeat the change.`,
    details: { currentVersion: current },
  });
}

/** Keeps what was changed in the settings, of a store or (null) of the whole business, under its version. */
export async function recordSettingsChange(
  { tx, actor, now, newId }: MutationCall & SignedIn,
  storeId: string | null,
  version: number,
  changes: readonly FieldChange[],
): Promise<void> {
  await insertSettingsChange(tx, {
    ...{ id: newId(), storeId, version, changes },
    changedBy: actor.userId,
    changedAt: now,
  });
}

import {
  NotificationKind,
  type NotificationPreferences,
  type SetNotificationPreferencesInput,
} from '@cashwrap/contract';
import type { MutationCall, QueryCall, SignedIn } from '../../procedure/handlers.ts';
import { findSwitchedOff, lockSwitchedOff, upsertPreferences } from './preferences.repo.ts';

/** Which kinds the caller is told about. */
export async function readPreferences({ db, actor }: QueryCall & SignedIn): Promise<NotificationPreferences> {
  return toPreferences(await findSwitchedOff(db, actor.userId));
}

/** Changes for the caller which kinds they are told about; those that are not named stay as they are. */
export async function setPreferences(
  { tx, actor, now, audit, changedNothing }: MutationCall & SignedIn,
  input: SetNotificationPreferencesInput,
): Promise<NotificationPreferences> {
  const { userId } = actor;
  const before = toPreferences(await lockSwitchedOff(tx, userId));
  const after = { ...before, ...input };
  const changed = NotificationKind.options.filter((kind) => after[kind] !== before[kind]);
  if (changed.length === 0) {
    changedNothing();
    return before;
  }
  await upsertPreferences(
    tx,
    userId,
    changed.map((kind) => ({ kind, enabled: after[kind] })),
    now,
  );
  audit({ storeId: null, documentType: 'notification_preferences', documentId: userId, before, after });
  return after;
}

function toPreferences(switchedOff: ReadonlySet<NotificationKind>): NotificationPreferences {
  return {
    low_stock: !switchedOff.has('low_stock'),
    drawer_variance: !switchedOff.has('drawer_variance'),
    sale_flagged: !switchedOff.has('sale_flagged'),
    audit_chain_broken: !switchedOff.has('audit_chain_broken'),
  };
}

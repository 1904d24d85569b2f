import type { NotificationKind, Permission } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import type { Actor } from '../../procedure/actor.ts';
import { narrow } from '../../procedure/scope.ts';
import { findSwitchedOff } from './preferences.repo.ts';

/** What it takes to be told of things in a store, beside `notifications.read`. */
const OF_STORES = {
  low_stock: 'inventory.read',
  drawer_variance: 'shifts.read_totals',
  sale_flagged: 'sales.review',
} as const satisfies Partial<Record<NotificationKind, Permission>>;

/** What it takes to be told of things of the whole business: held for all of it. */
const OF_BUSINESS = {
  audit_chain_broken: 'audit_log.read',
} as const satisfies Record<Exclude<NotificationKind, keyof typeof OF_STORES>, Permission>;

/** What somebody may see of the notifications, and wants to. */
export interface Visible {
  /** The stores of the call, which bound all others. */
  readonly scope: StoreScope;
  readonly ofStores: readonly { readonly kind: NotificationKind; readonly scope: StoreScope }[];
  readonly ofBusiness: readonly NotificationKind[];
}

/** What a caller is told within the scope of the call: of each kind that they have not switched off, where they hold its permission. */
export async function visibleTo(db: Reader, scope: StoreScope, actor: Actor): Promise<Visible> {
  return permittedTo(scope, actor, await findSwitchedOff(db, actor.userId));
}

/** The same with the kinds that they have switched off. */
export function permittedTo(
  scope: StoreScope,
  actor: Actor,
  switchedOff: ReadonlySet<NotificationKind> = new Set(),
): Visible {
  const wanted = <Kind extends NotificationKind>(kinds: Readonly<Record<Kind, Permission>>) =>
    (Object.entries(kinds) as [Kind, Permission][]).filter(([kind]) => !switchedOff.has(kind));
  return {
    scope,
    ofStores: wanted(OF_STORES).map(([kind, permission]) => ({
      kind,
      scope: narrow(scope, actor, permission),
    })),
    ofBusiness: wanted(OF_BUSINESS).flatMap(([kind, permission]) =>
      scope.stores === 'all' && actor.everywhere.has(permission) ? [kind] : [],
    ),
  };
}

import { type Permission, permissionNames } from '@cashwrap/contract';
import { type Actor, holdsIn } from '../../procedure/actor.ts';
import { Failure } from '../../procedure/failure.ts';

/** Permissions in one store, or (storeId null) in all. */
export interface Grant {
  readonly permissions: readonly Permission[];
  readonly storeId: string | null;
}

/** What somebody holds, in all stores and in single ones. */
type Held = Pick<Actor, 'everywhere' | 'byStore'>;

/** The permissions that grants add up to, in all stores and in single ones. */
export function permissionsOf(grants: readonly Grant[]): Held {
  const everywhere = new Set<Permission>();
  const byStore = new Map<string, Set<Permission>>();
  for (const { permissions, storeId } of grants) {
    const held = storeId === null ? everywhere : (byStore.get(storeId) ?? new Set());
    for (const permission of permissions) held.add(permission);
    if (storeId !== null) byStore.set(storeId, held);
  }
  return { everywhere, byStore };
}

/** What both hold: nobody does more through another than either of them may. */
export function heldByBoth(one: Held, other: Held): Held {
  const both = (permission: Permission, storeId: string) =>
    holdsIn(one, permission, storeId) && holdsIn(other, permission, storeId);
  const everywhere = new Set([...one.everywhere].filter((permission) => other.everywhere.has(permission)));
  const byStore = new Map<string, ReadonlySet<Permission>>();
  for (const storeId of new Set([...one.byStore.keys(), ...other.byStore.keys()])) {
    byStore.set(storeId, new Set(permissionNames.filter((permission) => both(permission, storeId))));
  }
  return { everywhere, byStore };
}

/**
 * What a PIN does not open, whoever's it is: a few digits, typed where others watch, open the work at a till, and
 * not power over people, keys, pay, settings, tills or the business.
 */
const BEYOND_A_PIN: ReadonlySet<Permission> = new Set<Permission>([
  'users.manage',
  'users.reset_pin',
  'roles.manage',
  'api_keys.manage',
  'settings.manage',
  'employees.manage',
  'employees.manage_pay',
  'registers.update',
  'stores.create',
  'audit_log.verify',
]);

/** What is left of grants in a session that was opened by PIN at a till of this store: nothing beyond the store. */
export function grantsAtTill(grants: readonly Grant[], tillStoreId: string): Grant[] {
  return grants
    .filter(({ storeId }) => storeId === null || storeId === tillStoreId)
    .map(({ permissions }) => ({
      permissions: permissions.filter((permission) => !BEYOND_A_PIN.has(permission)),
      storeId: tillStoreId,
    }));
}

/** Refuses what goes beyond the caller: each permission has to be held where it is given. */
export function refuseBeyond(actor: Actor, grants: readonly Grant[], what: string): void {
  const missing = new Set<Permission>();
  for (const { permissions, storeId } of grants) {
    for (const permission of permissions) {
      const held = storeId === null ? actor.everywhere.has(permission) : holdsIn(actor, permission, storeId);
      if (!held) missing.add(permission);
    }
  }
  if (missing.size === 0) return;
  throw new Failure('PERMISSION_NOT_HELD', {
    detail: `${what} takes permissions that you do not hold there: ${[...missing].join(', ')}.`,
    // In the order of the catalogue, so that the same refusal reads the same.
    details: { permissions: permissionNames.filter((name) => missing.has(name)) },
  });
}

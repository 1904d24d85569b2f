import type { Permission } from '@cashwrap/contract';
import type { Tx } from '@cashwrap/database';
import { type Actor, actsFor } from '../../procedure/actor.ts';
import { refuseBeyond } from './grants.ts';
import { toHeldRole } from './held-roles.ts';
import { findHeldRoles } from './users.repo.ts';

/**
 * What makes somebody the superior of others. Not all permissions count: who keeps the staff records need not be able
 * to sell what a cashier sells.
 */
const OVER_PEOPLE: ReadonlySet<Permission> = new Set<Permission>([
  'users.manage',
  'roles.manage',
  'api_keys.manage',
  'employees.manage',
  'employees.manage_pay',
]);

/**
 * Refuses to decide about another user who holds power over people, in whichever store, that the caller does not hold
 * there.
 */
export async function refuseSuperior(tx: Tx, actor: Actor, userId: string): Promise<void> {
  if (actsFor(actor, userId)) return;
  const held = (await findHeldRoles(tx, [userId])).flatMap(toHeldRole);
  const powers = held.map(({ permissions, storeId }) => ({
    permissions: permissions.filter((permission) => OVER_PEOPLE.has(permission)),
    storeId,
  }));
  refuseBeyond(actor, powers, 'The staff record of this user');
}

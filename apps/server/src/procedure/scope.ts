import type { Operation, Permission, Scope } from '@cashwrap/contract';
import type { StoreScope } from '@cashwrap/database';
import { type Actor, holdsAnywhere, holdsIn } from './actor.ts';
import { Failure, notFound } from './failure.ts';

/** Answers whether a store exists. */
export type StoreExists = (storeId: string) => Promise<boolean>;

/** What an operation is guarded by; `undefined` where everyone, or everyone signed in, may call it. */
function guardOf(operation: Operation): { permission: Permission; scope: Scope } | undefined {
  const { permission, scope } = operation;
  if (permission === 'public' || permission === 'signed_in' || scope === undefined) return undefined;
  return { permission, scope };
}

/** Refuses a caller who cannot do this in any store, before the input is read. */
export function authorize(operation: Operation, actor: Actor): void {
  const guard = guardOf(operation);
  if (!guard) return;
  // What changes the whole business takes the permission for all of it.
  const allowed =
    guard.scope.kind === 'merchant' && operation.kind === 'mutation'
      ? actor.everywhere.has(guard.permission)
      : holdsAnywhere(actor, guard.permission);
  if (!allowed) throw forbidden(guard.permission);
}

/**
 * Where the caller may act in this call. A store that the caller cannot see answers like a missing one; one
 * that can be seen but not acted in is FORBIDDEN.
 */
export async function resolveScope(
  operation: Operation,
  actor: Actor | undefined,
  input: Record<string, unknown>,
  storeExists: StoreExists,
): Promise<StoreScope> {
  const guard = guardOf(operation);
  if (!actor || !guard) return storeScope([]);
  const { permission, scope } = guard;
  const storeId = scope.kind === 'store' ? input[scope.field] : undefined;
  if (typeof storeId !== 'string') return storesWhere(actor, permission);
  if (!holdsIn(actor, 'stores.read', storeId) || !(await storeExists(storeId))) throw notFound('store');
  if (!holdsIn(actor, permission, storeId)) throw forbidden(permission);
  return storeScope([storeId]);
}

function storesWhere(actor: Actor, permission: Permission): StoreScope {
  if (actor.everywhere.has(permission)) return storeScope('all');
  const holding = [...actor.byStore].filter(([, held]) => held.has(permission));
  return storeScope(holding.map(([storeId]) => storeId));
}

/** The only place that makes the brand: what a repository reads by has been through the rules above. */
function storeScope(stores: 'all' | readonly string[]): StoreScope {
  return { stores } as StoreScope;
}

function forbidden(permission: Permission): Failure<'FORBIDDEN'> {
  return new Failure('FORBIDDEN', {
    detail: `This takes the permission "${permission}", which you do not hold here.`,
  });
}

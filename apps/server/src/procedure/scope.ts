import type { DocumentNoun, Entry, Permission, Scope } from '@cashwrap/contract';
import type { Reader, StoreScope } from '@cashwrap/database';
import { type Actor, holdsAnywhere, holdsIn, sessionOf } from './actor.ts';
import { Failure, notFound } from './failure.ts';

/** Answers whether a store exists. */
export type StoreExists = (storeId: string) => Promise<boolean>;

/**
 * The stores that a document belongs to, for the nouns that mutations are about; none where there is no such
 * document.
 */
export type StoresOfDocument = Readonly<
  Partial<Record<DocumentNoun, (db: Reader, id: string) => Promise<readonly string[]>>>
>;

/** What scopes are resolved with. */
export interface ScopeRuntime {
  readonly storeExists: StoreExists;
  readonly storesOfDocument: StoresOfDocument;
}

/** What it takes to see a document: who cannot, is told that there is none. */
const readPermissions: Readonly<Record<DocumentNoun, Permission>> = {
  store: 'stores.read',
  register: 'registers.read',
  tax_rate: 'taxes.read',
  stock_adjustment: 'inventory.read',
  purchase_order: 'purchase_orders.read',
  goods_receipt: 'purchase_orders.read',
  supplier_return: 'purchase_orders.read',
  transfer: 'transfers.read',
  stocktake: 'stocktakes.read',
  shift: 'shifts.read',
  cash_movement: 'shifts.read',
  sale: 'sales.read',
  sale_flag: 'sales.read',
  return: 'sales.read',
  exchange: 'sales.read',
  payment: 'sales.read',
  transaction: 'transactions.read',
  employee: 'employees.read',
  timecard: 'timecards.read',
};

/** What an operation is guarded by; `undefined` where everyone, or everyone signed in, may call it. */
function guardOf(operation: Entry): { permission: Permission; scope: Scope } | undefined {
  const { permission, scope } = operation;
  if (permission === 'public' || permission === 'signed_in' || scope === undefined) return undefined;
  return { permission, scope };
}

/** All that a caller may do whose password somebody else chose. `auth.refresh` is open to everyone. */
export const beforePasswordChange: ReadonlySet<string> = new Set([
  'auth.me',
  'auth.changePassword',
  'auth.logout',
]);
/** What an API key may do of the operations that take no permission: the others are about a person. */
export const openToApiKeys: ReadonlySet<string> = new Set([
  'auth.me',
  'permissions.list',
  // A call of its own may wait for somebody.
  'approvals.requests.get',
]);

/** Refuses a caller who cannot do this in any store, before the input is read. */
export function authorize(name: string, operation: Entry, actor: Actor): void {
  if (actor.mustChangePassword && !beforePasswordChange.has(name)) {
    throw new Failure('PASSWORD_CHANGE_REQUIRED', {
      detail: 'Somebody else chose your password. Choose one of your own with auth.changePassword first.',
    });
  }
  const guard = guardOf(operation);
  if (!guard) {
    if (!openToApiKeys.has(name)) sessionOf(actor);
    return;
  }
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
  operation: Entry,
  actor: Actor | undefined,
  input: Record<string, unknown>,
  runtime: ScopeRuntime,
  db: Reader,
): Promise<StoreScope> {
  const guard = guardOf(operation);
  if (!actor || !guard) return storeScope([]);
  const { permission, scope } = guard;
  if (scope.kind === 'document' && operation.kind === 'mutation') {
    const storesOf = runtime.storesOfDocument[scope.noun];
    if (!storesOf) throw new Error(`Nothing tells the stores of a ${scope.noun}.`);
    return scopeOfDocument(actor, permission, scope.noun, await storesOf(db, String(input.id)));
  }
  const storeId = scope.kind === 'store' ? input[scope.field] : undefined;
  if (typeof storeId !== 'string') return storesWhere(actor, permission);
  if (!holdsIn(actor, 'stores.read', storeId)) {
    // Who may do this there knows the store; a role without stores.read is no use, and should say why.
    throw holdsIn(actor, permission, storeId) ? forbidden('stores.read') : notFound('store');
  }
  if (!(await runtime.storeExists(storeId))) throw notFound('store');
  if (!holdsIn(actor, permission, storeId)) throw forbidden(permission);
  return storeScope([storeId]);
}

/** The stores of a document in which the caller may change it. */
function scopeOfDocument(
  actor: Actor,
  permission: Permission,
  noun: DocumentNoun,
  stores: readonly string[],
): StoreScope {
  if (!stores.some((storeId) => holdsIn(actor, readPermissions[noun], storeId))) {
    throw notFound(noun.replaceAll('_', ' '));
  }
  const allowed = stores.filter((storeId) => holdsIn(actor, permission, storeId));
  if (allowed.length === 0) throw forbidden(permission);
  return storeScope(allowed);
}

/** The stores in which somebody holds a permission. */
export function storesWhere(actor: Actor, permission: Permission): StoreScope {
  if (actor.everywhere.has(permission)) return storeScope('all');
  const holding = [...actor.byStore].filter(([, held]) => held.has(permission));
  return storeScope(holding.map(([storeId]) => storeId));
}

/** Of the stores in scope those in which somebody holds a permission. */
export function narrow(scope: StoreScope, actor: Actor, permission: Permission): StoreScope {
  const { stores } = scope;
  if (stores === 'all') return storesWhere(actor, permission);
  return storeScope(stores.filter((storeId) => holdsIn(actor, permission, storeId)));
}

/** The only place that makes the brand: what a repository reads by has been through the rules above. */
function storeScope(stores: 'all' | readonly string[]): StoreScope {
  return { stores } as StoreScope;
}

export function forbidden(permission: Permission): Failure<'FORBIDDEN'> {
  return new Failure('FORBIDDEN', {
    detail: `This takes the permission "${permission}", which you do not hold here.`,
  });
}

import type { Product } from '@cashwrap/contract';
import { type Actor, holdsAnywhere, holdsIn } from '../../procedure/actor.ts';
import { forbidden } from '../../procedure/scope.ts';

/**
 * Whether a caller may see costs: of products, which are the merchant's, with the permission in any store; of the stock
 * of a store, with it in that store.
 */
export function seesCosts(actor: Actor, storeId?: string): boolean {
  return storeId === undefined
    ? holdsAnywhere(actor, 'products.read_cost')
    : holdsIn(actor, 'products.read_cost', storeId);
}

/** Refuses a caller who sets costs without seeing them; throws FORBIDDEN. */
export function refuseUnseenCosts(actor: Actor, storeId?: string): void {
  if (!seesCosts(actor, storeId)) throw forbidden('products.read_cost');
}

/** What is left of a product for this caller. */
export function productSeenBy(actor: Actor, product: Product): Product {
  return seesCosts(actor) ? product : { ...product, cost: null };
}

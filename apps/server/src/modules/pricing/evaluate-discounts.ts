import type { CartInput, DiscountEvaluation } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { toOutcomes, toQuote } from './domain/present-priced.ts';
import { readCart } from './read-cart.ts';
import { resolveCart } from './resolve-cart.ts';

/** What each active discount does for a cart, and why. */
export async function evaluateDiscounts(
  { db, now }: QueryCall,
  { storeId, ...cart }: CartInput,
): Promise<DiscountEvaluation> {
  const priced = resolveCart(await readCart(db, storeId, null, cart), cart, now);
  return { outcomes: toOutcomes(priced), quote: toQuote(priced) };
}

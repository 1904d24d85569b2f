import type { CartInput, SaleQuote } from '@cashwrap/contract';
import type { QueryCall } from '../../procedure/handlers.ts';
import { readCart, resolveCart, toQuote } from '../pricing/index.ts';

/** What a cart costs right now, and why. */
export async function quoteSale({ db, now }: QueryCall, { storeId, ...cart }: CartInput): Promise<SaleQuote> {
  return toQuote(resolveCart(await readCart(db, storeId, null, cart), cart, now));
}

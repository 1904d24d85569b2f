import type { QuoteSaleInput, SaleQuote } from '@cashwrap/contract';
import { notFound } from '../../procedure/failure.ts';
import type { QueryCall } from '../../procedure/handlers.ts';
import { findSellableProducts } from '../catalog/index.ts';
import { businessDateOf, findTradingPlace } from '../organization/index.ts';
import { toQuote } from './domain/present-priced.ts';
import { priceCart } from './domain/price-cart.ts';

/** What a cart costs right now, and why. */
export async function quoteSale({ db, now }: QueryCall, input: QuoteSaleInput): Promise<SaleQuote> {
  const productIds = input.lines.map((line) => line.productId);
  const [place, products] = await Promise.all([
    findTradingPlace(db, input.storeId, null),
    findSellableProducts(db, input.storeId, productIds),
  ]);
  if (!place) throw notFound('store');
  const businessDate = businessDateOf(now, place.timeZone, place.businessDayCutoffHour);
  return toQuote(priceCart(place, products, businessDate, input));
}

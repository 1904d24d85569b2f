import type { CartInput } from '@cashwrap/contract';
import type { Reader } from '@cashwrap/database';
import { notFound } from '../../procedure/failure.ts';
import { findCustomerForSale } from '../customers/index.ts';
import { findGiftCardsForSale } from '../gift-cards/index.ts';
import { findLoyaltyForSale } from '../loyalty/index.ts';
import { findTradingPlace } from '../organization/index.ts';
import { findActiveDiscounts } from './active-discounts.repo.ts';
import type { Cart, CartSources } from './resolve-cart.ts';
import { findSellableProducts, findTaxRatesOfCategories } from './sellable-products.repo.ts';

/** Reads all that a cart is priced from, in statements that are sent at once. */
export async function readCart(
  db: Reader,
  storeId: CartInput['storeId'],
  registerId: string | null,
  { customerId, lines, serviceCharges, giftCards }: Cart,
): Promise<CartSources> {
  const productIds = lines.map((line) => line.productId);
  const chargeCategories = serviceCharges.map((charge) => charge.taxCategoryId);
  const cardIds = giftCards.map((card) => card.giftCardId);
  const [place, products, chargeRates, discounts, customer, loyalty, soldCards] = await Promise.all([
    findTradingPlace(db, storeId, registerId),
    findSellableProducts(db, storeId, productIds, customerId),
    findTaxRatesOfCategories(db, storeId, chargeCategories),
    findActiveDiscounts(db),
    customerId === undefined ? undefined : findCustomerForSale(db, customerId),
    customerId === undefined ? undefined : findLoyaltyForSale(db, customerId),
    cardIds.length === 0 ? [] : findGiftCardsForSale(db, { codes: [], ids: cardIds }),
  ]);
  if (!place) throw notFound('store');
  return { place, products, chargeRates, discounts, customer, loyalty, soldCards };
}

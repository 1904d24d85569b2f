import type { ErrorCode, OfflineSale } from '@cashwrap/contract';
import { Failure, nameSome } from '../../procedure/failure.ts';
import {
  type Cart,
  type CartSources,
  moneyText,
  type PricedCart,
  priceAsShown,
  resolveCart,
} from '../pricing/index.ts';
import { differenceOf } from './domain/price-difference.ts';
import type { Remark } from './domain/remark.ts';

/** What keeps a cart from being priced, and does not keep what was handed over from being recorded. */
const NOT_PRICEABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['PRICE_MISSING', 'TAX_RATE_MISSING', 'AMOUNT_OUT_OF_RANGE'] as const),
  // The label of a scale that cannot be read here: the layouts of labels may have changed.
  ...(['INVALID_BARCODE', 'INVALID_INPUT'] as const),
]);

/** A cart with its figures, and what somebody should look at. */
export interface PricedOfflineSale {
  readonly cart: PricedCart;
  /** The same at its own prices; undefined where it has none. */
  readonly own: PricedCart | undefined;
  readonly remarks: readonly Remark[];
}

/**
 * Prices what was handed over as of that time. Where it comes to something else than the till has asked for, that stands.
 *
 * @throws INVALID_REFERENCE for products and tax categories that do not exist, INVALID_INPUT for quantities that cannot be
 */
export function priceOfflineSale(
  sources: CartSources,
  cart: Cart,
  shown: OfflineSale['shown'],
  at: Date,
): PricedOfflineSale {
  const asShown = (own?: PricedCart) => priceAsShown(sources, cart, shown.lineTotals, at, own);
  const outOfUse = remarkOutOfUse(sources, cart);
  const own = tryToPrice(() => resolveCart(takenAsForSale(sources), honouring(cart, sources), at));
  if (own instanceof Failure) {
    const detail = `${own.message} It is recorded as the till has shown it.`;
    return { cart: asShown(), own: undefined, remarks: [...outOfUse, { kind: 'not_priceable', detail }] };
  }
  const difference = differenceOf(own, shown, moneyText(own.place.currencyDigits));
  if (difference === undefined) return { cart: own, own, remarks: outOfUse };
  return { cart: asShown(own), own, remarks: [...outOfUse, { kind: 'price_differs', detail: difference }] };
}

function tryToPrice(price: () => PricedCart): PricedCart | Failure {
  try {
    return price();
  } catch (error) {
    if (error instanceof Failure && NOT_PRICEABLE.has(error.code)) return error;
    throw error;
  }
}

/** Without the codes of discounts that are no longer there: that makes a difference in price. */
function honouring(cart: Cart, { discounts }: CartSources): Cart {
  const known = new Set(discounts.map(({ code }) => code));
  return { ...cart, codes: cart.codes.filter((code) => known.has(code.trim().toUpperCase())) };
}

/** What was handed over was for sale, whatever became of it since. */
function takenAsForSale(sources: CartSources): CartSources {
  const products = [...sources.products].map(([id, product]) => {
    const components = product.components.map((each) => ({ ...each, status: 'active' as const }));
    return [id, { ...product, status: 'active' as const, hasVariants: false, components }] as const;
  });
  return { ...sources, products: new Map(products) };
}

/** The products, and the register, that are out of use. */
function remarkOutOfUse({ place, products }: CartSources, { lines }: Cart): Remark[] {
  const sold = new Set(lines.map(({ productId }) => productId));
  const named = [...products.values()]
    .filter(({ id, status, hasVariants, components }) => {
      const isInUse = status === 'active' && !components.some((each) => each.status === 'archived');
      return sold.has(id) && (!isInUse || hasVariants);
    })
    .map(({ name }) => `"${name}"`);
  const outOfUse = [...(place.registerRetired ? ['the register'] : []), ...named];
  if (outOfUse.length === 0) return [];
  return [{ kind: 'not_for_sale', detail: `Out of use: ${nameSome(outOfUse, ', ')}.` }];
}

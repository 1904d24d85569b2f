import type { CartLine, FieldError, ManualDiscount } from '@cashwrap/contract';
import {
  type Discount,
  type PricedSale,
  type PriceSaleInput,
  percentToPpm,
  priceSale,
  quantityToThousandths,
  type TaxRate,
} from '@cashwrap/pricing';
import { Failure, invalidInput, invalidReference } from '../../../procedure/failure.ts';
import type { SellableProduct } from '../../catalog/index.ts';
import type { TradingPlace } from '../../organization/index.ts';
import { withinRange } from './within-range.ts';

/** What is being bought. */
export interface Cart {
  readonly lines: readonly CartLine[];
  readonly discounts: readonly ManualDiscount[];
}

/** A cart with all its figures, and what they were made from. */
export interface PricedCart {
  readonly place: TradingPlace;
  /** The product of each line. */
  readonly products: readonly SellableProduct[];
  /** All that decides the figures: stored with the sale, it gives them again. */
  readonly input: PriceSaleInput;
  readonly priced: PricedSale;
}

/** Resolves products, prices and taxes of a cart and prices it; refuses what cannot be sold, by line. */
export function priceCart(
  place: TradingPlace,
  catalog: ReadonlyMap<string, SellableProduct>,
  businessDate: string,
  cart: Cart,
): PricedCart {
  const products = productsOf(cart.lines, catalog);
  refuseWhere('PRODUCT_NOT_FOR_SALE', 'is not for sale', products, ({ status }) => status !== 'active');
  const prices = cart.lines.map((line, position) => {
    return line.unitPrice ?? cataloguePrice(place, products[position] as SellableProduct);
  });
  refuseWhere('PRICE_MISSING', `has no price in ${place.currency}`, products, (_, position) => {
    return prices[position] === undefined;
  });
  const ratesOf = (product: SellableProduct) => product.taxRates.filter(appliesOn(businessDate));
  refuseWhere('TAX_RATE_MISSING', `has no tax rate here on ${businessDate}`, products, (product) => {
    return ratesOf(product).length === 0;
  });

  const input: PriceSaleInput = {
    settings: {
      pricesIncludeTax: place.pricesIncludeTax,
      taxRounding: place.taxRounding,
      roundingMode: place.roundingMode,
      taxExempt: false,
      cashRounding: place.cashRounding,
    },
    lines: cart.lines.map((line, position) => {
      const product = products[position] as SellableProduct;
      return {
        key: String(position),
        unitPrice: prices[position] as number,
        quantityThousandths: quantityToThousandths(line.quantity),
        discounts: line.discounts.map((each, index) => toDiscount(each, `line-${position}-${index}`)),
        taxRates: ratesOf(product).map(({ id, name, ppm }): TaxRate => ({ id, name, ppm })),
      };
    }),
    discounts: cart.discounts.map((each, index) => toDiscount(each, `sale-${index}`)),
  };
  return { place, products, input, priced: withinRange(() => priceSale(input)) };
}

/** Until there are price lists, the only prices are the catalogue's, in the merchant's currency. */
export function cataloguePrice(place: TradingPlace, product: SellableProduct): number | undefined {
  return place.currency === place.merchantCurrency ? product.price : undefined;
}

/** The product of each line; refuses all lines that name none, else all that have a part of a unit. */
function productsOf(
  lines: readonly CartLine[],
  catalog: ReadonlyMap<string, SellableProduct>,
): SellableProduct[] {
  const found = lines.map((line, position) => ({ line, position, product: catalog.get(line.productId) }));
  const unknown = found.filter(({ product }) => product === undefined);
  if (unknown.length > 0) {
    throw invalidReference('product', ...unknown.map(({ position }) => ['lines', position, 'productId']));
  }
  const parted = found.flatMap(({ line, position, product }): FieldError[] => {
    if (product?.soldBy !== 'unit' || Number.isInteger(line.quantity)) return [];
    const message = `must be a whole number: "${product.name}" is sold by the unit`;
    return [{ path: ['lines', position, 'quantity'], message }];
  });
  if (parted.length > 0) throw invalidInput(parted);
  return found.flatMap(({ product }) => product ?? []);
}

function appliesOn(day: string) {
  return ({ validFrom, validTo }: { validFrom: string; validTo: string | null }) =>
    validFrom <= day && (validTo === null || day <= validTo);
}

function toDiscount(discount: ManualDiscount, id: string): Discount {
  const { name } = discount;
  return discount.type === 'percentage'
    ? { type: 'percentage', id, name, ppm: percentToPpm(discount.percentage) }
    : { type: 'amount', id, name, amount: discount.amount };
}

/** Refuses the sale where lines are wrong in one way, naming them all. */
function refuseWhere(
  code: 'PRODUCT_NOT_FOR_SALE' | 'PRICE_MISSING' | 'TAX_RATE_MISSING',
  what: string,
  products: readonly SellableProduct[],
  isWrong: (product: SellableProduct, position: number) => boolean,
): void {
  const wrong = products.flatMap((product, position) =>
    isWrong(product, position) ? [{ product, position }] : [],
  );
  const [first] = wrong;
  if (!first) return;
  const others = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : '';
  throw new Failure(code, {
    detail: `Line ${first.position}, "${first.product.name}", ${what}${others}.`,
    details: { lines: wrong.map(({ product, position }) => ({ position, productId: product.id })) },
  });
}

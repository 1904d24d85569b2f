import {
  type ListPrice,
  type PriceCandidates,
  quantityToThousandths,
  type SelectedPrice,
  selectPrice,
} from '@cashwrap/pricing';
import type { TradingPlace } from '../organization/index.ts';
import type { Item } from './cart-items.ts';
import { readPiece } from './labelled-pieces.ts';
import type { ListedPrice, SellableProduct } from './sellable-products.repo.ts';

/** How much of an item is sold, and for how much. */
export interface Resolved {
  readonly quantityThousandths: number;
  /** Null where there is none; `missing` says what is wrong then. */
  readonly price: SelectedPrice | null;
  readonly missing?: string;
  /** The gross where a label states it. */
  readonly labelPrice?: number;
}

/** Quantity and unit price of each item. */
export function pricesOf(items: readonly Item[], place: TradingPlace, businessDate: string): Resolved[] {
  const pieces = items.map((item) => {
    const given = quantityToThousandths(item.line.quantity);
    const candidates = candidatesOf(item.product, place, businessDate, given);
    const label = readPiece(item, place, candidates);
    const quantityThousandths = (label?.priced ?? label)?.quantityThousandths ?? given;
    return { item, candidates, quantityThousandths, priced: label?.priced };
  });
  // A tier is reached by all lines of a product together, so that splitting a line changes no price.
  const together = new Map<string, number>();
  for (const { item, quantityThousandths } of pieces) {
    const { id } = item.product;
    together.set(id, (together.get(id) ?? 0) + quantityThousandths);
  }
  return pieces.map(({ item, candidates, quantityThousandths, priced }): Resolved => {
    if (priced) return priced;
    const all = together.get(item.product.id) ?? quantityThousandths;
    return { quantityThousandths, ...priceOf(item, { ...candidates, quantityThousandths: all }, place) };
  });
}

/** The prices that a product could have here on a day. */
function candidatesOf(
  { parentId, price, parentPrice, listPrices }: SellableProduct,
  { currency, merchantCurrency }: TradingPlace,
  date: string,
  quantityThousandths: number,
): PriceCandidates {
  const inCatalogue = currency === merchantCurrency;
  return {
    lists: listPrices.map(toListPrice),
    variantPrice: inCatalogue && parentId !== null ? price : null,
    productPrice: inCatalogue ? (parentId === null ? price : parentPrice) : null,
    ...{ quantityThousandths, date },
  };
}

/** The price of an item without a label, or what is missing. */
function priceOf(
  { line, product }: Item,
  candidates: PriceCandidates,
  { currency }: TradingPlace,
): Pick<Resolved, 'price' | 'missing'> {
  const { unitPrice } = line;
  if (product.kind === 'open_price') {
    if (unitPrice !== undefined) return { price: { unitPrice, price: { source: 'open' } } };
    return { price: null, missing: 'has an open price: give what is typed in as its unitPrice' };
  }
  const price = selectPrice(candidates);
  if (unitPrice !== undefined && unitPrice !== price?.unitPrice) {
    return { price: selectPrice({ ...candidates, override: unitPrice }) };
  }
  return price ? { price } : { price, missing: `has no price in ${currency}` };
}

function toListPrice({ minQuantity, ...price }: ListedPrice): ListPrice {
  return { ...price, minQuantityThousandths: quantityToThousandths(minQuantity) };
}

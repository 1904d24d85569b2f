import { mulDiv, type PriceCandidates, quantityToThousandths, selectPrice } from '@cashwrap/pricing';
import { invalidInput } from '../../procedure/failure.ts';
import { readLabel, refusePart } from '../catalog/index.ts';
import { currencyDigits } from '../currency/index.ts';
import type { TradingPlace } from '../organization/index.ts';
import type { Item } from './cart-items.ts';
import type { Resolved } from './cart-prices.ts';

/** What the label of a scale says of a piece: how much it is, or what it costs, which nothing else decides then. */
export type LabelledPiece =
  | { readonly quantityThousandths: number; readonly priced?: never }
  | { readonly priced: Resolved };

const ONE = quantityToThousandths(1);

/**
 * Reads the label of a line; `undefined` where it has none.
 *
 * @throws Failure INVALID_INPUT for a label of another product, INVALID_BARCODE for one that cannot be right
 */
export function readPiece(
  { product, position, line }: Item,
  place: TradingPlace,
  candidates: PriceCandidates,
): LabelledPiece | undefined {
  const { barcode, unitPrice } = line;
  if (barcode === undefined) return undefined;
  if (unitPrice !== undefined) {
    throw invalidInput([{ path: ['lines', position, 'unitPrice'], message: 'is on the label already' }]);
  }
  const label = readLabel(place.labelLayouts, barcode, currencyDigits(place.merchantCurrency) ?? 0);
  if (!label || label.plu !== product.plu) {
    const message = `is not a label of "${product.name}" with a price or weight in it`;
    throw invalidInput([{ path: ['lines', position, 'barcode'], message }]);
  }
  refusePart(barcode, label, product);
  if (label.price === null) return { quantityThousandths: quantityToThousandths(label.quantity ?? 0) };
  if (place.currency !== place.merchantCurrency) {
    const missing = `has a label with a price in ${place.merchantCurrency}, and none in ${place.currency}`;
    return { priced: { quantityThousandths: ONE, price: null, missing } };
  }
  return { priced: atLabelPrice(product.soldBy, label.price, candidates) };
}

/**
 * A piece at the price on its label. What is measured was weighed at the price of the smallest quantity and for
 * everyone: a scale knows no cart and no customer.
 */
function atLabelPrice(
  soldBy: Item['product']['soldBy'],
  labelPrice: number,
  candidates: PriceCandidates,
): Resolved {
  if (soldBy === 'unit') {
    const replaced = selectPrice(candidates);
    const price = { source: 'embedded' as const, ...(replaced && { listPrice: replaced.unitPrice }) };
    return { quantityThousandths: ONE, price: { unitPrice: labelPrice, price } };
  }
  const lists = candidates.lists.filter(({ groupSpecific }) => !groupSpecific);
  const weighed = selectPrice({ ...candidates, lists, quantityThousandths: 1 });
  if (!weighed || weighed.unitPrice === 0) {
    return { quantityThousandths: ONE, price: null, missing: 'has no price that its label was weighed at' };
  }
  const { unitPrice } = weighed;
  const quantityThousandths = Math.max(mulDiv(labelPrice, ONE, unitPrice, 'half_up'), 1);
  const price = { source: 'embedded' as const, listPrice: unitPrice };
  return { quantityThousandths, price: { unitPrice, price }, labelPrice };
}

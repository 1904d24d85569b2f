import {
  MAX_MONEY,
  mulDiv,
  priceSale,
  quantityToThousandths,
  selectTaxRates,
  WHOLE_THOUSANDTHS,
} from '@cashwrap/pricing';
import { invalidReference } from '../../procedure/failure.ts';
import { businessDateOf } from '../organization/index.ts';
import { itemsOf } from './cart-items.ts';
import { withinRange } from './domain/within-range.ts';
import { earningOf } from './points-in-cart.ts';
import type { Cart, CartSources, PricedCart } from './resolve-cart.ts';

/** What was asked for each line of a cart, then for each service charge. */
type ShownTotals = readonly number[];

/**
 * A cart at the prices that an offline till has asked for, and the customer has paid: each line comes to what was shown, as a
 * piece with the price on its label does, whatever it should have come to. The tax is in it, as far as there is a rate; a
 * customer who pays none has paid the net.
 *
 * @param priced the same cart at its own prices, where it has them: for the quantities on labels, and the prices replaced
 * @throws INVALID_REFERENCE, INVALID_INPUT, AMOUNT_OUT_OF_RANGE
 */
export function priceAsShown(
  sources: CartSources,
  cart: Cart,
  shown: ShownTotals,
  at: Date,
  priced?: PricedCart,
): PricedCart {
  const { place, customer, loyalty, chargeRates } = sources;
  const businessDate = businessDateOf(at, place.timeZone, place.businessDayCutoffHour);
  const items = itemsOf(cart.lines, sources.products);
  const goods = items.map(({ line, position, product }) => {
    const known = priced?.priced.lines[position];
    const quantityThousandths = known?.quantityThousandths ?? quantityToThousandths(line.quantity);
    const labelPrice = shown[position] ?? 0;
    const unitPrice = mulDiv(labelPrice, WHOLE_THOUSANDTHS, quantityThousandths, 'half_up');
    return {
      ...{ key: String(position), quantityThousandths, labelPrice },
      // Of a very small quantity a unit may come to more than can be kept; it decides nothing.
      unitPrice: Math.min(unitPrice, MAX_MONEY),
      price: { source: 'shown' as const, ...(known && { listPrice: known.unitPrice }) },
      taxRates: selectTaxRates(product.taxRates, businessDate),
    };
  });
  const charges = cart.serviceCharges.map(({ name, taxCategoryId }, index) => {
    const rates = chargeRates.get(taxCategoryId);
    if (!rates) throw invalidReference('tax category', ['serviceCharges', index, 'taxCategoryId']);
    const amount = shown[items.length + index] ?? 0;
    const serviceCharge = { type: 'amount' as const, amount };
    return { key: `charge-${index}`, name, serviceCharge, taxRates: selectTaxRates(rates, businessDate) };
  });
  const taxExempt = customer?.taxExempt ?? false;
  const { taxRounding, roundingMode, cashRounding } = place;
  const input = {
    settings: { pricesIncludeTax: !taxExempt, taxExempt, taxRounding, roundingMode, cashRounding },
    lines: [...goods, ...charges],
  };
  const products = items.map(({ product }) => product);
  const asShown = withinRange(() => priceSale(input));
  return {
    ...{ place, customer, loyalty, businessDate, products, input, priced: asShown },
    pointsToEarn: earningOf({ customer, loyalty, place, products, priced: asShown }, 0)?.earned ?? null,
    ...{ soldCards: new Map(), outcomes: [], discounts: [], rewards: [], codes: [] },
  };
}

import type { DiscountOutcome, SaleQuote } from '@cashwrap/contract';
import type { PricedLine, PriceReason } from '@cashwrap/pricing';
import { explainSale } from '@cashwrap/pricing/explain';
import { figuresOfLine, figuresOfSale } from '@cashwrap/pricing/wire';
import type { PricedCart } from '../resolve-cart.ts';
import { describeOutcome } from './describe-outcome.ts';
import { moneyText } from './money-text.ts';
import { sensitiveActionsOf } from './sensitive-actions.ts';

type QuoteLine = SaleQuote['lines'][number];

/** A priced cart in the words of the contract. */
export function toQuote(cart: PricedCart): SaleQuote {
  const { place, priced } = cart;
  const lines = toLines(cart);
  return {
    storeId: place.storeId,
    lines,
    ...toTotals(cart),
    cashRounding: place.cashRounding,
    dueInCash: priced.inCash.due,
    discountOutcomes: toOutcomes(cart).filter(
      (outcome) => outcome.status === 'applied' || isGiven(cart, outcome),
    ),
    explanation: explainSale(
      priced,
      moneyText(place.currencyDigits),
      ({ position }) => lines[position]?.name ?? '',
    ),
    pointsToEarn: cart.pointsToEarn,
    rewards: [...cart.rewards],
    pricingVersion: priced.pricingVersion,
    sensitiveActions: sensitiveActionsOf(cart),
  };
}

/** What came of each active discount rule. */
export function toOutcomes({ place, outcomes }: PricedCart): DiscountOutcome[] {
  const money = moneyText(place.currencyDigits);
  return outcomes.map(({ id, name, code, status, amount, reason, missing }) => ({
    ...{ discountId: id, name, code, status, amount, reason },
    detail: reason === null ? null : describeOutcome(reason, missing, money),
  }));
}

/** Whether the customer has shown the code of a discount. */
export function isGiven({ codes }: PricedCart, { code }: Pick<DiscountOutcome, 'code'>): boolean {
  return code !== null && codes.some((given) => given.toUpperCase() === code);
}

/** The figures over all lines, as quotes and sales have them. */
export function toTotals({ place, customer, priced }: PricedCart) {
  const { currency, currencyDigits } = place;
  return {
    ...{ currency, currencyDigits, customerId: customer?.id ?? null },
    taxExemptReason: customer?.taxExemptReason ?? null,
    ...figuresOfSale(priced),
  };
}

export function toLines({ products, soldCards, priced }: PricedCart): QuoteLine[] {
  return priced.lines.map((line, position) => ({
    ...nameLine(line, products[position], soldCards.get(line.key)),
    price: toPriceSource(line),
    ...figuresOfLine(line),
  }));
}

function nameLine(
  line: PricedLine,
  product: PricedCart['products'][number] | undefined,
  soldCard: { readonly id: string; readonly codeEnd: string } | undefined,
): Pick<QuoteLine, 'kind' | 'productId' | 'giftCardId' | 'sku' | 'name' | 'unitLabel'> {
  if (product) {
    const { id, sku, name, unitLabel } = product;
    return { kind: 'product', productId: id, giftCardId: null, sku, name, unitLabel };
  }
  const without = { productId: null, sku: null, unitLabel: null };
  if (soldCard) {
    // As service charges and discounts are called where nobody calls them otherwise.
    return { kind: 'gift_card', ...without, giftCardId: soldCard.id, name: `Gift card …${soldCard.codeEnd}` };
  }
  return { kind: 'service_charge', ...without, giftCardId: null, name: line.serviceCharge?.name ?? '' };
}

/** The engine's words for where a price came from, in the contract's. */
const sources = {
  variant: 'product',
  product: 'product',
  price_list: 'price_list',
  override: 'override',
  open: 'open',
  embedded: 'label',
  shown: 'shown',
} as const satisfies Record<PriceReason['source'], QuoteLine['price']['source']>;

function toPriceSource({ price, giftCardAmount }: PricedLine): QuoteLine['price'] {
  if (!price) {
    const source = giftCardAmount === undefined ? 'charge' : 'gift_card';
    return { source, priceListId: null, name: null, cataloguePrice: null };
  }
  const { source, id = null, name = null, listPrice = null } = price;
  return { source: sources[source], priceListId: id, name, cataloguePrice: listPrice };
}

import type { SaleQuote } from '@cashwrap/contract';
import { type PricedLine, type PricedTax, ppmToPercent, thousandthsToQuantity } from '@cashwrap/pricing';
import type { SellableProduct } from '../../catalog/index.ts';
import type { PricedCart } from './price-cart.ts';

type QuoteLine = SaleQuote['lines'][number];

/** A priced cart in the words of the contract. */
export function toQuote(cart: PricedCart): SaleQuote {
  const { place, priced } = cart;
  return {
    storeId: place.storeId,
    lines: toLines(cart),
    ...toTotals(cart),
    cashRounding: place.cashRounding,
    dueInCash: priced.inCash.due,
    pricingVersion: priced.pricingVersion,
  };
}

/** The figures over all lines, as quotes and sales have them. */
export function toTotals({ place, priced }: PricedCart) {
  return {
    currency: place.currency,
    currencyDigits: place.currencyDigits,
    pricesIncludeTax: place.pricesIncludeTax,
    taxRounding: place.taxRounding,
    roundingMode: place.roundingMode,
    discounts: priced.discountSummary.map(({ id, name, amount }) => ({ id, name, amount })),
    taxes: priced.taxSummary.map(toTax),
    grossTotal: priced.grossTotal,
    discountTotal: priced.discountTotal,
    netTotal: priced.netTotal,
    taxTotal: priced.taxTotal,
    total: priced.total,
  };
}

export function toLines({ products, priced }: PricedCart): QuoteLine[] {
  return priced.lines.map((line, position) => toLine(line, products[position] as SellableProduct));
}

function toLine(line: PricedLine, product: SellableProduct): QuoteLine {
  return {
    productId: product.id,
    sku: product.sku,
    name: product.name,
    quantity: thousandthsToQuantity(line.quantityThousandths),
    unitLabel: product.unitLabel,
    unitPrice: line.unitPrice,
    gross: line.gross,
    discounts: line.discounts.map(({ ppm, ...discount }) => ({
      ...discount,
      percentage: ppm === null ? null : ppmToPercent(ppm),
    })),
    discount: line.discount,
    taxes: line.taxes.map(toTax),
    net: line.net,
    tax: line.tax,
    total: line.total,
  };
}

function toTax({ id, name, ppm, base, amount }: PricedTax) {
  return { taxRateId: id, name, percentage: ppmToPercent(ppm), base, amount };
}

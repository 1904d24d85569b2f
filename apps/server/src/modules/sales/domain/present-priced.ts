import type { SaleQuote } from '@cashwrap/contract';
import {
  type PricedLine,
  type PricedSale,
  type PricedTax,
  ppmToPercent,
  thousandthsToQuantity,
} from '@cashwrap/pricing';
import type { SellableProduct } from '../../catalog/index.ts';
import type { PricedCart } from './price-cart.ts';
import { sensitiveActionsOf } from './sensitive-actions.ts';

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
    sensitiveActions: sensitiveActionsOf(cart),
  };
}

/** The figures over all lines, as quotes and sales have them. */
export function toTotals({ place, priced }: PricedCart) {
  const { currency, currencyDigits } = place;
  return { currency, currencyDigits, ...figuresOfSale(priced) };
}

export function toLines({ products, priced }: PricedCart): QuoteLine[] {
  return priced.lines.map((line, position) => toLine(line, products[position] as SellableProduct));
}

function toLine(line: PricedLine, { id, sku, name, unitLabel }: SellableProduct): QuoteLine {
  return { productId: id, sku, name, unitLabel, ...figuresOfLine(line) };
}

/** What pricing decides of a sale: stored with it, and the same whenever it is priced again. */
export function figuresOfSale(priced: PricedSale) {
  const { pricesIncludeTax, taxRounding, roundingMode } = priced.settings;
  return {
    ...{ pricesIncludeTax, taxRounding, roundingMode },
    discounts: priced.discountSummary.map(({ id, name, amount }) => ({ id, name, amount })),
    taxes: priced.taxSummary.map(toTax),
    grossTotal: priced.grossTotal,
    discountTotal: priced.discountTotal,
    netTotal: priced.netTotal,
    taxTotal: priced.taxTotal,
    total: priced.total,
  };
}

/** What pricing decides of a line, likewise. */
export function figuresOfLine(line: PricedLine) {
  return {
    quantity: thousandthsToQuantity(line.quantityThousandths),
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

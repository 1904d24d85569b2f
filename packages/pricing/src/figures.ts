import type { PricedLine, PricedSale, PricedTax } from './sale.ts';
import { ppmToPercent, thousandthsToQuantity } from './wire-numbers.ts';

/** What pricing decides of a sale, as it goes over the wire and is stored: the same whenever it is priced again. */
export function figuresOfSale(priced: PricedSale) {
  const { pricesIncludeTax, taxRounding, roundingMode } = priced.settings;
  return {
    ...{ pricesIncludeTax, taxRounding, roundingMode, taxExempt: priced.settings.taxExempt },
    discounts: priced.discountSummary.map(({ id, name, amount }) => ({ id, name, amount })),
    taxes: priced.taxSummary.map(toTax),
    grossTotal: priced.grossTotal,
    discountTotal: priced.discountTotal,
    netTotal: priced.netTotal,
    taxTotal: priced.taxTotal,
    exemptedTaxTotal: priced.exemptedTaxTotal,
    giftCardTotal: priced.giftCardTotal,
    total: priced.total,
  };
}

/** What pricing decides of a line, likewise. */
export function figuresOfLine(line: PricedLine) {
  return {
    quantity: thousandthsToQuantity(line.quantityThousandths),
    unitPrice: line.unitPrice,
    gross: line.gross,
    discounts: line.discounts.map(({ ppm, quantityThousandths, ...discount }) => ({
      ...discount,
      percentage: ppm === null ? null : ppmToPercent(ppm),
      ...(quantityThousandths !== undefined && { quantity: thousandthsToQuantity(quantityThousandths) }),
    })),
    discount: line.discount,
    taxes: line.taxes.map(toTax),
    net: line.net,
    tax: line.tax,
    exemptedTax: line.exemptedTax,
    total: line.total,
  };
}

function toTax({ id, name, ppm, base, amount, exempted }: PricedTax) {
  const tax = { taxRateId: id, name, percentage: ppmToPercent(ppm), base, amount };
  return exempted === 0 ? tax : { ...tax, exempted };
}

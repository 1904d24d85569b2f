import type { AppliedDiscount, AppliedSaleDiscount } from './discounts.ts';
import type { PriceReason } from './prices.ts';
import type { PricedLine, PricedSale, PricedTax } from './sale.ts';
import { thousandthsToQuantity } from './wire-numbers.ts';

/** Writes an amount in minor units as people read it. */
export type FormatMoney = (minorUnits: number) => string;

/**
 * How every figure of a sale came about, in plain English: the lines, in their order, each sentence with the
 * line's name; then the sale. A priced sale holds all of it as data, for other languages.
 *
 * @example
 * explainSale(sale, (minor) => (minor / 100).toFixed(2));
 * // ['coffee: 1 × 29.99 = 29.99', 'coffee: discount SUMMER, 15 % of 29.99 = 4.50', …]
 */
export function explainSale(
  sale: PricedSale,
  money: FormatMoney,
  nameOf: (line: PricedLine) => string = (line) => line.key,
): string[] {
  const { cashRounding, due } = sale.inCash;
  return [
    ...sale.lines.flatMap((line) =>
      explainLine(line, money).map((sentence) => `${nameOf(line)}: ${sentence}`),
    ),
    ...sale.saleDiscounts.map((discount) => explainSaleDiscount(discount, money)),
    ...sale.taxSummary.map((tax) => explainTax(tax, money)),
    `total ${money(sale.total)}`,
    ...(cashRounding === 0 ? [] : [`in cash ${money(due)}, rounded by ${money(cashRounding)}`]),
  ];
}

/** How every figure of a line came about, in plain English. */
export function explainLine(line: PricedLine, money: FormatMoney): string[] {
  return [
    explainGross(line, money),
    ...line.discounts.map((discount) => explainDiscount(discount, money)),
    ...line.taxes.map((tax) => explainTax(tax, money)),
    `total ${money(line.total)}`,
  ];
}

function explainGross(line: PricedLine, money: FormatMoney): string {
  const { unitPrice, quantityThousandths, gross, labelPrice, serviceCharge: charge, price } = line;
  if (line.giftCardAmount !== undefined) return `${money(line.giftCardAmount)} put on it`;
  if (charge?.type === 'amount') return `${charge.name}, ${money(charge.amount)}`;
  if (charge)
    return `${charge.name}, ${percent(charge.ppm)} of ${money(charge.base)} = ${money(charge.amount)}`;
  const from = price ? ` (${explainPrice(price, money)})` : '';
  const quantity = thousandthsToQuantity(quantityThousandths);
  if (labelPrice !== undefined)
    return `${quantity} at ${money(unitPrice)}${from}, on the label ${money(gross)}`;
  return `${quantity} × ${money(unitPrice)}${from} = ${money(gross)}`;
}

function explainPrice(
  { source, name, listPrice, minQuantityThousandths: tier }: PriceReason,
  money: FormatMoney,
) {
  const where = source === 'price_list' ? `price list ${name}` : `${source} price`;
  const from = tier === undefined ? '' : ` from ${thousandthsToQuantity(tier)} on`;
  return where + from + (listPrice === undefined ? '' : ` instead of ${money(listPrice)}`);
}

function explainDiscount(discount: AppliedDiscount, money: FormatMoney): string {
  const { name, scope, ppm, quantityThousandths: part, base, amount } = discount;
  const start = `discount ${name}, `;
  if (scope === 'sale') return `${start}share of ${money(amount)} for ${money(base)}`;
  const of = part === undefined ? money(base) : `${thousandthsToQuantity(part)} for ${money(base)}`;
  return (
    start + (ppm === null ? `${money(amount)} off ${of}` : `${percent(ppm)} of ${of} = ${money(amount)}`)
  );
}

function explainSaleDiscount({ name, ppm, base, amount }: AppliedSaleDiscount, money: FormatMoney): string {
  const of = ppm === null ? `${money(amount)} off ` : `${percent(ppm)} of `;
  return `discount ${name}, ${of}${money(base)}${ppm === null ? '' : ` = ${money(amount)}`}`;
}

function explainTax({ name, ppm, base, amount, exempted }: PricedTax, money: FormatMoney): string {
  const exempt = exempted === 0 ? '' : `, ${money(exempted)} exempted`;
  return `${name}, ${percent(ppm)} of ${money(base)} = ${money(amount)}${exempt}`;
}

function percent(ppm: number | null): string {
  return `${(ppm ?? 0) / 10_000} %`;
}

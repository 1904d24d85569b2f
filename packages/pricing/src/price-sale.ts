import { cashRoundingOn } from './cash-rounding.ts';
import { checkInput } from './check-input.ts';
import { type AppliedDiscount, applyDiscounts } from './discounts.ts';
import { assertMoney, mulDiv, type RoundingMode, WHOLE_THOUSANDTHS } from './money.ts';
import type {
  DiscountSummary,
  PricedLine,
  PricedSale,
  PricedTax,
  PriceSaleInput,
  PricingSettings,
  SaleLineInput,
  TaxSummary,
} from './sale.ts';
import { computeTaxes } from './taxes.ts';

/** The version of the rules. It goes up with every change that changes a figure of a stored sale. */
export const PRICING_VERSION = 1;

/**
 * Prices a sale: gross, discounts, taxes and totals, in that order, every figure an integer in minor units.
 *
 * - line.gross = unit price × quantity, rounded once.
 * - Discounts as in `applyDiscounts`; taxes as in `computeTaxes`.
 * - line.total = gross − discount + tax where prices exclude tax. Where they include it, the total is
 *   gross − discount whatever the tax, and net = total − tax; a tax-exempt customer pays the net.
 * - sale.total = Σ line.total.
 *
 * The same input always gives the same output, and both are plain JSON.
 *
 * @throws PricingError for input that it cannot price exactly, and for results beyond 10^12.
 */
export function priceSale(input: PriceSaleInput): PricedSale {
  checkInput(input);
  const { settings } = input;
  const lines = input.lines.map((line) => ({ ...line, gross: grossOf(line, settings.roundingMode) }));
  const discounted = applyDiscounts(lines, input.discounts ?? [], settings.roundingMode);
  const taxable = lines.map(({ taxRates }, position) => ({
    subtotal: discounted.subtotals[position] ?? 0,
    taxRates,
  }));
  const taxes = computeTaxes(taxable, settings);
  const priced = lines.map((line, position) => {
    const figures = {
      position,
      gross: line.gross,
      discounts: discounted.byLine[position] ?? [],
      taxAmounts: taxes[position] ?? [],
    };
    return priceLine(line, figures, settings);
  });
  return totalled(priced, discounted.bySale, settings);
}

function grossOf(line: SaleLineInput, mode: RoundingMode): number {
  const gross = mulDiv(line.unitPrice, line.quantityThousandths, WHOLE_THOUSANDTHS, mode);
  assertMoney(gross, `The gross of line ${line.key}`);
  return gross;
}

interface LineFigures {
  readonly position: number;
  readonly gross: number;
  readonly discounts: readonly AppliedDiscount[];
  /** By tax rate of the line. */
  readonly taxAmounts: readonly number[];
}

function priceLine(line: SaleLineInput, figures: LineFigures, settings: PricingSettings): PricedLine {
  const { position, gross, discounts, taxAmounts } = figures;
  const discount = sum(discounts, (applied) => applied.amount);
  const subtotal = gross - discount;
  const allTax = sum(taxAmounts, (amount) => amount);
  const net = settings.pricesIncludeTax ? subtotal - allTax : subtotal;
  const exemptedTax = settings.taxExempt ? allTax : 0;
  const tax = allTax - exemptedTax;
  const total = net + tax;
  assertMoney(total, `The total of line ${line.key}`);
  const taxes = line.taxRates.map(({ id, name, ppm }, slot) => {
    const computed = taxAmounts[slot] ?? 0;
    const exempted = settings.taxExempt ? computed : 0;
    return { id, name, ppm, base: net, amount: computed - exempted, exempted };
  });
  const { key, unitPrice, quantityThousandths } = line;
  return {
    key,
    position,
    unitPrice,
    quantityThousandths,
    gross,
    discounts,
    discount,
    subtotal,
    taxes,
    tax,
    exemptedTax,
    net,
    total,
  };
}

function totalled(
  lines: readonly PricedLine[],
  saleDiscounts: PricedSale['saleDiscounts'],
  settings: PricingSettings,
): PricedSale {
  const totals = {
    grossTotal: sum(lines, (line) => line.gross),
    discountTotal: sum(lines, (line) => line.discount),
    subtotal: sum(lines, (line) => line.subtotal),
    netTotal: sum(lines, (line) => line.net),
    taxTotal: sum(lines, (line) => line.tax),
    exemptedTaxTotal: sum(lines, (line) => line.exemptedTax),
    total: sum(lines, (line) => line.total),
  };
  for (const [name, figure] of Object.entries(totals)) assertMoney(figure, `The sale's ${name}`);
  const cashRounding = cashRoundingOn(totals.total, settings.cashRounding);
  return {
    pricingVersion: PRICING_VERSION,
    settings,
    lines,
    saleDiscounts,
    discountSummary: summarizeDiscounts(lines),
    taxSummary: summarizeTaxes(lines),
    ...totals,
    inCash: { cashRounding, due: totals.total + cashRounding },
  };
}

function summarizeDiscounts(lines: readonly PricedLine[]): DiscountSummary[] {
  const byId = new Map<string, DiscountSummary>();
  for (const line of lines) {
    for (const { id, name, amount } of line.discounts) {
      const known = byId.get(id);
      byId.set(id, known ? { ...known, amount: known.amount + amount } : { id, name, amount });
    }
  }
  return [...byId.values()];
}

function summarizeTaxes(lines: readonly PricedLine[]): TaxSummary[] {
  const byId = new Map<string, TaxSummary>();
  for (const line of lines) {
    for (const tax of line.taxes) {
      const known = byId.get(tax.id);
      byId.set(tax.id, known === undefined ? tax : added(known, tax));
    }
  }
  return [...byId.values()];
}

function added(one: PricedTax, other: PricedTax): PricedTax {
  return {
    id: one.id,
    name: one.name,
    ppm: one.ppm,
    base: one.base + other.base,
    amount: one.amount + other.amount,
    exempted: one.exempted + other.exempted,
  };
}

function sum<T>(items: readonly T[], figure: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += figure(item);
  return total;
}

import { cashRoundingOn } from './cash-rounding.ts';
import { checkInput } from './check-input.ts';
import { type AppliedSaleDiscount, applyDiscounts, type DiscountableLine, priceOf } from './discounts.ts';
import { assertMoney, type RoundingMode, WHOLE_THOUSANDTHS } from './money.ts';
import type { GoodsLineInput, PricedLine, PricedSale, PriceSaleInput, PricingSettings } from './sale.ts';
import { applyServiceCharge, type ServiceChargeLineInput } from './service-charges.ts';
import { computeTaxes, type TaxRate } from './taxes.ts';

/**
 * The version of the rules. It goes up with every change that changes a figure of a stored sale.
 *
 * 2: included taxes of a line never come to more than the line; a label's price, parts of lines and prices by
 * quantity as they are now.
 */
export const PRICING_VERSION = 2;

/**
 * Prices a sale: gross, discounts, taxes and totals, in that order, every figure an integer in minor units.
 *
 * - line.gross = unit price × quantity, rounded once, or what the label says.
 * - Discounts as in `applyDiscounts`; then service charges on what they leave; then taxes as in `computeTaxes`.
 * - line.total = gross − discount + tax where prices exclude tax. Where they include it, the total is
 *   gross − discount whatever the tax, and net = total − tax; a tax-exempt customer pays the net.
 * - A gift card comes to what is put on it, in the total and `giftCardTotal` alone.
 * - sale.total = Σ line.total.
 *
 * The same input always gives the same output, and both are plain JSON.
 *
 * @throws PricingError for input that it cannot price exactly, and for results beyond 10^12.
 */
export function priceSale(input: PriceSaleInput): PricedSale {
  checkInput(input);
  return totalled(priceLines(input));
}

/** The lines of a sale with all their figures, which the sale's own are sums of. */
export interface PricedLines {
  readonly settings: PricingSettings;
  readonly lines: readonly PricedLine[];
  readonly saleDiscounts: readonly AppliedSaleDiscount[];
}

/** Prices the lines of a sale whose input is checked. */
export function priceLines({ settings, lines: given, discounts = [] }: PriceSaleInput): PricedLines {
  const mode = settings.roundingMode;
  const open = given.map((line) => ('unitPrice' in line ? openGoods(line, mode) : line));
  const goods = open.flatMap((line) => ('gross' in line ? line : []));
  const saleDiscounts = applyDiscounts(goods, discounts, mode);
  const untaxed = open.map((line) => {
    if ('serviceCharge' in line) return chargeLine(line, goods, mode);
    if ('gross' in line) return line;
    const { key, giftCardAmount } = line;
    return { ...lineOfAmount(key, giftCardAmount), giftCardAmount };
  });
  const taxes = computeTaxes(
    untaxed.map(({ line, subtotal }) => ({ subtotal, taxRates: line.taxRates })),
    settings,
  );
  const lines = untaxed.map((line, position) => priceLine(line, position, taxes[position] ?? [], settings));
  return { settings, lines, saleDiscounts };
}

/** What is known of a line before its taxes. */
interface UntaxedLine
  extends Pick<PricedLine, 'gross' | 'subtotal' | 'discounts' | 'serviceCharge' | 'giftCardAmount'> {
  readonly line: Pick<
    GoodsLineInput,
    'key' | 'unitPrice' | 'quantityThousandths' | 'labelPrice' | 'price' | 'taxRates'
  >;
}

interface OpenGoods extends DiscountableLine {
  readonly line: GoodsLineInput;
}

function openGoods(line: GoodsLineInput, mode: RoundingMode): OpenGoods {
  const gross = grossOf(line, mode);
  return { line, gross, subtotal: gross, discounts: [] };
}

function chargeLine(
  { key, taxRates, ...charge }: ServiceChargeLineInput,
  goods: readonly OpenGoods[],
  mode: RoundingMode,
): UntaxedLine {
  const serviceCharge = applyServiceCharge(charge, goods, mode);
  return { ...lineOfAmount(key, serviceCharge.amount, taxRates), serviceCharge };
}

/** A line that is an amount and no goods: one of it, without discounts. */
function lineOfAmount(key: string, amount: number, taxRates: readonly TaxRate[] = []): UntaxedLine {
  assertMoney(amount, `The amount of line ${key}`);
  const line = { key, unitPrice: amount, quantityThousandths: WHOLE_THOUSANDTHS, taxRates };
  return { line, gross: amount, subtotal: amount, discounts: [] };
}

/** What a line comes to before discounts. */
export function grossOf(line: GoodsLineInput, mode: RoundingMode): number {
  const gross = priceOf(line, line.quantityThousandths, mode);
  assertMoney(gross, `The gross of line ${line.key}`);
  return gross;
}

function priceLine(
  { line, serviceCharge, giftCardAmount, gross, subtotal, discounts }: UntaxedLine,
  position: number,
  taxAmounts: readonly number[],
  settings: PricingSettings,
): PricedLine {
  const { key, unitPrice, quantityThousandths, labelPrice, price, taxRates } = line;
  const allTax = sum(taxAmounts, (amount) => amount);
  const net = settings.pricesIncludeTax ? subtotal - allTax : subtotal;
  const exemptedTax = settings.taxExempt ? allTax : 0;
  const tax = allTax - exemptedTax;
  const total = net + tax;
  assertMoney(total, `The total of line ${key}`);
  const taxes = taxRates.map(({ id, name, ppm }, slot) => {
    const computed = taxAmounts[slot] ?? 0;
    const exempted = settings.taxExempt ? computed : 0;
    return { id, name, ppm, base: net, amount: computed - exempted, exempted };
  });
  const priced = {
    key,
    position,
    unitPrice,
    quantityThousandths,
    gross,
    discounts,
    discount: gross - subtotal,
    subtotal,
    taxes,
    tax,
    exemptedTax,
    net,
    total,
  };
  return {
    ...priced,
    ...(serviceCharge && { serviceCharge }),
    ...(giftCardAmount !== undefined && { giftCardAmount }),
    ...(price && { price }),
    ...(labelPrice !== undefined && { labelPrice }),
  };
}

/** The whole sale: its totals, what is due in cash, and what each discount and each tax comes to. */
export function totalled({ settings, lines, saleDiscounts }: PricedLines): PricedSale {
  const giftCardTotal = sum(lines, (line) => line.giftCardAmount ?? 0);
  const grossTotal = sum(lines, (line) => line.gross) - giftCardTotal;
  const discountTotal = sum(lines, (line) => line.discount);
  const totals = {
    grossTotal,
    serviceChargeTotal: sum(lines, (line) => line.serviceCharge?.amount ?? 0),
    discountTotal,
    subtotal: grossTotal - discountTotal,
    netTotal: sum(lines, (line) => line.net) - giftCardTotal,
    taxTotal: sum(lines, (line) => line.tax),
    exemptedTaxTotal: sum(lines, (line) => line.exemptedTax),
    giftCardTotal,
    total: sum(lines, (line) => line.total),
  };
  for (const [name, figure] of Object.entries(totals)) assertMoney(figure, `The sale's ${name}`);
  const cashRounding = cashRoundingOn(totals.total, settings.cashRounding);
  return {
    pricingVersion: PRICING_VERSION,
    settings,
    lines,
    saleDiscounts,
    discountSummary: summarize(
      lines.flatMap(({ discounts }) => discounts.map(({ id, name, amount }) => ({ id, name, amount }))),
      (one, { amount }) => ({ ...one, amount: one.amount + amount }),
    ),
    taxSummary: summarize(
      lines.flatMap(({ taxes }) => taxes),
      (one, { base, amount, exempted }) => ({
        ...one,
        base: one.base + base,
        amount: one.amount + amount,
        exempted: one.exempted + exempted,
      }),
    ),
    ...totals,
    inCash: { cashRounding, due: totals.total + cashRounding },
  };
}

/** What comes under one id is added up; the ids are in order of first use. */
function summarize<T extends { readonly id: string }>(all: readonly T[], add: (one: T, other: T) => T): T[] {
  const byId = new Map<string, T>();
  for (const one of all) {
    const known = byId.get(one.id);
    byId.set(one.id, known === undefined ? one : add(known, one));
  }
  return [...byId.values()];
}

function sum<T>(items: readonly T[], figure: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += figure(item);
  return total;
}

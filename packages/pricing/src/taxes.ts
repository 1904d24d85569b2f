import { apportion, apportionBig } from './apportion.ts';
import { type Fraction, mulDiv, type RoundingMode, sumAndRound, WHOLE_PPM } from './money.ts';

/** One tax at one rate, already chosen for the store, the tax category and the date. */
export interface TaxRate {
  /** Two lines under one id must have the same name and rate. */
  readonly id: string;
  readonly name: string;
  /** Parts per million: 8.875 % is 88 750. Zero is an explicit rate. */
  readonly ppm: number;
}

/** `line`: each tax of each line is rounded; `document`: each rate is rounded once over the document. */
export type TaxRounding = 'line' | 'document';

export interface TaxSettings {
  readonly pricesIncludeTax: boolean;
  readonly taxRounding: TaxRounding;
  readonly roundingMode: RoundingMode;
}

export interface TaxableLine {
  /** After discounts; with tax where prices include it. Minor units; negative for goods taken back. */
  readonly subtotal: number;
  readonly taxRates: readonly TaxRate[];
}

/** All lines of one document that bear one rate. */
interface RateGroup {
  readonly fractions: Fraction[];
  readonly places: { line: number; slot: number }[];
}

/**
 * The tax of each line at each of its rates, `[line][rate]`, in minor units.
 *
 * Exclusive prices: tax = subtotal·r. Inclusive prices: tax = subtotal·r/(1+R), where R is the sum of the
 * line's rates, each tax rounded by itself, and the net is what remains, so that the price never changes.
 * Several rates do not compound: each is of the price without any tax.
 *
 * Under `document` the exact taxes of a rate are added over all lines, rounded once, and apportioned to
 * the lines by largest remainder in proportion to their exact tax (ties by position). Each rate is
 * apportioned by itself: a line of one or two minor units with several included rates can thereby bear a
 * unit more tax than it has.
 */
export function computeTaxes(lines: readonly TaxableLine[], settings: TaxSettings): number[][] {
  const mode = settings.roundingMode;
  if (settings.taxRounding === 'line') {
    return lines.map(({ subtotal, taxRates }) => {
      const divisor = taxDivisor(taxRates, settings);
      return taxRates.map((rate) => mulDiv(subtotal, rate.ppm, divisor, mode));
    });
  }
  const taxes = lines.map((line) => line.taxRates.map(() => 0));
  for (const group of groupByRate(lines, settings)) {
    apportionedTax(group.fractions, mode).forEach((amount, i) => {
      const place = group.places[i];
      const ofLine = place && taxes[place.line];
      if (ofLine) ofLine[place.slot] = amount;
    });
  }
  return taxes;
}

function taxDivisor(rates: readonly TaxRate[], settings: TaxSettings): number {
  let divisor = WHOLE_PPM;
  if (settings.pricesIncludeTax) for (const rate of rates) divisor += rate.ppm;
  return divisor;
}

function groupByRate(lines: readonly TaxableLine[], settings: TaxSettings): Iterable<RateGroup> {
  const groups = new Map<string, RateGroup>();
  lines.forEach(({ subtotal, taxRates }, line) => {
    const divisor = taxDivisor(taxRates, settings);
    taxRates.forEach((rate, slot) => {
      const group = groups.get(rate.id) ?? { fractions: [], places: [] };
      groups.set(rate.id, group);
      group.fractions.push({ a: subtotal, b: rate.ppm, c: divisor });
      group.places.push({ line, slot });
    });
  });
  return groups.values();
}

/** One rate's tax over the document, rounded once and shared out to its lines. */
function apportionedTax(fractions: readonly Fraction[], mode: RoundingMode): number[] {
  const tax = sumAndRound(fractions, mode);
  const first = fractions[0];
  // The usual document: one divisor, nothing taken back. The subtotals themselves are then the weights.
  if (fractions.every(({ a, c }) => a >= 0 && c === first?.c)) {
    return apportion(
      tax,
      fractions.map(({ a }) => a),
    );
  }
  return apportionSigned(tax, fractions, mode);
}

/**
 * Shares a tax where lines differ in divisor or in sign. Largest remainder needs weights of one sign, so the
 * side with the smaller exact tax is rounded and shared by itself, and the other side bears the rest; the
 * mirror image of a document thereby gets the mirror image of the shares.
 */
function apportionSigned(tax: number, fractions: readonly Fraction[], mode: RoundingMode): number[] {
  const divisors = [...new Set(fractions.map(({ c }) => c))];
  const common = divisors.reduce((product, c) => product * BigInt(c), 1n);
  const weights = fractions.map(({ a, c }) => BigInt(a) * (common / BigInt(c)));
  const sign = weights.reduce((sum, weight) => sum + weight, 0n) < 0n ? -1n : 1n;
  const minorTax = sumAndRound(
    fractions.filter((_, i) => (weights[i] ?? 0n) * sign < 0n),
    mode,
  );
  const minor = apportionBig(
    minorTax,
    weights.map((weight) => (weight * sign < 0n ? -weight * sign : 0n)),
  );
  const major = apportionBig(
    tax - minorTax,
    weights.map((weight) => (weight * sign > 0n ? weight * sign : 0n)),
  );
  return major.map((part, i) => part + (minor[i] ?? 0));
}

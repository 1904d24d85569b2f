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

/** A line with its tax at each of its rates. */
interface TaxedLine extends TaxableLine {
  readonly taxes: number[];
}

/** One rate of one line. */
interface Place {
  readonly line: TaxedLine;
  readonly slot: number;
}

/** All lines of one document that bear one rate. */
interface RateGroup {
  readonly fractions: Fraction[];
  readonly places: Place[];
}

/** By rate id. */
type RateGroups = ReadonlyMap<string, RateGroup>;

/**
 * The tax of each line at each of its rates, `[line][rate]`, in minor units.
 *
 * Exclusive prices: tax = subtotal·r. Inclusive prices: tax = subtotal·r/(1+R), where R is the sum of the
 * line's rates, each tax rounded by itself, and the net is what remains, so that the price never changes.
 * Several rates do not compound: each is of the price without any tax.
 *
 * Under `document` the exact taxes of a rate are added over all lines, rounded once, and apportioned to
 * the lines by largest remainder in proportion to their exact tax (ties by position), each rate by itself.
 *
 * Included taxes never come to more than their line. A unit that a line has no room for passes to the line of
 * the same rate with the most room left, the earlier one among equals, and the rate's tax stays what it is.
 * Only where a line's rates come to more than 100 % there may be no such line; the unit is then not charged.
 */
export function computeTaxes(lines: readonly TaxableLine[], settings: TaxSettings): number[][] {
  const { pricesIncludeTax, taxRounding, roundingMode } = settings;
  const taxed = lines.map(({ subtotal, taxRates }): TaxedLine => {
    const divisor = taxDivisor(taxRates, settings);
    const taxOf = ({ ppm }: TaxRate) =>
      taxRounding === 'line' ? mulDiv(subtotal, ppm, divisor, roundingMode) : 0;
    return { subtotal, taxRates, taxes: taxRates.map(taxOf) };
  });
  const groups: RateGroups = taxRounding === 'line' ? new Map() : groupByRate(taxed, settings);
  for (const { fractions, places } of groups.values()) {
    apportionedTax(fractions, roundingMode).forEach((amount, i) => {
      addTo(places[i], amount);
    });
  }
  if (pricesIncludeTax) {
    for (const line of taxed) while (roomOf(line) < 0) passOn(line, groups);
  }
  return taxed.map(({ taxes }) => taxes);
}

function taxDivisor(rates: readonly TaxRate[], settings: TaxSettings): number {
  let divisor = WHOLE_PPM;
  if (settings.pricesIncludeTax) for (const rate of rates) divisor += rate.ppm;
  return divisor;
}

function groupByRate(lines: readonly TaxedLine[], settings: TaxSettings): RateGroups {
  const groups = new Map<string, RateGroup>();
  for (const line of lines) {
    const divisor = taxDivisor(line.taxRates, settings);
    line.taxRates.forEach(({ id, ppm }, slot) => {
      const group = groups.get(id) ?? { fractions: [], places: [] };
      groups.set(id, group);
      group.fractions.push({ a: line.subtotal, b: ppm, c: divisor });
      group.places.push({ line, slot });
    });
  }
  return groups;
}

function addTo(place: Place | undefined, amount: number): void {
  if (place) place.line.taxes[place.slot] = (place.line.taxes[place.slot] ?? 0) + amount;
}

/** What a line has left of its price for more tax; less than 0 where it bears too much. */
function roomOf({ subtotal, taxes }: TaxedLine): number {
  return Math.abs(subtotal) - Math.abs(taxes.reduce((sum, tax) => sum + tax, 0));
}

/**
 * Takes one unit of tax off a line: the nearest line with room gets it. Where all lines of its rates are full,
 * one of them takes it and passes on a unit of another of its rates, and so on; goods sold and goods taken
 * back keep to themselves.
 */
function passOn(over: TaxedLine, groups: RateGroups): void {
  const sign = Math.sign(over.subtotal);
  /** How a unit comes to each line that it can come to, the nearest lines first. */
  const steps = new Map<TaxedLine, { from: Place; to: Place } | null>([[over, null]]);
  for (const line of steps.keys()) {
    for (const [slot, { id }] of line.taxRates.entries()) {
      if ((line.taxes[slot] ?? 0) * sign <= 0) continue;
      let roomiest = line;
      for (const to of groups.get(id)?.places ?? []) {
        if (to.line.subtotal * sign <= 0 || steps.has(to.line)) continue;
        steps.set(to.line, { from: { line, slot }, to });
        if (roomOf(to.line) > Math.max(0, roomOf(roomiest))) roomiest = to.line;
      }
      if (roomOf(roomiest) <= 0) continue;
      for (let step = steps.get(roomiest); step; step = steps.get(step.from.line)) {
        addTo(step.from, -sign);
        addTo(step.to, sign);
      }
      return;
    }
  }
  addTo({ line: over, slot: over.taxes.findIndex((tax) => tax * sign > 0) }, -sign);
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
  /** The weights of one side, the other one being 0. */
  const side = (of: bigint) => weights.map((weight) => (weight * of > 0n ? weight * of : 0n));
  const minor = apportionBig(minorTax, side(-sign));
  const major = apportionBig(tax - minorTax, side(sign));
  return major.map((part, i) => part + (minor[i] ?? 0));
}

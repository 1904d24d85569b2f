/**
 * A second pricing engine, written from the rules with exact fractions and no care for speed. It shares no
 * code with `src` (and may import none), so that the two agree only if both are right.
 */

export interface OracleDiscount {
  type: 'percentage' | 'amount';
  ppm?: number;
  amount?: number;
  eligibleLines?: readonly string[];
}

export interface OracleInput {
  settings: {
    pricesIncludeTax: boolean;
    taxRounding: 'line' | 'document';
    roundingMode: string;
    taxExempt: boolean;
  };
  lines: readonly {
    key: string;
    unitPrice: number;
    quantityThousandths: number;
    discounts?: readonly OracleDiscount[];
    taxRates: readonly { id: string; ppm: number }[];
  }[];
  discounts?: readonly OracleDiscount[];
}

export interface OracleLine {
  gross: number;
  discounts: number[];
  subtotal: number;
  taxes: number[];
  net: number;
  total: number;
}

/** A rational number; the denominator is positive. */
export interface Rational {
  n: bigint;
  d: bigint;
}

export const rational = (n: number | bigint, d: number | bigint = 1n): Rational => ({
  n: BigInt(n),
  d: BigInt(d),
});
const plus = (x: Rational, y: Rational): Rational => ({ n: x.n * y.d + y.n * x.d, d: x.d * y.d });
const times = (x: Rational, y: Rational): Rational => ({ n: x.n * y.n, d: x.d * y.d });
const minus = (x: Rational, y: Rational): Rational => plus(x, times(rational(-1), y));
const sumOf = (xs: readonly Rational[]): Rational => xs.reduce(plus, rational(0));

/** The greatest integer that is not above x. */
function floor(x: Rational): bigint {
  const cut = x.n / x.d;
  return x.n < 0n && cut * x.d !== x.n ? cut - 1n : cut;
}

/** Rounds by choosing between the two integers around x. */
export function round(x: Rational, mode: string): number {
  const below = floor(x);
  const part = minus(x, { n: below, d: 1n });
  if (part.n === 0n) return Number(below);
  const above = below + 1n;
  const awayFromZero = x.n > 0n ? above : below;
  const towardsZero = x.n > 0n ? below : above;
  if (mode === 'up') return Number(awayFromZero);
  if (mode === 'down') return Number(towardsZero);
  const twice = 2n * part.n;
  if (twice < part.d) return Number(below);
  if (twice > part.d) return Number(above);
  if (mode === 'half_up') return Number(awayFromZero);
  if (mode === 'half_down') return Number(towardsZero);
  if (mode === 'half_even') return Number(below % 2n === 0n ? below : above);
  throw new Error(mode);
}

/** Largest remainder by handing out one unit at a time to the line that is furthest below its quota. */
export function share(amount: number, weights: readonly Rational[]): number[] {
  const whole = sumOf(weights);
  if (whole.n === 0n) return weights.map(() => 0);
  if (amount < 0) return share(-amount, weights).map((part) => (part === 0 ? 0 : -part));
  const quotas = weights.map((weight) =>
    times(rational(amount), { n: weight.n * whole.d, d: weight.d * whole.n }),
  );
  const parts = quotas.map(floor);
  const remainders = quotas.map((quota, i) => minus(quota, { n: parts[i] ?? 0n, d: 1n }));
  const raised = new Set<number>();
  while (parts.reduce((a, b) => a + b, 0n) < BigInt(amount)) {
    let best = -1;
    remainders.forEach((remainder, i) => {
      if (raised.has(i)) return;
      const champion = remainders[best];
      if (champion === undefined || remainder.n * champion.d > champion.n * remainder.d) best = i;
    });
    raised.add(best);
    parts[best] = (parts[best] ?? 0n) + 1n;
  }
  return parts.map(Number);
}

export function priceByOracle(input: OracleInput): OracleLine[] {
  const mode = input.settings.roundingMode;
  const lines: OracleLine[] = input.lines.map((line) => {
    const gross = round(rational(BigInt(line.unitPrice) * BigInt(line.quantityThousandths), 1000), mode);
    return { gross, discounts: [], subtotal: gross, taxes: [], net: 0, total: 0 };
  });
  const give = (i: number, amount: number): void => {
    const line = lines[i];
    if (line === undefined) throw new Error(`no line ${i}`);
    line.discounts.push(amount);
    line.subtotal -= amount;
  };
  const sizeOf = (discount: OracleDiscount, base: number): number =>
    discount.type === 'percentage'
      ? round(times(rational(base), rational(discount.ppm ?? 0, 1_000_000)), mode)
      : Math.min(discount.amount ?? 0, base);

  const ownOf = (type: string): void =>
    input.lines.forEach((line, i) => {
      for (const discount of (line.discounts ?? []).filter((d) => d.type === type)) {
        const before = lines[i]?.subtotal ?? 0;
        const size = sizeOf(discount, Math.abs(before));
        give(i, before < 0 && size !== 0 ? -size : size);
      }
    });
  const saleOf = (type: string): void => {
    for (const discount of (input.discounts ?? []).filter((d) => d.type === type)) {
      const eligible = lines
        .map((line, i) => ({ i, subtotal: line.subtotal, key: input.lines[i]?.key ?? '' }))
        .filter(({ subtotal, key }) => subtotal > 0 && (discount.eligibleLines?.includes(key) ?? true));
      const base = eligible.reduce((total, { subtotal }) => total + subtotal, 0);
      const parts = share(
        sizeOf(discount, base),
        eligible.map(({ subtotal }) => rational(subtotal)),
      );
      eligible.forEach(({ i }, at) => {
        give(i, parts[at] ?? 0);
      });
    }
  };
  ownOf('percentage');
  saleOf('percentage');
  ownOf('amount');
  saleOf('amount');
  addTaxes(input, lines);
  return lines;
}

function addTaxes({ settings, lines: inputs }: OracleInput, lines: OracleLine[]): void {
  const exact = inputs.map((line, i) => {
    const all = settings.pricesIncludeTax ? line.taxRates.reduce((total, { ppm }) => total + ppm, 0) : 0;
    return line.taxRates.map((rate) =>
      times(rational(lines[i]?.subtotal ?? 0), rational(rate.ppm, 1_000_000 + all)),
    );
  });
  lines.forEach((line, i) => {
    line.taxes = (exact[i] ?? []).map((tax) => round(tax, settings.roundingMode));
  });
  if (settings.taxRounding === 'document') {
    for (const id of new Set(inputs.flatMap((line) => line.taxRates.map((rate) => rate.id)))) {
      const places = inputs.flatMap((line, i) => {
        const slot = line.taxRates.findIndex((rate) => rate.id === id);
        const tax = exact[i]?.[slot];
        return tax === undefined ? [] : [{ i, slot, tax }];
      });
      const shares = shareSigned(
        places.map(({ tax }) => tax),
        settings.roundingMode,
      );
      places.forEach(({ i, slot }, at) => {
        const line = lines[i];
        if (line !== undefined) line.taxes[slot] = shares[at] ?? 0;
      });
    }
  }
  for (const line of lines) {
    const tax = line.taxes.reduce((a, b) => a + b, 0);
    line.net = settings.pricesIncludeTax ? line.subtotal - tax : line.subtotal;
    line.total = line.net + (settings.taxExempt ? 0 : tax);
  }
}

/** Goods sold and goods taken back in one document: the smaller side is rounded by itself, the other bears the rest. */
function shareSigned(exact: readonly Rational[], mode: string): number[] {
  const whole = sumOf(exact);
  const isMinor = (tax: Rational): boolean => (whole.n < 0n ? tax.n > 0n : tax.n < 0n);
  const magnitudes = exact.map((tax) => ({ n: tax.n < 0n ? -tax.n : tax.n, d: tax.d }));
  const only = (minor: boolean): Rational[] =>
    magnitudes.map((weight, i) => (isMinor(exact[i] ?? rational(0)) === minor ? weight : rational(0)));
  const minorTax = round(sumOf(exact.filter(isMinor)), mode);
  const minor = share(minorTax, only(true));
  const major = share(round(whole, mode) - minorTax, only(false));
  return exact.map((_, i) => (minor[i] ?? 0) + (major[i] ?? 0));
}

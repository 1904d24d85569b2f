import { Decimal } from 'decimal.js';

/**
 * A second pricing engine, written from the rules with a decimal library and no care for speed. It shares no
 * code with `src` (and may import none), so that the two agree only if both are right.
 */

// Enough that no quotient of the engine's figures comes out on the wrong side of a half.
const Exact = Decimal.clone({ precision: 150, toExpNeg: -200, toExpPos: 200 });
type Exact = Decimal;

/** Quotients that are equal in truth may differ in their last digits. */
const SAME = 60;

export const exact = (value: number | bigint | string): Exact => new Exact(String(value));

export interface OracleDiscount {
  id?: string;
  type: 'percentage' | 'amount';
  ppm?: number;
  amount?: number;
  quantityThousandths?: number;
  eligibleLines?: readonly string[];
}

export interface OracleGoods {
  key: string;
  unitPrice: number;
  quantityThousandths: number;
  labelPrice?: number;
  discounts?: readonly OracleDiscount[];
  discountable?: boolean;
  taxRates: readonly OracleRate[];
}

export interface OracleCharge {
  key: string;
  serviceCharge: { type: string; ppm?: number; amount?: number; of?: readonly string[] };
  taxRates: readonly OracleRate[];
}

export interface OracleGiftCard {
  key: string;
  giftCardAmount: number;
}

export interface OracleRate {
  id: string;
  ppm: number;
}

export interface OracleInput {
  settings: {
    pricesIncludeTax: boolean;
    taxRounding: 'line' | 'document';
    roundingMode: string;
    taxExempt: boolean;
  };
  lines: readonly (OracleGoods | OracleCharge | OracleGiftCard)[];
  discounts?: readonly OracleDiscount[];
}

export interface OracleLine {
  gross: number;
  discounts: { id: string | undefined; amount: number }[];
  subtotal: number;
  taxes: number[];
  net: number;
  total: number;
}

const MODES: Readonly<Record<string, Decimal.Rounding>> = {
  half_up: Decimal.ROUND_HALF_UP,
  half_even: Decimal.ROUND_HALF_EVEN,
  half_down: Decimal.ROUND_HALF_DOWN,
  up: Decimal.ROUND_UP,
  down: Decimal.ROUND_DOWN,
};

/** Rounds to an integer, -0 being 0. */
export function round(x: Exact, mode: string): number {
  const rounding = MODES[mode];
  if (rounding === undefined) throw new Error(mode);
  return x.toDecimalPlaces(SAME).toDecimalPlaces(0, rounding).toNumber() + 0;
}

/** Largest remainder by handing out one unit at a time to the line that is furthest below its quota. */
export function share(amount: number, weights: readonly Exact[]): number[] {
  const whole = Exact.sum(0, ...weights);
  if (whole.isZero()) return weights.map(() => 0);
  if (amount < 0) return share(-amount, weights).map((part) => 0 - part);
  const quotas = weights.map((weight) => weight.times(amount).div(whole).toDecimalPlaces(SAME));
  const parts = quotas.map((quota) => quota.floor());
  const raised = new Set<number>();
  while (Exact.sum(0, ...parts).lt(amount)) {
    let best = -1;
    quotas.forEach((quota, i) => {
      const champion = quotas[best];
      if (raised.has(i)) return;
      if (champion === undefined || quota.minus(quota.floor()).gt(champion.minus(champion.floor()))) best = i;
    });
    raised.add(best);
    parts[best] = exact(1).plus(parts[best] ?? 0);
  }
  return parts.map((part) => part.toNumber());
}

/** a·b/c, rounded. */
export function scaled(a: number, b: number, c: number, mode: string): number {
  return round(exact(a).times(b).div(c), mode);
}

/** So much of a line before discounts. */
export function worthOf(
  { unitPrice, labelPrice, quantityThousandths }: OracleGoods,
  part: number,
  mode: string,
): number {
  if (labelPrice === undefined) return scaled(unitPrice, part, 1000, mode);
  if (quantityThousandths === 0) return 0;
  return round(exact(labelPrice).times(part).div(exact(quantityThousandths).abs()), mode);
}

function grossOf(line: OracleInput['lines'][number], mode: string): number {
  if ('giftCardAmount' in line) return line.giftCardAmount;
  return 'unitPrice' in line ? worthOf(line, line.quantityThousandths, mode) : 0;
}

export function priceByOracle(input: OracleInput): OracleLine[] {
  const mode = input.settings.roundingMode;
  const lines = input.lines.map((line): OracleLine => {
    const gross = grossOf(line, mode);
    return { gross, discounts: [], subtotal: gross, taxes: [], net: 0, total: 0 };
  });
  const at = (i: number): OracleLine => {
    const line = lines[i];
    if (line === undefined) throw new Error(`no line ${i}`);
    return line;
  };
  const give = (i: number, id: string | undefined, amount: number): void => {
    at(i).discounts.push({ id, amount });
    at(i).subtotal -= amount;
  };
  const sizeOf = ({ type, ppm = 0, amount = 0 }: OracleDiscount, base: number): number =>
    type === 'percentage' ? scaled(base, ppm, 1_000_000, mode) : Math.min(amount, base);

  const ownOf = (isDue: (discount: OracleDiscount) => boolean): void =>
    input.lines.forEach((line, i) => {
      if (!('unitPrice' in line)) return;
      for (const discount of (line.discounts ?? []).filter(isDue)) {
        const left = Math.abs(at(i).subtotal);
        const part = discount.quantityThousandths;
        const base = part === undefined ? left : worthOf(line, part, mode);
        const size = Math.min(sizeOf(discount, base), left);
        give(i, discount.id, line.quantityThousandths < 0 ? 0 - size : size);
      }
    });
  const saleOf = (type: string): void => {
    for (const discount of (input.discounts ?? []).filter((d) => d.type === type)) {
      const eligible = input.lines.flatMap((line, i) => {
        const isNamed = discount.eligibleLines?.includes(line.key) ?? true;
        const isOpen = 'unitPrice' in line && line.discountable !== false;
        return isNamed && isOpen && at(i).subtotal > 0 ? [i] : [];
      });
      const weights = eligible.map((i) => exact(at(i).subtotal));
      const parts = share(sizeOf(discount, Exact.sum(0, ...weights).toNumber()), weights);
      eligible.forEach((i, slot) => {
        give(i, discount.id, parts[slot] ?? 0);
      });
    }
  };
  const isOfPart = (discount: OracleDiscount): boolean => discount.quantityThousandths !== undefined;
  ownOf(isOfPart);
  for (const type of ['percentage', 'amount']) {
    ownOf((discount) => discount.type === type && !isOfPart(discount));
    saleOf(type);
  }
  addCharges(input, lines);
  addTaxes(input, lines);
  return lines;
}

function addCharges({ settings, lines: inputs }: OracleInput, lines: OracleLine[]): void {
  inputs.forEach((input, i) => {
    const line = lines[i];
    if (line === undefined || !('serviceCharge' in input)) return;
    const { type, ppm = 0, amount = 0, of } = input.serviceCharge;
    const goods = lines.filter((_, other) => {
      const otherInput = inputs[other];
      return otherInput && 'unitPrice' in otherInput && (of?.includes(otherInput.key) ?? true);
    });
    const base = goods.reduce((sum, { subtotal }) => sum + subtotal, 0);
    line.gross = type === 'percentage' ? scaled(base, ppm, 1_000_000, settings.roundingMode) : amount;
    line.subtotal = line.gross;
  });
}

function ratesOf(line: OracleInput['lines'][number]): readonly OracleRate[] {
  return 'taxRates' in line ? line.taxRates : [];
}

function addTaxes({ settings, lines: inputs }: OracleInput, lines: OracleLine[]): void {
  const due = inputs.map((line, i) => {
    const all = settings.pricesIncludeTax ? ratesOf(line).reduce((total, { ppm }) => total + ppm, 0) : 0;
    return ratesOf(line).map((rate) =>
      exact(lines[i]?.subtotal ?? 0)
        .times(rate.ppm)
        .div(1_000_000 + all),
    );
  });
  lines.forEach((line, i) => {
    line.taxes = (due[i] ?? []).map((tax) => round(tax, settings.roundingMode));
  });
  if (settings.taxRounding === 'document') {
    for (const id of new Set(inputs.flatMap((line) => ratesOf(line).map((rate) => rate.id)))) {
      const places = inputs.flatMap((line, i) => {
        const slot = ratesOf(line).findIndex((rate) => rate.id === id);
        const tax = due[i]?.[slot];
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
  if (settings.pricesIncludeTax) {
    const rates = inputs.map((line) => ratesOf(line).map(({ id }) => id));
    while (easeOneLine(lines, rates, settings.taxRounding === 'document'));
  }
  for (const line of lines) {
    const tax = line.taxes.reduce((a, b) => a + b, 0);
    line.net = settings.pricesIncludeTax ? line.subtotal - tax : line.subtotal;
    line.total = line.net + (settings.taxExempt ? 0 : tax);
  }
}

/** Goods sold and goods taken back in one document: the smaller side is rounded by itself, the other bears the rest. */
function shareSigned(due: readonly Exact[], mode: string): number[] {
  const whole = Exact.sum(0, ...due).toDecimalPlaces(SAME);
  const isMinor = (tax: Exact): boolean => (whole.lt(0) ? tax.gt(0) : tax.lt(0));
  const only = (minor: boolean): Exact[] => due.map((tax) => (isMinor(tax) === minor ? tax.abs() : exact(0)));
  const minorTax = round(Exact.sum(0, ...due.filter(isMinor)), mode);
  const minor = share(minorTax, only(true));
  const major = share(round(whole, mode) - minorTax, only(false));
  return due.map((_, i) => (minor[i] ?? 0) + (major[i] ?? 0));
}

/** A way on which a unit of tax leaves a line, from line to line under one rate each. */
interface Way {
  at: number;
  moves: readonly { from: number; to: number; rate: string }[];
}

/**
 * Takes a unit of tax off the first line that bears more than it has: to the nearest line with room, the roomiest
 * of those; off the document where there is none.
 */
function easeOneLine(lines: readonly OracleLine[], rates: readonly string[][], canPassOn: boolean): boolean {
  const room = (i: number): number =>
    Math.abs(lines[i]?.subtotal ?? 0) - Math.abs((lines[i]?.taxes ?? []).reduce((a, b) => a + b, 0));
  const first = lines.findIndex((_, i) => room(i) < 0);
  if (first < 0) return false;
  const sign = Math.sign(lines[first]?.subtotal ?? 0);
  const add = (i: number, rate: string, units: number): void => {
    const taxes = lines[i]?.taxes ?? [];
    const slot = (rates[i] ?? []).indexOf(rate);
    taxes[slot] = (taxes[slot] ?? 0) + units;
  };
  const borne = (i: number): string[] =>
    (rates[i] ?? []).filter((_, slot) => (lines[i]?.taxes[slot] ?? 0) * sign > 0);

  const ways: Way[] = canPassOn ? [{ at: first, moves: [] }] : [];
  const seen = new Set([first]);
  for (const { at, moves } of ways) {
    for (const rate of borne(at)) {
      const next = lines.flatMap(({ subtotal }, i) =>
        !seen.has(i) && Math.sign(subtotal) === sign && rates[i]?.includes(rate) ? [i] : [],
      );
      const found = next.map((to) => ({ at: to, moves: [...moves, { from: at, to, rate }] }));
      const [best] = found.filter((way) => room(way.at) > 0).sort((a, b) => room(b.at) - room(a.at));
      for (const move of best?.moves ?? []) {
        add(move.from, move.rate, -sign);
        add(move.to, move.rate, sign);
      }
      if (best) return true;
      for (const i of next) seen.add(i);
      ways.push(...found);
    }
  }
  add(first, borne(first)[0] ?? '', -sign);
  return true;
}

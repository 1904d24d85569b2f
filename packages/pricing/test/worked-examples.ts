import { readFileSync } from 'node:fs';
import {
  type Discount,
  type PricedSale,
  type PriceSaleInput,
  percentToPpm,
  priceSale,
  quantityToThousandths,
  type RoundingMode,
  type TaxRounding,
} from '../src/index.ts';

/** The published cases, as the file has them. */
export interface Examples {
  readonly barcodes: readonly BarcodeCase[];
  readonly salesCases: readonly SalesCase[];
  readonly cashRounding: readonly CashCase[];
  readonly roundingModes: readonly ModeCase[];
  readonly apportionment: readonly ApportionmentCase[];
  readonly returns: readonly ReturnCase[];
  readonly disagreements: readonly {
    readonly id: string;
    readonly inputs: Inputs;
    readonly expectedBySource: Readonly<Record<string, unknown>>;
    readonly expectedByDesign: Record<string, unknown>;
  }[];
  readonly beyondTheDesign: readonly {
    readonly id: string;
    readonly inputs: Inputs;
    readonly expected: Readonly<Record<string, unknown>>;
  }[];
}

/** A case's own fields: which ones there are is what decides whether the engine can express it. */
export type Inputs = Readonly<Record<string, unknown>>;

export interface SalesCase {
  readonly id: string;
  readonly settings: { readonly taxMode: string; readonly cashRoundingStep?: number };
  readonly lines: readonly Inputs[];
  readonly saleDiscounts?: readonly Inputs[];
  readonly tenders?: readonly { readonly method: string; readonly amount: number }[];
  readonly expected: Record<string, unknown> & {
    readonly payments?: Readonly<
      Record<string, { due?: number; cashRounding?: number; amount?: number } | number>
    >;
  };
  readonly reproducedBy: readonly string[];
}

export interface BarcodeCase {
  readonly id: string;
  readonly code: string;
  readonly type: string;
  readonly valid: boolean;
  readonly decoded?: {
    readonly prefix?: string;
    readonly pattern?: string;
    readonly layout?: string;
    readonly companyReference?: string;
    readonly itemReference: string;
    readonly priceMinor?: number;
    readonly quantityThousandths?: number;
  };
}

export interface CashCase {
  readonly id: string;
  readonly amount: number;
  readonly step: number;
  readonly mode: string;
  readonly tender: string;
  readonly expectedDue: number;
  readonly expectedCashRounding: number;
}

export interface ModeCase {
  readonly id: string;
  readonly value: string;
  readonly mode: string;
  readonly digits?: number;
  readonly step?: string;
  readonly expected: string;
}

export interface ApportionmentCase {
  readonly id: string;
  readonly amount: number;
  readonly weights: readonly number[];
  readonly expectedParts: readonly number[];
}

export interface ReturnCase {
  readonly id: string;
  readonly settings?: { readonly cashRoundingStep: number };
  readonly lines?: readonly Inputs[];
  readonly saleDiscounts?: readonly Inputs[];
  readonly sale: { readonly total: number; readonly cashPaid?: number; readonly cashRounding?: number };
  readonly returns: readonly {
    readonly refund?: number;
    readonly cashRefunded?: number;
    readonly cashRounding?: number;
    readonly allowed?: readonly number[];
  }[];
  readonly mustSumTo?: number;
}

export const examples = JSON.parse(
  readFileSync(new URL('../cases/worked-examples.json', import.meta.url), 'utf8'),
) as Examples;

/** The names of the file's modes in the engine's words. */
export const MODES = {
  halfUp: 'half_up',
  halfEven: 'half_even',
  halfDown: 'half_down',
  up: 'up',
  down: 'down',
} as const;

/** The settings under which a case is priced; the file writes them `perLine/halfUp`. */
export interface Combination {
  readonly name: string;
  readonly taxRounding: TaxRounding;
  readonly roundingMode: RoundingMode;
}

export const COMBINATIONS: readonly Combination[] = (['perLine', 'perDocument'] as const).flatMap(
  (rounding) =>
    (['halfUp', 'halfEven'] as const).map((mode) => ({
      name: `${rounding}/${mode}`,
      taxRounding: rounding === 'perLine' ? ('line' as const) : ('document' as const),
      roundingMode: MODES[mode],
    })),
);

/** Thrown for a case that says something the engine has no word for. */
export class NotExpressible extends Error {}

/** The case as engine input. Every field of the case is either understood or makes it not expressible. */
export function toSale(inputs: Inputs, combination: Combination): PriceSaleInput {
  const { currency: _currency, minorDigits: _digits, taxMode, lines, saleDiscounts = [], ...rest } = inputs;
  const { gross, taxPercent, taxes, taxRounding: _own, roundingMode, ...unknown } = rest;
  refuseUnknown(unknown);
  const taxesOfAll = taxPercent === undefined ? taxes : [{ name: 'TAX', percent: taxPercent }];
  const asLines = gross === undefined ? lines : [{ quantity: 1, unitPrice: gross }];
  if (!Array.isArray(asLines)) throw new NotExpressible('no lines');
  return {
    settings: {
      pricesIncludeTax: gross !== undefined || taxMode === 'inclusive',
      taxRounding: combination.taxRounding,
      roundingMode: (roundingMode as RoundingMode | undefined) ?? combination.roundingMode,
      taxExempt: false,
      cashRounding: null,
    },
    lines: asLines.map((line, i) => toLine(taxesOfAll ? { ...line, taxes: taxesOfAll } : line, i)),
    discounts: (saleDiscounts as Inputs[]).map((discount, i) => toDiscount(discount, `sale-${i}`)),
  };
}

function toLine(line: Inputs, position: number): PriceSaleInput['lines'][number] {
  const { quantity, unitPrice, taxes = [], discounts = [], ...unknown } = line;
  refuseUnknown(unknown);
  return {
    key: String(position),
    unitPrice: unitPrice as number,
    quantityThousandths: quantityToThousandths(quantity as number),
    discounts: (discounts as Inputs[]).map((discount, i) => toDiscount(discount, `line-${position}-${i}`)),
    taxRates: (taxes as Inputs[]).map(({ name, percent, ...others }) => {
      refuseUnknown(others);
      return { id: String(name), name: String(name), ppm: percentToPpm(Number(percent)) };
    }),
  };
}

function toDiscount({ type, value, ...unknown }: Inputs, id: string): Discount {
  refuseUnknown(unknown);
  return type === 'percent'
    ? { type: 'percentage', id, name: id, ppm: percentToPpm(Number(value)) }
    : { type: 'amount', id, name: id, amount: value as number };
}

function refuseUnknown(fields: Inputs): void {
  const names = Object.keys(fields);
  if (names.length > 0) throw new NotExpressible(names.join(', '));
}

/** All figures of a priced sale under the names that the file uses for them. */
export function figuresOf(priced: PricedSale): Record<string, unknown> {
  return {
    lines: priced.lines.map((line) => ({
      gross: line.gross,
      discount: line.discount,
      payable: line.subtotal,
      tax: line.tax,
    })),
    taxes: Object.fromEntries(priced.taxSummary.map(({ name, amount }) => [name, amount])),
    taxBases: Object.fromEntries(priced.taxSummary.map(({ name, base }) => [name, base])),
    discountTotal: priced.discountTotal,
    taxTotal: priced.taxTotal,
    netTotal: priced.netTotal,
    total: priced.total,
    // The disagreements' own names.
    tax: priced.taxTotal,
    net: priced.netTotal,
    payable: priced.subtotal,
    discount: priced.discountTotal,
    shares: priced.lines.map((line) =>
      line.discounts.reduce((sum, { scope, amount }) => (scope === 'sale' ? sum + amount : sum), 0),
    ),
  };
}

/** The figures of a case, priced. */
export function priceCase(inputs: Inputs, combination: Combination): Record<string, unknown> {
  return figuresOf(priceSale(toSale(inputs, combination)));
}

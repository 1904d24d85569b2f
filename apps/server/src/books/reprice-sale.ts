import { isDeepStrictEqual } from 'node:util';
import { type PriceSaleInput, priceSale, settle, type Tender } from '@cashwrap/pricing';
import { figuresOfLine, figuresOfSale } from '@cashwrap/pricing/wire';
import type { BrokenRow } from './check.ts';
import type { PricedSaleRows } from './priced-sales.repo.ts';

/**
 * Prices a sale again from what it was priced from and settles its payments again; answers every figure that
 * is stored otherwise, or `undefined` where all are the same.
 */
export function repriceSale(stored: PricedSaleRows): BrokenRow | undefined {
  const differences = compareWithStored(stored);
  if (differences.length === 0) return undefined;
  return {
    sale_id: stored.sale.id,
    expected: Object.fromEntries(differences.map(({ name, expected }) => [name, expected])),
    found: Object.fromEntries(differences.map(({ name, found }) => [name, found])),
  };
}

interface Difference {
  readonly name: string;
  readonly expected: unknown;
  readonly found: unknown;
}

function compareWithStored({ sale, lines, payments }: PricedSaleRows): Difference[] {
  // Stored by us, and typed by nobody: what it cannot be priced from says so by throwing.
  const input = sale.pricingInput as PriceSaleInput;
  try {
    const priced = priceSale(input);
    const settled = settle(priced.total, input.settings.cashRounding, payments.map(toTender));
    if (!settled.ok) {
      return [{ name: 'payments', expected: `what pays ${priced.total}`, found: settled.code }];
    }
    const { cashRounding, tips, payable, change } = settled;
    const ofSale = { ...figuresOfSale(priced), cashRounding, tipTotal: tips, payable, change };
    return [
      ...compare('', { ...ofSale, lines: priced.lines.length }, { ...sale, lines: lines.length }),
      ...priced.lines.flatMap((line, i) => compare(`lines[${i}].`, figuresOfLine(line), lines[i])),
      ...settled.payments.flatMap((payment, i) => compare(`payments[${i}].`, { ...payment }, payments[i])),
    ];
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [{ name: 'pricingInput', expected: 'what a sale can be priced from', found }];
  }
}

function compare(prefix: string, expected: object, stored: object = {}): Difference[] {
  const found = new Map(Object.entries(stored));
  return Object.entries(expected)
    .filter(([name, figure]) => !isDeepStrictEqual(figure, found.get(name)))
    .map(([name, figure]) => ({ name: prefix + name, expected: figure, found: found.get(name) ?? null }));
}

function toTender({ method, tendered, amount, tip }: PricedSaleRows['payments'][number]): Tender {
  return method === 'cash' ? { method, tendered, tip } : { method, amount, tip };
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sale } from '../test/arbitraries.ts';
import { sumAndRound } from './money.ts';
import { computeTaxes, type TaxRate, type TaxSettings } from './taxes.ts';

const gst = { id: 'gst', name: 'GST', ppm: 50_000 };
const qst = { id: 'qst', name: 'QST', ppm: 99_750 };
const byDocument: TaxSettings = { pricesIncludeTax: false, taxRounding: 'document', roundingMode: 'half_up' };
const included: TaxSettings = { ...byDocument, pricesIncludeTax: true };

describe('computeTaxes', () => {
  test('several rates are each of the price without any of them', () => {
    const line = { subtotal: 10_000, taxRates: [gst, qst] };
    expect(computeTaxes([line], { ...byDocument, taxRounding: 'line' })).toEqual([[500, 998]]);
    // 1000·5/114.975 and 1000·9.975/114.975
    expect(computeTaxes([{ ...line, subtotal: 1000 }], included)).toEqual([[43, 87]]);
  });

  test('a rate shared by lines with other rates beside it is rounded once over them all', () => {
    const lines = [
      { subtotal: 999, taxRates: [gst] }, // 47.571…
      { subtotal: 999, taxRates: [gst, qst] }, // 43.444… and 86.672…
    ];
    expect(computeTaxes(lines, included)).toEqual([[48], [43, 87]]); // 91.015…
  });

  test('goods taken back share the rounded tax of the document', () => {
    const lines = [15, 15, -15].map((subtotal) => ({
      subtotal,
      taxRates: [{ id: 'jct', name: 'JCT', ppm: 100_000 }],
    }));
    expect(computeTaxes(lines, byDocument)).toEqual([[2], [2], [-2]]); // 1.5 rounds to 2, its back side to -2
  });

  test('a zero rate is a tax of nothing', () => {
    expect(computeTaxes([{ subtotal: 500, taxRates: [{ ...gst, ppm: 0 }] }], included)).toEqual([[0]]);
  });

  test('rounding by document changes nothing for a lone line', () => {
    fc.assert(
      fc.property(sale({ saleDiscounts: false }), ({ settings, lines }) => {
        const first = lines
          .slice(0, 1)
          .map((line) => ({ subtotal: line.unitPrice, taxRates: line.taxRates }));
        expect(computeTaxes(first, { ...settings, taxRounding: 'document' })).toEqual(
          computeTaxes(first, { ...settings, taxRounding: 'line' }),
        );
      }),
    );
  });

  test('included taxes never come to more than their line, and each rate comes to the same', () => {
    fc.assert(
      fc.property(sale({ saleDiscounts: false, takenBack: true }), ({ settings, lines }) => {
        const taxable = lines.map(({ unitPrice, quantityThousandths, taxRates }) => ({
          subtotal: quantityThousandths < 0 ? 0 - unitPrice : unitPrice,
          taxRates: taxRates.map((rate) => ({ ...rate, ppm: Math.min(rate.ppm, 333_333) })),
        }));
        const taxes = computeTaxes(taxable, { ...settings, pricesIncludeTax: true });
        taxable.forEach(({ subtotal }, i) => {
          const net = subtotal - (taxes[i] ?? []).reduce((sum, tax) => sum + tax, 0);
          expect(net * Math.sign(subtotal)).toBeGreaterThanOrEqual(0);
        });
        if (settings.taxRounding === 'line') return;
        for (const id of ['r0', 'r1', 'r2']) {
          const bearing = taxable.flatMap(({ subtotal, taxRates }, i) => {
            const all = taxRates.reduce((sum, { ppm }) => sum + ppm, 1_000_000);
            return taxRates.flatMap((rate, slot) =>
              rate.id === id ? { a: subtotal, b: rate.ppm, c: all, tax: taxes[i]?.[slot] ?? 0 } : [],
            );
          });
          const tax = bearing.reduce((sum, one) => sum + one.tax, 0);
          expect(tax).toBe(sumAndRound(bearing, settings.roundingMode));
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a unit that a line has no room for passes to another line of its rate', () => {
    // 0.52 and 1.04 in all: by largest remainder the first line would bear both units.
    const ones = Array.from({ length: 12 }, () => ({ subtotal: 1, taxRates: [gst, qst] }));
    const others = Array.from({ length: 10 }, () => [0, 0]);
    expect(computeTaxes(ones, included)).toEqual([[0, 1], [1, 0], ...others]);
  });

  test('where all lines of its rates are full, one of them passes on another tax', () => {
    const [a, b, c] = [
      { id: 'a', name: 'A', ppm: 250_000 },
      { id: 'b', name: 'B', ppm: 250_000 },
      { id: 'c', name: 'C', ppm: 400_000 },
    ] as const;
    const many = (count: number, subtotal: number, ...taxRates: TaxRate[]) =>
      Array.from({ length: count }, () => ({ subtotal, taxRates }));
    // The first would bear a and b. The other lines of these are full: each bears c, which only the last have room for.
    const lines = [...many(1, 1, a, b), ...many(3, 1, a, c), ...many(3, 1, b, c), ...many(36, 4, c)];
    const taxes = computeTaxes(lines, included);
    expect(taxes.slice(0, 7)).toEqual([
      [0, 1],
      [1, 0],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(taxes.slice(7, 9)).toEqual([[2], [2]]);
  });

  test('rates of more than 100 % charge no more than there is', () => {
    const taxRates = ['a', 'b', 'c'].map((id) => ({ id, name: id, ppm: 2_000_000 }));
    for (const taxRounding of ['line', 'document'] as const) {
      expect(computeTaxes([{ subtotal: 2, taxRates }], { ...included, taxRounding })).toEqual([[0, 1, 1]]);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sale } from '../test/arbitraries.ts';
import { computeTaxes, type TaxSettings } from './taxes.ts';

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

  test('one included rate never takes more than the line has', () => {
    fc.assert(
      fc.property(sale({ saleDiscounts: false }), ({ settings, lines }) => {
        const taxable = lines.map((line) => ({
          subtotal: line.unitPrice,
          taxRates: line.taxRates.slice(0, 1),
        }));
        computeTaxes(taxable, { ...settings, pricesIncludeTax: true }).forEach((taxes, i) => {
          expect(taxes[0] ?? 0).toBeLessThanOrEqual(taxable[i]?.subtotal ?? 0);
        });
      }),
    );
  });
});

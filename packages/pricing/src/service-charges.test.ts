import fc from 'fast-check';
import { expect, test } from 'vitest';
import { saleWithCharges } from '../test/arbitraries.ts';
import { priceSale } from './price-sale.ts';
import type { PriceSaleInput } from './sale.ts';

const gst = { id: 'gst', name: 'GST', ppm: 50_000 };
const goods = { quantityThousandths: 1000, taxRates: [gst] };
const service = { key: 'service', name: 'Service', taxRates: [gst] };
const dinner: PriceSaleInput = {
  settings: {
    pricesIncludeTax: false,
    taxRounding: 'line',
    roundingMode: 'half_up',
    taxExempt: false,
    cashRounding: null,
  },
  lines: [
    { ...service, serviceCharge: { type: 'percentage', ppm: 125_000 } },
    { ...goods, key: 'meal', unitPrice: 2000 },
    { ...goods, key: 'wine', unitPrice: 1010 },
  ],
  discounts: [{ type: 'percentage', id: 'd', name: 'Staff', ppm: 100_000 }],
};

test('a charge is of the goods after discounts, taxed, and takes no discount', () => {
  const priced = priceSale(dinner);
  expect(priced.lines[0]).toEqual({
    ...{ key: 'service', position: 0, unitPrice: 339, quantityThousandths: 1000 },
    serviceCharge: { name: 'Service', type: 'percentage', ppm: 125_000, base: 2709, amount: 339 },
    ...{ gross: 339, discounts: [], discount: 0, subtotal: 339 },
    taxes: [{ id: 'gst', name: 'GST', ppm: 50_000, base: 339, amount: 17, exempted: 0 }],
    ...{ tax: 17, exemptedTax: 0, net: 339, total: 356 },
  });
  expect(priced.serviceChargeTotal).toBe(339);
  expect(priced.total).toBe(1890 + 954 + 356);
});

test('a charge can be of some lines only', () => {
  const [, ...lines] = dinner.lines;
  const of = ['meal'];
  const charge = { ...service, serviceCharge: { type: 'percentage', ppm: 100_000, of } } as const;
  expect(priceSale({ ...dinner, lines: [...lines, charge] }).serviceChargeTotal).toBe(180);
});

test('a charge changes no goods line, where each is taxed by itself', () => {
  fc.assert(
    fc.property(saleWithCharges(), (input) => {
      const byLine = { ...input, settings: { ...input.settings, taxRounding: 'line' as const } };
      const without = { ...byLine, lines: byLine.lines.filter((line) => !('serviceCharge' in line)) };
      const figures = (sale: PriceSaleInput) =>
        priceSale(sale)
          .lines.filter(({ serviceCharge }) => serviceCharge === undefined)
          .map(({ position: _, ...line }) => line);
      expect(figures(byLine)).toEqual(figures(without));
    }),
  );
});

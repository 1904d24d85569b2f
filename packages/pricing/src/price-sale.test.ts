import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sale, saleWithCharges } from '../test/arbitraries.ts';
import { roundCash } from './cash-rounding.ts';
import { PRICING_VERSION, priceSale } from './price-sale.ts';
import type { PricedSale, PriceSaleInput } from './sale.ts';

const anySale = sale({ takenBack: true });
const runs = { numRuns: 1000 };

function sum<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((total, item) => total + figure(item), 0);
}

function integersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(integersIn) : [];
}

test('a line: gross − discounts + exclusive tax = total; with inclusive tax, net + tax = gross − discounts', () => {
  fc.assert(
    fc.property(anySale, (input) => {
      const { pricesIncludeTax, taxExempt } = input.settings;
      for (const line of priceSale(input).lines) {
        expect(line.subtotal).toBe(line.gross - sum(line.discounts, ({ amount }) => amount));
        expect(line.total).toBe(line.net + line.tax);
        if (pricesIncludeTax) {
          expect(line.net + line.tax + line.exemptedTax).toBe(line.subtotal);
          expect(line.total).toBe(taxExempt ? line.net : line.subtotal);
        } else {
          expect(line.net).toBe(line.subtotal);
          expect(line.total).toBe(line.gross - line.discount + line.tax);
        }
        if (taxExempt) expect(line.tax).toBe(0);
        else expect(line.exemptedTax).toBe(0);
      }
    }),
    runs,
  );
});

test('included tax does not change what is paid, whatever the rates and the rounding', () => {
  fc.assert(
    fc.property(anySale, (input) => {
      const settings = { ...input.settings, pricesIncludeTax: true, taxExempt: false };
      const untaxed = input.lines.map((line) => ({ ...line, taxRates: [] }));
      const taxed = priceSale({ ...input, settings });
      expect(taxed.total).toBe(priceSale({ ...input, settings, lines: untaxed }).total);
      expect(taxed.total).toBe(taxed.grossTotal - taxed.discountTotal);
    }),
  );
});

test('an exempt customer pays the net that anyone else does', () => {
  fc.assert(
    fc.property(anySale, (input) => {
      const of = (taxExempt: boolean) => priceSale({ ...input, settings: { ...input.settings, taxExempt } });
      expect(of(true).total).toBe(of(false).netTotal);
      expect(of(true).exemptedTaxTotal).toBe(of(false).taxTotal);
    }),
  );
});

test('a sale: every total is the sum of its lines, and every figure an integer', () => {
  fc.assert(
    fc.property(anySale, (input) => {
      const priced = priceSale(input);
      expect(priced.total).toBe(sum(priced.lines, (line) => line.total));
      expect(priced.grossTotal).toBe(sum(priced.lines, (line) => line.gross));
      expect(priced.discountTotal).toBe(sum(priced.lines, (line) => line.discount));
      expect(priced.subtotal).toBe(priced.grossTotal - priced.discountTotal);
      expect(priced.total).toBe(priced.netTotal + priced.taxTotal);
      expect(priced.inCash.due).toBe(priced.total + priced.inCash.cashRounding);
      const { cashRounding } = input.settings;
      expect(priced.inCash.due).toBe(cashRounding ? roundCash(priced.total, cashRounding) : priced.total);
      expect(integersIn(priced).every(Number.isSafeInteger)).toBe(true);
    }),
    runs,
  );
});

test('a gift card comes to what is put on it, and every other figure is that of the sale without it', () => {
  fc.assert(
    fc.property(saleWithCharges(), fc.nat(1_000_000), fc.nat(8), (input, giftCardAmount, at) => {
      const without = priceSale(input);
      const given = input.lines.toSpliced(at, 0, { key: 'a gift', giftCardAmount });
      const { lines, ...sale } = priceSale({ ...input, lines: given });
      const [card] = lines.filter(({ key }) => key === 'a gift');
      const inCash = input.settings.cashRounding;
      const total = without.total + giftCardAmount;
      const due = inCash ? roundCash(total, inCash) : total;
      expect(card).toMatchObject({
        ...{ giftCardAmount, unitPrice: giftCardAmount, quantityThousandths: 1000, gross: giftCardAmount },
        ...{ discounts: [], taxes: [], net: giftCardAmount, tax: 0, total: giftCardAmount },
      });
      expect(sale).toEqual({
        ...without,
        lines: undefined,
        ...{ giftCardTotal: without.giftCardTotal + giftCardAmount, total },
        inCash: { cashRounding: due - total, due },
      });
      const figures = (each: PricedSale['lines']) =>
        each.flatMap(({ key, position, ...line }) => (key === 'a gift' ? [] : line));
      expect(figures(lines)).toEqual(figures(without.lines));
    }),
  );
});

test('re-pricing the stored input gives the stored sale', () => {
  fc.assert(
    fc.property(anySale, (input) => {
      const stored = JSON.parse(JSON.stringify({ input, priced: priceSale(input) })) as {
        input: PriceSaleInput;
        priced: PricedSale;
      };
      expect(priceSale(stored.input)).toStrictEqual(stored.priced);
      expect(stored.priced.pricingVersion).toBe(PRICING_VERSION);
    }),
    runs,
  );
});

test('a discount of the sale is exactly the sum of its shares, and no sold line goes below zero', () => {
  fc.assert(
    fc.property(anySale, (input) => {
      const priced = priceSale(input);
      for (const discount of priced.saleDiscounts) {
        const shares = priced.lines.flatMap((line) =>
          line.discounts.filter(({ id, scope }) => scope === 'sale' && id === discount.id),
        );
        expect(sum(shares, ({ amount }) => amount)).toBe(discount.amount);
        expect(sum(shares, ({ base }) => base)).toBe(discount.base);
        expect(discount.amount).toBeLessThanOrEqual(discount.base);
        if (discount.requested !== null) {
          expect(discount.amount).toBe(Math.min(discount.requested, discount.base));
        }
      }
      for (const line of priced.lines) {
        if (line.gross >= 0) expect(line.subtotal).toBeGreaterThanOrEqual(0);
        else expect(line.subtotal).toBeLessThanOrEqual(0);
      }
      expect(sum(priced.discountSummary, ({ amount }) => amount)).toBe(priced.discountTotal);
    }),
    runs,
  );
});

test('the taxes of the lines are the tax of the sale, rate by rate, in each rounding', () => {
  fc.assert(
    fc.property(anySale, (input) => {
      const priced = priceSale(input);
      for (const rate of priced.taxSummary) {
        const ofLines = priced.lines.flatMap((line) => line.taxes.filter(({ id }) => id === rate.id));
        expect(sum(ofLines, ({ amount }) => amount)).toBe(rate.amount);
        expect(sum(ofLines, ({ base }) => base)).toBe(rate.base);
        expect(sum(ofLines, ({ exempted }) => exempted)).toBe(rate.exempted);
      }
      expect(sum(priced.taxSummary, ({ amount }) => amount)).toBe(priced.taxTotal);
      expect(sum(priced.taxSummary, ({ exempted }) => exempted)).toBe(priced.exemptedTaxTotal);
    }),
    runs,
  );
});

test('the order of the lines changes no line, but for the odd units of what is apportioned', () => {
  const shuffled = sale({ takenBack: true, saleDiscounts: false }).chain((input) =>
    fc.tuple(fc.constant(input), fc.shuffledSubarray([...input.lines], { minLength: input.lines.length })),
  );
  fc.assert(
    fc.property(shuffled, ([input, lines]) => {
      const before = priceSale(input);
      const after = priceSale({ ...input, lines });
      for (const figure of ['grossTotal', 'discountTotal', 'taxTotal', 'total'] as const) {
        expect(after[figure]).toBe(before[figure]);
      }
      const byKey = new Map(after.lines.map((line) => [line.key, line]));
      for (const line of before.lines) {
        const same = byKey.get(line.key);
        expect(same?.subtotal).toBe(line.subtotal);
        if (input.settings.taxRounding === 'line')
          expect({ ...same, position: 0 }).toEqual({ ...line, position: 0 });
      }
    }),
  );
});

test('the order of the lines does not change what a sale discount takes in all', () => {
  const percentOnly = sale().chain((input) =>
    fc.tuple(
      fc.constant({
        ...input,
        lines: input.lines.map((line) => ({ ...line, discounts: [] })),
        discounts: (input.discounts ?? []).map(({ eligibleLines: _, ...discount }) => discount),
      }),
      fc.shuffledSubarray([...input.lines.keys()], { minLength: input.lines.length }),
    ),
  );
  fc.assert(
    fc.property(percentOnly, ([input, order]) => {
      const lines = order.flatMap((i) => input.lines[i] ?? []);
      const amounts = (one: PriceSaleInput) => priceSale(one).saleDiscounts.map(({ amount }) => amount);
      expect(amounts({ ...input, lines })).toEqual(amounts(input));
    }),
  );
});

test('taking everything back mirrors selling it', () => {
  fc.assert(
    fc.property(sale({ takenBack: true, saleDiscounts: false }), (input) => {
      const lines = input.lines.map((line) => ({
        ...line,
        quantityThousandths: 0 - line.quantityThousandths,
      }));
      const sold = priceSale(input);
      const back = priceSale({ ...input, lines });
      back.lines.forEach((line, i) => {
        for (const figure of [
          'gross',
          'discount',
          'subtotal',
          'tax',
          'exemptedTax',
          'net',
          'total',
        ] as const) {
          expect(line[figure]).toBe(0 - (sold.lines[i]?.[figure] ?? 0));
        }
      });
      expect(back.total).toBe(0 - sold.total);
    }),
    runs,
  );
});

describe('a worked sale', () => {
  const gst = { id: 'gst', name: 'GST', ppm: 50_000 };
  const qst = { id: 'qst', name: 'QST', ppm: 99_750 };
  const input: PriceSaleInput = {
    settings: {
      pricesIncludeTax: false,
      taxRounding: 'document',
      roundingMode: 'half_up',
      taxExempt: false,
      cashRounding: { step: 5, mode: 'half_up' },
    },
    lines: [
      {
        key: 'apples',
        unitPrice: 399,
        quantityThousandths: 1235,
        discounts: [{ type: 'percentage', id: 'ripe', name: 'Ripe', ppm: 100_000 }],
        taxRates: [],
      },
      { key: 'mug', unitPrice: 1250, quantityThousandths: 2000, taxRates: [gst, qst] },
      { key: 'gift card', unitPrice: 2500, quantityThousandths: 1000, taxRates: [] },
    ],
    discounts: [
      { type: 'amount', id: 'voucher', name: 'Voucher', amount: 500, eligibleLines: ['apples', 'mug'] },
      { type: 'percentage', id: 'staff', name: 'Staff', ppm: 200_000, eligibleLines: ['apples', 'mug'] },
    ],
  };

  test('shows every figure with its reason', () => {
    const priced = priceSale(input);
    expect(priced.lines[0]).toEqual({
      key: 'apples',
      position: 0,
      unitPrice: 399,
      quantityThousandths: 1235,
      gross: 493, // 492.765
      discounts: [
        { id: 'ripe', name: 'Ripe', scope: 'line', type: 'percentage', ppm: 100_000, base: 493, amount: 49 },
        {
          id: 'staff',
          name: 'Staff',
          scope: 'sale',
          type: 'percentage',
          ppm: 200_000,
          base: 444,
          amount: 89,
        },
        { id: 'voucher', name: 'Voucher', scope: 'sale', type: 'amount', ppm: null, base: 355, amount: 75 },
      ],
      discount: 213,
      subtotal: 280,
      taxes: [],
      tax: 0,
      exemptedTax: 0,
      net: 280,
      total: 280,
    });
    expect(priced.saleDiscounts).toEqual([
      {
        id: 'staff',
        name: 'Staff',
        type: 'percentage',
        ppm: 200_000,
        requested: null,
        base: 2944,
        amount: 589,
      },
      { id: 'voucher', name: 'Voucher', type: 'amount', ppm: null, requested: 500, base: 2355, amount: 500 },
    ]);
    expect(priced.taxSummary).toEqual([
      { ...gst, base: 1575, amount: 79, exempted: 0 },
      { ...qst, base: 1575, amount: 157, exempted: 0 },
    ]);
    expect(priced.discountSummary).toEqual([
      { id: 'ripe', name: 'Ripe', amount: 49 },
      { id: 'staff', name: 'Staff', amount: 589 },
      { id: 'voucher', name: 'Voucher', amount: 500 },
    ]);
    expect(priced).toMatchObject({ total: 4591, inCash: { cashRounding: -1, due: 4590 } });
  });

  test('an empty sale is priced at nothing', () => {
    const priced = priceSale({ settings: input.settings, lines: [] });
    expect(priced).toMatchObject({ lines: [], total: 0, inCash: { cashRounding: 0, due: 0 } });
  });
});

describe('a price on a label', () => {
  const settings = {
    pricesIncludeTax: true,
    taxRounding: 'document',
    roundingMode: 'half_up',
    taxExempt: false,
    cashRounding: null,
  } as const;
  const label = { key: 'ham', unitPrice: 3999, quantityThousandths: 238, labelPrice: 950, taxRates: [] };

  test('is the gross, and a discount on a part is of that part of it', () => {
    const half = {
      id: 'd',
      name: 'D',
      type: 'percentage',
      ppm: 1_000_000,
      quantityThousandths: 119,
    } as const;
    const [line] = priceSale({ settings, lines: [{ ...label, discounts: [half] }] }).lines;
    expect(line).toMatchObject({ gross: 950, labelPrice: 950, discount: 475, total: 475 });
    expect(line?.discounts[0]).toMatchObject({ base: 475, amount: 475, quantityThousandths: 119 });
  });

  test('is given back where the goods are', () => {
    expect(priceSale({ settings, lines: [{ ...label, quantityThousandths: -238 }] }).total).toBe(-950);
  });
});

test('an exempt customer never gets money for a line of one minor unit with two included rates', () => {
  const taxRates = [
    { id: 'gst', name: 'GST', ppm: 50_000 },
    { id: 'qst', name: 'QST', ppm: 99_750 },
  ];
  const lines = Array.from({ length: 12 }, (_, i) => ({
    ...{ key: `${i}`, unitPrice: 1, quantityThousandths: 1000, taxRates },
  }));
  const settings = {
    pricesIncludeTax: true,
    taxRounding: 'document',
    roundingMode: 'half_up',
    taxExempt: true,
    cashRounding: null,
  } as const;
  const sale = priceSale({ settings, lines });
  expect(Math.min(...sale.lines.map(({ net }) => net))).toBe(0);
  expect(sale.taxSummary.map(({ exempted }) => exempted)).toEqual([1, 1]);
});

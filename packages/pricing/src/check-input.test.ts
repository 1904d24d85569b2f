import { describe, expect, test } from 'vitest';
import { MAX_LINES } from './check-input.ts';
import { MAX_MONEY } from './money.ts';
import { priceSale } from './price-sale.ts';
import { PricingError } from './pricing-error.ts';
import type { PriceSaleInput, PricingSettings, SaleLineInput } from './sale.ts';
import { MAX_PPM, MAX_THOUSANDTHS } from './wire-numbers.ts';

const settings: PricingSettings = {
  pricesIncludeTax: false,
  taxRounding: 'line',
  roundingMode: 'half_up',
  taxExempt: false,
  cashRounding: null,
};
const vat = { id: 'vat', name: 'VAT', ppm: 200_000 };
const line: SaleLineInput = { key: 'a', unitPrice: 100, quantityThousandths: 1000, taxRates: [vat] };
const good: PriceSaleInput = { settings, lines: [line] };
const percentage = { type: 'percentage', id: 'd', name: 'D' } as const;
const amount = { type: 'amount', id: 'd', name: 'D' } as const;

function withLine(change: object): unknown {
  return { ...good, lines: [{ ...line, ...change }] };
}

function withCharge(serviceCharge: object): unknown {
  return { ...good, lines: [line, { key: 'c', name: 'C', serviceCharge, taxRates: [] }] };
}

function withSettings(change: object): unknown {
  return { ...good, settings: { ...settings, ...change } };
}

const refused: Record<string, unknown> = {
  'a fraction of a minor unit': withLine({ unitPrice: 0.5 }),
  'a negative price': withLine({ unitPrice: -1 }),
  'a price beyond the bound': withLine({ unitPrice: MAX_MONEY + 1 }),
  'a price that is no number': withLine({ unitPrice: '5' }),
  'a fraction of a thousandth': withLine({ quantityThousandths: 0.5 }),
  'an infinite quantity': withLine({ quantityThousandths: Number.POSITIVE_INFINITY }),
  'a quantity beyond the bound': withLine({ unitPrice: 0, quantityThousandths: MAX_THOUSANDTHS + 1 }),
  'a gross beyond the bound': withLine({ unitPrice: MAX_MONEY, quantityThousandths: 2000 }),
  'a total beyond the bound': withLine({ unitPrice: MAX_MONEY }),
  'a line beyond the bound, though the sale is not': {
    ...good,
    lines: [
      { ...line, unitPrice: MAX_MONEY },
      { ...line, key: 'b', unitPrice: MAX_MONEY, quantityThousandths: -1000 },
    ],
  },
  'a rate beyond the bound': withLine({ taxRates: [{ ...vat, ppm: MAX_PPM + 1 }] }),
  'a negative rate': withLine({ taxRates: [{ ...vat, ppm: -1 }] }),
  'a rate in percent with a fraction': withLine({ taxRates: [{ ...vat, ppm: 8.875 }] }),
  'one rate twice on a line': withLine({ taxRates: [vat, vat] }),
  'a percentage above 100': withLine({ discounts: [{ ...percentage, ppm: 1_000_001 }] }),
  'a negative percentage': withLine({ discounts: [{ ...percentage, ppm: -1 }] }),
  'a negative amount off': withLine({ discounts: [{ ...amount, amount: -1 }] }),
  'a part of more than the line': withLine({
    discounts: [{ ...percentage, ppm: 1, quantityThousandths: 1001 }],
  }),
  'two parts of more than the line': withLine({
    discounts: [1, 1000].map((part) => ({ ...percentage, ppm: 1, quantityThousandths: part })),
  }),
  'a part of nothing': withLine({ discounts: [{ ...percentage, ppm: 1, quantityThousandths: 0 }] }),
  'a discount on what is not discountable': withLine({
    discountable: false,
    discounts: [{ ...percentage, ppm: 1 }],
  }),
  'a negative service charge': withCharge({ type: 'amount', amount: -1 }),
  'a service charge of a fraction': withCharge({ type: 'percentage', ppm: 0.5 }),
  'a service charge beyond the bound': withCharge({ type: 'percentage', ppm: MAX_PPM + 1 }),
  'a service charge of a line that is not there': withCharge({ type: 'percentage', ppm: 1, of: ['z'] }),
  'a discount of no known type': withLine({ discounts: [{ ...percentage, type: 'gift', ppm: 1 }] }),
  'a gift card beyond the bound': { ...good, lines: [{ key: 'card', giftCardAmount: MAX_MONEY + 1 }] },
  'a gift card of a fraction': { ...good, lines: [{ key: 'card', giftCardAmount: 0.5 }] },
  'two lines of one key': { ...good, lines: [line, line] },
  'one rate with two meanings': {
    ...good,
    lines: [line, { ...line, key: 'b', taxRates: [{ ...vat, ppm: 190_000 }] }],
  },
  'one rate with two names': {
    ...good,
    lines: [line, { ...line, key: 'b', taxRates: [{ ...vat, name: 'GST' }] }],
  },
  'a discount of a line that is not there': {
    ...good,
    discounts: [{ ...amount, amount: 1, eligibleLines: ['b'] }],
  },
  'a rounding mode for cash only': withSettings({ roundingMode: 'up' }),
  'a tax rounding it does not know': withSettings({ taxRounding: 'unit' }),
  'a cash step of 0': withSettings({ cashRounding: { step: 0, mode: 'half_up' } }),
  'a cash step with a fraction': withSettings({ cashRounding: { step: 0.05, mode: 'half_up' } }),
  'a cash mode it does not know': withSettings({ cashRounding: { step: 7, mode: 'nearest' } }),
  'too many lines': {
    ...good,
    lines: Array.from({ length: MAX_LINES + 1 }, (_, i) => ({ ...line, key: String(i) })),
  },
  'a sale beyond the bound': {
    ...good,
    lines: ['a', 'b'].map((key) => ({ ...line, key, unitPrice: MAX_MONEY, taxRates: [] })),
  },
};

describe('priceSale refuses', () => {
  test.each(Object.entries(refused))('%s', (_, input) => {
    expect(() => priceSale(input as PriceSaleInput)).toThrow(PricingError);
  });
});

test('what it refuses is a RangeError with a sentence', () => {
  const price = (): unknown => priceSale(withLine({ unitPrice: 0.5 }) as PriceSaleInput);
  expect(price).toThrow(RangeError);
  expect(price).toThrow('The unit price of line a must be a whole number');
});

test('the bounds themselves are priced', () => {
  const lines = [{ ...line, unitPrice: MAX_MONEY, taxRates: [] }];
  expect(priceSale({ ...good, lines }).total).toBe(MAX_MONEY);
});

import { expect, test } from 'vitest';
import { explainSale } from './explain.ts';
import { priceSale } from './price-sale.ts';

const money = (minor: number): string => (minor / 100).toFixed(2);
const vat = { id: 'vat', name: 'VAT', ppm: 200_000 };

test('every figure of a sale has its sentence', () => {
  const sale = priceSale({
    settings: {
      pricesIncludeTax: false,
      taxRounding: 'line',
      roundingMode: 'half_up',
      taxExempt: false,
      cashRounding: { step: 5, mode: 'half_up' },
    },
    lines: [
      {
        key: 'shirt',
        unitPrice: 2999,
        quantityThousandths: 1000,
        discounts: [{ type: 'percentage', id: 's', name: 'SUMMER', ppm: 150_000 }],
        taxRates: [vat],
        price: { source: 'price_list', id: 'l', name: 'Members', listPrice: 3499 },
      },
      {
        key: 'sock',
        unitPrice: 500,
        quantityThousandths: 3000,
        discounts: [
          { type: 'percentage', id: 'f', name: '3 for 2', ppm: 1_000_000, quantityThousandths: 1000 },
        ],
        taxRates: [],
        price: { source: 'product' },
      },
      { key: 'wrap', name: 'Wrapping', serviceCharge: { type: 'amount', amount: 99 }, taxRates: [] },
      { key: 'fee', name: 'Fee', serviceCharge: { type: 'percentage', ppm: 10_000 }, taxRates: [] },
      { key: 'Gift card …2343', giftCardAmount: 5000 },
    ],
    discounts: [{ type: 'amount', id: 'v', name: 'Voucher', amount: 500 }],
  });
  expect(explainSale(sale, money)).toEqual([
    'shirt: 1 × 29.99 (price list Members instead of 34.99) = 29.99',
    'shirt: discount SUMMER, 15 % of 29.99 = 4.50',
    'shirt: discount Voucher, share of 3.59 for 25.49',
    'shirt: VAT, 20 % of 21.90 = 4.38',
    'shirt: total 26.28',
    'sock: 3 × 5.00 (product price) = 15.00',
    'sock: discount 3 for 2, 100 % of 1 for 5.00 = 5.00',
    'sock: discount Voucher, share of 1.41 for 10.00',
    'sock: total 8.59',
    'wrap: Wrapping, 0.99',
    'wrap: total 0.99',
    'fee: Fee, 1 % of 30.49 = 0.30',
    'fee: total 0.30',
    'Gift card …2343: 50.00 put on it',
    'Gift card …2343: total 50.00',
    'discount Voucher, 5.00 off 35.49',
    'VAT, 20 % of 21.90 = 4.38',
    'total 86.16',
    'in cash 86.15, rounded by -0.01',
  ]);
});

test('a price on a label is not told as a product that it is not', () => {
  const sale = priceSale({
    settings: {
      pricesIncludeTax: true,
      taxRounding: 'line',
      roundingMode: 'half_up',
      taxExempt: false,
      cashRounding: null,
    },
    // 9.52 by the weight.
    lines: [{ key: 'ham', unitPrice: 3999, quantityThousandths: 238, labelPrice: 950, taxRates: [] }],
  });
  expect(explainSale(sale, money)).toEqual([
    'ham: 0.238 at 39.99, on the label 9.50',
    'ham: total 9.50',
    'total 9.50',
  ]);
});

import { type PriceSaleInput, priceSale } from '../src/index.ts';

/** Prints how many carts per second one core prices: `pnpm --filter @cashwrap/pricing bench`. */

const SECONDS_PER_CASE = 1;

function cart(
  pricesIncludeTax: boolean,
  taxRounding: 'line' | 'document',
  discounts: boolean,
): PriceSaleInput {
  const gst = { id: 'gst', name: 'GST', ppm: 50_000 };
  const qst = { id: 'qst', name: 'QST', ppm: 99_750 };
  return {
    settings: {
      pricesIncludeTax,
      taxRounding,
      roundingMode: 'half_up',
      taxExempt: false,
      cashRounding: { step: 5, mode: 'half_up' },
    },
    lines: [
      { key: 'a', unitPrice: 1299, quantityThousandths: 2000, taxRates: [gst, qst] },
      {
        key: 'b',
        unitPrice: 349,
        quantityThousandths: 1235,
        taxRates: [gst],
        discounts: discounts ? [{ type: 'percentage', id: 'd1', name: 'Ripe', ppm: 100_000 }] : [],
      },
      { key: 'c', unitPrice: 4995, quantityThousandths: 1000, taxRates: [gst, qst] },
    ],
    discounts: discounts
      ? [
          { type: 'percentage', id: 'd2', name: 'Staff', ppm: 150_000 },
          { type: 'amount', id: 'd3', name: 'Voucher', amount: 500 },
        ]
      : [],
  };
}

function cartsPerSecond(input: PriceSaleInput): number {
  const until = performance.now() + SECONDS_PER_CASE * 1000;
  const start = performance.now();
  let carts = 0;
  let sink = 0;
  while (performance.now() < until) {
    for (let i = 0; i < 1000; i++) sink += priceSale(input).total;
    carts += 1000;
  }
  if (sink === 0) throw new Error('Nothing was priced.');
  return carts / ((performance.now() - start) / 1000);
}

const rows = [];
for (const discounts of [false, true]) {
  for (const pricesIncludeTax of [false, true]) {
    for (const taxRounding of ['line', 'document'] as const) {
      const input = cart(pricesIncludeTax, taxRounding, discounts);
      cartsPerSecond(input); // warms up
      rows.push({
        prices: pricesIncludeTax ? 'with tax' : 'without tax',
        'tax rounded by': taxRounding,
        discounts: discounts ? 'one line, two sale' : 'none',
        'carts/s': Math.round(cartsPerSecond(input)),
      });
    }
  }
}
console.log('Three-line carts, five taxes, one core:');
console.table(rows);

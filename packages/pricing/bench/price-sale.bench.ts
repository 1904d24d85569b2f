import { type PriceSaleInput, priceSale } from '../src/index.ts';
import { type Cart, type Promotion, type PromotionEffect, priceCart } from '../src/promotions.ts';

/** Prints how many carts per second one core prices: `pnpm --filter @cashwrap/pricing bench`. */

const SECONDS_PER_CASE = 1;

const gst = { id: 'gst', name: 'GST', ppm: 50_000 };
const qst = { id: 'qst', name: 'QST', ppm: 99_750 };

function sale(
  pricesIncludeTax: boolean,
  taxRounding: 'line' | 'document',
  discounts: boolean,
): PriceSaleInput {
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

const effects: readonly PromotionEffect[] = [
  { type: 'buy_x_get_y', buyQuantity: 1, buy: {}, getQuantity: 1, get: {}, ppm: 500_000, maxUses: null },
  { type: 'percentage', target: 'line', ppm: 50_000 },
  { type: 'percentage', target: 'sale', ppm: 100_000 },
  { type: 'amount', target: 'sale', amount: 300 },
  { type: 'percentage', target: 'sale', ppm: 200_000 },
];

/** The same lines with five promotions, the last of them exclusive: two sets are priced. */
function cart(): Cart {
  const { settings, lines } = sale(false, 'line', false);
  const promotions = effects.map(
    (effect, i): Promotion => ({
      id: `p${i}`,
      name: `Promotion ${i}`,
      code: null,
      effect,
      applicability: {},
      conditions: {
        startsOn: '2026-01-01',
        endsOn: null,
        weekdays: null,
        fromMinute: null,
        toMinute: null,
        minimumAmount: 1000,
        minimumQuantityThousandths: null,
        customerGroupIds: null,
        firstPurchaseOnly: false,
      },
      stacking: i === effects.length - 1 ? 'exclusive' : 'combinable',
      priority: 0,
      usageLeft: null,
      usageLeftForCustomer: null,
    }),
  );
  return {
    settings,
    lines: lines.flatMap((line) =>
      'serviceCharge' in line ? [] : { ...line, productId: line.key, categoryIds: [], soldBy: 'unit' },
    ),
    promotions,
    context: {
      ...{ date: '2026-03-02', minute: 600, weekday: 1 },
      ...{ customerGroupIds: [], isFirstPurchase: null, codes: [] },
    },
  };
}

/** By the time that the processor spent, so that what else the machine does counts less. */
function cartsPerSecond(price: () => number): number {
  const start = process.cpuUsage();
  let carts = 0;
  let sink = 0;
  let spent = 0;
  while (spent < SECONDS_PER_CASE) {
    for (let i = 0; i < 1000; i++) sink += price();
    carts += 1000;
    const { user, system } = process.cpuUsage(start);
    spent = (user + system) / 1_000_000;
  }
  if (sink === 0) throw new Error('Nothing was priced.');
  return Math.round(carts / spent);
}

function measure(prices: string, taxes: string, discounts: string, price: () => number) {
  cartsPerSecond(price); // warms up
  return { prices, 'tax rounded by': taxes, discounts, 'carts/s': cartsPerSecond(price) };
}

const rows = [];
for (const discounts of [false, true]) {
  for (const pricesIncludeTax of [false, true]) {
    for (const taxRounding of ['line', 'document'] as const) {
      const input = sale(pricesIncludeTax, taxRounding, discounts);
      const price = () => priceSale(input).total;
      const given = discounts ? 'one line, two sale' : 'none';
      rows.push(measure(pricesIncludeTax ? 'with tax' : 'without tax', taxRounding, given, price));
    }
  }
}
const promoted = cart();
rows.push(measure('without tax', 'line', 'five promotions', () => priceCart(promoted).sale.total));
console.log('Three-line carts, five taxes, one core:');
console.table(rows);

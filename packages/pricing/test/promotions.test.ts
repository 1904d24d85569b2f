import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PricingError, priceSale } from '../src/index.ts';
import {
  type Cart,
  type CartGoodsLine,
  MAX_PROMOTIONS,
  type Promotion,
  type PromotionEffect,
  priceCart,
} from '../src/promotions.ts';
import { ALWAYS, cart } from './arbitraries.ts';
import { decideByOracle } from './promotions-oracle.ts';

const NO_ONE_YET = {
  date: '2026-03-02',
  minute: 600,
  weekday: 1,
  customerGroupIds: [],
  isFirstPurchase: null,
  codes: [],
};

function line(key: string, unitPrice: number, quantity: number, about: Partial<CartGoodsLine> = {}) {
  const quantityThousandths = quantity * 1000;
  const fixed = { taxRates: [], productId: key, categoryIds: [], soldBy: 'unit' as const };
  return { key, unitPrice, quantityThousandths, ...fixed, ...about };
}

function promotion(id: string, effect: PromotionEffect, about: Partial<Promotion> = {}): Promotion {
  return {
    id,
    name: id.toUpperCase(),
    code: null,
    effect,
    applicability: {},
    conditions: ALWAYS,
    stacking: 'combinable',
    priority: 0,
    usageLeft: null,
    usageLeftForCustomer: null,
    ...about,
  };
}

function cartOf(lines: Cart['lines'], promotions: readonly Promotion[], about: Partial<Cart> = {}): Cart {
  const settings = {
    pricesIncludeTax: false,
    taxRounding: 'line',
    roundingMode: 'half_up',
    taxExempt: false,
    cashRounding: null,
  } as const;
  return { settings, lines, promotions, context: NO_ONE_YET, ...about };
}

/** What each line is lowered by. */
function discountsOf(priced: Cart): number[] {
  return priceCart(priced).sale.lines.map(({ discount }) => discount);
}

const tenOff = promotion('ten', { type: 'percentage', target: 'sale', ppm: 100_000 });
const twoForOne: PromotionEffect = {
  type: 'buy_x_get_y',
  buyQuantity: 1,
  buy: {},
  getQuantity: 1,
  get: {},
  ppm: 1_000_000,
  maxUses: null,
};

describe('any cart', () => {
  test('agrees with the oracle in every figure and every outcome', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(cart, (input) => {
        const expected = decideByOracle(input);
        const { sale, promotions } = priceCart(input);
        const figures = sale.lines.map((line) => ({
          gross: line.gross,
          discounts: line.discounts.map(({ id, amount }) => ({ id, amount })),
          subtotal: line.subtotal,
          taxes: line.taxes.map(({ amount, exempted }) => amount + exempted),
          net: line.net,
          total: line.total,
        }));
        expect(figures).toEqual(expected.lines);
        expect(sale.total).toBe(expected.total);
        const outcomes = promotions.map(({ name: _name, code: _code, ...outcome }) => outcome);
        expect(outcomes).toEqual(expected.outcomes);
        promotions.forEach(({ status, reason }, i) => {
          const fact = reason ?? `${input.promotions[i]?.effect.type} ${status}`;
          seen.set(fact, (seen.get(fact) ?? 0) + 1);
        });
      }),
      { numRuns: 3000 },
    );
    // Twelve refusals, being outbid, and each of the four effects applied: all often enough to mean something.
    expect(seen.size).toBe(17);
    expect(Math.min(...seen.values())).toBeGreaterThan(5);
  }, 60_000);

  test('is stored as a sale that prices the same', () => {
    fc.assert(
      fc.property(cart, (input) => {
        const priced = priceCart(input);
        expect(priceSale(JSON.parse(JSON.stringify(priced.input)))).toEqual(priced.sale);
      }),
    );
  });

  test('adds up, and no line passes zero', () => {
    fc.assert(
      fc.property(cart, (input) => {
        const { sale, promotions } = priceCart(input);
        const sum = (figures: readonly number[]) => figures.reduce((total, figure) => total + figure, 0);
        expect(sale.total).toBe(sum(sale.lines.map(({ total }) => total)));
        for (const { gross, discount, subtotal, discounts, net, tax, exemptedTax, total } of sale.lines) {
          expect(discount).toBe(sum(discounts.map(({ amount }) => amount)));
          expect(subtotal).toBe(gross - discount);
          expect(Math.sign(subtotal) * Math.sign(gross)).toBeGreaterThanOrEqual(0);
          expect(input.settings.pricesIncludeTax ? net + tax + exemptedTax : net).toBe(subtotal);
          expect(total).toBe(net + tax);
        }
        const given = new Map(sale.discountSummary.map(({ id, amount }) => [id, amount]));
        for (const { id, amount } of promotions) expect(given.get(id) ?? 0).toBe(amount);
        for (const { id, amount } of sale.saleDiscounts) {
          const shares = sale.lines.flatMap(({ discounts }) =>
            discounts.filter((one) => one.id === id && one.scope === 'sale').map((one) => one.amount),
          );
          expect(sum(shares)).toBe(amount);
        }
      }),
    );
  });

  test('does not depend on the order of its promotions', () => {
    const shuffled = cart.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray([...input.promotions], { minLength: input.promotions.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([input, promotions]) => {
        expect(priceCart({ ...input, promotions }).sale).toEqual(priceCart(input).sale);
      }),
    );
  });

  test('is never dearer than with its combinable promotions, or with one exclusive', () => {
    fc.assert(
      fc.property(cart, (input) => {
        const { total } = priceCart(input).sale;
        const isExclusive = ({ stacking }: Promotion) => stacking === 'exclusive';
        const alone = input.promotions.filter(isExclusive).map((one) => [one]);
        for (const promotions of [input.promotions.filter((one) => !isExclusive(one)), ...alone]) {
          expect(total).toBeLessThanOrEqual(priceCart({ ...input, promotions }).sale.total);
        }
      }),
    );
  });
});

describe('buy X get Y', () => {
  test('gives the cheapest and counts the others as bought', () => {
    const lines = [line('shirt', 3000, 1), line('sock', 500, 2), line('belt', 2000, 1)];
    expect(discountsOf(cartOf(lines, [promotion('p', twoForOne)]))).toEqual([0, 1000, 0]);
  });

  test('is the same however the lines are split', () => {
    const together = cartOf([line('a', 700, 5)], [promotion('p', twoForOne)]);
    const apart = cartOf(
      [1, 2, 2].map((quantity, i) => line(`a${i}`, 700, quantity)),
      [promotion('p', twoForOne)],
    );
    expect(priceCart(together).sale.discountTotal).toBe(1400);
    expect(priceCart(apart).sale.discountTotal).toBe(1400);
  });

  test('gives a part of Y where no more is there, and no more often than it may', () => {
    const effect = { ...twoForOne, buyQuantity: 2, getQuantity: 2 };
    expect(discountsOf(cartOf([line('a', 100, 3)], [promotion('p', effect)]))).toEqual([100]);
    expect(discountsOf(cartOf([line('a', 100, 9)], [promotion('p', { ...effect, maxUses: 1 })]))).toEqual([
      200,
    ]);
  });

  test('says what is missing', () => {
    const effect = { ...twoForOne, buyQuantity: 3, buy: { productIds: ['a'] }, get: { productIds: ['b'] } };
    const missing = (lines: Cart['lines']) =>
      priceCart(cartOf(lines, [promotion('p', effect)])).promotions[0];
    const refused = { status: 'not_applicable', reason: 'MINIMUM_QUANTITY' };
    expect(missing([line('a', 100, 2), line('b', 50, 1)])).toMatchObject({ ...refused, missing: 1000 });
    expect(missing([line('a', 100, 2)])).toMatchObject({ ...refused, missing: 2000 });
  });

  test('a unit counts once', () => {
    const promotions = [promotion('p', twoForOne), promotion('q', twoForOne)];
    expect(discountsOf(cartOf([line('a', 100, 2)], promotions))).toEqual([100]);
    expect(discountsOf(cartOf([line('a', 100, 4)], promotions))).toEqual([200]);
  });

  test('passes by a unit that was given away already', () => {
    const free = { type: 'percentage', id: 'reward', name: 'A coffee on us', ppm: 1_000_000 } as const;
    const discounts = [{ ...free, quantityThousandths: 1000 }];
    const given = (quantity: number) => line('a', 100, quantity, { discounts });
    expect(discountsOf(cartOf([given(2)], [promotion('p', twoForOne)]))).toEqual([100]);
    expect(discountsOf(cartOf([given(3)], [promotion('p', twoForOne)]))).toEqual([200]);
  });

  test('takes no part of a unit and nothing sold by measure', () => {
    expect(discountsOf(cartOf([line('a', 100, 1.9)], [promotion('p', twoForOne)]))).toEqual([0]);
    const cheese = line('cheese', 100, 2, { soldBy: 'measure' });
    expect(discountsOf(cartOf([cheese], [promotion('p', twoForOne)]))).toEqual([0]);
  });

  test('is quick for a line of a billion', () => {
    expect(discountsOf(cartOf([line('a', 1, 1_000_000_000)], [promotion('p', twoForOne)]))).toEqual([
      500_000_000,
    ]);
  });

  test('comes before a percentage', () => {
    const { sale } = priceCart(cartOf([line('a', 1000, 2)], [tenOff, promotion('p', twoForOne)]));
    expect(sale.lines[0]?.discounts).toEqual([
      {
        ...{ id: 'p', name: 'P', scope: 'line', type: 'percentage', ppm: 1_000_000 },
        ...{ quantityThousandths: 1000, base: 1000, amount: 1000 },
      },
      { id: 'ten', name: 'TEN', scope: 'sale', type: 'percentage', ppm: 100_000, base: 1000, amount: 100 },
    ]);
  });
});

describe('tiers by quantity', () => {
  const tiers = promotion('tiers', {
    type: 'quantity_tiers',
    tiers: [
      { minQuantityThousandths: 3000, ppm: 100_000 },
      { minQuantityThousandths: 10_000, ppm: 250_000 },
    ],
  });
  const half = promotion('half', {
    type: 'quantity_tiers',
    tiers: [{ minQuantityThousandths: 1000, ppm: 500_000 }],
  });

  test.each([
    [2, 0],
    [3, 30],
    [9, 90],
    [10, 250],
  ])('%d units are lowered by %d', (quantity, discount) => {
    expect(discountsOf(cartOf([line('a', 100, quantity)], [tiers]))).toEqual([discount]);
  });

  test('count each product by itself, and its lines together', () => {
    const lines = [line('a', 100, 2), line('b', 100, 2), line('a2', 100, 1, { productId: 'a' })];
    expect(discountsOf(cartOf(lines, [tiers]))).toEqual([20, 0, 10]);
  });

  test('count an open-price line by itself', () => {
    const open = ['x', 'y'].map((key) => line(key, 100, 2, { productId: null }));
    expect(discountsOf(cartOf(open, [tiers]))).toEqual([0, 0]);
  });

  test('say what the product that is nearest lacks', () => {
    const lines = [line('a', 100, 1), line('b', 100, 2)];
    const [outcome] = priceCart(cartOf(lines, [tiers])).promotions;
    expect(outcome).toMatchObject({ reason: 'MINIMUM_QUANTITY', missing: 1000 });
  });

  test('two of them are each of what the other left', () => {
    const quarter = { ...half, id: 'other' };
    expect(discountsOf(cartOf([line('a', 1000, 1)], [half, quarter]))).toEqual([750]);
  });

  test.each([
    ['before', 1],
    ['after', -1],
  ])('what is given on one unit is not given on it twice: %s', (_, priority) => {
    const given = promotion('p', twoForOne, { priority });
    expect(discountsOf(cartOf([line('a', 100, 2)], [half, given]))).toEqual([150]);
  });

  test('are of what a label says', () => {
    const cheese = line('cheese', 999, 0.333, { soldBy: 'measure', labelPrice: 332 });
    const any = promotion('any', {
      type: 'quantity_tiers',
      tiers: [{ minQuantityThousandths: 1, ppm: 500_000 }],
    });
    const { lines } = priceCart(cartOf([cheese], [any])).sale;
    expect(lines[0]).toMatchObject({ gross: 332, labelPrice: 332, discount: 166, total: 166 });
  });
});

describe('stacking', () => {
  const half = promotion(
    'half',
    { type: 'percentage', target: 'line', ppm: 500_000 },
    { stacking: 'exclusive' },
  );

  test('an exclusive promotion outbids the combinable ones where it is cheaper', () => {
    const { sale, promotions } = priceCart(cartOf([line('a', 1000, 1)], [tenOff, half]));
    expect(sale.total).toBe(500);
    expect(promotions.map(({ status, reason }) => [status, reason])).toEqual([
      ['outbid', 'BETTER_OFFER'],
      ['applied', null],
    ]);
  });

  test('discounts given by staff stay on either, and come after', () => {
    const byHand = { type: 'percentage', id: 'hand', name: 'By hand', ppm: 100_000 } as const;
    const { sale } = priceCart(cartOf([line('a', 1000, 1)], [tenOff, half], { discounts: [byHand] }));
    expect(sale.discountSummary).toEqual([
      { id: 'half', name: 'HALF', amount: 500 },
      { id: 'hand', name: 'By hand', amount: 50 },
    ]);
  });

  test('at one price the combinable ones are taken, then the higher priority, then the lower id', () => {
    const same = (id: string, about: Partial<Promotion>) => ({ ...tenOff, id, ...about });
    const exclusive = 'exclusive' as const;
    const applied = (...promotions: Promotion[]) =>
      priceCart(cartOf([line('a', 1000, 1)], promotions))
        .promotions.filter(({ status }) => status === 'applied')
        .map(({ id }) => id);
    expect(applied(same('a', { stacking: exclusive, priority: 9 }), same('b', {}))).toEqual(['b']);
    expect(
      applied(same('a', { stacking: exclusive }), same('b', { stacking: exclusive, priority: 1 })),
    ).toEqual(['b']);
    expect(applied(same('b', { stacking: exclusive }), same('a', { stacking: exclusive }))).toEqual(['a']);
  });

  test('priority decides what comes first in a phase', () => {
    const off = (id: string, amount: number, priority: number) =>
      promotion(id, { type: 'amount', target: 'sale', amount }, { priority });
    const { sale } = priceCart(cartOf([line('a', 100, 1)], [off('a', 80, 0), off('b', 70, 1)]));
    expect(sale.discountSummary.map(({ id, amount }) => [id, amount])).toEqual([
      ['b', 70],
      ['a', 30],
    ]);
  });
});

describe('conditions', () => {
  function outcome(about: Partial<Promotion>, context: Partial<Cart['context']> = {}) {
    const all = cartOf(
      [line('a', 1000, 2, { parentId: 'parent', categoryIds: ['leaf', 'root'] })],
      [{ ...tenOff, ...about }],
    );
    return priceCart({ ...all, context: { ...NO_ONE_YET, ...context } }).promotions[0];
  }
  const when = (conditions: Partial<Promotion['conditions']>) => ({
    conditions: { ...ALWAYS, ...conditions },
  });
  const friday = { date: '2026-03-06', weekday: 5 };
  const saturday = { date: '2026-03-07', weekday: 6 };
  const fridayNight = when({
    weekdays: [5],
    startsOn: '2026-03-06',
    endsOn: '2026-03-06',
    fromMinute: 1320,
    toMinute: 120,
  });

  test.each<[string, Partial<Promotion>, Partial<Cart['context']>, string | null]>([
    ['before its first date', when({ startsOn: '2026-03-03' }), {}, 'NOT_STARTED'],
    ['on its first and last date', when({ startsOn: '2026-03-02', endsOn: '2026-03-02' }), {}, null],
    ['after its last date', when({ endsOn: '2026-03-01' }), {}, 'ENDED'],
    ['on another weekday', when({ weekdays: [2, 3] }), {}, 'WRONG_DAY'],
    ['at its first minute', when({ fromMinute: 600, toMinute: 601 }), {}, null],
    ['at its end', when({ fromMinute: 540, toMinute: 600 }), {}, 'WRONG_HOUR'],
    ['on its night', fridayNight, { ...friday, minute: 1320 }, null],
    ['past midnight of its night', fridayNight, { ...saturday, minute: 119 }, null],
    ['when its night is over', fridayNight, { ...saturday, minute: 120 }, 'ENDED'],
    ['past midnight of the night before', fridayNight, { ...friday, minute: 60 }, 'NOT_STARTED'],
    ['before its night', fridayNight, { ...friday, minute: 1319 }, 'WRONG_HOUR'],
    ['for others', when({ customerGroupIds: ['staff'] }), { customerGroupIds: ['vip'] }, 'CUSTOMER_GROUP'],
    [
      'for a group of the customer',
      when({ customerGroupIds: ['staff', 'vip'] }),
      { customerGroupIds: ['vip'] },
      null,
    ],
    ['for a first purchase, of no one known', when({ firstPurchaseOnly: true }), {}, 'NOT_FIRST_PURCHASE'],
    ['for a first purchase', when({ firstPurchaseOnly: true }), { isFirstPurchase: true }, null],
    ['with no use left', { usageLeft: 0 }, {}, 'USAGE_LIMIT'],
    ['with no use left for the customer', { usageLeft: 5, usageLeftForCustomer: 0 }, {}, 'USAGE_LIMIT'],
    ['without its code', { code: 'SUMMER' }, { codes: ['winter'] }, 'CODE_MISSING'],
    ['with its code, however typed', { code: 'Summer' }, { codes: [' SUMMER'] }, null],
    ['for another product', { applicability: { productIds: ['b'] } }, {}, 'NO_APPLICABLE_LINE'],
    ['for no product', { applicability: { productIds: [] } }, {}, 'NO_APPLICABLE_LINE'],
    ['for the parent product', { applicability: { productIds: ['parent'] } }, {}, null],
    ['for a category above', { applicability: { categoryIds: ['root'] } }, {}, null],
    [
      'for all but a category',
      { applicability: { excludedCategoryIds: ['leaf'] } },
      {},
      'NO_APPLICABLE_LINE',
    ],
    ['above its minimum', when({ minimumAmount: 2000, minimumQuantityThousandths: 2000 }), {}, null],
  ])('%s', (_, about, context, reason) => {
    expect(outcome(about, context)?.reason).toBe(reason);
  });

  test('a minimum says what is missing', () => {
    expect(outcome(when({ minimumAmount: 2500 }))).toMatchObject({ reason: 'MINIMUM_AMOUNT', missing: 500 });
    expect(outcome(when({ minimumQuantityThousandths: 3000 }))).toMatchObject({
      reason: 'MINIMUM_QUANTITY',
      missing: 1000,
    });
  });

  test('codes that no promotion has are named', () => {
    const context = { ...NO_ONE_YET, codes: ['summer', ' winter '] };
    const priced = priceCart(cartOf([line('a', 100, 1)], [{ ...tenOff, code: 'SUMMER' }], { context }));
    expect(priced.unknownCodes).toEqual([' winter ']);
  });

  test('gift cards, goods taken back and what may not be lowered do not count and are not lowered', () => {
    const lines = [
      ...[line('fixed', 5000, 1, { discountable: false }), line('back', 900, -1), line('a', 100, 1)],
      { key: 'card', giftCardAmount: 5000 },
    ];
    expect(discountsOf(cartOf(lines, [tenOff]))).toEqual([0, 0, 10, 0]);
    const atLeast = { ...tenOff, ...when({ minimumAmount: 101 }) };
    expect(priceCart(cartOf(lines, [atLeast])).promotions[0]).toMatchObject({ missing: 1 });
  });
});

describe('priceCart refuses', () => {
  test.each<[string, Promotion[]]>([
    ['two promotions with one id', [tenOff, tenOff]],
    [
      'more than it looks through',
      Array.from({ length: MAX_PROMOTIONS + 1 }, (_, i) => ({ ...tenOff, id: `${i}` })),
    ],
    ['a priority that does not order', [{ ...tenOff, priority: Number.NaN }]],
    ['a part of a unit to buy', [promotion('p', { ...twoForOne, buyQuantity: 0.5 })]],
    ['nothing to get', [promotion('p', { ...twoForOne, getQuantity: 0 })]],
    [
      'a negative tier',
      [promotion('p', { type: 'quantity_tiers', tiers: [{ minQuantityThousandths: -1, ppm: 1 }] })],
    ],
    ['a negative amount', [promotion('p', { type: 'amount', target: 'line', amount: -1 })]],
    [
      'a tier of more than 100 %',
      [promotion('p', { type: 'quantity_tiers', tiers: [{ minQuantityThousandths: 1, ppm: 1_000_001 }] })],
    ],
    ['a gift of more than 100 %', [promotion('p', { ...twoForOne, ppm: 1_000_001 })]],
    ['more than 100 %', [promotion('p', { type: 'percentage', target: 'line', ppm: 1_000_001 })]],
  ])('%s', (_, promotions) => {
    expect(() => priceCart(cartOf([line('a', 100, 2)], promotions))).toThrow(PricingError);
  });
});

import { permissionNames } from '@cashwrap/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callAs } from './people.ts';
import { type Place, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let selling: Selling;
let caller: ReturnType<typeof callAs>;
let toronto: Place;
let auckland: Place;
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  const shop = await server.seedShop();
  // A key does not run out, wherever the clock is moved to.
  const body = { name: 'Tests', permissions: permissionNames };
  const { secret } = ok(await callAs(server, shop.owner).post('/api-keys', body));
  caller = callAs(server, secret);
  selling = sellingAt(server, { ...shop, owner: secret });
  toronto = await selling.newStore({ timeZone: 'America/Toronto' });
  auckland = await selling.newStore({ timeZone: 'Pacific/Auckland' });
});
afterAll(() => server[Symbol.asyncDispose]());

const unique = (what: string) => `${what} ${++made}`;
const create = async (path: string, body: object): Promise<Json> => ok(await caller.post(path, body));
const at = (moment: string) => server.clock.advance(Date.parse(moment) - server.clock.now().getTime());
const product = (fields: object = {}) => selling.newProduct({ trackStock: false, price: 1000, ...fields });
const percentage = (value: number) => ({ type: 'percentage', percentage: value, target: 'line' });
const discount = (productIds: readonly string[], fields: object) =>
  create('/discounts', {
    ...{ name: unique('Discount'), effect: percentage(10), products: { productIds } },
    ...fields,
  });
const stop = ({ id, version }: Json) => create(`/discounts/${id}/archive`, { version });

/** So many of a product in a cart. */
type Bought = readonly [productId: string, quantity: number];

const cartOf = (bought: readonly Bought[], { store } = selling.here) => ({
  storeId: store.id,
  lines: bought.map(([productId, quantity]) => ({ productId, quantity })),
});
const offIn = async (place: Place, bought: readonly Bought[], fields: object = {}): Promise<number> =>
  (await create('/sales/quote', { ...cartOf(bought, place), ...fields })).discountTotal;
const off = (...bought: Bought[]) => offIn(selling.here, bought);

describe('a discount is given', () => {
  let productId: string;
  beforeEach(async () => {
    productId = await product();
  });
  /** What comes off 10.00 in a store at each of these moments. */
  const over = async (place: Place, ...moments: string[]): Promise<number[]> => {
    const amounts: number[] = [];
    for (const moment of moments) {
      at(moment);
      amounts.push(await offIn(place, [[productId, 1]]));
    }
    return amounts;
  };

  test('from its first day to its last, as the calendar of the store has them', async () => {
    await discount([productId], { conditions: { startsOn: '2031-03-11', endsOn: '2031-03-12' } });
    // Toronto is at UTC−4 by then, Auckland at UTC+13.
    expect(
      await over(
        toronto,
        '2031-03-11T03:59:59Z',
        '2031-03-11T04:00:00Z',
        '2031-03-13T03:59:59Z',
        '2031-03-13T04:00:00Z',
      ),
    ).toEqual([0, 100, 100, 0]);
    expect(
      await over(
        auckland,
        '2031-03-10T10:59:59Z',
        '2031-03-10T11:00:00Z',
        '2031-03-12T10:59:59Z',
        '2031-03-12T11:00:00Z',
      ),
    ).toEqual([0, 100, 100, 0]);
  });

  test('on its days of the week, which begin when the store’s do', async () => {
    await discount([productId], { conditions: { weekdays: [3, 7] } });
    // 9 March 2031 is a Sunday; Toronto goes to summer time in its night.
    expect(
      await over(
        toronto,
        '2031-03-09T04:59:59Z',
        '2031-03-09T05:00:00Z',
        '2031-03-10T03:59:59Z',
        '2031-03-10T04:00:00Z',
      ),
    ).toEqual([0, 100, 100, 0]);
    expect(await over(auckland, '2031-03-11T10:59:59Z', '2031-03-11T11:00:00Z')).toEqual([0, 100]);
  });

  test('in its hours, by the clock on the wall', async () => {
    await discount([productId], { conditions: { fromTime: '17:30', toTime: '19:00' } });
    expect(
      await over(
        toronto,
        '2031-01-15T22:29:59Z',
        '2031-01-15T22:30:00Z',
        '2031-01-15T23:59:59Z',
        '2031-01-16T00:00:00Z',
        '2031-07-15T21:30:00Z',
        '2031-07-15T23:00:00Z',
      ),
    ).toEqual([0, 100, 100, 0, 100, 0]);
  });

  test('past midnight still for the evening before', async () => {
    const conditions = { fromTime: '22:00', toTime: '02:00', weekdays: [6], endsOn: '2031-03-15' };
    await discount([productId], { conditions });
    // 15 March 2031 is a Saturday, and its last.
    expect(
      await over(
        toronto,
        '2031-03-15T05:00:00Z', // Saturday 01:00: of Friday's evening
        '2031-03-16T01:59:00Z',
        '2031-03-16T02:00:00Z',
        '2031-03-16T05:59:00Z',
        '2031-03-16T06:00:00Z',
      ),
    ).toEqual([0, 0, 100, 100, 0]);
  });

  test('in an hour that the clocks pass twice, both times; in one that they leave out, never', async () => {
    await discount([productId], { conditions: { fromTime: '02:00', toTime: '03:00' } });
    // Berlin, 26 October 2031: 02:00 to 03:00 comes at 00:00 and at 01:00 UTC. On 30 March 2031 it is 03:00 after 01:59.
    const { here } = selling;
    expect(
      await over(
        here,
        '2031-10-25T23:59:59Z',
        '2031-10-26T00:00:00Z',
        '2031-10-26T01:59:59Z',
        '2031-10-26T02:00:00Z',
      ),
    ).toEqual([0, 100, 100, 0]);
    expect(await over(here, '2031-03-30T00:59:59Z', '2031-03-30T01:00:00Z', '2031-03-30T01:59:59Z')).toEqual([
      0, 0, 0,
    ]);
  });

  test('from its least quantity and its least amount, of what it is for', async () => {
    const other = await product();
    const many = await discount([productId], { conditions: { minimumQuantity: 3 } });
    expect(await off([productId, 2], [other, 5])).toBe(0);
    expect(await off([productId, 1], [productId, 2])).toBe(300);
    await stop(many);
    await discount([productId], { conditions: { minimumAmount: 2001 } });
    expect(await off([productId, 2], [other, 5])).toBe(0);
    expect(await off([productId, 3])).toBe(300);
  });

  test('but not on what it leaves out: products, variants of theirs, and categories with those below', async () => {
    const drinks = await create('/categories', { name: unique('Drinks') });
    const hot = await create('/categories', { name: unique('Hot'), parentId: drinks.id });
    const options = [{ name: 'Size', values: ['S'] }];
    const parentId = await selling.newProduct({ price: 1000, options });
    const variant = await product({ parentId, optionValues: { Size: 'S' }, price: undefined });
    const [plain, cold, tea] = [
      await product(),
      await product({ categoryId: drinks.id }),
      await product({ categoryId: hot.id }),
    ];
    const products = { excludedProductIds: [parentId, productId], excludedCategoryIds: [hot.id] };
    const rule = await discount([], { products });
    expect(await off([variant, 1], [productId, 1], [tea, 1])).toBe(0);
    expect(await off([plain, 1], [cold, 2], [tea, 1])).toBe(300);
    await stop(rule);
    const named = { productIds: [variant, plain], excludedProductIds: [variant] };
    const other = await discount([], { products: named });
    expect(await off([variant, 1], [plain, 1])).toBe(100);
    await stop(other);
  });

  test('so often in one sale, and no more', async () => {
    const rule = { type: 'buy_x_get_y', buyQuantity: 1, getQuantity: 1, maxUses: 2 };
    await discount([productId], { effect: rule });
    expect([await off([productId, 2]), await off([productId, 9])]).toEqual([1000, 2000]);
  });

  test('before those of a lower priority', async () => {
    const oneForOne = (off: number) => ({
      ...{ type: 'buy_x_get_y', buyQuantity: 1, getQuantity: 1, percentage: off },
    });
    // Whichever comes first takes the units.
    await discount([productId], { effect: oneForOne(100) });
    const half = await discount([productId], { effect: oneForOne(50), priority: 1 });
    expect(await off([productId, 2])).toBe(500);
    ok(await caller.patch(`/discounts/${half.id}`, { version: 1, priority: -1 }));
    expect(await off([productId, 2])).toBe(1000);
  });

  test('in a store of another currency only where it says nothing of money', async () => {
    const place = await selling.newStore({ currency: 'CHF' });
    const list = await create('/price-lists', { name: unique('CHF'), storeId: place.store.id });
    const body = { prices: [{ productId, unitPrice: 2000 }] };
    ok(await caller.put(`/price-lists/${list.id}/prices`, body));
    const both = [await offIn(place, [[productId, 1]])];
    await discount([productId], { effect: { type: 'amount', amount: 300, target: 'line' } });
    await discount([productId], { effect: percentage(50), conditions: { minimumAmount: 1 } });
    both.push(await offIn(place, [[productId, 1]]), await off([productId, 1]));
    await discount([productId], { effect: percentage(5) });
    expect([...both, await offIn(place, [[productId, 1]])]).toEqual([0, 0, 800, 100]);
  });
});

test('a list that names a variant prices it so, whatever it says of the parent; in every tier', async () => {
  const options = [{ name: 'Size', values: ['S', 'M'] }];
  const parentId = await selling.newProduct({ price: 2000, options });
  const [small, medium] = [
    await product({ parentId, optionValues: { Size: 'S' }, price: undefined }),
    await product({ parentId, optionValues: { Size: 'M' }, price: undefined }),
  ];
  const list = await create('/price-lists', { name: unique('List') });
  const prices = [
    { productId: parentId, unitPrice: 1500 },
    { productId: parentId, minQuantity: 3, unitPrice: 1000 },
    { productId: small, unitPrice: 1700 },
  ];
  ok(await caller.put(`/price-lists/${list.id}/prices`, { prices }));
  const unitPrices = async (quantity: number) => {
    const quote = await create(
      '/sales/quote',
      cartOf([
        [small, quantity],
        [medium, quantity],
      ]),
    );
    return quote.lines.map(({ unitPrice }: Json) => unitPrice);
  };
  expect([await unitPrices(1), await unitPrices(3)]).toEqual([
    [1700, 1500],
    [1700, 1000],
  ]);
});

test('a bundle is not sold with something in it that is off sale', async () => {
  const part = await product();
  const components = [{ productId: part, quantity: 1 }];
  const bundle = await selling.newProduct({ kind: 'bundle', components, price: 450 });
  expect(await off([bundle, 1])).toBe(0);
  // Archiving it would be refused: this is what a database looks like that somebody has repaired by hand.
  await selling.rows(`UPDATE products SET status = 'archived' WHERE id = $1`, [part]);
  const { status, body } = await caller.post('/sales/quote', cartOf([[bundle, 1]]));
  expect([status, body.code, body.details.lines]).toEqual([
    409,
    'PRODUCT_NOT_FOR_SALE',
    [{ position: 0, productId: bundle }],
  ]);
});

/** What the property makes its carts and rules of. */
interface Goods {
  /** Each with what names it: itself, its parent, its categories. */
  readonly products: readonly { readonly id: string; readonly names: readonly string[] }[];
  readonly named: readonly string[];
  readonly categories: readonly string[];
  readonly groups: readonly string[];
  /** A customer of each group, and one of none. */
  readonly customers: readonly { readonly id: string; readonly groups: readonly string[] }[];
}

test('any rules hold for any cart at any moment exactly where all that they ask for is so', async () => {
  const goods = await makeGoods();
  const places = [selling.here, toronto, auckland];
  await fc.assert(
    fc.asyncProperty(
      fc.array(ruleOf(goods), { minLength: 1, maxLength: 3 }),
      fc.array(visitOf(goods, places.length), { minLength: 4, maxLength: 8 }),
      async (rules, visits) => {
        const stored: Json[] = [];
        try {
          for (const rule of rules) {
            stored.push(await create('/discounts', { ...rule, name: unique('Rule'), stacking: 'exclusive' }));
          }
          for (const visit of visits) {
            at(visit.moment.toISOString());
            const place = places[visit.place] as Place;
            const bought = visit.bought.map(
              ([n, quantity]): Bought => [goods.products[n]?.id as string, quantity],
            );
            const customer = goods.customers[visit.customer];
            const cart = { ...cartOf(bought, place), ...(customer && { customerId: customer.id }) };
            const { outcomes, quote } = await create('/discounts/evaluate', cart);
            const amounts = rules.map((rule) =>
              expectedOff(rule, goods, bought, customer?.groups ?? [], wallClock(visit.moment, place)),
            );
            const held = stored.filter(({ id }) =>
              outcomes.some((each: Json) => each.discountId === id && each.status !== 'not_applicable'),
            );
            expect(held).toEqual(stored.filter((_, i) => (amounts[i] ?? 0) > 0));
            expect(quote.discountTotal).toBe(Math.max(...amounts));
          }
        } finally {
          for (const rule of stored) await stop(rule);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

async function makeGoods(): Promise<Goods> {
  const upper = await create('/categories', { name: unique('Upper') });
  const lower = await create('/categories', { name: unique('Lower'), parentId: upper.id });
  const options = [{ name: 'Size', values: ['S'] }];
  const parentId = await selling.newProduct({ price: 1000, options });
  const variant = await product({ parentId, optionValues: { Size: 'S' }, price: undefined });
  const [plain, high, low] = [
    await product(),
    await product({ categoryId: upper.id }),
    await product({ categoryId: lower.id }),
  ];
  const groups = [
    (await create('/customer-groups', { name: unique('Group') })).id,
    (await create('/customer-groups', { name: unique('Group') })).id,
  ];
  const customers = await Promise.all(
    [[], ...groups.map((id) => [id])].map(async (groupIds) => ({
      id: (await create('/customers', { name: unique('Customer'), groupIds })).id,
      groups: groupIds,
    })),
  );
  return {
    products: [
      { id: variant, names: [variant, parentId] },
      { id: plain, names: [plain] },
      { id: high, names: [high, upper.id] },
      { id: low, names: [low, lower.id, upper.id] },
    ],
    named: [parentId, plain, high, low],
    categories: [upper.id, lower.id],
    groups,
    customers,
  };
}

const DAYS = [
  '2031-03-28',
  '2031-03-29',
  '2031-03-30',
  '2031-03-31',
  '2031-10-25',
  '2031-10-26',
  '2031-10-27',
];
const HOURS = ['00:00', '01:30', '02:00', '03:00', '09:00', '22:00', '23:59'];

/** Rules that say little often enough that they hold now and then. */
function ruleOf({ named, categories, groups }: Goods) {
  const some = <T>(of: readonly T[], maxLength = of.length) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<T[]>([]) },
      fc.subarray([...of], { minLength: 1, maxLength }),
    );
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 1 });
  const days = maybe(fc.subarray(DAYS, { minLength: 2, maxLength: 2 }));
  const hours = maybe(fc.shuffledSubarray(HOURS, { minLength: 2, maxLength: 2 }));
  return fc
    .record({
      percent: fc.integer({ min: 1, max: 10 }),
      products: fc.record({
        productIds: some(named),
        categoryIds: some(categories),
        excludedProductIds: some(named, 1),
        excludedCategoryIds: some(categories, 1),
      }),
      days,
      hours,
      weekdays: some([1, 2, 3, 4, 5, 6, 7]),
      minimumAmount: maybe(fc.integer({ min: 1, max: 5000 })),
      minimumQuantity: maybe(fc.integer({ min: 1, max: 5 })),
      customerGroupIds: some(groups),
      storeIds: some([selling.here, toronto, auckland].map(({ store }) => store.id)),
    })
    .map(({ percent, products, days: period, hours: span, ...conditions }) => ({
      effect: percentage(percent * 10),
      products,
      conditions: {
        ...{ startsOn: period?.[0] ?? null, endsOn: period?.[1] ?? null },
        ...{ fromTime: span?.[0] ?? null, toTime: span?.[1] ?? null },
        ...conditions,
      },
    }));
}

type Rule = ReturnType<typeof ruleOf> extends fc.Arbitrary<infer T> ? T : never;

function visitOf({ products, customers }: Goods, places: number) {
  return fc.record({
    moment: fc.oneof(
      fc.date({
        min: new Date('2031-03-27T12:00Z'),
        max: new Date('2031-04-01T12:00Z'),
        noInvalidDate: true,
      }),
      fc.date({
        min: new Date('2031-10-24T12:00Z'),
        max: new Date('2031-10-28T12:00Z'),
        noInvalidDate: true,
      }),
    ),
    place: fc.nat(places - 1),
    // One more than there are: nobody whom the shop knows.
    customer: fc.nat(customers.length),
    bought: fc.array(fc.tuple(fc.nat(products.length - 1), fc.integer({ min: 1, max: 4 })), {
      ...{ minLength: 1, maxLength: 4 },
    }),
  });
}

/** `2031-03-28 17:30`. */
function wallClock(moment: Date, { store }: Place): { readonly storeId: string; readonly time: string } {
  const time = moment.toLocaleString('sv-SE', { timeZone: store.timeZone }).slice(0, 16);
  return { storeId: store.id, time };
}

/** What a rule takes off by itself, from the words of the contract and not from the code: it may not share its mistakes. */
function expectedOff(
  { effect, products, conditions }: Rule,
  goods: Goods,
  bought: readonly Bought[],
  groups: readonly string[],
  { storeId, time }: ReturnType<typeof wallClock>,
): number {
  const { customerGroupIds, storeIds, minimumAmount, minimumQuantity } = conditions;
  const meets = (asked: readonly string[], has: readonly string[]) =>
    asked.length === 0 || asked.some((id) => has.includes(id));
  const included = [...products.productIds, ...products.categoryIds];
  const excluded = [...products.excludedProductIds, ...products.excludedCategoryIds];
  const fitting = bought.filter(([id]) => {
    const { names } = goods.products.find((each) => each.id === id) as Goods['products'][number];
    return meets(included, names) && !excluded.some((each) => names.includes(each));
  });
  const quantity = fitting.reduce((sum, [, count]) => sum + count, 0);
  const amount = quantity * 1000;
  const holds =
    meets(storeIds, [storeId]) &&
    meets(customerGroupIds, groups) &&
    amount >= (minimumAmount ?? 0) &&
    quantity >= (minimumQuantity ?? 0) &&
    opensAround(conditions, time);
  return holds ? (amount * effect.percentage) / 100 : 0;
}

/** Whether the time is in the span that begins on some day on which the rule holds. */
function opensAround(
  { startsOn, endsOn, weekdays, fromTime, toTime }: Rule['conditions'],
  time: string,
): boolean {
  const today = time.slice(0, 10);
  const next = (day: string, by: number) =>
    new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
  return [today, next(today, -1)].some((day) => {
    const weekday = new Date(day).getUTCDay() || 7;
    const isDay =
      (startsOn === null || day >= startsOn) &&
      (endsOn === null || day <= endsOn) &&
      (weekdays.length === 0 || weekdays.includes(weekday));
    if (fromTime === null || toTime === null) return isDay && day === today;
    const last = toTime > fromTime ? day : next(day, 1);
    return isDay && time >= `${day} ${fromTime}` && time < `${last} ${toTime}`;
  });
}

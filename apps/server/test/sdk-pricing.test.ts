import { type Cashwrap, createCashwrap } from '@cashwrap/sdk';
import {
  createPricer,
  type Pricer,
  readCatalogue,
  type TillCart,
  UnpriceableCartError,
} from '@cashwrap/sdk/pricing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let cashwrap: Cashwrap;
let storeId: string;
let pricer: Pricer;
/** What is for sale, by what is particular about it. */
let goods: Record<'coffee' | 'apples' | 'tiered' | 'large' | 'small' | 'open', string>;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  storeId = shop.stores[0].id;
  cashwrap = createCashwrap({ baseUrl: server.url, accessToken: shop.owner });
  const { standard, reduced } = shop.taxCategories;
  const drinks = await cashwrap.categories.create({ name: 'Drinks' });
  const hot = await cashwrap.categories.create({ name: 'Hot', parentId: drinks.id });
  const add = async (sku: string, fields: object) =>
    (await cashwrap.products.create({ sku, name: sku, taxCategoryId: standard.id, price: 350, ...fields }))
      .id;
  const shirt = await add('SHIRT', { price: 1999, options: [{ name: 'Size', values: ['L', 'S'] }] });
  const tiered = await add('TIERED', { categoryId: hot.id, taxCategoryId: reduced.id });
  goods = {
    coffee: shop.products.coffee.id,
    apples: shop.products.apples.id,
    tiered,
    large: await add('SHIRT-L', { parentId: shirt, optionValues: { Size: 'L' }, price: 2299 }),
    small: await add('SHIRT-S', { parentId: shirt, optionValues: { Size: 'S' }, price: undefined }),
    open: await add('OPEN', { kind: 'open_price', price: undefined }),
  };
  const list = async (
    fields: object,
    prices: { productId: string; minQuantity?: number; unitPrice: number }[],
  ) => {
    const { id } = await cashwrap.priceLists.create({ name: `List ${prices[0]?.unitPrice}`, ...fields });
    await cashwrap.priceLists.setPrices({ id, prices });
  };
  await list({}, [
    { productId: tiered, unitPrice: 300 },
    { productId: tiered, minQuantity: 5, unitPrice: 250 },
    { productId: shirt, unitPrice: 1500 },
    { productId: goods.large, unitPrice: 1800 },
  ]);
  await list({ storeId, endsOn: '2020-01-01' }, [{ productId: tiered, unitPrice: 1 }]);
  await list({ storeId: shop.stores[1].id }, [{ productId: tiered, unitPrice: 2 }]);
  const group = await cashwrap.customerGroups.create({ name: 'Friends' });
  await list({ customerGroupId: group.id }, [{ productId: tiered, unitPrice: 3 }]);
  const rule = (name: string, fields: Omit<Parameters<Cashwrap['discounts']['create']>[0], 'name'>) =>
    cashwrap.discounts.create({ name, ...fields });
  await rule('Drinks', {
    effect: { type: 'percentage', percentage: 12.5, target: 'line' },
    products: { categoryIds: [drinks.id] },
    conditions: { minimumQuantity: 3 },
  });
  await rule('Three for two', {
    effect: { type: 'buy_x_get_y', buyQuantity: 2, getQuantity: 1, percentage: 100 },
    products: { productIds: [goods.large, goods.small] },
  });
  await rule('Coupon', { code: 'SAVE5', effect: { type: 'amount', amount: 500, target: 'sale' } });
  await rule('All alone', {
    effect: { type: 'percentage', percentage: 20, target: 'sale' },
    conditions: { minimumAmount: 5000 },
    stacking: 'exclusive',
  });
  await rule('Of Friends', {
    effect: { type: 'percentage', percentage: 90, target: 'sale' },
    conditions: { customerGroupIds: [group.id] },
  });
  await rule('Elsewhere', {
    effect: { type: 'percentage', percentage: 91, target: 'sale' },
    conditions: { storeIds: [shop.stores[1].id] },
  });
  await rule('Once each', {
    effect: { type: 'percentage', percentage: 92, target: 'sale' },
    usageLimitPerCustomer: 1,
  });
  // A cashier may read it all.
  const till = createCashwrap({ baseUrl: server.url, accessToken: await server.signInAs('cashier') });
  const kept = JSON.stringify(await readCatalogue(till, { storeId }));
  pricer = createPricer(JSON.parse(kept));
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const quote = (cart: TillCart) => cashwrap.sales.quote({ storeId, ...cart, lines: [...cart.lines] });

/** Carts as a till may have them. */
function carts(): fc.Arbitrary<TillCart> {
  const percentage = fc.integer({ min: 1, max: 1_000_000 }).map((ppm) => ppm / 10_000);
  const amount = fc.integer({ min: 1, max: 3000 });
  const discount = fc.oneof(
    fc.record({ type: fc.constant('percentage' as const), percentage }),
    fc.record({ type: fc.constant('amount' as const), amount, name: fc.constant('Broken box') }),
  );
  const discounts = fc.array(discount, { maxLength: 2 });
  const units = fc.integer({ min: 1, max: 6 });
  const line = fc.oneof(
    fc.record({
      productId: fc.constantFrom(goods.coffee, goods.tiered, goods.large, goods.small),
      quantity: units,
      discounts,
      unitPrice: fc.option(amount, { nil: undefined, freq: 6 }),
    }),
    fc.record({
      productId: fc.constant(goods.apples),
      quantity: fc.integer({ min: 1, max: 5000 }).map((grams) => grams / 1000),
      discounts,
    }),
    fc.record({ productId: fc.constant(goods.open), quantity: units, unitPrice: amount }),
  );
  const taxCategoryId = shop.taxCategories.standard.id;
  const charge = fc.oneof(
    fc.record({
      type: fc.constant('percentage' as const),
      percentage,
      taxCategoryId: fc.constant(taxCategoryId),
    }),
    fc.record({ type: fc.constant('amount' as const), amount, taxCategoryId: fc.constant(taxCategoryId) }),
  );
  return fc.record({
    lines: fc.array(line, { minLength: 1, maxLength: 6 }),
    discounts,
    codes: fc.constantFrom([], [' save5 ']),
    serviceCharges: fc.array(charge, { maxLength: 2 }),
  });
}

describe('a till without a connection', () => {
  test('comes to the figures of sales.quote, to the cent and the line', async () => {
    await fc.assert(
      fc.asyncProperty(carts(), async (cart) => {
        expect(await quote(cart)).toMatchObject(pricer.quote(cart, server.clock.now()));
      }),
      { numRuns: 60 },
    );
  });

  test('sells at what it has shown, without a flag', async () => {
    const lines = [
      { productId: goods.coffee, quantity: 2 },
      { productId: goods.tiered, quantity: 6 },
    ];
    const serviceCharges = [
      { type: 'amount' as const, amount: 150, taxCategoryId: shop.taxCategories.standard.id },
    ];
    const shown = pricer.quote({ lines, serviceCharges }, server.clock.now());
    const { items } = await cashwrap.sales.ingest({
      storeId,
      sales: [
        {
          id: '019cadc6-9a80-7000-8000-000000000001',
          registerId: shop.registers[0].id,
          tillReference: 'T1-1',
          occurredAt: server.clock.now().toISOString(),
          ...{ lines, serviceCharges },
          payments: [{ method: 'cash', tendered: shown.dueInCash }],
          shown: { total: shown.total, lineTotals: shown.lines.map(({ total }) => total) },
        },
      ],
    });
    expect(items[0]).toMatchObject({ error: null, sale: { total: shown.total } });
    expect(items[0]?.flags.map(({ kind }) => kind)).not.toContain('price_differs');
  });

  const charged = (percentage: number): TillCart => ({
    lines: [{ productId: goods.coffee, quantity: 1 }],
    serviceCharges: [{ type: 'percentage', percentage, taxCategoryId: shop.taxCategories.standard.id }],
  });
  test.each<[string, () => TillCart]>([
    ['an unknown product', () => ({ lines: [{ productId: shop.stores[0].id, quantity: 1 }] })],
    ['a part of what is sold by the unit', () => ({ lines: [{ productId: goods.coffee, quantity: 0.5 }] })],
    ['a quantity of nothing', () => ({ lines: [{ productId: goods.coffee, quantity: 0 }] })],
    ['a quantity below nothing', () => ({ lines: [{ productId: goods.apples, quantity: -0.5 }] })],
    [
      'a discount of nothing',
      () => ({
        lines: [{ productId: goods.coffee, quantity: 1, discounts: [{ type: 'amount', amount: 0 }] }],
      }),
    ],
    ['a service charge of nothing', () => charged(0)],
    ['a service charge above the price', () => charged(100.5)],
    ['an open price that nobody gave', () => ({ lines: [{ productId: goods.open, quantity: 1 }] })],
    ['an unknown code', () => ({ lines: [{ productId: goods.coffee, quantity: 1 }], codes: ['NONE'] })],
  ])('refuses %s with the code of the server', async (_, cart) => {
    const refused = await quote(cart()).catch((error) => error);
    const { code } = refused;
    expect(() => pricer.quote(cart())).toThrow(
      expect.objectContaining({ name: 'UnpriceableCartError', code }),
    );
    expect(() => pricer.quote(cart())).toThrow(UnpriceableCartError);
  });
});

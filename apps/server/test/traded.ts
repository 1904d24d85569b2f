import { newId } from '@cashwrap/database';
import { type Counting, countingAt } from './counting.ts';
import { byGiftCard, byPoints, byStoreCredit, owingAt } from './owing.ts';
import { personWith, roleOf } from './people.ts';
import { card, cash, type Place, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, type TestServer } from './support.ts';
import { returningAt } from './taking-back.ts';
import { transferringAt } from './transferring.ts';

/** What was traded for reports to tell of, and how tests read them. */
export interface Traded {
  readonly shop: Shop;
  readonly selling: Selling;
  /** Sells in dollars, without tax in its prices, rounds cash, and begins its day at four. */
  readonly abroad: Place;
  /** The two business days, one after the other, of all stores. */
  readonly days: readonly [string, string];
  /** By what they are: products, customers, people, discounts. */
  readonly ids: Readonly<Record<string, string>>;
  /** All completed sales and returns as the API tells them. */
  readonly sales: readonly Json[];
  readonly returns: readonly Json[];
  readonly owner: string;
  /** Reads reports in all stores, but costs in the first one alone, and knows no customers. */
  readonly reader: string;
  /** Manages the first store alone. */
  readonly manager: string;
}

const DAY_MS = 86_400_000;

const everything = { productIds: [], categoryIds: [], excludedProductIds: [], excludedCategoryIds: [] };

/** The first noon of UTC that is still to come: the same business day in all stores of these tests. */
function toNoon(server: TestServer): void {
  const now = server.clock.now().getTime();
  server.clock.advance((Math.floor((now + DAY_MS / 2) / DAY_MS) + 0.5) * DAY_MS - now);
}

/**
 * Two days in three stores with everything that a report must get right: discounts of rules, of rewards and of the till, service
 * charges, tax exemption, every payment method, tips, cash rounding, gift cards, returns of all kinds and dispositions, a void,
 * an exchange, an offline sale that nobody has paid, two currencies, tax in the prices and not, losses and gains of stock, and
 * drawers that differ.
 */
export async function trade(server: TestServer): Promise<Traded> {
  // First of all, so that the shifts that the shop is seeded with are of the first day too.
  toNoon(server);
  const seeded = await server.seedShop();
  const ownerId = ok(await server.request('GET', '/v1/auth/me', { token: seeded.owner })).id;
  const role = await roleOf(server, 'stores.read', 'reports.read');
  const costs = await roleOf(server, 'reports.read_costs');
  const here = seeded.stores[0].id;
  const reader = await personWith(server, [
    { role, storeId: null },
    { role: costs, storeId: here },
  ]);
  const manager = await server.createUser('manager', { storeId: here });
  const first = await dayOf(server, seeded, ownerId);
  const ids: Record<string, string> = { owner: ownerId };
  const abroad = await setUp(server, first, ids);
  await dayOne(server, first, abroad, ids);
  await losses(server, first, ids);

  server.clock.advance(DAY_MS);
  const second = await dayOf(server, seeded, ownerId);
  await dayTwo(server, second, abroad, ids);
  const [sales, returns] = [
    await readAll(second.selling, 'sales', 'sales'),
    await readAll(second.selling, 'returns', 'returns'),
  ];
  const days = [...new Set(sales.map((sale) => sale.businessDate))].sort();
  if (days.length !== 2) throw new Error(`The days are ${days.join(', ')}.`);
  return {
    ...{ shop: second.shop, selling: second.selling, abroad, ids, sales, returns },
    ...{ days: days as [string, string], owner: second.shop.owner },
    ...{ reader: await server.openSession(reader.id), manager: await server.openSession(manager.id) },
  };
}

interface Day {
  readonly shop: Shop;
  readonly selling: Selling;
}

/** Access tokens do not last from one day to the next. */
async function dayOf(server: TestServer, seeded: Shop, ownerId: string): Promise<Day> {
  const shop = { ...seeded, owner: await server.openSession(ownerId) };
  return { shop, selling: sellingAt(server, shop) };
}

async function readAll(selling: Selling, table: string, path: string): Promise<Json[]> {
  const rows = await selling.rows(`SELECT id FROM ${table} ORDER BY id`);
  return Promise.all(rows.map(({ id }) => selling.get(`/${path}/${id}`)));
}

const one = (productId: string | undefined, quantity = 1, fields: object = {}) => ({
  productId,
  quantity,
  ...fields,
});
const at = ({ store, register }: Place) => ({ storeId: store.id, registerId: register.id });

async function setUp(
  server: TestServer,
  { shop, selling }: Day,
  ids: Record<string, string>,
): Promise<Place> {
  const { here, there } = selling;
  const abroad = await selling.newStore({
    ...{ name: 'Abroad', currency: 'USD', pricesIncludeTax: false, timeZone: 'America/New_York' },
    ...{ businessDayCutoffHour: 4, cashRounding: { step: 5, mode: 'half_up' } },
  });
  const category = await selling.create('/categories', { name: 'Kitchen' });
  const below = await selling.create('/categories', { name: 'Cups', parentId: category.id });
  ids.kitchen = category.id;
  ids.cups = below.id;
  ids.mug = await selling.newProduct({ name: '=Mug', price: 999, cost: 300, categoryId: below.id });
  ids.pan = await selling.newProduct({ name: 'Pan', price: 4999, cost: 2000, categoryId: category.id });
  ids.tea = await selling.newProduct({
    ...{ name: 'Tea', price: 1501, cost: 400, soldBy: 'measure', allowOversell: true },
    taxCategoryId: shop.taxCategories.reduced.id,
  });
  ids.wrapping = shop.products.voucher.id;
  for (const { store } of [here, there, abroad]) {
    const lines = [
      { productId: ids.mug, quantity: 100, unitCost: 310 },
      { productId: ids.pan, quantity: 20, unitCost: 1999 },
    ];
    await selling.create('/inventory/adjustments', { storeId: store.id, reason: 'opening_stock', lines });
  }
  const list = await selling.create('/price-lists', { name: 'Dollars', currency: 'USD' });
  const prices = [
    { productId: ids.mug, unitPrice: 1107 },
    { productId: ids.pan, unitPrice: 5503 },
  ];
  ok(
    await server.request('PUT', `/v1/price-lists/${list.id}/prices`, { token: shop.owner, body: { prices } }),
  );

  ids.ada = (await selling.create('/customers', { name: 'Ada' })).id;
  ids.bob = (await selling.create('/customers', { name: 'Bob' })).id;
  ids.bobAgain = (await selling.create('/customers', { name: 'Bobby' })).id;
  ids.carla = (await selling.create('/customers', { name: 'Carla' })).id;
  ids.exempt = (
    await selling.create('/customers', { name: 'Embassy', taxExempt: true, taxExemptReason: 'Diplomats' })
  ).id;
  const cashier = await server.createUser('cashier');
  ids.cashier = cashier.id;
  ids.staff = (
    await selling.create('/employees', {
      ...{ name: 'Cas Hier', userId: cashier.id, position: 'Till', hiredOn: '2020-01-01' },
      storeIds: [here.store.id],
    })
  ).id;
  ids.helper = (
    await selling.create('/employees', {
      ...{ name: 'Hel Per', position: 'Stock', hiredOn: '2020-01-01', storeIds: [here.store.id] },
    })
  ).id;
  ids.rule = (
    await selling.create('/discounts', {
      ...{ name: 'Pans off', effect: { type: 'percentage', percentage: 10, target: 'line' } },
      products: { ...everything, productIds: [ids.pan] },
    })
  ).id;
  return abroad;
}

async function dayOne(
  server: TestServer,
  { shop, selling }: Day,
  abroad: Place,
  ids: Record<string, string>,
): Promise<void> {
  const { here, there } = selling;
  const owing = owingAt(server, selling);
  const returning = returningAt(server, shop, selling);
  const cashier = await server.openSession(ids.cashier ?? '');
  ids.reward = newId();
  await owing.runProgramme({
    rewards: [
      {
        ...{ id: ids.reward, name: 'Coin', points: 10 },
        effect: { type: 'amount', amount: 100, products: everything },
      },
    ],
  });

  // Discounts of the till on a line and on the sale, one of a rule, a service charge, two rates of tax, and a tip.
  const mixed = await selling.sell(
    {
      customerId: ids.ada,
      lines: [
        one(ids.mug, 3, { discounts: [{ type: 'percentage', name: 'Scratched', percentage: 5 }] }),
        one(ids.tea, 1.234),
        one(ids.pan),
      ],
      discounts: [{ type: 'amount', name: 'Regular', amount: 100 }],
      serviceCharges: [
        { type: 'amount', name: 'Delivery', amount: 500, taxCategoryId: shop.taxCategories.standard.id },
      ],
      payments: [card(5000, { tip: 200 }), cash(10_000)],
    },
    { token: shop.owner },
  );
  await selling.sell(
    { lines: [one(ids.mug, 2)], payments: [card(1000), { ...voucher('Town voucher', 998) }] },
    { token: cashier },
  );
  await selling.sell({ lines: [one(ids.wrapping, 4)], payments: [voucher('Club voucher', 600)] });
  await selling.sell({ customerId: ids.exempt, lines: [one(ids.pan, 2)], payments: [cash(20_000)] });
  await selling.sell({
    ...{ customerId: ids.ada, lines: [one(ids.mug, 2)], rewardIds: [ids.reward] },
    payments: [byPoints(20), card(1798)],
  });
  const gift = await owing.soldCard(2000);
  await owing.give(ids.bob ?? '', 300);
  await selling.sell({
    ...{ customerId: ids.bob, lines: [one(ids.mug)], payments: [byGiftCard(gift, 699), byStoreCredit(300)] },
  });
  await selling.sell({
    ...at(there),
    customerId: ids.bobAgain,
    lines: [one(ids.mug, 5)],
    payments: [cash(5000)],
  });
  await selling.sell({
    ...at(abroad),
    customerId: ids.ada,
    lines: [one(ids.mug, 3)],
    payments: [cash(4000, { tip: 30 })],
  });
  const far = await selling.sell({
    ...at(abroad),
    lines: [one(ids.pan), one(ids.mug)],
    payments: [cash(8000)],
  });

  await returning.takeBack(mixed, { 0: 1, 1: 0.5 }, { dispositions: { 0: 'none', 1: 'damaged' } });
  await selling.create('/returns', {
    ...{
      ...at(abroad),
      saleId: far.id,
      reason: 'Dented',
      lines: [{ saleLineId: far.lines[0].id, quantity: 1 }],
    },
  });
  ok(await returning.bringUnsold(ids.carla ?? '', [{ productId: ids.mug, quantity: 2 }]));
  const wrong = await selling.sell({ lines: [one(ids.mug, 4)], payments: [cash(4000, { tip: 4 })] });
  ok(await returning.undo(wrong.id, {}, { token: shop.owner }));
  const sold = await selling.sell({ customerId: ids.carla, lines: [one(ids.mug)], payments: [card(999)] });
  await selling.create('/exchanges', {
    ...at(here),
    return: { saleId: sold.id, reason: 'Too small', lines: [{ saleLineId: sold.lines[0].id, quantity: 1 }] },
    sale: { lines: [one(ids.pan)], payments: [card(3500)] },
  });
  await selling.create('/sales/ingest', {
    storeId: here.store.id,
    sales: [
      {
        ...{ id: newId(), registerId: here.register.id, tillReference: 'T1-1', lines: [one(ids.mug)] },
        ...{ occurredAt: server.clock.now().toISOString(), payments: [cash(600)] },
        shown: { total: 999, lineTotals: [999] },
      },
    ],
  });
  ids.mixed = mixed.id;
}

const voucher = (name: string, amount: number) => ({ method: 'other', name, amount });

/** What stock loses and gains beside sales. */
async function losses(
  server: TestServer,
  { shop, selling }: Day,
  ids: Record<string, string>,
): Promise<void> {
  const storeId = selling.here.store.id;
  const adjust = (reason: string, productId: string | undefined, quantity: number, fields: object = {}) =>
    selling.create('/inventory/adjustments', {
      storeId,
      reason,
      lines: [{ productId, quantity, ...fields }],
    });
  const damaged = (action: string, quantity: number) =>
    selling.create('/inventory/damaged', { storeId, action, lines: [{ productId: ids.mug, quantity }] });
  await adjust('theft', ids.pan, -2);
  await adjust('found', ids.mug, 1, { unitCost: 333 });
  await damaged('set_aside', 5);
  await damaged('restore', 1);
  await damaged('write_off', 3);
  // Tea was sold below zero: what it has cost is known when it comes in.
  await adjust('opening_stock', ids.tea, 5, { unitCost: 450 });
  await selling.create('/inventory/revaluations', {
    storeId,
    lines: [{ productId: ids.pan, unitCost: 1900 }],
  });
  const counting: Counting = countingAt(server, shop);
  const stocktake = await counting.open();
  await counting.count(stocktake, { [ids.pan ?? '']: 10 });
  await counting.finish(stocktake);
  const moving = transferringAt(server, shop.owner, selling);
  const sent = await moving.sent({ [ids.mug ?? '']: 7 });
  const received = ok(await moving.receive(sent, [{ productId: ids.mug, quantity: 3, damaged: 1 }]));
  ok(await moving.close(received, 'lost'));
}

async function dayTwo(
  server: TestServer,
  { shop, selling }: Day,
  abroad: Place,
  ids: Record<string, string>,
): Promise<void> {
  const { here } = selling;
  const returning = returningAt(server, shop, selling);
  const cashier = await server.openSession(ids.cashier ?? '');
  await selling.sell(
    { customerId: ids.bob, lines: [one(ids.mug, 6)], payments: [cash(6000)] },
    { token: cashier },
  );
  await selling.sell({ ...at(abroad), lines: [one(ids.mug)], payments: [cash(1500)] });
  const mixed = await selling.get(`/sales/${ids.mixed}`);
  await returning.takeBack(mixed, { 0: 2, 2: 1 }, { reason: 'Dented' });
  const { version } = await selling.get(`/customers/${ids.bob}`);
  const { version: mergedVersion } = await selling.get(`/customers/${ids.bobAgain}`);
  await selling.create(`/customers/${ids.bob}/merge`, { version, mergedId: ids.bobAgain, mergedVersion });
  const dora = await selling.create('/customers', { name: 'Dora' });
  ids.dora = dora.id;
  const discounts = ['Scratched', '+Staff'].map((name) => ({ type: 'percentage', name, percentage: 5 }));
  await selling.sell({
    customerId: dora.id,
    lines: [one(ids.mug, 1, { discounts })],
    payments: [cash(1000)],
  });
  const { version: last } = await selling.get(`/customers/${dora.id}`);
  await selling.create(`/customers/${dora.id}/erase`, { version: last, forfeitBalances: true });
  await stays(server, selling, ids);
  const { items } = await selling.get(`/shifts?registerId=${here.register.id}`);
  const { totals } = await selling.get(`/shifts/${items[0].id}/x-report`);
  await selling.create(`/shifts/${items[0].id}/close`, {
    ...{ version: items[0].version, varianceReason: 'Miscounted' },
    cash: { amount: totals.drawer.expected - 123 },
  });
}

/** The cashier has worked five hours beside a break, and is at work again; the helper 90 minutes. */
async function stays(server: TestServer, selling: Selling, ids: Record<string, string>): Promise<void> {
  const storeId = selling.here.store.id;
  const ago = (minutes: number) => new Date(server.clock.now().getTime() - minutes * 60_000).toISOString();
  const stay = (employeeId: string | undefined, fields: object) =>
    selling.create('/timecards', { storeId, employeeId, reason: 'Forgot', ...fields });
  await stay(ids.staff, {
    ...{ clockedInAt: ago(460), clockedOutAt: ago(100) },
    breaks: [{ startedAt: ago(200), endedAt: ago(140) }],
  });
  await stay(ids.helper, { clockedInAt: ago(190), clockedOutAt: ago(100) });
  const token = await server.openSession(ids.cashier ?? '');
  ok(await server.request('POST', '/v1/timecards/clock-in', { token, body: { storeId } }));
}

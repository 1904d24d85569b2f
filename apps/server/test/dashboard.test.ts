import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personWith, roleOf } from './people.ts';
import { type Reporting, reportingAt } from './reporting.ts';
import { makeOpenPayment, makeOpenSale, openSaleFlag } from './samples.ts';
import { card, cash, type Place, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let reports: Reporting;
let ownerId: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  reports = reportingAt(server, shop.owner);
  ownerId = ok(await server.request('GET', '/v1/auth/me', { token: shop.owner })).id;
});
afterAll(() => server[Symbol.asyncDispose]());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = ({ store, register }: Place) => ({ storeId: store.id, registerId: register.id });
const today = async (place: Place, token?: string): Promise<Json> => {
  const dashboard = await reports.read('dashboard', { storeId: place.store.id }, token);
  expect(dashboard.today).toHaveLength(1);
  return dashboard.today[0];
};

describe('today', () => {
  let place: Place;
  let mug: string;
  let coat: string;

  beforeAll(async () => {
    place = await selling.newStore({ pricesIncludeTax: false, cashRounding: { step: 5, mode: 'half_up' } });
    mug = await selling.newProduct({ name: 'Mug', price: 1000 });
    coat = await selling.newProduct({ name: 'Coat', price: 7000, soldBy: 'measure' });
    const lines = [mug, coat].map((productId) => ({ productId, quantity: 100, unitCost: 400 }));
    await selling.stockUp({}, { storeId: place.store.id, lines });
  });

  test('is empty before the first sale', async () => {
    expect(await today(place)).toEqual({
      ...{ currency: 'EUR', currencyDigits: 2, saleCount: 0, returnCount: 0, net: 0, total: 0 },
      ...{ averageSale: null, tips: 0, profit: 0 },
      lastWeek: {
        ...{ saleCount: 0, returnCount: 0, net: 0, total: 0, averageSale: null, tips: 0, profit: 0 },
      },
      ...{ lastWeekWhole: { saleCount: 0, net: 0, total: 0 }, hours: [], payments: [], topProducts: [] },
    });
  });

  test('is what was sold less what came back, as worked by hand, and in every state of the rollups', async () => {
    const sale = (productId: string, quantity: number, payments: readonly Json[]) =>
      selling.sell({ ...at(place), lines: [{ productId, quantity }], payments });
    // 10.00 + 19 % = 11.90; with a tip of 1.00.
    const first = await sale(mug, 1, [card(1290, { tip: 100 })]);
    // 0.5 of 70.00 + 19 % = 41.65.
    await sale(coat, 0.5, [cash(5000)]);
    const voided = await sale(mug, 2, [card(2380)]);
    await selling.create(`/sales/${voided.id}/void`, { reason: 'Rung up twice' });
    const dashboard = await reports.readInEachState('dashboard', { storeId: place.store.id });
    expect(dashboard.stores).toEqual([
      { storeId: place.store.id, name: place.store.name, businessDate: first.businessDate },
    ]);
    const [now] = dashboard.today;
    expect(now).toMatchObject({
      ...{ saleCount: 3, returnCount: 1, net: 4500, total: 5355, tips: 100 },
      // (10.00 + 35.00 + 20.00) ÷ 3; what stock has cost: 4.00 + 2.00.
      ...{ averageSale: 2167, profit: 3900 },
      payments: [
        { method: 'cash', collected: 4165, share: 76.35 },
        { method: 'card', collected: 1290, share: 23.65 },
      ],
      topProducts: [
        { productId: coat, name: 'Coat', quantity: 0.5, net: 3500 },
        { productId: mug, name: 'Mug', quantity: 1, net: 1000 },
      ],
    });
    const inHours = (figure: string) => now.hours.reduce((sum: number, hour: Json) => sum + hour[figure], 0);
    expect([inHours('saleCount'), inHours('net')]).toEqual([3, 4500]);

    const day = { storeId: place.store.id, from: first.businessDate, to: first.businessDate };
    const summary = await reports.read('sales-summary', day);
    const { saleCount, returnCount, net, total, tips, profit, averageSale } = summary.totals[0];
    expect(now).toMatchObject({ saleCount, returnCount, net, total, tips, profit, averageSale });
    const ledger = await selling.rows(
      `SELECT method, sum(amount)::int AS collected FROM transactions
       WHERE store_id = $1 AND business_date = $2 AND kind IN ('sale', 'return') GROUP BY 1 ORDER BY 2 DESC`,
      [place.store.id, first.businessDate],
    );
    expect(now.payments.map(({ method, collected }: Json) => ({ method, collected }))).toEqual(ledger);
  });

  test('hides profits from who may not see costs in every store', async () => {
    const role = await roleOf(server, 'stores.read', 'reports.read');
    const { token } = await personWith(server, [{ role, storeId: null }]);
    const seen = await today(place, token);
    expect([seen.net, seen.profit, seen.lastWeek.profit]).toEqual([4500, null, null]);
    const manager = await server.signInAs('manager', { storeId: place.store.id });
    const ofManager = await reports.read('dashboard', {}, manager);
    expect(ofManager.stores.map(({ storeId }: Json) => storeId)).toEqual([place.store.id]);
    expect(ofManager.today[0].profit).toBe(3900);
  });

  test('of stores with two currencies stands apart', async () => {
    const tokyo = await selling.newStore({ currency: 'JPY', timeZone: 'Asia/Tokyo' });
    const thing = await selling.newProduct({ trackStock: false });
    const list = await selling.create('/price-lists', { name: 'Yen', currency: 'JPY' });
    ok(
      await server.request('PUT', `/v1/price-lists/${list.id}/prices`, {
        token: shop.owner,
        body: { prices: [{ productId: thing, unitPrice: 500 }] },
      }),
    );
    await selling.sell({
      ...{ ...at(tokyo), lines: [{ productId: thing, quantity: 3 }], payments: [cash(1500)] },
    });
    const all = await reports.read('dashboard', {});
    expect(
      all.today.map(({ currency, currencyDigits, total }: Json) => [currency, currencyDigits, total]),
    ).toEqual([
      ...[
        ['EUR', 2, 5355],
        ['JPY', 0, 1500],
      ],
    ]);
    expect(all.stores).toHaveLength(4);
  });
});

test('what waits for somebody is what the lists have', async () => {
  const storeId = shop.stores[0].id;
  const before = await reports.read('dashboard', { storeId });
  await makeOpenSale(server, shop, 'parked');
  await openSaleFlag(server, shop);
  const { paymentId } = await makeOpenPayment(server, shop);
  await selling.rows(
    `UPDATE payments SET asking = 'void', ask_at = now() + interval '1 hour' WHERE id = $1`,
    [paymentId],
  );
  const late = await selling.newTill();
  const { openShifts, ...after } = await reports.read('dashboard', { storeId });
  expect([before.parkedSaleCount, before.unresolvedFlagCount, before.pendingPaymentCount]).toEqual([0, 0, 0]);
  expect([after.parkedSaleCount, after.pendingPaymentCount]).toEqual([1, 1]);
  const flags = await selling.get(`/sale-flags?storeId=${storeId}&status=open&limit=200`);
  expect(after.unresolvedFlagCount).toBe(flags.items.length);
  const shifts = await selling.get(`/shifts?storeId=${storeId}&status=open&sort=openedAt`);
  expect(openShifts.map(({ shiftId, openedBy, openedAt }: Json) => [shiftId, openedBy, openedAt])).toEqual(
    shifts.items.map(({ id, openedBy, openedAt }: Json) => [id, openedBy, openedAt]),
  );
  expect(after.openShiftCount).toBe(2);
  expect(openShifts[1]).toMatchObject({ registerId: late.id, registerName: late.name, storeId });
});

describe('the same day a week ago', () => {
  /** By the offset that their clocks have before the change. */
  let places: Readonly<Record<1 | 2, Place>>;
  let productId: string;

  beforeAll(async () => {
    const berlin = { timeZone: 'Europe/Berlin', businessDayCutoffHour: 4 };
    places = { 1: await selling.newStore(berlin), 2: await selling.newStore(berlin) };
    productId = await selling.newProduct({ trackStock: false });
  });

  /** The next Sunday on which clocks in Berlin change from one offset to another; the offset in hours before it. */
  function nextChange(from: Date, before: 1 | 2): string {
    const offsetAt = (instant: number) =>
      Number(
        new Date(instant).toLocaleString('en', {
          timeZone: 'Europe/Berlin',
          hour: 'numeric',
          hourCycle: 'h23',
        }),
      );
    for (let day = Math.ceil(from.getTime() / DAY) * DAY; ; day += DAY) {
      if (offsetAt(day) === before && offsetAt(day + DAY) === 3 - before) {
        return new Date(day).toISOString().slice(0, 10);
      }
    }
  }

  /** Lets it become that late: time goes on only. */
  async function until(instant: string): Promise<string> {
    const ahead = Date.parse(instant) - server.clock.now().getTime();
    if (ahead < 0) throw new Error(`${instant} is over.`);
    server.clock.advance(ahead);
    return server.openSession(ownerId);
  }

  const daysBefore = (date: string, days: number): string =>
    new Date(Date.parse(date) - days * DAY).toISOString().slice(0, 10);

  /** A sale of so much at an instant, which takes an open shift of then. */
  async function sellAt(place: Place, instant: string, amount: number): Promise<void> {
    const token = await until(instant);
    const sale = { ...at(place), lines: [{ productId, quantity: amount }], payments: [card(amount * 100)] };
    ok(await selling.checkout(sale, { token, key: newId() }));
  }

  test.each([
    ['spring', 1],
    ['autumn', 2],
  ] as const)(
    'is compared up to the same time of the clock where clocks were changed between, in %s',
    async (_season, before) => {
      const place = places[before];
      const sunday = nextChange(new Date(server.clock.now().getTime() + 8 * DAY), before);
      const weekAgo = daysBefore(sunday, 7);
      const [then, now] = before === 1 ? ['+01:00', '+02:00'] : ['+02:00', '+01:00'];
      const sells = (instant: string, amount: number) => sellAt(place, instant, amount);
      // Before the cut-off it is the day before; in the small hours after it still that day.
      await sells(`${weekAgo}T03:50:00${then}`, 1);
      await sells(`${weekAgo}T04:10:00${then}`, 2);
      await sells(`${weekAgo}T14:59:00${then}`, 4);
      await sells(`${weekAgo}T15:01:00${then}`, 8);
      await sells(`${daysBefore(sunday, 6)}T01:00:00${then}`, 16);
      await sells(`${daysBefore(sunday, 6)}T04:00:00${then}`, 32);
      await sells(`${sunday}T10:00:00${now}`, 64);

      const token = await until(`${sunday}T15:00:00${now}`);
      const half = await today(place, token);
      expect([half.saleCount, half.total]).toEqual([1, 6400]);
      expect([half.lastWeek.saleCount, half.lastWeek.total]).toEqual([2, 600]);
      expect([half.lastWeekWhole.saleCount, half.lastWeekWhole.total]).toEqual([4, 3000]);

      // On the next morning before the cut-off it is still Sunday there, and Monday elsewhere.
      const monday = daysBefore(sunday, -1);
      const late = await until(`${monday}T01:30:00${now}`);
      const { stores } = await reports.read('dashboard', {}, late);
      const dateOf = (store: { id: string }) =>
        stores.find(({ storeId }: Json) => storeId === store.id)?.businessDate;
      expect([dateOf(place.store), dateOf(shop.stores[0])]).toEqual([sunday, monday]);
      const whole = await today(place, late);
      expect([whole.saleCount, whole.lastWeek.saleCount, whole.lastWeek.total]).toEqual([1, 4, 3000]);
      const next = await today(place, await until(`${monday}T04:00:00${now}`));
      expect([next.saleCount, next.lastWeekWhole.saleCount]).toEqual([0, 1]);
    },
  );
});

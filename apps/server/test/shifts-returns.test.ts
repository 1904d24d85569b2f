import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAs } from './people.ts';
import { card, cash, endWithCleanBooks, type Place, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, openShift, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let returning: Returning;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  returning = returningAt(server, shop, selling);
});
afterAll(() => endWithCleanBooks(server));

const read = async (path: string): Promise<Json> => ok(await callAs(server, shop.owner).get(path));
const at = ({ store, register }: Place) => ({ storeId: store.id, registerId: register.id });
const shiftOf = (place: Place): Promise<Json> => read(`/shifts/current?${new URLSearchParams(at(place))}`);
const close = (id: string, amount: number, fields: object = {}): Promise<Json> =>
  selling.create(`/shifts/${id}/close`, { version: 1, cash: { amount }, ...fields });
const sellVouchers = (place: Place, quantity: number, payments: readonly Json[]): Promise<Json> =>
  selling.sell({ ...at(place), lines: [{ productId: shop.products.voucher.id, quantity }], payments });

/** Makes of a sale one that came in late from an offline till. */
async function cameLate({ id }: Json): Promise<void> {
  await selling.rows('UPDATE sales SET late = true, shift_id = NULL, till_reference = $2 WHERE id = $1', [
    id,
    `R-${newId()}`,
  ]);
  await selling.rows('UPDATE transactions SET shift_id = NULL WHERE document_id = $1', [id]);
  await selling.rows(`UPDATE audit_log SET action = 'sales.ingest' WHERE document_id = $1`, [id]);
}

const NOTHING_CAME_BACK = {
  ...{ count: 0, net: 0, tax: 0, giftCards: 0, total: 0, cashRounding: 0, tips: 0, taxes: [], refunds: [] },
};
const NOTHING_LATE = { count: 0, total: 0, cashRounding: 0, tips: 0, taxes: [], tenders: [] };

test('what came back lowers the turnover and the drawer, and the sales stay as they were', async () => {
  const place = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
  const { coffee } = shop.products;
  await selling.stockUp({ [coffee.id]: 10 }, { storeId: place.store.id });
  const shift = await shiftOf(place);
  // 6.99 is 7.00 in cash.
  const coffees = [];
  for (let i = 0; i < 2; i += 1) {
    const lines = [{ productId: coffee.id, quantity: 1 }];
    coffees.push(await selling.sell({ ...at(place), lines, payments: [cash(700)] }));
  }
  const wrapped = await sellVouchers(place, 2, [card(250, { tip: 50 }), cash(100)]);
  expect((await read(`/shifts/${shift.id}/x-report`)).totals).toMatchObject({
    ...{ total: 1698, turnover: 1698, returns: NOTHING_CAME_BACK, late: NOTHING_LATE },
    drawer: { takings: 1500, refunds: 0, expected: 11_500 },
  });
  await returning.takeBack(coffees[0], undefined, at(place));
  await returning.takeBack(wrapped, undefined, at(place));

  const { totals } = await read(`/shifts/${shift.id}/x-report`);
  expect(totals).toMatchObject({
    ...{ saleCount: 3, gross: 1698, total: 1698, cashRounding: 2, tips: 50 },
    tenders: [
      { method: 'card', count: 1, amount: 250, tips: 50 },
      { method: 'cash', count: 3, amount: 1500, tips: 0 },
    ],
    returns: {
      // Net 5.87 and 2.52.
      ...{ count: 2, net: 839, tax: 160, giftCards: 0, total: 999, cashRounding: 1, tips: 0 },
      taxes: [{ base: 839, amount: 160 }],
      refunds: [
        { method: 'card', count: 1, amount: 200, tips: 0 },
        { method: 'cash', count: 2, amount: 800, tips: 0 },
      ],
    },
    ...{ late: NOTHING_LATE, turnover: 699 },
    drawer: { openingFloat: 10_000, takings: 1500, refunds: 800, expected: 10_700 },
  });

  const closed = await close(shift.id, 10_700, { card: 60 });
  expect(closed.tenders).toEqual([
    { method: 'cash', expected: 10_700, counted: 10_700, variance: 0 },
    { method: 'card', expected: 50, counted: 60, variance: 10 },
  ]);
  expect(await read(`/shifts/${shift.id}/z-report`)).toMatchObject({
    ...{ totals, grandTotalBefore: 0, grandTotal: 699 },
  });
  const [told] = await selling.rows(
    `SELECT payload FROM outbox WHERE type = 'shift.closed' AND payload->>'shiftId' = $1`,
    [shift.id],
  );
  expect(told.payload).toMatchObject({ saleCount: 3, total: 1698, turnover: 699, grandTotal: 699 });

  // More came back than was sold: the grand total goes down.
  const next = await openShift(server, shop.owner, place.register);
  await returning.takeBack(coffees[1], undefined, at(place));
  expect((await close(next.id, 9300)).tenders).toEqual([
    { method: 'cash', expected: 9300, counted: 9300, variance: 0 },
  ]);
  expect(await read(`/shifts/${next.id}/z-report`)).toMatchObject({
    ...{ grandTotalBefore: 699, grandTotal: 0, totals: { total: 0, turnover: -699 } },
  });

  const { businessDate } = shift;
  const cashUp = await read(`/shifts/cash-up?storeId=${place.store.id}&businessDate=${businessDate}`);
  expect(cashUp).toMatchObject({
    ...{ saleCount: 3, total: 1698, returnCount: 3, returnTotal: 1698, turnover: 0 },
    drawer: { takings: 1500, refunds: 1500, expected: 20_000 },
    tenders: [
      { method: 'cash', expected: 20_000 },
      { method: 'card', expected: 50, counted: 60, variance: 10 },
    ],
  });
  expect(cashUp.shifts.map(({ turnover }: Json) => turnover)).toEqual([699, -699]);
});

test('a late sale joins the grand total with the next Z report, and is in no drawer', async () => {
  const place = await selling.newStore({});
  const first = await shiftOf(place);
  await sellVouchers(place, 1, [cash(150)]);
  await close(first.id, 10_150);
  const before = await read(`/shifts/${first.id}/z-report`);

  // One came in between two shifts, the other one while the second was open.
  await cameLate(await sellVouchers(place, 2, [card(320, { tip: 20 })]));
  const second = await openShift(server, shop.owner, place.register);
  const inTime = await sellVouchers(place, 1, [cash(150)]);
  await cameLate(await sellVouchers(place, 3, [cash(450)]));
  const last = await sellVouchers(place, 1, [card(150)]);

  expect(await read(`/shifts/${first.id}/z-report`)).toEqual(before);
  const { totals } = await read(`/shifts/${second.id}/x-report`);
  expect(totals).toMatchObject({
    ...{ saleCount: 2, firstSaleNumber: inTime.number, lastSaleNumber: last.number, total: 300, tips: 0 },
    tenders: [
      { method: 'card', count: 1, amount: 150 },
      { method: 'cash', count: 1, amount: 150 },
    ],
    late: {
      ...{ count: 2, total: 750, cashRounding: 0, tips: 20 },
      taxes: [{ base: 630, amount: 120 }],
      tenders: [
        { method: 'card', count: 1, amount: 320, tips: 20 },
        { method: 'cash', count: 1, amount: 450, tips: 0 },
      ],
    },
    ...{ turnover: 1050, drawer: { takings: 150, expected: 10_150 } },
  });
  const { items } = await read(`/sales?shiftId=${second.id}&sort=completedAt`);
  expect(items.map(({ id }: Json) => id)).toEqual([inTime.id, last.id]);

  expect((await close(second.id, 10_150)).tenders).toMatchObject([
    { method: 'cash', expected: 10_150, variance: 0 },
    { method: 'card', expected: 150 },
  ]);
  expect(await read(`/shifts/${second.id}/z-report`)).toMatchObject({
    ...{ grandTotalBefore: 150, grandTotal: 1200, totals },
  });

  const third = await openShift(server, shop.owner, place.register);
  expect((await read(`/shifts/${third.id}/x-report`)).totals).toMatchObject({
    ...{ saleCount: 0, turnover: 0, late: NOTHING_LATE },
  });
  const { businessDate } = first;
  expect(await read(`/shifts/cash-up?storeId=${place.store.id}&businessDate=${businessDate}`)).toMatchObject({
    saleCount: 3,
    total: 450,
    returnTotal: 0,
    turnover: 1200,
  });
});

test('shifts that were closed before goods came back have none, and can still be read and added up', async () => {
  const place = await selling.newStore({});
  const shift = await shiftOf(place);
  await sellVouchers(place, 1, [cash(150)]);
  await close(shift.id, 10_150);
  const report = await read(`/shifts/${shift.id}/z-report`);
  const cashUp = `/shifts/cash-up?storeId=${place.store.id}&businessDate=${shift.businessDate}`;
  const day = await read(cashUp);
  await selling.rows(
    `UPDATE shifts SET totals = (totals #- '{drawer,refunds}') - '{returns,late,turnover}'::text[] WHERE id = $1`,
    [shift.id],
  );
  expect(await read(`/shifts/${shift.id}/z-report`)).toEqual(report);
  expect(await read(cashUp)).toEqual(day);
});

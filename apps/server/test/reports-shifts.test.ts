import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf } from './people.ts';
import { type Reporting, reportingAt } from './reporting.ts';
import { card, cash, type Place, type Selling, sellingAt } from './selling.ts';
import { type Json, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let returning: Returning;
let reports: Reporting;
let place: Place;
let productId: string;
/** The shifts of the store: one with sales and returns, one whose cash differs, one without a count, one that is open. */
let shifts: Json[];

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  returning = returningAt(server, shop, selling);
  reports = reportingAt(server, shop.owner);
  place = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
  productId = await selling.newProduct({ trackStock: false, price: 699 });
  const tills = [
    place.register,
    await selling.newTill(place.store, 'Till 2'),
    await selling.newTill(place.store, 'Till 3'),
    await selling.newTill(place.store, 'Till 4'),
  ];
  shifts = [];
  for (const { id } of tills) {
    shifts.push(await selling.get(`/shifts/current?storeId=${place.store.id}&registerId=${id}`));
  }
  const at = (till: number) => ({ storeId: place.store.id, registerId: tills[till]?.id ?? '' });
  const sell = (till: number, payment: Json) =>
    selling.sell({ ...at(till), lines: [{ productId, quantity: 1 }], payments: [payment] });
  const first = await sell(0, cash(1000));
  await sell(0, card(799, { tip: 100 }));
  await returning.takeBack(first, undefined, at(0));
  // It came in late, after the shift before was closed.
  const late = await sell(0, card(699));
  await selling.rows('UPDATE sales SET late = true, shift_id = NULL, till_reference = $2 WHERE id = $1', [
    late.id,
    `R-${newId()}`,
  ]);
  await selling.create(`/shifts/${shifts[0].id}/cash-movements`, {
    kind: 'paid_out',
    amount: 500,
    reason: 'Milk',
  });
  await selling.create(`/shifts/${shifts[0].id}/close`, { version: 1, cash: { amount: 9500 } });
  await sell(1, cash(700));
  await selling.create(`/shifts/${shifts[1].id}/close`, {
    ...{ version: 1, cash: { amount: 10_650 }, varianceReason: 'Change was wrong' },
  });
  await selling.create(`/shifts/${shifts[2].id}/force-close`, { version: 1, reason: 'Forgotten' });
  await sell(3, cash(700));
});
afterAll(() => server[Symbol.asyncDispose]());

const query = () => ({ storeId: place.store.id, from: shifts[0].businessDate, to: shifts[0].businessDate });

test('shifts have the figures of their Z reports, open ones none', async () => {
  const { rows, rowCount } = await reports.read('shifts', query());
  expect(rowCount).toBe(4);
  for (const [i, row] of rows.entries()) {
    const shift = await selling.get(`/shifts/${shifts[i].id}`);
    expect(row).toMatchObject({
      ...{
        shiftId: shift.id,
        status: shift.status,
        businessDate: shift.businessDate,
        zNumber: shift.zNumber,
      },
      ...{
        openedAt: shift.openedAt,
        closedAt: shift.closedAt,
        forced: shift.forced,
        reason: shift.closingReason,
      },
      ...{ storeName: place.store.name, registerName: `Till ${i + 1}`, openedByName: 'Olive Owner' },
    });
    const figures = [row.saleCount, row.total, row.returns, row.lateTotal, row.turnover, row.expectedCash];
    if (i === 3) {
      expect([...figures, row.countedCash, row.variance, row.closedByName]).toEqual(Array(9).fill(null));
      continue;
    }
    const { totals } = await selling.get(`/shifts/${shift.id}/z-report`);
    const counted = shift.tenders.find(({ method }: Json) => method === 'cash');
    expect(figures).toEqual([
      ...[totals.saleCount, totals.total, totals.returns.total, totals.late.total],
      ...[totals.turnover, totals.drawer.expected],
    ]);
    expect([row.countedCash, row.variance]).toEqual([counted.counted, counted.variance]);
  }
});

test('of a day they come to what its cash-up does, but for those that are open', async () => {
  const { rows, totals } = await reports.read('shifts', query());
  const cashUp = await selling.get(
    `/shifts/cash-up?storeId=${place.store.id}&businessDate=${shifts[0].businessDate}`,
  );
  const open = cashUp.shifts.find(({ status }: Json) => status === 'open');
  expect(totals).toEqual([
    {
      ...{ currency: 'EUR', currencyDigits: 2, shiftCount: 4, openCount: cashUp.openShifts },
      ...{ saleCount: cashUp.saleCount - open.saleCount, total: cashUp.total - open.total },
      ...{ returns: cashUp.returnTotal, lateTotal: 699, turnover: cashUp.turnover - open.turnover },
      ...{ variance: -50, varianceCount: 1 },
    },
  ]);
  // 6.99 by card, 7.00 in cash which was given back, 5.00 for milk.
  expect(rows[0]).toMatchObject({
    ...{ saleCount: 2, total: 1398, returns: 699, lateTotal: 699, turnover: 1398 },
    ...{ expectedCash: 9500, countedCash: 9500, variance: 0 },
  });
  expect(rows[1]).toMatchObject({
    expectedCash: 10_700,
    countedCash: 10_650,
    variance: -50,
    reason: 'Change was wrong',
  });
  expect(rows[2]).toMatchObject({ forced: true, reason: 'Forgotten', countedCash: null, variance: null });
});

test('a file has the same', async () => {
  const [header = [], first = []] = await reports.readFile('shifts', query());
  const cells = Object.fromEntries(header.map((name, i) => [name, first[i]]));
  expect(cells).toMatchObject({
    ...{
      shift_id: shifts[0].id,
      status: 'closed',
      z_number: '1',
      forced: 'false',
      opened_by_name: 'Olive Owner',
    },
    ...{ turnover: '13.98', expected_cash: '95.00', variance: '0.00', reason: '' },
  });
});

test('of other days, or of a store of somebody else, there are none', async () => {
  const before = { ...query(), from: '2020-01-01', to: '2020-12-31' };
  expect(await reports.read('shifts', before)).toMatchObject({ rows: [], totals: [], rowCount: 0 });
  const elsewhere = await server.signInAs('manager', { storeId: shop.stores[0].id });
  expect(codeOf(await reports.ask('shifts', query(), elsewhere))).toEqual([404, 'NOT_FOUND']);
  const { storeId, ...period } = query();
  const { rows } = await reports.read('shifts', period, elsewhere);
  expect(new Set(rows.map((row: Json) => row.storeId))).toEqual(new Set([shop.stores[0].id]));
});

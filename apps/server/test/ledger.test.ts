import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulated } from './paying.ts';
import { callAs, codeOf } from './people.ts';
import { card, cash, endWithCleanBooks, type Place, type Selling, sellingAt } from './selling.ts';
import {
  type Answer,
  type Json,
  ok,
  openShift,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let returning: Returning;
let ownerId: string;
/** A store in Berlin whose days begin at midnight. */
let berlin: Place;
/** Signed in as the owner; a new session whenever the clock was moved. */
let token: string;

beforeAll(async () => {
  server = await startTestServer({ paymentTimeoutMs: 500 });
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  returning = returningAt(server, shop, selling);
  ownerId = (await server.createUser('owner')).id;
  token = await server.openSession(ownerId);
  berlin = await selling.newStore({ timeZone: 'Europe/Berlin', businessDayCutoffHour: 0 });
});
afterAll(() => endWithCleanBooks(server));

const get = (path: string, as = token): Promise<Answer> => callAs(server, as).get(path);
const read = async (path: string): Promise<Json> => ok(await get(path));
const post = async (path: string, body: object): Promise<Json> =>
  ok(await server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': newId() } }));
const at = ({ store, register }: Place) => ({ storeId: store.id, registerId: register.id });
const sell = (place: Place, payments: readonly Json[], quantity = 1): Promise<Json> =>
  selling.sell(
    { ...at(place), lines: [{ productId: shop.products.voucher.id, quantity }], payments },
    { token },
  );
const move = (shiftId: string, kind: string, amount: number): Promise<Json> =>
  post(`/shifts/${shiftId}/cash-movements`, { kind, amount, reason: `Some ${kind}` });
const shiftOf = async ({ store, register }: Place): Promise<Json> =>
  read(`/shifts/current?storeId=${store.id}&registerId=${register.id}`);
const close = (shiftId: string) =>
  post(`/shifts/${shiftId}/close`, { version: 1, cash: { amount: 0 }, varianceReason: 'Not counted' });
const query = (fields: object) => new URLSearchParams(Object.entries(fields)).toString();

/** A whole list, page by page. */
async function all(path: string, fields: object, limit: number): Promise<Json[]> {
  const items: Json[] = [];
  let cursor: string | null = null;
  do {
    const page: Json = await read(`${path}?${query({ ...fields, limit, ...(cursor && { cursor }) })}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

const HOUR = 3_600_000;

/** What was done, as the test has noted it. */
interface Noted {
  readonly storeId: string;
  readonly registerId: string;
  readonly shiftId: string;
  readonly kind: string;
  readonly method: string;
  readonly amount: number;
  readonly tip: number;
  readonly documentId: string;
  readonly businessDate: string;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const shown = ({
  storeId,
  registerId,
  shiftId,
  kind,
  method,
  amount,
  tip,
  documentId,
  businessDate,
}: Noted) => ({
  ...{ storeId, registerId, shiftId, kind, method, amount, tip, documentId, businessDate },
});

/** What the totals of entries must be. */
function totalsOf(noted: readonly Noted[]): Json[] {
  const keys = [...new Set(noted.map(({ storeId, kind, method }) => `${storeId} ${kind} ${method}`))].sort();
  return keys.map((key) => {
    const [storeId, kind, method] = key.split(' ');
    const its = noted.filter(
      (each) => each.storeId === storeId && each.kind === kind && each.method === method,
    );
    return {
      ...{ storeId, currency: 'EUR', currencyDigits: 2, kind, method, count: its.length },
      ...{ amount: sum(its.map(({ amount }) => amount)), tips: sum(its.map(({ tip }) => tip)) },
    };
  });
}

/** The running total of each entry, in the order of recording. */
function runningTotals(noted: readonly Noted[]): number[] {
  const soFar = new Map<string, number>();
  return noted.map(({ storeId, businessDate, amount }) => {
    const total = (soFar.get(storeId + businessDate) ?? 0) + amount;
    soFar.set(storeId + businessDate, total);
    return total;
  });
}

test('an entry names what moved the money, and is found by it', async () => {
  const place = await selling.newStore({});
  const shift = await shiftOf(place);
  const sale = await sell(place, [card(100, { tip: 50, reference: 'TX-48211' }), cash(500)]);
  const drop = await move(shift.id, 'drop', 70);
  const [, taken] = (await read(`/transactions?documentId=${sale.id}`)).items;
  const [dropped] = (await read(`/transactions?documentId=${drop.id}`)).items;
  const { runningTotal, ...entry } = taken;
  expect(runningTotal).toBe(100);
  expect(entry).toEqual({
    ...{ id: entry.id, ...at(place), shiftId: shift.id, kind: 'sale', method: 'card', amount: 100, tip: 50 },
    ...{ currency: 'EUR', currencyDigits: 2, documentType: 'sale', documentId: sale.id },
    ...{ paymentId: sale.payments[0].id, refundId: null, actorId: ownerId, businessDate: sale.businessDate },
    ...{ occurredAt: sale.completedAt, recordedAt: sale.completedAt },
  });
  expect(await read(`/transactions/${entry.id}`)).toEqual(entry);
  expect(dropped).toMatchObject({
    ...{
      ...at(place),
      shiftId: shift.id,
      kind: 'drop',
      method: 'cash',
      amount: -70,
      tip: 0,
      runningTotal: -70,
    },
    ...{ documentType: 'cash_movement', documentId: drop.id, paymentId: null, actorId: ownerId },
  });
  const sold = { storeId: place.store.id, actorId: ownerId, kind: 'drop' };
  expect((await read(`/transactions?${query(sold)}`)).items).toEqual([dropped]);
  expect((await read(`/transactions?${query({ ...sold, actorId: newId() })}`)).items).toEqual([]);
  expect((await read(`/transactions?${query({ ...sold, shiftId: newId() })}`)).items).toEqual([]);
});

test('a payment is found by what the terminal calls it, and by where and when it was taken', async () => {
  const place = await selling.newStore({});
  const sale = await sell(place, [card(100, { tip: 50, reference: 'TX-4711' }), cash(500)]);
  await sell(place, [card(150, { reference: 'TX-47110' })]);
  const idsOf = async (fields: object): Promise<string[]> =>
    (await read(`/payments?${query(fields)}`)).items.map(({ id }: Json) => id);
  const [byCard, inCash] = sale.payments;
  const { items } = await read('/payments?reference=TX-4711');
  const { transactionId } = items[0];
  expect(items).toEqual([
    {
      ...{ ...byCard, saleId: sale.id, saleNumber: sale.number, saleStatus: 'completed', ...at(place) },
      ...{ shiftId: sale.shiftId, createdAt: sale.completedAt },
      ...{ transactionId, currency: 'EUR', currencyDigits: 2, businessDate: sale.businessDate },
      ...{ cashierId: sale.cashierId, occurredAt: sale.completedAt, recordedAt: sale.completedAt },
    },
  ]);
  expect(await read(`/payments/${byCard.id}`)).toEqual(items[0]);
  expect(await read(`/transactions/${transactionId}`)).toMatchObject({ paymentId: byCard.id, amount: 100 });
  const here = { storeId: place.store.id, registerId: place.register.id, method: 'cash' };
  const { businessDate } = sale;
  expect(await idsOf({ ...here, businessDateFrom: businessDate, businessDateTo: businessDate })).toEqual([
    inCash.id,
  ]);
  expect(await idsOf({ ...here, businessDateTo: '2020-01-01' })).toEqual([]);
  expect(await idsOf({ ...here, storeId: shop.stores[0].id })).toEqual([]);
  expect(await idsOf({ reference: 'tx-4711' })).toEqual([]);
  expect(await idsOf({ saleId: sale.id, sort: 'recordedAt' })).toEqual([byCard.id, inCash.id]);
  expect(await idsOf({ saleId: sale.id, status: 'captured', method: 'card' })).toEqual([byCard.id]);
});

test('payments that are not captured are found by their state, of sales that are open and of those that were', async () => {
  const place = await selling.newStore({});
  const { storeId, registerId } = at(place);
  const open = (): Promise<Json> =>
    post('/sales', { ...at(place), lines: [{ productId: shop.products.voucher.id, quantity: 1 }] });
  const add = ({ id, version }: Json, payment: Json): Promise<Json> =>
    post(`/sales/${id}/payments`, { version, payment });
  const lastOf = ({ payments }: Json): Json => payments.at(-1);

  const waiting = await open();
  const asked = await add(waiting, simulated(150, { scenario: 'lost' }));
  const refused = await add(asked, simulated(150, { scenario: 'decline' }));
  const refusedBefore = await add(await open(), simulated(150, { scenario: 'decline' }));
  const taken = await add(refusedBefore, simulated(150));
  const givenBack = ok(
    await server.request(
      'DELETE',
      `/v1/sales/${taken.id}/payments/${lastOf(taken).id}?version=${taken.version}`,
      { token, headers: { 'idempotency-key': newId() } },
    ),
  );
  const paid = await add(givenBack, card(150, { reference: 'TX-2' }));
  const sale = await post(`/sales/${paid.id}/complete`, { version: paid.version });
  const found = async (fields: object) =>
    (await all('/payments', { storeId, sort: 'recordedAt', ...fields }, 1)).map(({ id }) => id);
  const [pending, failed, failedBefore, voided] = [asked, refused, refusedBefore, taken].map(
    (each) => lastOf(each).id,
  );
  expect(await found({ status: 'pending' })).toEqual([pending]);
  expect(await found({ status: 'failed' })).toEqual([failed, failedBefore]);
  expect(await found({ status: 'failed', sort: '-recordedAt' })).toEqual([failedBefore, failed]);
  expect(await found({ status: 'voided', registerId, reference: lastOf(taken).reference })).toEqual([voided]);
  expect(await found({ status: 'authorized' })).toEqual([]);
  expect(await found({ status: 'failed', saleId: waiting.id })).toEqual([failed]);
  expect(await found({ status: 'failed', registerId: shop.registers[0].id })).toEqual([]);
  expect(await found({ status: 'failed', method: 'cash' })).toEqual([]);
  // What no sale of a day has taken is of none.
  const { businessDate } = sale;
  expect(await found({ status: 'failed', businessDateFrom: businessDate })).toEqual([failedBefore]);
  expect(await found({})).toEqual([sale.payments[0].id]);

  const nowhere = { transactionId: null, occurredAt: null, recordedAt: null };
  const [ofOpen] = (await read(`/payments?storeId=${storeId}&status=pending`)).items;
  expect(ofOpen).toMatchObject({
    ...{ id: pending, saleId: waiting.id, saleStatus: 'open', saleNumber: null, storeId, registerId },
    ...{ shiftId: null, businessDate: null, cashierId: ownerId, currency: 'EUR', status: 'pending' },
    ...{ provider: 'simulator', amount: 150, failure: null, ...nowhere },
  });
  expect(await read(`/payments/${pending}`)).toEqual(ofOpen);
  expect(await read(`/payments/${failedBefore}`)).toMatchObject({
    ...{ saleId: sale.id, saleStatus: 'completed', saleNumber: sale.number, shiftId: sale.shiftId },
    ...{ businessDate, status: 'failed', failure: lastOf(refusedBefore).failure, ...nowhere },
  });
  const elsewhere = await server.signInAs('manager', { storeId: shop.stores[1].id });
  expect((await get('/payments?status=failed', elsewhere)).body.items).toEqual([]);
  expect(codeOf(await get(`/payments/${pending}`, elsewhere))).toEqual([404, 'NOT_FOUND']);
});

test('currencies are never added up', async () => {
  const tokyo = await selling.newStore({ timeZone: 'Asia/Tokyo', currency: 'JPY' });
  const shift = await shiftOf(tokyo);
  const drop = await move(shift.id, 'drop', 3000);
  const [entry] = (await read(`/transactions?documentId=${drop.id}`)).items;
  expect(entry).toMatchObject({ currency: 'JPY', currencyDigits: 0, amount: -3000 });
  const dayFromNow = (days: number) =>
    new Date(server.clock.now().getTime() + days * 24 * HOUR).toISOString().slice(0, 10);
  const days = { businessDateFrom: dayFromNow(-2), businessDateTo: dayFromNow(2) };
  const { items } = await read(`/transactions/totals?${query(days)}`);
  expect(items.filter(({ currency }: Json) => currency === 'JPY')).toEqual([
    {
      ...{ storeId: tokyo.store.id, currency: 'JPY', currencyDigits: 0, kind: 'drop', method: 'cash' },
      ...{ count: 1, amount: -3000, tips: 0 },
    },
  ]);
  expect(items.some(({ currency }: Json) => currency === 'EUR')).toBe(true);
});

test.each([
  ['2026-06-30', '2026-06-01', 'must not be before businessDateFrom'],
  ['2025-01-01', '2026-06-01', 'must be at most a year after businessDateFrom'],
])('totals from %s to %s are refused', async (businessDateFrom, businessDateTo, message) => {
  const answer = await get(`/transactions/totals?${query({ businessDateFrom, businessDateTo })}`);
  expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
  expect(answer.body.errors).toEqual([{ path: ['businessDateTo'], message }]);
});

const CUTOFF_HOUR = 5;
/** The business day in Berlin: by the Swedish format, which is ISO 8601. */
function dayOf(instant: string): string {
  const local = new Date(instant).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' });
  return new Date(Date.parse(`${local.replace(' ', 'T')}Z`) - CUTOFF_HOUR * HOUR).toISOString().slice(0, 10);
}

const amount = fc.integer({ min: 1, max: 5000 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('sell' as const),
      quantity: fc.integer({ min: 1, max: 4 }),
      byCard: fc.integer({ min: 0, max: 100 }),
      tip: fc.integer({ min: 0, max: 99 }),
      over: fc.integer({ min: 0, max: 500 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('takeBack' as const), nth: fc.nat() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      kind: fc.constantFrom('paid_in', 'paid_out', 'drop', 'no_sale'),
      amount,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 30 }) }),
  },
);
const PRICE = 150;

test('the ledger is what was done: entries, running totals, totals, X and Z reports', async () => {
  const inBerlin = { businessDayCutoffHour: CUTOFF_HOUR };
  const first = await selling.newStore(inBerlin);
  const places = [
    first,
    { store: first.store, register: await selling.newTill(first.store) },
    await selling.newStore(inBerlin),
  ];
  const storeIds = [first.store.id, places[2]?.store.id];
  const noted: Noted[] = [];
  const shifts = new Set<string>();
  /** What was sold and is still out. */
  const sold: Json[] = [];

  const run = async (place: Place, what: Json): Promise<void> => {
    if (what.do === 'wait') {
      server.clock.advance(what.hours * HOUR);
      token = await server.openSession(ownerId);
      return;
    }
    const shift = await shiftOf(place);
    shifts.add(shift.id);
    if (what.do === 'close') {
      await close(shift.id);
      await openShift(server, token, place.register);
      return;
    }
    const note = (
      document: Json,
      fields: Pick<Noted, 'kind' | 'method' | 'amount' | 'tip' | 'businessDate'>,
    ) => noted.push({ ...at(place), shiftId: shift.id, documentId: document.id, ...fields });
    if (what.do === 'move') {
      const movement = await move(shift.id, what.kind, what.kind === 'no_sale' ? 0 : what.amount);
      if (what.kind === 'no_sale') return;
      const businessDate = dayOf(movement.createdAt);
      const signed = what.kind === 'paid_in' ? what.amount : -what.amount;
      note(movement, { kind: what.kind, method: 'cash', amount: signed, tip: 0, businessDate });
      return;
    }
    if (what.do === 'takeBack') {
      const here = sold.filter(({ registerId }) => registerId === place.register.id);
      const sale = here[what.nth % here.length];
      if (!sale) return;
      sold.splice(sold.indexOf(sale), 1);
      const back = ok(await returning.bring(sale, undefined, at(place), { token }));
      const businessDate = dayOf(back.completedAt);
      for (const { method, amount, tip } of sale.payments) {
        // Of what a card has paid a tip alone is not given back.
        if (amount > tip) note(back, { kind: 'return', method, amount: tip - amount, tip: 0, businessDate });
      }
      return;
    }
    const total = what.quantity * PRICE;
    const inCash = total - what.byCard;
    const sale = await sell(
      place,
      [
        ...(what.byCard > 0 ? [card(what.byCard + what.tip, { tip: what.tip })] : []),
        cash(inCash + what.over),
      ],
      what.quantity,
    );
    sold.push(sale);
    const businessDate = dayOf(sale.completedAt);
    if (what.byCard > 0) {
      note(sale, {
        kind: 'sale',
        method: 'card',
        amount: what.byCard + what.tip,
        tip: what.tip,
        businessDate,
      });
    }
    note(sale, { kind: 'sale', method: 'cash', amount: inCash, tip: 0, businessDate });
  };

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(places.length - 1), step), { minLength: 8, maxLength: 14 }),
      fc.integer({ min: 1, max: 7 }),
      async (steps, limit) => {
        for (const [index, what] of steps) await run(places[index] as Place, what);

        for (const storeId of storeIds) {
          const filters: object[] = [
            {},
            { method: 'cash' },
            { kind: 'sale' },
            { registerId: first.register.id },
          ];
          const shiftId = [...shifts].at(-1);
          if (shiftId) filters.push({ shiftId });
          const dates = noted.map(({ businessDate }) => businessDate).sort();
          const [from, to] = [dates[0] ?? '2026-01-01', dates.at(-1) ?? '2026-01-01'];
          const middle = dates[dates.length >> 1] ?? from;
          filters.push(
            { businessDateFrom: middle },
            { businessDateTo: middle },
            { businessDateFrom: middle, businessDateTo: middle },
          );
          for (const filter of filters) {
            const { businessDateFrom, businessDateTo, ...exact }: Json = filter;
            const expected = noted.filter(
              (each: Json) =>
                each.storeId === storeId &&
                Object.entries(exact).every(([field, value]) => each[field] === value) &&
                (businessDateFrom === undefined || each.businessDate >= businessDateFrom) &&
                (businessDateTo === undefined || each.businessDate <= businessDateTo),
            );
            const entries = await all('/transactions', { ...filter, storeId, sort: 'recordedAt' }, limit * 4);
            expect(entries.map(shown)).toEqual(expected);
            expect(entries.map((entry) => entry.runningTotal)).toEqual(runningTotals(expected));
            const backwards = await all('/transactions', { ...filter, storeId }, 200);
            expect(backwards.reverse()).toEqual(entries);
          }
          const range = { storeId, businessDateFrom: from, businessDateTo: to };
          const ofStore = noted.filter((each) => each.storeId === storeId);
          expect((await read(`/transactions/totals?${query(range)}`)).items).toEqual(totalsOf(ofStore));
        }

        for (const shiftId of shifts) {
          const { status } = await read(`/shifts/${shiftId}`);
          const { totals } = await read(`/shifts/${shiftId}/${status === 'open' ? 'x' : 'z'}-report`);
          const its = noted.filter((each) => each.shiftId === shiftId);
          const sums = totalsOf(its);
          const tenders = sums.filter(({ kind }) => kind === 'sale');
          expect(totals.tenders).toEqual(
            tenders.map(({ method, count, amount, tips }) => ({ method, count, amount, tips })),
          );
          expect(totals.returns.refunds).toEqual(
            sums
              .filter(({ kind }) => kind === 'return')
              .map(({ method, count, amount }) => ({ method, count, amount: -amount, tips: 0 })),
          );
          const drawer = sum(its.filter(({ method }) => method === 'cash').map(({ amount }) => amount));
          expect(totals.drawer.expected - totals.drawer.openingFloat).toBe(drawer);
          expect(sum(tenders.map(({ amount, tips }) => amount - tips))).toBe(
            totals.total + totals.cashRounding,
          );
        }
      },
    ),
    { numRuns: 3, endOnFailure: true },
  );
});

test('the days around a change of the clocks have each entry once, and one that was recorded late', async () => {
  // The last Sunday of March has 23 hours in Berlin.
  const march = new Date(Date.UTC(server.clock.now().getUTCFullYear() + 1, 2, 31));
  const sunday = march.getTime() - march.getUTCDay() * 24 * HOUR;
  const [begins, ends] = [sunday - HOUR, sunday + 22 * HOUR];
  const { id: storeId } = berlin.store;
  const sales: Json[] = [];
  for (const moment of [begins - HOUR / 4, begins + HOUR / 4, ends - HOUR / 4, ends + HOUR / 4]) {
    server.clock.advance(moment - server.clock.now().getTime());
    token = await server.openSession(ownerId);
    sales.push(await sell(berlin, [cash(PRICE)]));
  }
  const days = [-1, 0, 1].map((day) => new Date(sunday + day * 24 * HOUR).toISOString().slice(0, 10));
  const on = (day: string | undefined) => ({ storeId, businessDateFrom: day, businessDateTo: day });
  const entriesOf = async (fields: object) =>
    (await read(`/transactions?${query({ ...fields, sort: 'recordedAt' })}`)).items.map(
      ({ documentId, runningTotal }: Json) => [documentId, runningTotal],
    );
  const [before, first, last, after] = sales.map(({ id }) => id);
  expect(await entriesOf(on(days[0]))).toEqual([[before, PRICE]]);
  expect(await entriesOf(on(days[1]))).toEqual([
    [first, PRICE],
    [last, 2 * PRICE],
  ]);
  expect(await entriesOf(on(days[2]))).toEqual([[after, PRICE]]);
  const counts = [];
  for (const day of days) counts.push((await read(`/transactions/totals?${query(on(day))}`)).items[0].count);
  expect(counts).toEqual([1, 2, 1]);

  // As a sale that was made offline: its day was over when it was recorded.
  const stamp = (day: string | undefined) =>
    selling.rows('UPDATE transactions SET business_date = $1 WHERE document_id = $2', [day, after]);
  await stamp(days[0]);
  expect(await entriesOf(on(days[0]))).toEqual([
    [before, PRICE],
    [after, 2 * PRICE],
  ]);
  expect(await entriesOf({ storeId, businessDateTo: days[1] })).toHaveLength(4);
  await stamp(days[2]);
});

import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

let server: TestServer;
let shop: Shop;
let selling: Selling;
/** Signed in, with their role everywhere. */
let cashier: string;
let manager: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  cashier = await server.signInAs('cashier');
  manager = await server.signInAs('manager');
});
afterAll(() => endWithCleanBooks(server));

const post = (path: string, body: object, token = cashier, headers: Readonly<Record<string, string>> = {}) =>
  server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': newId(), ...headers } });
const get = (path: string, token = manager): Promise<Answer> => callAs(server, token).get(path);
const read = async (path: string, token?: string): Promise<Json> => ok(await get(path, token));
const close = (id: string, fields: object, token?: string, headers?: Readonly<Record<string, string>>) =>
  post(`/shifts/${id}/close`, { version: 1, ...fields }, token, headers);
const forceClose = (id: string, fields: object = {}, token = manager) =>
  post(`/shifts/${id}/force-close`, { version: 1, reason: 'Forgotten on Saturday', ...fields }, token);
const move = (id: string, kind: string, amount: number, token?: string) =>
  post(`/shifts/${id}/cash-movements`, { kind, amount, reason: `Some ${kind}` }, token);
/** An open shift with a float of 100.00 at a till of its own. */
const newShift = async (): Promise<Json> => openShift(server, cashier, await selling.newTill().then(closed));
/** A till whose shift has been closed. */
async function closed<T extends { id: string; storeId: string }>(till: T): Promise<T> {
  const { id } = await read(`/shifts/current?storeId=${till.storeId}&registerId=${till.id}`);
  ok(await close(id, { cash: { amount: 10_000 } }));
  return till;
}
const currentOf = ({ store, register }: Place): Promise<Json> =>
  read(`/shifts/current?storeId=${store.id}&registerId=${register.id}`);
const at = ({ store, register }: Place) => ({ storeId: store.id, registerId: register.id });
const voucher = (quantity = 1) => ({ lines: [{ productId: shop.products.voucher.id, quantity }] });
const settings = async (storeId: string, fields: object): Promise<void> => {
  const { version } = await read(`/settings/stores/${storeId}`);
  const body = { version, ...fields };
  ok(await server.request('PATCH', `/v1/settings/stores/${storeId}`, { token: shop.owner, body }));
};

describe('a shift', () => {
  test('from its float to its Z report has the figures that were worked out by hand', async () => {
    const place = await selling.newStore({ cashRounding: { step: 5, mode: 'half_up' } });
    const { coffee, apples, voucher: wrapping } = shop.products;
    await selling.stockUp({ [coffee.id]: 10 }, { storeId: place.store.id });
    const shift = await currentOf(place);
    const sell = (productId: string, quantity: number, payments: Json[], token: string) =>
      selling.sell({ ...at(place), lines: [{ productId, quantity }], payments }, { token });
    // 6.99 is 7.00 in cash; 3.00 goes back.
    const first = await sell(coffee.id, 1, [cash(1000)], cashier);
    expect(first).toMatchObject({ shiftId: shift.id, cashRounding: 1, change: 300 });
    await sell(wrapping.id, 2, [card(350, { tip: 50 })], manager);
    // Of 2.99 the card has 1.00; 1.99 is 2.00 in cash.
    await sell(apples.id, 1, [card(100), cash(200)], manager);
    ok(await move(shift.id, 'paid_in', 2000));
    ok(await move(shift.id, 'paid_out', 350, manager));
    ok(await move(shift.id, 'drop', 5000));
    ok(await move(shift.id, 'no_sale', 0, manager));

    const totals = {
      ...{ saleCount: 3, firstSaleNumber: 1, lastSaleNumber: 3, gross: 1298, discounts: 0 },
      ...{ net: 1118, tax: 180, giftCards: 0, total: 1298, cashRounding: 2, tips: 50 },
      taxes: [
        { name: 'VAT 19 %', percentage: 19, base: 839, amount: 160 },
        { name: 'VAT 7 %', percentage: 7, base: 279, amount: 20 },
      ],
      tenders: [
        { method: 'card', count: 2, amount: 450, tips: 50 },
        { method: 'cash', count: 2, amount: 900, tips: 0 },
      ],
      returns: {
        ...{
          count: 0,
          net: 0,
          tax: 0,
          giftCards: 0,
          total: 0,
          cashRounding: 0,
          tips: 0,
          taxes: [],
          refunds: [],
        },
      },
      late: { count: 0, total: 0, cashRounding: 0, tips: 0, taxes: [], tenders: [] },
      turnover: 1298,
      drawer: {
        ...{ openingFloat: 10_000, takings: 900, refunds: 0, paidIn: 2000, paidOut: 350, drops: 5000 },
        expected: 7550,
      },
      noSaleCount: 1,
    };
    const xReport = await read(`/shifts/${shift.id}/x-report`);
    expect(xReport).toMatchObject({ shift, totals });
    expect(xReport.totals).toEqual(totals);

    // Whoever counts is not told what is expected.
    expect(codeOf(await get(`/shifts/${shift.id}/x-report`, cashier))).toEqual([403, 'FORBIDDEN']);
    expect((await read(`/shifts/${shift.id}`, cashier)).tenders).toBeNull();

    const denominations = [
      { value: 5000, count: 1 },
      { value: 1000, count: 2 },
      { value: 500, count: 1 },
      { value: 50, count: 1 },
      { value: 200, count: 0 },
    ];
    const answer = ok(await close(shift.id, { cash: { denominations }, card: 440 }));
    expect(answer).toMatchObject({
      ...{ id: shift.id, status: 'closed', zNumber: 1, forced: false, closingReason: null, version: 2 },
      tenders: [
        { method: 'cash', expected: 7550, counted: 7550, variance: 0, denominations },
        { method: 'card', expected: 450, counted: 440, variance: -10 },
      ],
    });
    expect(await read(`/shifts/${shift.id}`)).toEqual(answer);
    const zReport = await read(`/shifts/${shift.id}/z-report`, cashier);
    expect(zReport).toEqual({
      ...{ shift: answer, totals, zNumber: 1, grandTotalBefore: 0, grandTotal: 1298 },
      closedAt: answer.closedAt,
    });

    // Without a shift a card is fine, and belongs to none.
    const between = await selling.sell({ ...at(place), ...voucher(), payments: [card(150)] });
    expect(between).toMatchObject({ shiftId: null, number: 4 });
    const next = await openShift(server, cashier, place.register);
    const last = await selling.sell({ ...at(place), ...voucher(), payments: [cash(150)] });
    ok(await close(next.id, { cash: { amount: 10_150 } }));
    expect(await read(`/shifts/${next.id}/z-report`)).toMatchObject({
      ...{ zNumber: 2, grandTotalBefore: 1298, grandTotal: 1448 },
      totals: { saleCount: 1, firstSaleNumber: 5, lastSaleNumber: 5 },
    });
    expect(await read(`/shifts/${shift.id}/z-report`)).toEqual(zReport);

    const idsOf = async (shiftId: string) =>
      (await read(`/sales?shiftId=${shiftId}&sort=completedAt`)).items.map(({ id }: Json) => id);
    expect((await idsOf(shift.id))[0]).toBe(first.id);
    expect(await idsOf(shift.id)).toHaveLength(3);
    expect(await idsOf(next.id)).toEqual([last.id]);
    expect(await idsOf(newId())).toEqual([]);
  });

  test('without any sale has a Z report of nothing, and its number', async () => {
    const shift = await newShift();
    ok(await close(shift.id, { cash: { amount: 10_000 } }));
    const { totals, zNumber, grandTotal } = await read(`/shifts/${shift.id}/z-report`);
    expect({ zNumber, grandTotal }).toEqual({ zNumber: 2, grandTotal: 0 });
    expect(totals).toMatchObject({ saleCount: 0, firstSaleNumber: null, total: 0, taxes: [], tenders: [] });
    expect((await read(`/shifts/${shift.id}`)).tenders).toEqual([
      { method: 'cash', expected: 10_000, counted: 10_000, variance: 0 },
    ]);
  });

  test('is opened once under an id of the client, and is the same one whenever it is sent', async () => {
    const till = await closed(await selling.newTill());
    const body = {
      ...{ id: newId(), storeId: till.storeId, registerId: till.id, note: 'Early' },
      openingFloat: { denominations: [{ value: 2000, count: 3 }] },
    };
    const opened = ok(await post('/shifts', body));
    expect(opened).toMatchObject({ id: body.id, openingFloat: 6000, note: 'Early', status: 'open' });
    expect(ok(await post('/shifts', body))).toEqual(opened);
    const other = await post('/shifts', { ...body, note: 'Late' });
    expect([codeOf(other), other.body.details.field]).toEqual([[409, 'ALREADY_EXISTS'], 'id']);
    const after = ok(await close(body.id, { cash: { amount: 6000 } }));
    expect(ok(await post('/shifts', body))).toEqual(after);
  });

  test('is of the business day of its store, as its sales are', async () => {
    const place = await selling.newStore({ timeZone: 'Pacific/Auckland', businessDayCutoffHour: 5 });
    const { businessDate } = await selling.sell({ ...at(place), ...voucher(), payments: [cash(150)] });
    const shift = await currentOf(place);
    expect(shift.businessDate).toBe(businessDate);
    ok(await move(shift.id, 'drop', 100));
    const [entry] = await selling.rows(
      `SELECT business_date::text, amount FROM transactions WHERE shift_id = $1 AND kind = 'drop'`,
      [shift.id],
    );
    expect(entry).toEqual({ business_date: businessDate, amount: -100 });
  });

  test('tells the world that it was opened and closed, without people', async () => {
    const shift = await newShift();
    ok(await close(shift.id, { cash: { amount: 10_000 } }));
    const events = await selling.rows(
      `SELECT type, payload FROM outbox WHERE payload->>'shiftId' = $1 ORDER BY id`,
      [shift.id],
    );
    const { storeId, registerId } = shift;
    const about = { shiftId: shift.id, storeId, registerId, currency: 'EUR' };
    expect(events).toEqual([
      { type: 'shift.opened', payload: { ...about, openingFloat: 10_000 } },
      {
        type: 'shift.closed',
        payload: {
          ...{
            ...about,
            zNumber: 2,
            saleCount: 0,
            total: 0,
            turnover: 0,
            grandTotal: 0,
            cashVariance: 0,
            forced: false,
          },
        },
      },
    ]);
  });
});

describe('cash that is moved beside sales', () => {
  test('is in the ledger with its sign, in the list of the shift, and can be read again', async () => {
    const { id } = await newShift();
    const made = [
      ok(await move(id, 'paid_in', 500)),
      ok(await move(id, 'paid_out', 200)),
      ok(await move(id, 'drop', 300)),
      ok(await move(id, 'no_sale', 0, manager)),
    ];
    expect(made[0]).toMatchObject({ shiftId: id, kind: 'paid_in', amount: 500, reason: 'Some paid_in' });
    expect((await read(`/shifts/${id}/cash-movements`)).items).toEqual(made);
    expect((await read(`/shifts/${id}/cash-movements?kind=drop`)).items).toEqual([made[2]]);
    expect(await read(`/cash-movements/${made[1].id}`)).toEqual(made[1]);
    const ledger = await selling.rows(
      `SELECT kind, method, amount, tip, payment_id, document_id FROM transactions WHERE shift_id = $1 ORDER BY id`,
      [id],
    );
    expect(ledger).toEqual(
      [500, -200, -300].map((amount, i) => ({
        ...{ kind: made[i].kind, method: 'cash', amount, tip: 0, payment_id: null, document_id: made[i].id },
      })),
    );
  });

  test('without a sale the drawer opens with the permission, or the word of somebody who holds it', async () => {
    const { id } = await newShift();
    const open = (reason: string, headers?: Record<string, string>) =>
      post(`/shifts/${id}/cash-movements`, { kind: 'no_sale', reason }, cashier, headers);
    const asked = await open('Change for the bus');
    expect(codeOf(asked)).toEqual([403, 'APPROVAL_REQUIRED']);
    expect(asked.body.details.actions).toEqual([
      {
        permission: 'shifts.open_drawer',
        description: 'Open the drawer without a sale: Change for the bus',
        amounts: null,
      },
    ]);
    const approval = ok(await post('/approvals', { approvalRequestId: asked.body.details.id }, manager)).id;
    expect(codeOf(await open('Another reason', { approval }))).toEqual([403, 'INVALID_APPROVAL']);
    const opened = ok(await open('Change for the bus', { approval }));
    const [row] = await selling.rows('SELECT approved_by FROM audit_log WHERE document_id = $1', [opened.id]);
    expect(row.approved_by).not.toBeNull();
    expect((await read(`/shifts/${id}/x-report`)).totals.noSaleCount).toBe(1);
  });
});

describe('a count that differs', () => {
  /** A shift with 100.00 in the drawer, in a store that bears with 1.00. */
  const shiftWithTolerance = async (): Promise<Json> => {
    const place = await selling.newStore({});
    await settings(place.store.id, { varianceTolerance: 100 });
    return currentOf(place);
  };

  test.each([9900, 10_000, 10_100])('by no more than the tolerance needs no word: %i', async (amount) => {
    const { id } = await shiftWithTolerance();
    const [tender] = ok(await close(id, { cash: { amount } })).tenders;
    expect(tender).toEqual({ method: 'cash', expected: 10_000, counted: amount, variance: amount - 10_000 });
  });

  test('by more takes a reason and somebody who accepts it; the cashier is not led to what is expected', async () => {
    const { id, storeId, registerId } = await shiftWithTolerance();
    const count = { cash: { amount: 9_877 } };
    const refused = await close(id, count);
    expect(codeOf(refused)).toEqual([409, 'VARIANCE_REASON_REQUIRED']);
    const { requestId, ...said } = refused.body;
    expect(JSON.stringify(said)).not.toMatch(/10.?000|123/);
    const explained = { ...count, varianceReason: 'A note was false' };
    const asked = await close(id, explained);
    expect(codeOf(asked)).toEqual([403, 'APPROVAL_REQUIRED']);
    const { details } = asked.body;
    expect(details).toMatchObject({ storeId, registerId, operation: 'shifts.close' });
    const permission = 'shifts.accept_variance';
    const description = 'Close shifts whose cash differs by more than the tolerance';
    expect(details.actions).toEqual([{ permission, description, amounts: null }]);
    expect(asked.body.detail).toBe(
      `A second person must approve this: ${description}. Send the approval's id in the Approval header.`,
    );
    const request = `/approvals/requests/${details.id}`;
    expect(await read(request, cashier)).toEqual(details);
    // Whoever accepts the difference sees it; who counts learns it when it is accepted.
    const actions = [
      {
        permission,
        description: 'Drawer: 98.77 counted instead of 100.00, 1.23 EUR short; reason: A note was false',
        amounts: {
          ...{ currency: 'EUR', currencyDigits: 2, quantity: null, before: 10_000, after: 9_877 },
          documentTotal: 9_877,
        },
      },
    ];
    expect(await read(request)).toEqual({ ...details, actions });
    expect((await read('/approvals/requests?limit=200')).items).toContainEqual({ ...details, actions });
    const { id: approval } = ok(await post('/approvals', { approvalRequestId: details.id }, manager));
    expect((await read(`/approvals/${approval}`, cashier)).actions).toEqual(actions);
    // It was given for this count, and no other.
    const another = await close(id, { ...explained, cash: { amount: 9_000 } }, cashier, { approval });
    expect(codeOf(another)).toEqual([403, 'INVALID_APPROVAL']);
    const answer = ok(await close(id, explained, cashier, { approval }));
    expect(answer.closingReason).toBe('A note was false');
    // It was refused until it was accepted, but no other amount was tried than the 90.00 above.
    expect(answer.tenders).toEqual([
      { method: 'cash', expected: 10_000, counted: 9_877, variance: -123, refusedCounts: 1 },
    ]);
    const [row] = await selling.rows(
      'SELECT approved_by FROM audit_log WHERE document_id = $1 AND before IS NOT NULL',
      [id],
    );
    expect(row.approved_by).not.toBeNull();
  });

  test('by more is in the audit log each time that it is refused, with what was expected', async () => {
    const { id, storeId, registerId } = await shiftWithTolerance();
    const explained = { cash: { amount: 11_000 }, varianceReason: 'Found on the floor' };
    expect(codeOf(await close(id, { cash: { amount: 12_000 } }))).toEqual([409, 'VARIANCE_REASON_REQUIRED']);
    expect(codeOf(await close(id, explained))).toEqual([403, 'APPROVAL_REQUIRED']);
    // Whatever is sent as an approval does not hide it.
    expect(codeOf(await close(id, explained, cashier, { approval: newId() }))).toEqual([
      403,
      'INVALID_APPROVAL',
    ]);
    expect(codeOf(await close(id, { version: 3, cash: { amount: 12_000 } }))).toEqual([409, 'CONFLICT']);
    const { tenders } = ok(await close(id, { cash: { amount: 10_100 } }));
    expect(tenders).toEqual([
      { method: 'cash', expected: 10_000, counted: 10_100, variance: 100, refusedCounts: 2 },
    ]);
    const { items } = await read(`/audit-log?documentType=refused_count&documentId=${id}&sort=recordedAt`);
    expect(items.map(({ after }: Json) => after)).toEqual([
      { expected: 10_000, counted: 12_000, variance: 2_000, reason: null },
      { expected: 10_000, counted: 11_000, variance: 1_000, reason: 'Found on the floor' },
      { expected: 10_000, counted: 11_000, variance: 1_000, reason: 'Found on the floor' },
    ]);
    const { closedBy } = await read(`/shifts/${id}`);
    expect(items[0]).toMatchObject({ action: 'shifts.close', actorId: closedBy, storeId, registerId });
  });

  test('by more than one amount can be is asked about as any other', async () => {
    const { id } = await shiftWithTolerance();
    ok(await move(id, 'paid_in', 10 ** 12));
    const asked = await close(id, { cash: { amount: 0 }, varianceReason: 'Not money of this world' });
    expect(codeOf(asked)).toEqual([403, 'APPROVAL_REQUIRED']);
    const { items } = await read('/approvals/requests');
    const request = items.find((each: Json) => each.id === asked.body.details.id);
    expect(request.actions[0].amounts).toMatchObject({ before: 10 ** 12 + 10_000, after: 0 });
  });

  test('by more takes a reason of a manager too, and nobody else', async () => {
    const { id } = await shiftWithTolerance();
    const count = { cash: { amount: 20_000 } };
    expect(codeOf(await close(id, count, manager))).toEqual([409, 'VARIANCE_REASON_REQUIRED']);
    const answer = ok(await close(id, { ...count, varianceReason: 'Float put in twice' }, manager));
    expect(answer.tenders).toMatchObject([{ variance: 10_000 }]);
  });
});

describe('a forgotten shift', () => {
  test('is closed by a manager without a count: then there is no variance', async () => {
    const { id } = await newShift();
    expect(codeOf(await forceClose(id, {}, cashier))).toEqual([403, 'FORBIDDEN']);
    expect(ok(await forceClose(id))).toMatchObject({
      ...{ status: 'closed', forced: true, closingReason: 'Forgotten on Saturday' },
      tenders: [{ method: 'cash', expected: 10_000, counted: null, variance: null }],
    });
    expect(codeOf(await forceClose(id))).toEqual([409, 'SHIFT_CLOSED']);
  });

  test('may be counted after all, and differ', async () => {
    const { id } = await newShift();
    const answer = ok(await forceClose(id, { cash: { amount: 1 }, card: 5 }));
    expect(answer.tenders).toEqual([
      { method: 'cash', expected: 10_000, counted: 1, variance: -9_999 },
      { method: 'card', expected: 0, counted: 5, variance: 5 },
    ]);
  });
});

test('shifts are found by their register, their state and their day', async () => {
  const place = await selling.newStore({});
  const second = await selling.newTill(place.store);
  const of = async (query: string): Promise<string[]> =>
    (await read(`/shifts?storeId=${place.store.id}&sort=openedAt${query}`)).items.map(({ id }: Json) => id);
  const [one, two] = [await currentOf(place), await currentOf({ ...place, register: second })];
  ok(await close(one.id, { cash: { amount: 10_000 } }));
  const three = await openShift(server, cashier, place.register);
  expect(await of('')).toEqual([one.id, two.id, three.id]);
  expect(await of('&status=open')).toEqual([two.id, three.id]);
  expect(await of(`&registerId=${second.id}`)).toEqual([two.id]);
  const { businessDate } = one;
  expect(await of(`&businessDateFrom=${businessDate}&businessDateTo=${businessDate}`)).toHaveLength(3);
  expect(await of('&businessDateTo=2020-01-01')).toEqual([]);
  expect((await currentOf(place)).id).toBe(three.id);
  ok(await close(three.id, { cash: { amount: 10_000 } }));
  const query = `storeId=${place.store.id}&registerId=${place.register.id}`;
  expect(codeOf(await get(`/shifts/current?${query}`))).toEqual([404, 'NOT_FOUND']);
});

test('cashing up adds up the shifts of a day, those that are open with what they have so far', async () => {
  const place = await selling.newStore({});
  const second = { ...place, register: await selling.newTill(place.store) };
  const [one, two] = [await currentOf(place), await currentOf(second)];
  const { businessDate } = one;
  const cashUp = (day = businessDate) =>
    read(`/shifts/cash-up?storeId=${place.store.id}&businessDate=${day}`);
  await selling.sell({ ...at(place), ...voucher(2), payments: [cash(300)] });
  await selling.sell({ ...at(second), ...voucher(3), payments: [card(450)] });
  await selling.sell({ ...at(second), ...voucher(), payments: [cash(200)] });
  ok(await move(one.id, 'drop', 200));
  ok(await move(two.id, 'drop', 50));
  ok(await move(two.id, 'paid_in', 30));
  ok(await move(one.id, 'paid_out', 7));
  const drawer = {
    ...{ openingFloat: 20_000, takings: 450, paidIn: 30, paidOut: 7, drops: 250, expected: 20_223 },
  };
  expect(await cashUp()).toMatchObject({
    ...{ openShifts: 2, saleCount: 3, total: 900, drawer },
    tenders: [
      { method: 'cash', expected: 20_223, counted: null, variance: null },
      { method: 'card', expected: 450, counted: null, variance: null },
    ],
  });
  await settings(place.store.id, { varianceTolerance: 500 });
  ok(await close(one.id, { cash: { amount: 10_088 } }));
  const both = await cashUp();
  expect(both).toMatchObject({
    currency: 'EUR',
    currencyDigits: 2,
    openShifts: 1,
    saleCount: 3,
    total: 900,
    drawer,
  });
  expect(
    both.shifts.map(({ shiftId, status, zNumber, total, drawer }: Json) => [
      ...[shiftId, status, zNumber, total, drawer.expected],
    ]),
  ).toEqual(
    expect.arrayContaining([
      [one.id, 'closed', 1, 300, 10_093],
      [two.id, 'open', null, 600, 10_130],
    ]),
  );
  expect(both.tenders).toEqual([
    { method: 'cash', expected: 20_223, counted: 10_088, variance: -5 },
    { method: 'card', expected: 450, counted: null, variance: null },
  ]);
  expect(await cashUp('2020-01-01')).toMatchObject({ shifts: [], openShifts: 0, total: 0, tenders: [] });
  const query = `storeId=${place.store.id}&businessDate=${businessDate}`;
  expect(codeOf(await get(`/shifts/cash-up?${query}`, cashier))).toEqual([403, 'FORBIDDEN']);
});

describe('refused, and nothing is written:', () => {
  let open: Json;
  let shut: Json;
  beforeAll(async () => {
    open = await newShift();
    shut = await newShift();
    ok(await close(shut.id, { cash: { amount: 10_000 } }));
  });

  /** What any call about shifts could have changed. */
  const everything = () =>
    selling.rows(
      ['shifts', 'cash_movements', 'transactions', 'registers', 'sales', 'audit_log', 'outbox']
        .map(
          (table) => `SELECT '${table}' AS t, md5(string_agg(x::text, '' ORDER BY x::text)) FROM ${table} x`,
        )
        .join(' UNION ALL '),
    );
  async function refusal(call: () => Promise<Answer>): Promise<Json> {
    const before = await everything();
    const { status, body } = await call();
    expect(await everything()).toEqual(before);
    return { status, code: body.code, path: body.errors?.[0]?.path, body };
  }

  test.each<[string, object, Json[], string?]>([
    [
      'negative coins',
      { denominations: [{ value: 100, count: -1 }] },
      ['denominations', 0, 'count'],
      'at least 0',
    ],
    [
      'half a coin',
      { denominations: [{ value: 100, count: 0.5 }] },
      ['denominations', 0, 'count'],
      'whole number',
    ],
    ['coins of nothing', { denominations: [{ value: 0, count: 1 }] }, ['denominations', 0, 'value']],
    [
      'coins of one value twice',
      {
        denominations: [
          { value: 5, count: 1 },
          { value: 5, count: 2 },
        ],
      },
      ['denominations'],
    ],
    ['no coins', { denominations: [] }, ['denominations']],
    ['a negative amount', { amount: -1 }, ['amount'], 'at least 0'],
    [
      'an amount and coins',
      { amount: 1, denominations: [{ value: 1, count: 1 }] },
      [],
      'either amount or denominations',
    ],
    ['nothing counted', {}, [], 'either amount or denominations'],
    ['an amount as text', { amount: '100' }, ['amount']],
  ])('%s', async (_, count, path, message) => {
    const calls = {
      cash: () => close(open.id, { cash: count }),
      openingFloat: () =>
        post('/shifts', { storeId: shut.storeId, registerId: shut.registerId, openingFloat: count }),
    };
    for (const [field, call] of Object.entries(calls)) {
      const refused = await refusal(call);
      expect(refused).toMatchObject({ status: 400, code: 'INVALID_INPUT', path: [field, ...path] });
      if (message) expect(refused.body.detail).toContain(message);
    }
  });

  test('coins beyond what can be kept, by one or by a hundred thousand times as much', async () => {
    for (const denominations of [
      [{ value: 10 ** 12, count: 100_000 }],
      [
        { value: 10 ** 12, count: 1 },
        { value: 1, count: 1 },
      ],
    ]) {
      expect(await refusal(() => close(open.id, { cash: { denominations } }))).toMatchObject({
        ...{ status: 409, code: 'AMOUNT_OUT_OF_RANGE' },
      });
    }
  });

  test.each<[string, () => Promise<Answer>, number, string]>([
    ['closing a closed shift', () => close(shut.id, { cash: { amount: 0 } }), 409, 'SHIFT_CLOSED'],
    [
      'closing one again by its version',
      () => close(shut.id, { version: 2, cash: { amount: 0 } }),
      409,
      'SHIFT_CLOSED',
    ],
    ['closing by force what is closed', () => forceClose(shut.id), 409, 'SHIFT_CLOSED'],
    ['a stale version', () => close(open.id, { version: 7, cash: { amount: 0 } }), 409, 'CONFLICT'],
    ['a shift that is not there', () => close(newId(), { cash: { amount: 0 } }), 404, 'NOT_FOUND'],
    ['cash into a closed shift', () => move(shut.id, 'paid_in', 100), 409, 'SHIFT_CLOSED'],
    ['an X report of a closed shift', () => get(`/shifts/${shut.id}/x-report`), 409, 'SHIFT_CLOSED'],
    ['a Z report of an open shift', () => get(`/shifts/${open.id}/z-report`), 409, 'SHIFT_OPEN'],
    [
      'retiring a till with an open shift',
      () => post(`/registers/${open.registerId}/retire`, {}, manager),
      409,
      'SHIFT_OPEN',
    ],
    ['paying nothing out', () => move(open.id, 'paid_out', 0), 400, 'INVALID_INPUT'],
    ['paying less than nothing out', () => move(open.id, 'paid_out', -1), 400, 'INVALID_INPUT'],
    ['money in an opening without a sale', () => move(open.id, 'no_sale', 1), 400, 'INVALID_INPUT'],
    ['another kind of movement', () => move(open.id, 'sale', 1), 400, 'INVALID_INPUT'],
    [
      'a movement without a reason',
      () => post(`/shifts/${open.id}/cash-movements`, { kind: 'drop', amount: 1, reason: '' }),
      400,
      'INVALID_INPUT',
    ],
    [
      'a till of another store',
      () =>
        post('/shifts', {
          storeId: shop.stores[1].id,
          registerId: shut.registerId,
          openingFloat: { amount: 0 },
        }),
      400,
      'INVALID_REFERENCE',
    ],
    [
      'cash without a shift',
      () => selling.checkout({ registerId: shut.registerId, ...voucher(), payments: [cash(150)] }),
      409,
      'SHIFT_REQUIRED',
    ],
    [
      'a little cash without a shift',
      () => selling.checkout({ registerId: shut.registerId, ...voucher(), payments: [card(100), cash(50)] }),
      409,
      'SHIFT_REQUIRED',
    ],
  ])('%s', async (_, call, status, code) => {
    expect(await refusal(call)).toMatchObject({ status, code });
  });

  test('a second shift at a till, naming the first', async () => {
    const { storeId, registerId } = open;
    const refused = await refusal(() =>
      post('/shifts', { storeId, registerId, openingFloat: { amount: 0 } }),
    );
    expect(refused).toMatchObject({ status: 409, code: 'SHIFT_ALREADY_OPEN' });
    expect(refused.body.details).toEqual({ shiftId: open.id });
  });

  test('a drawer where there is none: at the virtual register, and at a retired till', async () => {
    const storeId = shop.stores[0].id;
    const { items } = await read(`/registers?storeId=${storeId}&kind=virtual`);
    const openingFloat = { amount: 0 };
    expect(
      await refusal(() => post('/shifts', { storeId, registerId: items[0].id, openingFloat })),
    ).toMatchObject({ status: 409, code: 'CASH_NOT_ACCEPTED' });
    const retired = await closed(await selling.newTill());
    ok(await post(`/registers/${retired.id}/retire`, {}, manager));
    expect(
      await refusal(() => post('/shifts', { storeId, registerId: retired.id, openingFloat })),
    ).toMatchObject({ status: 409, code: 'REGISTER_RETIRED' });
  });

  test('the shifts of another store, as if there were none', async () => {
    const stranger = await server.signInAs('manager', { storeId: shop.stores[1].id });
    const movement = ok(await move(open.id, 'paid_in', 1));
    for (const path of ['', '/x-report', '/z-report', '/cash-movements']) {
      const unseen = await get(`/shifts/${open.id}${path}`, stranger);
      const missing = await get(`/shifts/${newId()}${path}`, stranger);
      expect(codeOf(unseen)).toEqual([404, 'NOT_FOUND']);
      expect(unseen.body.detail).toBe(missing.body.detail);
    }
    expect(codeOf(await get(`/cash-movements/${movement.id}`, stranger))).toEqual([404, 'NOT_FOUND']);
    for (const call of [
      () => close(open.id, { cash: { amount: 0 } }, stranger),
      () => forceClose(open.id, {}, stranger),
      () => move(open.id, 'drop', 1, stranger),
    ]) {
      expect(await refusal(call)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    const { items } = await read('/shifts?limit=200', stranger);
    expect(items.every(({ storeId }: Json) => storeId === shop.stores[1].id)).toBe(true);
    expect((await read(`/sales?shiftId=${open.id}`, stranger)).items).toEqual([]);
  });
});

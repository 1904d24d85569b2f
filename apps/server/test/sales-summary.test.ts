import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestingAt } from './ingesting.ts';
import { type Reporting, reportingAt } from './reporting.ts';
import { card, cash, type Selling, sellingAt } from './selling.ts';
import { type Json, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let at: Selling;
let reports: Reporting;
/** The day on which all of it happens. */
let day: { from: string; to: string };
let mug: string;
let ada: string;
let cups: string;

const groups = [
  ...['hour', 'weekday', 'day', 'week', 'month', 'store', 'register', 'employee'],
  ...['category', 'product', 'payment_method', 'customer'],
];

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  at = sellingAt(server, shop);
  reports = reportingAt(server, shop.owner);
  cups = (await at.create('/categories', { name: '=Cups, and "more"' })).id;
  mug = await at.newProduct({ name: 'Mug', price: 1190, cost: 400, categoryId: cups });
  ada = (await at.create('/customers', { name: 'Ada Lovelace' })).id;
  await at.stockUp({ [mug]: 100 });
  // Three mugs, one of them free, with a tip: 23.80 = 20.00 + 3.80 tax. Then one of them comes back.
  const sale = await at.sell({
    customerId: ada,
    lines: [{ productId: mug, quantity: 3, discounts: [{ type: 'amount', amount: 1190 }] }],
    payments: [card(2480, { tip: 100 })],
  });
  day = { from: sale.businessDate, to: sale.businessDate };
  const { storeId, registerId, id: saleId } = sale;
  const lines = [{ saleLineId: sale.lines[0].id, quantity: 1 }];
  await at.create('/returns', {
    ...{ storeId, registerId, saleId, lines, reason: 'Too small', cardReference: 'R-1' },
  });
  const { id } = await at.create('/gift-cards', { storeId });
  const giftCards = [{ giftCardId: id, amount: 2500 }];
  await at.sell({ lines: [], giftCards, payments: [cash(2500)] });
});
afterAll(() => server[Symbol.asyncDispose]());

const read = (query: object = {}, token?: string): Promise<Json> =>
  reports.read('sales-summary', { ...day, ...query }, token);

test('a day has what was sold, less what came back, and what is owed apart', async () => {
  const report = await reports.readInEachState('sales-summary', day);
  const figures = {
    ...{ saleCount: 2, returnCount: 1, voidCount: 0, quantity: null },
    ...{ gross: 3570, discounts: 1190, sold: 2000, returned: 667, net: 1333, tax: 253, total: 1586 },
    ...{ giftCards: 2500, cashRounding: 0, tips: 100 },
    // Each mug has cost 0.40, and two are gone.
    ...{ cost: 80, profit: 1253, margin: 94, averageSale: 1000 },
    ...{ currency: 'EUR', currencyDigits: 2, compared: null },
  };
  expect(report).toEqual({
    ...{ format: 'json', ...day, storeId: null, comparedWith: null, rowCount: 1, readAt: undefined },
    rows: [{ key: day.from, name: day.from, ...figures }],
    totals: [figures],
  });
});

describe('each grouping', () => {
  test.each(groups)('by %s says what it can say, whether its day is rolled up or not', async (groupBy) => {
    const { rows, rowCount, totals } = await reports.readInEachState('sales-summary', { ...day, groupBy });
    expect(rows.length).toBe(rowCount);
    const ofGoods = ['category', 'product'].includes(groupBy);
    const ofMethods = groupBy === 'payment_method';
    const ofDocuments = !ofGoods && !ofMethods && groupBy !== 'customer';
    for (const each of [...rows, ...totals]) {
      expect(each.quantity !== null).toBe(ofGoods);
      expect([each.voidCount, each.giftCards, each.cashRounding].every((figure) => figure !== null)).toBe(
        ofDocuments,
      );
      expect(each.tips !== null).toBe(ofDocuments || ofMethods);
      expect([each.net, each.cost, each.margin].every((figure) => figure === null)).toBe(ofMethods);
    }
  });

  test('is called by its name of now, and what has none says so', async () => {
    const namesBy = async (groupBy: string) =>
      (await read({ groupBy })).rows.map(({ key, name }: Json) => [key, name]);
    expect(await namesBy('category')).toEqual([[cups, '=Cups, and "more"']]);
    expect(await namesBy('product')).toEqual([[mug, 'Mug']]);
    expect(await namesBy('store')).toEqual([[at.here.store.id, 'High Street']]);
    expect(await namesBy('register')).toEqual([[at.here.register.id, 'Till 1']]);
    expect((await namesBy('employee'))[0][1]).toBe('Olive Owner');
    expect(await namesBy('payment_method')).toEqual([
      ['cash', 'Cash'],
      ['card', 'Card'],
    ]);
    expect(await namesBy('customer')).toEqual([
      [ada, 'Ada Lovelace'],
      [null, 'No customer'],
    ]);
    const [[weekday, name]] = await namesBy('weekday');
    expect(new Date(day.from).getUTCDay() || 7).toBe(Number(weekday));
    expect(new Date(day.from).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' })).toBe(name);
    const [[month, words]] = await namesBy('month');
    expect(month).toBe(day.from.slice(0, 7));
    const said = new Date(day.from).toLocaleDateString('en', {
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    });
    expect(words).toBe(said);
  });
});

test('JSON has as many rows as are asked for, and tells how many there are', async () => {
  const one = await read({ groupBy: 'customer', limit: 1 });
  expect([one.rows.length, one.rowCount, one.rows[0].key]).toEqual([1, 2, ada]);
  const all = await read({ groupBy: 'customer' });
  expect(one.totals).toEqual(all.totals);
});

test('a file has every row, the same figures in units of the currency, and no formulas', async () => {
  for (const groupBy of groups) {
    const query = { ...day, groupBy, compareTo: 'last_year' };
    const { rows } = await read({ groupBy, compareTo: 'last_year' });
    const [header, ...cells] = await reports.readFile('sales-summary', {
      ...query,
      limit: 1,
      delimiter: ';',
    });
    const names = header?.[0]?.split(';') ?? [];
    expect(names.slice(0, 5)).toEqual(['key', 'name', 'currency', 'currency_digits', 'sale_count']);
    expect(names).toContain('compared_average_sale');
    if (groupBy === 'category') continue;
    const totals = cells.map(([row]) => row?.split(';')[names.indexOf('total')]);
    expect(totals).toEqual(rows.map(({ total }: Json) => (total / 100).toFixed(2)));
  }
  const answer = await reports.ask('sales-summary', { ...day, groupBy: 'category', format: 'csv' });
  expect(answer.body).toContain(`"'=Cups, and ""more"""`);
  expect(answer.headers.get('content-disposition')).toBe(
    `attachment; filename=sales-summary-${day.from}-${day.to}.csv`,
  );
  const decimal = await reports.ask('sales-summary', {
    ...day,
    format: 'csv',
    delimiter: ';',
    decimalMark: ',',
  });
  expect(decimal.body).toContain(';15,86;');
});

test('over tRPC both come as JSON, each under its format', async () => {
  const call = (format: string) =>
    server.trpc('reports.salesSummary', { ...day, format }, { token: shop.owner });
  const { data: json } = await call('json');
  expect({ ...json, readAt: '' }).toEqual({ ...(await read()), readAt: '' });
  const { data: file } = await call('csv');
  expect(file).toMatchObject({
    ...{ format: 'csv', mediaType: 'text/csv; charset=utf-8' },
    fileName: `sales-summary-${day.from}-${day.to}.csv`,
  });
  expect(file.content).toBe((await reports.ask('sales-summary', { ...day, format: 'csv' })).body);
});

describe('who may see what', () => {
  test('costs take their permission, in every store of the report', async () => {
    const roleWith = async (name: string, permissions: string[]) =>
      (await at.create('/roles', { name, permissions })).id;
    const [seller, buyer] = [
      await roleWith('Seller', ['stores.read', 'reports.read']),
      await roleWith('Buyer', ['stores.read', 'reports.read', 'reports.read_costs', 'customers.read']),
    ];
    const [here, there] = [at.here.store.id, at.there.store.id];
    const user = await server.createUser(null);
    const assign = async (roles: Json[]) => {
      const { version } = await at.get(`/users/${user.id}`);
      const answer = await server.request('PATCH', `/v1/users/${user.id}`, {
        ...{ token: shop.owner, body: { version, roles } },
      });
      expect(answer.status).toBe(200);
      return server.openSession(user.id);
    };
    const partly = await assign([
      { role: buyer, storeId: here },
      { role: seller, storeId: there },
    ]);
    const costsOf = (report: Json) => [report.rows[0].cost, report.rows[0].profit, report.rows[0].margin];
    expect(costsOf(await read({}, partly))).toEqual([null, null, null]);
    expect(costsOf(await read({ storeId: here }, partly))).not.toContain(null);
    expect((await read({ storeId: here }, partly)).storeId).toBe(here);
    const blind = await assign([{ role: seller, storeId: here }]);
    const report = await read({ groupBy: 'customer', storeId: here }, blind);
    expect(report.rows.map(({ name }: Json) => name)).toEqual([ada, 'No customer']);
    expect(report.totals[0]).toMatchObject({ cost: null, profit: null, margin: null });
    const [, ofFile] = await reports.readFile('sales-summary', day);
    expect(ofFile).toContain('0.80');
  });

  test('a store that somebody cannot see is none', async () => {
    const token = await server.signInAs('manager', { storeId: at.there.store.id });
    const answer = await reports.ask('sales-summary', { ...day, storeId: at.here.store.id }, token);
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
    expect((await read({}, token)).rows).toEqual([]);
  });
});

test('a sale of a till whose clock was reset is where that put it', async () => {
  const tills = ingestingAt(server, shop);
  const sale = tills.offline(mug, {
    ...{ occurredAt: '1970-01-02T12:00:00Z', payments: [card(1190)] },
    shown: { total: 1190, lineTotals: [1190] },
  });
  expect(await tills.ingestOne(sale)).toMatchObject({ status: 'recorded_with_flags' });
  const { rows } = await read({ from: '1970-01-01', to: '1970-01-31' });
  expect(rows).toMatchObject([{ key: '1970-01-02', saleCount: 1, gross: 1190 }]);
});

test.each([
  [{ from: '2026-02-01', to: '2026-01-31' }, 'to', 'must not be before from'],
  [{ from: '2000-01-01', to: '2026-01-31' }, 'to', 'must be at most ten years after from'],
  [{ from: '9999-01-01', to: '9999-01-31' }, 'from', 'must be in the years 1900 to 2099'],
  [{ from: '2026-02-30', to: '2026-03-31' }, 'from', 'date'],
  [{ to: '2026-01-31' }, 'from', 'required'],
  [{ from: '2026-01-01', to: '2026-01-31', groupBy: 'zodiac' }, 'groupBy', 'must be one of'],
  [{ from: '2026-01-01', to: '2026-01-31', compareTo: 'yesterday' }, 'compareTo', 'must be one of'],
  [{ from: '2026-01-01', to: '2026-01-31', format: 'pdf' }, 'format', 'must be one of'],
  [{ from: '2026-01-01', to: '2026-01-31', limit: '0' }, 'limit', '1'],
  [{ from: '2026-01-01', to: '2026-01-31', zone: 'Mars/Base' }, 'zone', ''],
])('%j is refused by its field', async (query, field, words) => {
  const { status, body } = await reports.ask('sales-summary', query);
  expect([status, body.code]).toEqual([400, 'INVALID_INPUT']);
  expect(body.errors[0]).toMatchObject({ path: [field], message: expect.stringContaining(words) });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rebuildRollups } from '../src/modules/reports/index.ts';
import { type Document, groupsBy, type Line, readDocuments } from './documents.ts';
import { type Ingesting, ingestingAt } from './ingesting.ts';
import { type Reporting, reportingAt } from './reporting.ts';
import { card, cash, type Place, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

// A year of documents of three stores, read by every grouping, and once more by a pass over the documents that is slow and plain.

const YEAR = { from: '2025-12-01', to: '2026-11-30' };
const FIRST_DAY = Date.parse(YEAR.from);
const DAYS = 365;
const DAY_MS = 86_400_000;

let server: TestServer;
let shop: Shop;
let at: Selling;
let tills: Ingesting;
let reports: Reporting;
let documents: Document[];
/** Prices without tax, in another currency; and one whose day begins at four and that rounds cash. */
let abroad: Place;
let night: Place;
const goods: string[] = [];
const customers: string[] = [];

/** The same each time: xorshift32. */
let state = 20_261_123;
function random(below: number): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % below;
}
const oneOf = <T>(all: readonly T[]): T => all[random(all.length)] as T;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  at = sellingAt(server, shop);
  tills = ingestingAt(server, shop);
  reports = reportingAt(server, shop.owner);
  abroad = await at.newStore({ currency: 'USD', pricesIncludeTax: false, timeZone: 'America/New_York' });
  night = await at.newStore({ businessDayCutoffHour: 4, cashRounding: { step: 5, mode: 'half_up' } });
  const categories = [(await at.create('/categories', { name: 'Cups' })).id, undefined];
  for (const categoryId of categories) {
    for (const fields of [{ cost: 300 }, { soldBy: 'measure' }, { trackStock: false }]) {
      goods.push(await at.newProduct({ price: 999, ...(categoryId && { categoryId }), ...fields }));
    }
  }
  for (const { store } of [at.here, abroad, night]) {
    const quantities = Object.fromEntries([goods[0], goods[1], goods[3], goods[4]].map((id) => [id, 9_000]));
    await at.stockUp(quantities, { storeId: store.id });
  }
  for (const name of ['Ada', 'Ben', 'Cem']) customers.push((await at.create('/customers', { name })).id);
  await trade(60);
  await overYear();
  await atTheTurnsOfTheClock();
  await mergeCustomers();
  await rebuildRollups(server.database, server.clock.now());
  // Of today, and not rolled up yet.
  await trade(4);
  documents = await readDocuments(server);
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

/** Sales of all sorts, and what comes back of them. */
async function trade(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const place = oneOf([at.here, abroad, night]);
    const sale = await sellAt(place);
    const [line] = sale.lines;
    const where = { storeId: place.store.id, registerId: place.register.id };
    const part = [{ saleLineId: line.id, quantity: 1 }];
    const cardReference = 'R-1';
    switch (n % 6) {
      case 0:
        await at.create(`/sales/${sale.id}/void`, { reason: 'Rung up twice' });
        break;
      case 1:
        await at.create('/returns', {
          ...where,
          saleId: sale.id,
          reason: 'Too small',
          lines: part,
          cardReference,
        });
        break;
      case 2:
        await at.create('/exchanges', {
          ...{ ...where, cardReference },
          return: { saleId: sale.id, reason: 'Too small', lines: part },
          sale: { lines: [{ productId: goods[0], quantity: 9, unitPrice: 1234 }], payments: [cash(100_000)] },
        });
        break;
    }
  }
}

async function sellAt({ store, register }: Place): Promise<Json> {
  const where = { storeId: store.id, registerId: register.id };
  const giftCards =
    random(4) === 0
      ? [{ giftCardId: (await at.create('/gift-cards', { storeId: store.id })).id, amount: 1500 }]
      : [];
  const lines = Array.from({ length: 1 + random(3) }, () => ({
    ...{ productId: oneOf(goods), quantity: 1 + random(4), unitPrice: 101 + random(2000) },
    discounts: random(2) === 0 ? [{ type: 'percentage', percentage: 12.5 }] : [],
  }));
  const serviceCharges =
    random(5) === 0
      ? [
          {
            type: 'percentage',
            name: 'Service',
            percentage: 10,
            taxCategoryId: shop.taxCategories.standard.id,
          },
        ]
      : [];
  return at.sell({
    ...{ ...where, lines, giftCards, serviceCharges },
    ...(random(2) === 0 && { customerId: oneOf(customers) }),
    payments: [card(90 + random(10), { tip: random(30) }), cash(1_000_000)],
  });
}

/** Spreads what was written over the year, each document to a day and hour of its own. */
async function overYear(): Promise<void> {
  for (const table of ['sales', 'returns']) {
    const ids = (await at.rows(`SELECT id FROM ${table} ORDER BY id`)).map(({ id }) => id);
    const dates = ids.map(() => new Date(FIRST_DAY + random(DAYS) * DAY_MS).toISOString().slice(0, 10));
    const given = 'unnest($1::uuid[], $2::date[], $3::integer[]) AS given (id, date, hour)';
    const params = [ids, dates, ids.map(() => random(24))];
    await at.rows(
      `UPDATE ${table} d SET business_date = date, local_hour = hour FROM ${given} WHERE d.id = given.id`,
      params,
    );
    await at.rows(
      `UPDATE transactions SET business_date = date FROM ${given} WHERE document_id = given.id`,
      params,
    );
  }
  for (const feed of ['outbox', 'events']) {
    await at.rows(`UPDATE ${feed} e SET business_date = d.business_date
      FROM (SELECT id, business_date FROM sales UNION ALL SELECT id, business_date FROM returns) d
      WHERE d.id::text = coalesce(e.payload->>'returnId', e.payload->>'saleId') AND e.business_date IS NOT NULL`);
  }
}

/** Around the hours that are left out and doubled, and around the end of the business day, four o'clock. */
async function atTheTurnsOfTheClock(): Promise<void> {
  const instants = [
    ...['2026-03-28T23:30:00Z', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z', '2026-03-29T01:59:59Z'],
    ...['2026-03-29T02:00:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:59:59Z'],
    '2026-10-25T03:00:00Z',
  ];
  const sales = instants.map((occurredAt) =>
    tills.offline(goods[0] ?? '', {
      ...{ occurredAt, registerId: night.register.id },
      payments: [cash(1000)],
      shown: { total: 999, lineTotals: [999] },
    }),
  );
  const { items } = ok(await tills.ingest(sales, { place: night }));
  expect(items.filter(({ status }: Json) => status === 'refused')).toEqual([]);
}

/** Ben turns out to be Ada. */
async function mergeCustomers(): Promise<void> {
  const [ada, ben] = customers;
  const versionOf = async (id: string | undefined) => (await at.get(`/customers/${id}`)).version;
  await at.create(`/customers/${ada}/merge`, {
    ...{ version: await versionOf(ada), mergedId: ben, mergedVersion: await versionOf(ben) },
  });
}

/** What a group comes to. */
type Figures = Record<string, bigint>;
/** Where the documents of a group are put, and what of them counts. */
type Split = (document: Document) => readonly (readonly [key: string | null, figures: Figures])[];

const sum = (all: readonly bigint[]) => all.reduce((total, each) => total + each, 0n);

function ofGoods(sign: bigint, lines: readonly Line[]): Figures {
  const total = (pick: (line: Line) => bigint) => sum(lines.map(pick));
  const [net, isSale] = [total((line) => line.net), sign === 1n];
  return {
    gross: isSale ? total((line) => line.gross) : 0n,
    discounts: isSale ? total((line) => line.discount) : 0n,
    sold: isSale ? net : 0n,
    returned: isSale ? 0n : net,
    net: sign * net,
    tax: sign * total((line) => line.tax),
    total: sign * (net + total((line) => line.tax)),
    cost: sign * total((line) => line.cost),
    profit: sign * (net - total((line) => line.cost)),
  };
}

const counts = ({ sign }: Document): Figures => ({
  saleCount: sign === 1n ? 1n : 0n,
  returnCount: sign === 1n ? 0n : 1n,
});

const whole =
  (keyOf: (document: Document) => string | number): Split =>
  (document) => {
    const { sign, lines, giftCards, cashRounding, tips, isVoid } = document;
    const figures = {
      ...{ ...ofGoods(sign, lines), ...counts(document), voidCount: isVoid ? 1n : 0n },
      ...{ giftCards: sign * giftCards, cashRounding: sign * cashRounding, tips: sign * tips },
    };
    return [[String(keyOf(document)), figures]];
  };

const byLines =
  (keyOf: (line: Line) => string | null, withCounts: boolean): Split =>
  (document) =>
    [...groupsBy(document.lines, keyOf)].map(([key, lines]) => {
      const quantity = document.sign * sum(lines.map((line) => line.quantity));
      return [key, { ...ofGoods(document.sign, lines), quantity, ...(withCounts && counts(document)) }];
    });

const splits: Readonly<Record<string, Split>> = {
  hour: whole(({ hour }) => hour),
  weekday: whole(({ date }) => weekdayOf(date)),
  day: whole(({ date }) => date),
  week: whole(({ date }) => weekOf(date)),
  month: whole(({ date }) => date.slice(0, 7)),
  store: whole(({ storeId }) => storeId),
  register: whole(({ registerId }) => registerId),
  employee: whole(({ cashierId }) => cashierId),
  category: byLines(({ categoryId }) => categoryId, false),
  product: byLines(({ productId }) => productId, true),
  payment_method: ({ sign, tenders }) =>
    tenders.map(({ method, amount, tip }) => [method, { total: sign * (amount - tip), tips: sign * tip }]),
  customer: (document) => {
    const { customerId, sign, lines } = document;
    const merged = customerId === customers[1] ? (customers[0] ?? null) : customerId;
    return [[merged, { ...ofGoods(sign, lines), ...counts(document) }]];
  },
};

const weekdayOf = (date: string) => new Date(date).getUTCDay() || 7;

/** The year and number of the week, counted from the Monday of the week with 4 January. */
function weekOf(date: string): string {
  const mondayOf = (each: number) => each - (weekdayOf(new Date(each).toISOString()) - 1) * DAY_MS;
  const day = Date.parse(date);
  const year = new Date(mondayOf(day) + 3 * DAY_MS).getUTCFullYear();
  const week = (mondayOf(day) - mondayOf(Date.UTC(year, 0, 4))) / (7 * DAY_MS) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly storeId?: string;
}

/** What the groups of some days come to, by key and currency. */
function groupsOf(split: Split, { from, to, storeId }: Asked): Map<string, Figures> {
  const groups = new Map<string, Figures>();
  for (const document of documents) {
    if (document.date < from || document.date > to) continue;
    if (storeId !== undefined && document.storeId !== storeId) continue;
    for (const [key, figures] of split(document)) {
      const name = JSON.stringify([key, document.currency]);
      const group = groups.get(name) ?? {};
      for (const [figure, amount] of Object.entries(figures)) group[figure] = (group[figure] ?? 0n) + amount;
      groups.set(name, group);
    }
  }
  return groups;
}

/** The same of what a report says: its figures that are whole numbers, in the same form. */
function told(row: Json, like: Figures): Figures {
  return Object.fromEntries(
    Object.keys(like).map((figure) => [
      figure,
      BigInt(Math.round(row[figure] * (figure === 'quantity' ? 1000 : 1))),
    ]),
  );
}

const named = (rows: readonly Json[]) =>
  new Map(rows.map((row) => [JSON.stringify([row.key, row.currency]), row]));

/** The dates of a period, of which groups in turn take their places. */
const datesOf = ({ from, to }: Asked) =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / DAY_MS + 1 }, (_, n) =>
    new Date(Date.parse(from) + n * DAY_MS).toISOString().slice(0, 10),
  );
const inTurn: Readonly<Record<string, (date: string) => string>> = {
  day: (date) => date,
  week: weekOf,
  month: (date) => date.slice(0, 7),
};

/** The key that stands beside another one: of the same place in the other period. */
function besideOf(groupBy: string, key: string | null, asked: Asked, other: Asked, compareTo: string) {
  const group = inTurn[groupBy];
  if (!group || key === null) return key;
  if (groupBy === 'day' && compareTo === 'last_year') return `${Number(key.slice(0, 4)) - 1}${key.slice(4)}`;
  if (groupBy === 'week' && compareTo === 'last_year') {
    const date = datesOf(asked).find((each) => weekOf(each) === key) ?? '';
    return weekOf(new Date(Date.parse(date) - 364 * 86_400_000).toISOString().slice(0, 10));
  }
  const places = (period: Asked) => [...new Set(datesOf(period).map(group))];
  return places(other)[places(asked).indexOf(key)] ?? null;
}

const periods: readonly Asked[] = [
  YEAR,
  { from: '2026-02-10', to: '2026-05-20' },
  { from: '2026-03-28', to: '2026-03-29' },
];

describe.each(Object.keys(splits))('the sales summary by %s', (groupBy) => {
  const split = splits[groupBy] as Split;

  test.each(periods)('of $from to $to is what the documents come to', async (period) => {
    for (const storeId of [undefined, night.store.id]) {
      const asked = { ...period, ...(storeId && { storeId }) };
      const report = await reports.read('sales-summary', { ...asked, groupBy, limit: 10_000 });
      const expected = groupsOf(split, asked);
      const rows = named(report.rows);
      expect(rows.size).toBe(report.rowCount);
      expect(new Set(rows.keys())).toEqual(new Set(expected.keys()));
      for (const [name, figures] of expected)
        expect([name, told(rows.get(name), figures)]).toEqual([name, figures]);
      for (const total of report.totals) {
        const all = groupsOf((document) => split(document).map(([, figures]) => ['all', figures]), asked);
        const figures = all.get(JSON.stringify(['all', total.currency])) ?? {};
        const { saleCount, returnCount, ...summed } = figures;
        expect(told(total, groupBy === 'product' ? summed : figures)).toEqual(
          groupBy === 'product' ? summed : figures,
        );
      }
    }
  });

  test.each(['previous_period', 'last_year'])('stands beside %s', async (compareTo) => {
    const asked = { from: '2026-05-01', to: '2026-08-31' };
    const query = { ...asked, groupBy, compareTo, limit: 10_000 };
    const { rows, comparedWith, totals } = await reports.read('sales-summary', query);
    const expectedPeriod =
      compareTo === 'last_year'
        ? { from: '2025-05-01', to: '2025-08-31' }
        : { from: '2025-12-29', to: '2026-04-30' };
    expect(comparedWith).toEqual(expectedPeriod);
    const then = groupsOf(split, expectedPeriod);
    for (const { key, currency, compared } of rows) {
      const beside = besideOf(groupBy, key, asked, expectedPeriod, compareTo);
      const figures = then.get(JSON.stringify([beside, currency]));
      expect(compared && told(compared, figures ?? {})).toEqual(figures ?? null);
    }
    const nets = groupsBy(totals as Json[], ({ currency }) => currency);
    for (const [currency, [total]] of nets) {
      const amounts = [...then].filter(([name]) => JSON.parse(name)[1] === currency);
      expect(BigInt(total.compared?.total ?? 0)).toBe(
        sum(amounts.map(([, { total: amount = 0n }]) => amount)),
      );
    }
  });
});

test('every grouping comes to the money ledger, to the cent', async () => {
  const days = { businessDateFrom: YEAR.from, businessDateTo: YEAR.to };
  const { items } = await at.get(`/transactions/totals?${new URLSearchParams(days)}`);
  for (const currency of ['EUR', 'USD']) {
    const entries = items.filter(
      (item: Json) => item.currency === currency && ['sale', 'return'].includes(item.kind),
    );
    const ledger = entries.reduce((total: number, { amount }: Json) => total + amount, 0);
    for (const groupBy of ['hour', 'weekday', 'day', 'week', 'month', 'store', 'register', 'employee']) {
      const { rows } = await reports.read('sales-summary', { ...YEAR, groupBy });
      const collected = rows
        .filter((row: Json) => row.currency === currency)
        .map(({ total, giftCards, cashRounding, tips }: Json) => total + giftCards + cashRounding + tips);
      expect(collected.reduce((a: number, b: number) => a + b, 0)).toBe(ledger);
    }
    const { totals } = await reports.read('sales-summary', { ...YEAR, groupBy: 'payment_method' });
    const total = totals.find((each: Json) => each.currency === currency);
    expect(total.total + total.tips).toBe(ledger);
  }
});

/** The reports that sum up what was sold, with all that they can be grouped by. */
const grouped: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'sales-summary': Object.keys(splits),
  payments: ['payment_method', 'day', 'week', 'month', 'store'],
  taxes: ['tax_rate', 'day', 'week', 'month', 'store'],
  discounts: ['discount', 'day', 'week', 'month', 'store'],
  refunds: [
    'kind',
    'reason',
    'day',
    'week',
    'month',
    'store',
    'register',
    'employee',
    'product',
    'payment_method',
  ],
  'profit-and-loss': ['total', 'day', 'week', 'month', 'store'],
  customers: [undefined],
  employees: [undefined],
  'top-products': [undefined],
};

const readAll = (
  path: string,
  asked: Asked,
  groupBy: string | undefined,
  fields: object = {},
): Promise<Json> => reports.read(path, { ...asked, limit: 10_000, ...(groupBy && { groupBy }), ...fields });

describe('the reports agree with each other', () => {
  const quarter = { from: '2026-04-01', to: '2026-06-30' };
  const asked: readonly (readonly [string, () => Asked])[] = [
    ['a year', () => YEAR],
    ['a quarter', () => quarter],
    ['a quarter of one store', () => ({ ...quarter, storeId: night.store.id })],
  ];

  test.each(asked)('over %s', async (_, periodOf) => {
    const period = periodOf();
    const totalsOf = async (path: string, groupBy?: string) =>
      new Map((await readAll(path, period, groupBy)).totals.map((total: Json) => [total.currency, total]));
    const summary = await totalsOf('sales-summary', 'day');
    expect(summary.size).toBe(period.storeId === undefined ? 2 : 1);
    const of = Object.fromEntries(
      await Promise.all(
        Object.keys(grouped).map(async (path) => [path, await totalsOf(path, grouped[path]?.[0])] as const),
      ),
    );
    const days = { businessDateFrom: period.from, businessDateTo: period.to };
    const ledger = await at.get(
      `/transactions/totals?${new URLSearchParams({ ...days, ...(period.storeId !== undefined && { storeId: period.storeId }) })}`,
    );
    for (const [currency, all] of summary as Map<string, Json>) {
      const entered = (kind: string, field = 'amount') =>
        ledger.items
          .filter((item: Json) => item.currency === currency && item.kind === kind)
          .reduce((total: number, item: Json) => total + item[field], 0);
      // A report without a row in a currency has no total of it.
      const totalOf = (path: string): Json => of[path]?.get(currency) ?? {};
      const payments = totalOf('payments');
      const refunds = { returnCount: 0, net: 0, refunded: 0, ...totalOf('refunds') };
      const result = totalOf('profit-and-loss');
      const buyers = totalOf('customers');
      const staff = totalOf('employees');
      const products = totalOf('top-products');
      const collected = all.total + all.giftCards + all.cashRounding + all.tips;
      expect([payments.collected, payments.amount, payments.refunded]).toEqual([
        ...[collected, entered('sale'), 0 - entered('return')],
      ]);
      expect(payments.tips - payments.refundedTips).toBe(all.tips);
      expect(entered('sale', 'tips') + entered('return', 'tips')).toBe(all.tips);
      expect(totalOf('taxes').due ?? 0).toBe(all.tax);
      expect(totalOf('discounts').amount ?? 0).toBe(all.discounts);
      expect([refunds.returnCount, refunds.net, refunds.refunded]).toEqual([
        ...[all.returnCount, all.returned, payments.refunded],
      ]);
      expect([result.grossSales, result.discounts, result.sold, result.returned, result.netSales]).toEqual([
        ...[all.gross, all.discounts, all.sold, all.returned, all.net],
      ]);
      expect([result.costOfGoods, result.grossProfit, result.cashRounding]).toEqual([
        ...[all.cost, all.profit, all.cashRounding],
      ]);
      expect(buyers.net + buyers.anonymousNet).toBe(all.net);
      expect(buyers.saleCount + buyers.anonymousSaleCount).toBe(all.saleCount);
      expect([staff.saleCount, staff.gross, staff.discounts, staff.net, staff.tips]).toEqual([
        ...[all.saleCount, all.gross, all.discounts, all.net, all.tips],
      ]);
      expect(products.net + result.serviceCharges).toBe(all.net);
      expect(products.cost).toBe(all.cost);
    }
  });

  const groupings = Object.entries(grouped).flatMap(([path, all]) =>
    all.map((groupBy) => [path, groupBy] as const),
  );

  test.each(groupings)(
    '%s by %s comes to the same as by anything else, and beside another period to what that comes to',
    async (path, groupBy) => {
      const [first] = grouped[path] ?? [];
      const { totals, rows } = await readAll(path, quarter, groupBy);
      const others = (await readAll(path, quarter, first)).totals;
      for (const [index, total] of totals.entries()) {
        for (const [field, figure] of Object.entries(total)) {
          // What cannot be said of a group is said by others.
          if (figure !== null && others[index][field] !== null && field !== 'total') {
            expect([field, figure]).toEqual([field, others[index][field]]);
          }
          const ofRows = rows.filter(({ currency }: Json) => currency === total.currency);
          const isSum = SUMS.has(field) && ofRows.every((row: Json) => typeof row[field] === 'number');
          if (isSum && typeof figure === 'number') {
            const added = ofRows.reduce((sumOfRows: number, row: Json) => sumOfRows + row[field], 0);
            expect([field, added]).toEqual([field, figure]);
          }
        }
      }
      for (const compareTo of ['previous_period', 'last_year']) {
        const compared = await readAll(path, quarter, groupBy, { compareTo });
        const other = await readAll(path, compared.comparedWith, groupBy);
        for (const total of other.totals) {
          const { currency, currencyDigits, compared: none, ...figures } = total;
          const beside = compared.totals.find((each: Json) => each.currency === currency);
          expect(beside.compared).toEqual(figures);
        }
      }
    },
  );
});

/** The figures that add up over the rows of a report. */
const SUMS = new Set([
  ...[
    'gross',
    'discounts',
    'sold',
    'returned',
    'net',
    'tax',
    'giftCards',
    'cashRounding',
    'tips',
    'cost',
    'profit',
  ],
  ...[
    'amount',
    'refunded',
    'refundedTips',
    'collected',
    'paymentCount',
    'refundCount',
    'base',
    'exempted',
    'due',
  ],
  ...['returnedBase', 'returnedAmount', 'netBase', 'netSales', 'grossSales', 'includedTax', 'serviceCharges'],
  ...['costOfGoods', 'grossProfit', 'stockLosses', 'cashVariance', 'result'],
]);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reporting, reportingAt } from './reporting.ts';
import { endWithCleanBooks } from './selling.ts';
import { type Json, startTestServer, type TestServer } from './support.ts';
import { type Traded, trade } from './traded.ts';

let server: TestServer;
let traded: Traded;
let reports: Reporting;
/** The stores' two days. */
let both: { from: string; to: string };
let secondDay: { from: string; to: string };

beforeAll(async () => {
  server = await startTestServer();
  traded = await trade(server);
  reports = reportingAt(server, traded.owner);
  const [first, second] = traded.days;
  both = { from: first, to: second };
  secondDay = { from: second, to: second };
});
afterAll(() => endWithCleanBooks(server));

/** Sums of figures by what they are of, each added up from one document after the other. */
type Ledger = Map<string, Record<string, number>>;

function add(ledger: Ledger, of: readonly unknown[], figures: Record<string, number>): void {
  const key = of.join(' | ');
  const sums = ledger.get(key) ?? {};
  for (const [name, value] of Object.entries(figures)) {
    sums[name] = Math.round(((sums[name] ?? 0) + value) * 1000) / 1000;
  }
  ledger.set(key, sums);
}

/** The same of the rows of a report: the figures that the documents tell. */
function toLedger(rows: readonly Json[], of: (row: Json) => readonly unknown[], expected: Ledger): Ledger {
  const names = Object.keys([...expected.values()][0] ?? {});
  return new Map(
    rows.map((row) => [of(row).join(' | '), Object.fromEntries(names.map((name) => [name, row[name]]))]),
  );
}

const within = (documents: readonly Json[], { from, to }: { from: string; to: string }) =>
  documents.filter(({ businessDate }) => businessDate >= from && businessDate <= to);
const currencyOf = ({ currency }: Json) => [currency];

/** Whichever state the days are in, the rows and the totals are those of the documents. */
async function expectReport(
  path: string,
  query: Record<string, string>,
  { of, rows, totals }: { of: (row: Json) => readonly unknown[]; rows: Ledger; totals?: Ledger },
): Promise<Json> {
  await traded.selling.rows(`DELETE FROM event_consumers WHERE name = 'rollups'`);
  const report = await reports.readInEachState(path, query);
  expect(toLedger(report.rows, of, rows)).toEqual(rows);
  expect(report.rowCount).toBe(rows.size);
  if (totals) expect(toLedger(report.totals, currencyOf, totals)).toEqual(totals);
  return report;
}

describe('payments', () => {
  const collect = (period: { from: string; to: string }) => {
    const [rows, totals]: [Ledger, Ledger] = [new Map(), new Map()];
    const count = (currency: string, { method, name }: Json, figures: Record<string, number>) => {
      const none = {
        ...{
          paymentCount: 0,
          amount: 0,
          tips: 0,
          refundCount: 0,
          refunded: 0,
          refundedTips: 0,
          collected: 0,
        },
      };
      add(rows, [method, method === 'other' ? name : '', currency], { ...none, ...figures });
      add(totals, [currency], { ...none, ...figures });
    };
    for (const { currency, payments } of within(traded.sales, period)) {
      for (const payment of payments) {
        const { amount, tip } = payment;
        count(currency, payment, { paymentCount: 1, amount, tips: tip, collected: amount });
      }
    }
    for (const { currency, refunds } of within(traded.returns, period)) {
      for (const refund of refunds) {
        const { amount, tip } = refund;
        count(currency, refund, { refundCount: 1, refunded: amount, refundedTips: tip, collected: -amount });
      }
    }
    return {
      rows,
      totals,
      of: (row: Json) => [row.method, row.method === 'other' ? row.name : '', row.currency],
    };
  };

  test('are those of sales less refunds, by method and by the names of other ones', async () => {
    const report = await expectReport('payments', both, collect(both));
    const methods = new Set(report.rows.map(({ method }: Json) => method));
    expect([...methods].sort()).toEqual([
      ...['card', 'cash', 'exchange', 'gift_card', 'loyalty', 'other', 'store_credit', 'uncollected'],
    ]);
    expect(
      report.rows.filter(({ method }: Json) => method === 'other').map(({ key, name }: Json) => [key, name]),
    ).toEqual([
      ['other:Town voucher', 'Town voucher'],
      ['other:Club voucher', 'Club voucher'],
    ]);
    // The most first.
    const collected = report.rows.map((row: Json) => row.collected);
    expect(collected).toEqual(collected.toSorted((a: number, b: number) => b - a));
  });

  test('come to what the ledger says, and to the sales summary with gift cards, rounding and tips', async () => {
    const { totals } = await reports.read('payments', both);
    const summary = await reports.read('sales-summary', both);
    for (const { currency, collected, tips, refundedTips } of totals) {
      const [entry] = await traded.selling.rows(
        `SELECT sum(amount)::float8 AS amount FROM transactions WHERE kind IN ('sale', 'return') AND currency = $1`,
        [currency],
      );
      expect(collected).toBe(entry.amount);
      const total = summary.totals.find((each: Json) => each.currency === currency);
      expect(collected).toBe(total.total + total.giftCards + total.cashRounding + total.tips);
      expect(tips - refundedTips).toBe(total.tips);
    }
  });

  test('stand beside those of the day before', async () => {
    const { rows, comparedWith } = await reports.read('payments', {
      ...secondDay,
      compareTo: 'previous_period',
    });
    const [first] = traded.days;
    expect(comparedWith).toEqual({ from: first, to: first });
    const { rows: before } = await reports.read('payments', { from: first, to: first });
    for (const { key, currency, compared } of rows) {
      const beside = before.find((row: Json) => row.key === key && row.currency === currency);
      expect({ key, ...compared }).toEqual({ key, ...(beside && pick(beside, compared)) });
    }
    expect(rows.length).toBeGreaterThan(1);
  });
});

const pick = (row: Json, like: Json) =>
  Object.fromEntries(Object.keys(like ?? {}).map((name) => [name, row[name]]));

test('taxes are those of sales less those of returns, by the rate as it was charged', async () => {
  const [rows, totals]: [Ledger, Ledger] = [new Map(), new Map()];
  const none = {
    ...{ base: 0, amount: 0, exempted: 0, returnedBase: 0, returnedAmount: 0, netBase: 0, due: 0 },
  };
  const count = (
    currency: string,
    { taxRateId, name, percentage }: Json,
    figures: Record<string, number>,
  ) => {
    add(rows, [taxRateId, name, percentage, currency], { ...none, ...figures });
    add(totals, [currency], { ...none, ...figures });
  };
  for (const { currency, taxes } of traded.sales) {
    for (const tax of taxes) {
      const { base, amount, exempted = 0 } = tax;
      count(currency, tax, { base, amount, exempted, netBase: base, due: amount });
    }
  }
  for (const { currency, taxes } of traded.returns) {
    for (const tax of taxes) {
      const { base, amount } = tax;
      count(currency, tax, { returnedBase: base, returnedAmount: amount, netBase: -base, due: -amount });
    }
  }
  const of = ({ key, name, percentage, currency }: Json) => [key, name, percentage, currency];
  const report = await expectReport('taxes', both, { of, rows, totals });
  expect(report.totals.some(({ exempted }: Json) => exempted > 0)).toBe(true);
  const summary = await reports.read('sales-summary', both);
  expect(report.totals.map(({ due }: Json) => due)).toEqual(summary.totals.map(({ tax }: Json) => tax));
  const byDay = await reports.read('taxes', { ...both, groupBy: 'day' });
  expect(byDay.rows.map(({ key }: Json) => key)).toEqual([both.from, both.from, both.to, both.to]);
  expect(byDay.totals).toEqual(report.totals);
});

test('discounts are those of rules, of rewards and of the till, and the summary has the same', async () => {
  const [rows, totals]: [Ledger, Ledger] = [new Map(), new Map()];
  for (const { currency, discounts } of traded.sales) {
    for (const { id, name, amount } of discounts) {
      add(rows, [id.includes('-0') && !id.startsWith('0') ? null : id, name, currency], {
        saleCount: 1,
        amount,
      });
      add(totals, [currency], { amount });
    }
  }
  const of = ({ key, name, currency }: Json) => [key, name, currency];
  const report = await expectReport('discounts', both, { of, rows, totals });
  const { rule, reward } = traded.ids;
  expect(report.rows.map(({ key, name }: Json) => [key, name])).toEqual([
    [rule, 'Pans off'],
    [rule, 'Pans off'],
    [null, 'Scratched'],
    [reward, 'Coin'],
    [null, 'Regular'],
    [null, '+Staff'],
  ]);
  const summary = await reports.read('sales-summary', both);
  expect(report.totals.map(({ amount }: Json) => amount)).toEqual(
    summary.totals.map(({ discounts }: Json) => discounts),
  );
  const byStore = await reports.read('discounts', { ...both, groupBy: 'store' });
  expect(byStore.rows.map(({ name, saleCount }: Json) => [name, saleCount])).toEqual([
    ['High Street', null],
    ['Abroad', null],
  ]);
});

describe('refunds', () => {
  const figuresOf = (each: Json) => ({
    ...{
      returnCount: 1,
      net: each.netTotal,
      tax: each.taxTotal,
      giftCards: each.giftCardTotal,
      total: each.total,
    },
    ...{ cashRounding: each.cashRounding, tips: each.tipTotal, refunded: each.refundTotal },
  });

  test.each([
    ['kind', ({ kind }: Json) => kind],
    ['reason', ({ reason }: Json) => reason],
    ['day', ({ businessDate }: Json) => businessDate],
    ['month', ({ businessDate }: Json) => businessDate.slice(0, 7)],
    ['store', ({ storeId }: Json) => storeId],
    ['register', ({ registerId }: Json) => registerId],
    ['employee', ({ cashierId }: Json) => cashierId],
  ])('by %s are those of returns', async (groupBy, keyOf) => {
    const [rows, totals]: [Ledger, Ledger] = [new Map(), new Map()];
    for (const each of traded.returns) {
      add(rows, [keyOf(each), each.currency], figuresOf(each));
      add(totals, [each.currency], figuresOf(each));
    }
    const of = ({ key, currency }: Json) => [key, currency];
    await expectReport('refunds', { ...both, groupBy }, { of, rows, totals });
  });

  test('of goods are by product, and those by method come to the same money', async () => {
    const goods: Ledger = new Map();
    const methods: Ledger = new Map();
    for (const { currency, lines, refunds } of traded.returns) {
      for (const { productId, kind, quantity, net, tax, total } of lines) {
        const figures = { returnCount: 1, quantity: kind === 'product' ? quantity : 0, net, tax, total };
        add(goods, [productId, currency], figures);
      }
      for (const { method, amount, tip } of refunds) {
        add(methods, [method, currency], { tips: tip, refunded: amount });
      }
    }
    const of = ({ key, currency }: Json) => [key, currency];
    const byProduct = await expectReport('refunds', { ...both, groupBy: 'product' }, { of, rows: goods });
    expect(byProduct.totals[0]).toMatchObject({ returnCount: null, giftCards: null, refunded: null });
    const byMethod = await expectReport(
      'refunds',
      { ...both, groupBy: 'payment_method' },
      { of, rows: methods },
    );
    const { totals } = await reports.read('refunds', both);
    expect(byMethod.totals.map(({ refunded }: Json) => refunded)).toEqual(
      totals.map(({ refunded }: Json) => refunded),
    );
    const summary = await reports.read('sales-summary', both);
    expect(totals.map(({ net }: Json) => net)).toEqual(summary.totals.map(({ returned }: Json) => returned));
  });
});

/** Lines of goods, with what they have cost: above 0 where they were sold. */
async function goodsOf(): Promise<Json[]> {
  const select = (lines: string, documents: string, document: string) =>
    traded.selling.rows(
      `SELECT l.product_id AS "productId", l.kind, d.id, d.currency, l.quantity::float8, l.gross, l.discount, l.net, l.tax,
         coalesce(l.cost, 0)::float8 AS cost
       FROM ${lines} l JOIN ${documents} d ON d.id = l.${document} WHERE l.kind <> 'gift_card'`,
    );
  const sold = await select('sale_lines', 'sales', 'sale_id');
  const returned = await select('return_lines', 'returns', 'return_id');
  return [...sold.map((line) => ({ ...line, sign: 1 })), ...returned.map((line) => ({ ...line, sign: -1 }))];
}

describe('the top products', () => {
  const expected = async () => {
    const rows: Ledger = new Map();
    const sales = new Map<string, Set<string>>();
    for (const line of await goodsOf()) {
      const { id, kind, productId, currency, sign, quantity, gross, discount, net, tax, cost } = line;
      if (kind !== 'product') continue;
      const key = `${productId} | ${currency}`;
      if (sign > 0) sales.set(key, (sales.get(key) ?? new Set()).add(id));
      add(rows, [productId, currency], {
        ...{ saleCount: 0, quantity: sign * quantity, returnedQuantity: sign < 0 ? quantity : 0 },
        ...{ gross: sign > 0 ? gross : 0, discounts: sign > 0 ? discount : 0 },
        ...{ net: sign * net, tax: sign * tax, cost: sign * cost, profit: sign * (net - cost) },
      });
    }
    for (const [key, sums] of rows) sums.saleCount = sales.get(key)?.size ?? 0;
    return rows;
  };
  const of = ({ productId, currency }: Json) => [productId, currency];

  test('are those sold less those returned, in the order of what is asked for', async () => {
    for (const by of ['net', 'quantity', 'profit']) {
      const report = await expectReport('top-products', { ...both, by }, { of, rows: await expected() });
      for (const currency of ['EUR', 'USD']) {
        const rows = report.rows.filter((row: Json) => row.currency === currency);
        const values = rows.map((row: Json) => row[by]);
        expect(values).toEqual(values.toSorted((a: number, b: number) => b - a));
        expect(rows.map(({ rank }: Json) => rank)).toEqual(rows.map((_: Json, index: number) => index + 1));
      }
    }
    const { rows, totals } = await reports.read('top-products', both);
    const [mug] = rows;
    expect(mug).toMatchObject({ productId: traded.ids.mug, name: '=Mug', sku: expect.stringMatching(/^S-/) });
    expect(mug.share).toBe(Math.round((mug.net / totals[0].net) * 10_000) / 100);
    expect(mug.margin).toBe(Math.round(((mug.net - mug.cost) / mug.net) * 10_000) / 100);
    // What came back whole has earned nothing.
    expect(rows.find((row: Json) => row.currency === 'USD' && row.net === 0)).toMatchObject({ margin: null });
  });

  test('of a category are also those of the categories below it', async () => {
    const { mug, pan } = traded.ids;
    const { rows, totals } = await reports.read('top-products', { ...both, categoryId: traded.ids.kitchen });
    expect(new Set(rows.map(({ productId }: Json) => productId))).toEqual(new Set([mug, pan]));
    const euros = rows.filter(({ currency }: Json) => currency === 'EUR');
    expect(totals[0].net).toBe(euros[0].net + euros[1].net);
    expect(euros[0].share + euros[1].share).toBeCloseTo(100, 5);
    const { rows: cups } = await reports.read('top-products', { ...both, categoryId: traded.ids.cups });
    expect(new Set(cups.map(({ productId }: Json) => productId))).toEqual(new Set([mug]));
  });

  test('that are shown are the first ones, and the totals are of all', async () => {
    const all = await reports.read('top-products', both);
    const two = await reports.read('top-products', { ...both, limit: 2 });
    expect(two).toMatchObject({ rows: all.rows.slice(0, 2), rowCount: all.rowCount, totals: all.totals });
  });
});

describe('profit and loss', () => {
  test('has what was sold and returned, and what it has cost', async () => {
    const rows: Ledger = new Map();
    for (const { currency, kind, sign, gross, discount, net, cost } of await goodsOf()) {
      const sold = sign > 0;
      add(rows, [currency], {
        ...{ grossSales: sold ? gross : 0, discounts: sold ? discount : 0, sold: sold ? net : 0 },
        ...{ includedTax: sold ? gross - discount - net : 0, returned: sold ? 0 : net, netSales: sign * net },
        ...{ serviceCharges: kind === 'service_charge' ? sign * net : 0 },
        ...{ costOfGoods: sign * cost, grossProfit: sign * (net - cost) },
      });
    }
    const report = await expectReport('profit-and-loss', both, { of: currencyOf, rows, totals: rows });
    for (const each of report.rows) {
      expect(each.result).toBe(
        each.grossProfit - each.stockLosses + each.revaluations + each.cashRounding + each.cashVariance,
      );
      const documents = (all: readonly Json[]) => all.filter(({ currency }) => currency === each.currency);
      const rounding = (all: readonly Json[]) =>
        documents(all).reduce((sum, { cashRounding }) => sum + cashRounding, 0);
      expect(each.cashRounding).toBe(rounding(traded.sales) - rounding(traded.returns));
    }
    expect(report.rows.map(({ cashVariance }: Json) => cashVariance)).toEqual([-123, 0]);
  });

  test('explains what became of the value of stock: nothing is left out, and nothing counted twice', async () => {
    const [stock] = await traded.selling.rows(`
      SELECT (SELECT sum(value + damaged_value) FROM stock_levels)::float8 AS value,
        (SELECT sum(m.value) FROM stock_movements m JOIN stock_adjustments a ON a.id = m.document_id
         WHERE a.reason = 'opening_stock' AND m.kind = 'adjustment')::float8 AS opened`);
    const { totals } = await reports.read('profit-and-loss', both);
    const sum = (name: string) => totals.reduce((all: number, each: Json) => all + each[name], 0);
    expect(stock.value).toBe(stock.opened - sum('costOfGoods') - sum('stockLosses') + sum('revaluations'));
    expect(Math.min(sum('stockLosses'), -sum('revaluations'))).toBeGreaterThan(0);
  });

  test('counts a loss in its store and on its day', async () => {
    const first = await reports.read('profit-and-loss', { ...both, groupBy: 'store' });
    const losses = first.rows.map(({ name, stockLosses }: Json) => [name, stockLosses > 0]);
    expect(losses.toSorted()).toEqual([
      ['Abroad', false],
      ['Harbour', false],
      ['High Street', true],
    ]);
    const days = await reports.read('profit-and-loss', { ...both, groupBy: 'day' });
    const euros = days.rows.filter(({ currency }: Json) => currency === 'EUR');
    expect(euros.map(({ stockLosses }: Json) => stockLosses > 0)).toEqual([true, false]);
    for (const groupBy of ['day', 'week', 'month', 'total']) {
      const { totals } = await reports.read('profit-and-loss', { ...both, groupBy });
      expect(totals).toEqual(first.totals);
    }
  });

  test('takes the permission for costs', async () => {
    const { status, body } = await reports.ask(
      'profit-and-loss',
      { ...both, storeId: traded.abroad.store.id },
      traded.reader,
    );
    expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
  });
});

describe('whoever asks', () => {
  test('sees costs where they may see them in every store of the report', async () => {
    const storeId = traded.shop.stores[0].id;
    const unseen = { cost: null, profit: null, margin: null };
    const all = await reports.read('top-products', both, traded.reader);
    expect(all.rows[0]).toMatchObject(unseen);
    expect(all.totals[0]).toMatchObject(unseen);
    const here = await reports.read('top-products', { ...both, storeId }, traded.reader);
    expect(here).toMatchObject(omitTime(await reports.read('top-products', { ...both, storeId })));
    const { status, body } = await reports.ask('top-products', { ...both, by: 'profit' }, traded.reader);
    expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    const file = await reports.ask('top-products', { ...both, format: 'csv' }, traded.reader);
    const [header, ...rows] = file.body
      .trimEnd()
      .split('\r\n')
      .map((row: string) => row.split(','));
    expect(new Set(rows.map((row: string[]) => row[header.indexOf('cost')]))).toEqual(new Set(['']));
  });

  test.each([
    'payments',
    'taxes',
    'discounts',
    'refunds',
    'top-products',
    'profit-and-loss',
    'customers',
    'employees',
  ])('sees in %s the stores alone in which they may read reports', async (path) => {
    const storeId = traded.shop.stores[0].id;
    const mine = await reports.read(path, both, traded.manager);
    expect(mine.rows.length).toBeGreaterThan(0);
    const { storeId: asked, ...one } = await reports.read(path, { ...both, storeId });
    expect(asked).toBe(storeId);
    expect(mine).toMatchObject(omitTime(one));
    const { status, body } = await reports.ask(
      path,
      { ...both, storeId: traded.abroad.store.id },
      traded.manager,
    );
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
  });
});

const omitTime = ({ readAt: _, ...report }: Json) => report;

describe('a file', () => {
  const cellOf = (name: string, value: unknown, row: Json, money: ReadonlySet<string>): string => {
    if (value === null) return '';
    if (money.has(name)) return (Number(value) / 10 ** row.currencyDigits).toFixed(row.currencyDigits);
    return String(value).replace(/^(?=[=+])/, "'");
  };
  const moneyOf: Record<string, string> = {
    payments: 'amount tips refunded refunded_tips collected',
    taxes: 'base amount exempted returned_base returned_amount net_base due',
    discounts: 'amount',
    refunds: 'net tax gift_cards total cash_rounding tips refunded',
    'top-products': 'gross discounts net tax cost profit',
    'profit-and-loss':
      'gross_sales discounts included_tax sold returned net_sales service_charges cost_of_goods gross_profit stock_losses revaluations cash_rounding cash_variance result',
    customers: 'sold returned net average_sale',
    employees: 'gross discounts sold average_sale returned net tips sales_per_hour',
  };
  const snake = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

  test.each(Object.entries(moneyOf))(
    'of %s has what JSON has, and the other period beside it',
    async (path, names) => {
      const query = { ...secondDay, compareTo: 'previous_period' };
      const money = new Set(names.split(' '));
      const { rows } = await reports.read(path, { ...query, limit: 100 });
      const cells = rows.map(({ compared, ...row }: Json) => {
        const own = Object.entries(row).map(([name, value]) => cellOf(snake(name), value, row, money));
        const beside = Object.keys(row)
          .filter((name) => name in (rows.find((each: Json) => each.compared)?.compared ?? {}))
          .map((name) => cellOf(snake(name), compared?.[name] ?? null, row, money));
        return [...own, ...beside];
      });
      const [header = [], ...file] = await reports.readFile(path, query);
      expect(file).toEqual(cells);
      expect(file.length).toBeGreaterThan(0);
      const columns = Object.keys(rows[0]).filter((name) => name !== 'compared');
      expect(header.slice(0, columns.length)).toEqual(columns.map(snake));
      expect(header.slice(columns.length).every((name) => name.startsWith('compared_'))).toBe(true);
    },
  );

  test('of a day without sales has no rows, and JSON has no totals', async () => {
    for (const path of Object.keys(moneyOf)) {
      const never = { from: '2001-02-03', to: '2001-03-03' };
      expect(await reports.read(path, { ...never, compareTo: 'last_year' })).toMatchObject({
        ...{ rows: [], rowCount: 0, totals: [], comparedWith: { from: '2000-02-03', to: '2000-03-03' } },
      });
      expect(await reports.readFile(path, never)).toHaveLength(1);
    }
  });

  test('has all rows where JSON has no more than are asked for', async () => {
    const day = '2001-01-01';
    await traded.selling.rows(
      `INSERT INTO rollup_discounts (store_id, business_date, discount_id, name, sale_count, amount)
       SELECT $1, $2, '', 'Discount ' || n, 1, n FROM generate_series(1, 10001) n`,
      [traded.shop.stores[0].id, day],
    );
    const period = { from: day, to: day };
    const { rows, rowCount, totals } = await reports.read('discounts', { ...period, limit: 10_000 });
    expect([rows.length, rowCount, rows[0].amount]).toEqual([10_000, 10_001, 10_001]);
    expect(totals[0].amount).toBe((10_001 * 10_002) / 2);
    expect(await reports.readFile('discounts', period)).toHaveLength(10_002);
    await traded.selling.rows('DELETE FROM rollup_discounts WHERE business_date = $1', [day]);
  });
});

describe('a report is refused', () => {
  test.each([
    ['payments', { from: '2026-11-02', to: '2026-11-01' }, 'to'],
    ['taxes', { from: '2026-11-01', to: '9999-11-01' }, 'to'],
    ['refunds', { from: '2016-01-01', to: '2026-11-01' }, 'to'],
    ['discounts', { from: '2026-02-30', to: '2026-03-01' }, 'from'],
    ['refunds', { from: '2026-11-01', to: '2026-11-01', groupBy: 'colour' }, 'groupBy'],
    ['profit-and-loss', { from: '2026-11-01', to: '2026-11-01', groupBy: 'register' }, 'groupBy'],
    ['top-products', { from: '2026-11-01', to: '2026-11-01', by: 'beauty' }, 'by'],
    ['top-products', { from: '2026-11-01', to: '2026-11-01', limit: 10_001 }, 'limit'],
    ['customers', { from: '2026-11-01', to: '2026-11-01', compareTo: 'yesterday' }, 'compareTo'],
    ['employees', { to: '2026-11-01' }, 'from'],
  ])('%s of %o, and says what of it is wrong', async (path, query, field) => {
    const { status, body } = await reports.ask(path, query);
    expect([status, body.code, body.errors.map((error: Json) => error.path[0])]).toEqual([
      ...[400, 'INVALID_INPUT'],
      [field],
    ]);
  });
});

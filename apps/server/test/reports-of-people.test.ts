import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reporting, reportingAt } from './reporting.ts';
import { card, endWithCleanBooks } from './selling.ts';
import { type Json, startTestServer, type TestServer } from './support.ts';
import { type Traded, trade } from './traded.ts';

let server: TestServer;
let traded: Traded;
let reports: Reporting;
let both: { from: string; to: string };
let secondDay: { from: string; to: string };

beforeAll(async () => {
  server = await startTestServer();
  traded = await trade(server);
  reports = reportingAt(server, traded.owner);
  const [from, to] = traded.days;
  both = { from, to };
  secondDay = { from: to, to };
});
afterAll(() => endWithCleanBooks(server));

const sumOf = (documents: readonly Json[], field: string): number =>
  documents.reduce((sum, document) => sum + document[field], 0);

describe('customers', () => {
  /** Those of a customer, of all whom they have become, or of nobody. */
  const documentsOf = (ids: readonly (string | null | undefined)[], currency: string) => {
    const its = (documents: readonly Json[]) =>
      documents.filter((each) => ids.includes(each.customerId) && each.currency === currency);
    return { sales: its(traded.sales), returns: its(traded.returns) };
  };

  test('are who has bought or brought back, as who they are now', async () => {
    const { ada, bob, bobAgain, carla, dora, exempt } = traded.ids;
    const report = await reports.readInEachState('customers', both);
    const rows = new Map(report.rows.map((row: Json) => [`${row.customerId} ${row.currency}`, row]));
    const expected: [string | undefined, string, string | null, readonly (string | undefined)[]][] = [
      [ada, 'EUR', 'Ada', [ada]],
      [ada, 'USD', 'Ada', [ada]],
      [bob, 'EUR', 'Bob', [bob, bobAgain]],
      [carla, 'EUR', 'Carla', [carla]],
      [exempt, 'EUR', 'Embassy', [exempt]],
      [dora, 'EUR', null, [dora]],
    ];
    for (const [customerId, currency, name, ids] of expected) {
      const { sales, returns } = documentsOf(ids, currency);
      const [sold, returned] = [sumOf(sales, 'netTotal'), sumOf(returns, 'netTotal')];
      expect(rows.get(`${customerId} ${currency}`)).toMatchObject({
        ...{ name, isNew: true, saleCount: sales.length, returnCount: returns.length, sold, returned },
        ...{ net: sold - returned, averageSale: Math.round(sold / sales.length) },
        lastSaleOn: sales
          .map(({ businessDate }) => businessDate)
          .sort()
          .at(-1),
      });
    }
    expect(rows.size).toBe(expected.length);
    const nets = report.rows.map(({ net }: Json) => net);
    expect(nets).toEqual(nets.toSorted((a: number, b: number) => b - a));
  });

  test('and nobody come to the sales summary, by currency', async () => {
    const { totals } = await reports.read('customers', both);
    const summary = await reports.read('sales-summary', both);
    for (const { currency, net, anonymousNet, saleCount, anonymousSaleCount } of totals) {
      const { sales, returns } = documentsOf([null], currency);
      expect(anonymousNet).toBe(sumOf(sales, 'netTotal') - sumOf(returns, 'netTotal'));
      expect(anonymousSaleCount).toBe(sales.length);
      const all = summary.totals.find((total: Json) => total.currency === currency);
      expect([net + anonymousNet, saleCount + anonymousSaleCount]).toEqual([all.net, all.saleCount]);
    }
  });

  test('are new on the day of their first sale, and known on the next', async () => {
    const { bob, dora } = traded.ids;
    const { rows, totals } = await reports.read('customers', { ...secondDay, compareTo: 'previous_period' });
    const rowOf = (id: string | undefined) => rows.find(({ customerId }: Json) => customerId === id);
    expect(rowOf(bob)).toMatchObject({ isNew: false, firstSaleOn: both.from, lastSaleOn: both.to });
    // What was merged stands beside what was merged.
    expect(rowOf(bob).compared).toMatchObject({ saleCount: 2 });
    expect(rowOf(dora)).toMatchObject({ isNew: true, firstSaleOn: both.to, compared: null });
    expect(totals[0]).toMatchObject({
      ...{ customerCount: 2, newCount: 1, returningCount: 1, saleCount: 2 },
      compared: { customerCount: 4, newCount: 4, returningCount: 0 },
    });
  });

  test('have no names for who may not read customers', async () => {
    const { rows } = await reports.read('customers', both, traded.reader);
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ name }: Json) => name))).toEqual(new Set([null]));
  });
});

describe('employees', () => {
  test('have what they have rung up, and what they have taken back', async () => {
    const report = await reports.readInEachState('employees', both);
    const { owner, cashier, staff, helper } = traded.ids;
    const expected: [string | undefined, string, string | null][] = [
      [owner, 'EUR', null],
      [owner, 'USD', null],
      [cashier, 'EUR', staff ?? null],
    ];
    for (const [userId, currency, employeeId] of expected) {
      const its = (documents: readonly Json[]) =>
        documents.filter((each) => each.cashierId === userId && each.currency === currency);
      const [sales, returns] = [its(traded.sales), its(traded.returns)];
      const [gross, discounts] = [sumOf(sales, 'grossTotal'), sumOf(sales, 'discountTotal')];
      const [sold, returned] = [sumOf(sales, 'netTotal'), sumOf(returns, 'netTotal')];
      expect(
        report.rows.find((row: Json) => row.userId === userId && row.currency === currency),
      ).toMatchObject({
        ...{ employeeId, saleCount: sales.length, gross, discounts, sold, returned, net: sold - returned },
        ...{ returnCount: returns.length, voidCount: returns.filter(({ kind }) => kind === 'void').length },
        discountShare: Math.round((discounts / gross) * 10_000) / 100,
        averageSale: Math.round(sold / sales.length),
        tips: sumOf(sales, 'tipTotal') - sumOf(returns, 'tipTotal'),
      });
    }
    expect(report.rows.map(({ userId, employeeId }: Json) => userId ?? employeeId)).toEqual(
      expect.arrayContaining([owner, cashier, helper]),
    );
    expect(report.rowCount).toBe(4);
    const summary = await reports.read('sales-summary', both);
    expect(report.totals.map(({ net }: Json) => net)).toEqual(summary.totals.map(({ net }: Json) => net));
  });

  test('have worked without their breaks, on timecards that are closed', async () => {
    const { rows, totals } = await reports.read('employees', both);
    const { cashier, helper } = traded.ids;
    const sold = rows.find(({ userId }: Json) => userId === cashier);
    expect(sold).toMatchObject({ hoursWorked: 5, salesPerHour: Math.round(sold.sold / 5) });
    expect(rows.find(({ employeeId }: Json) => employeeId === helper)).toMatchObject({
      ...{ userId: null, name: 'Hel Per', hoursWorked: 1.5, salesPerHour: 0, saleCount: 0 },
      ...{ averageSale: null, discountShare: null },
    });
    expect(totals[0]).toMatchObject({ currency: 'EUR', hoursWorked: 6.5 });
    const before = await reports.read('employees', { from: both.from, to: both.from });
    expect(before.rows.map(({ hoursWorked }: Json) => hoursWorked)).toEqual([null, null, null]);
    const beside = await reports.read('employees', { ...secondDay, compareTo: 'previous_period' });
    expect(beside.rows.find(({ userId }: Json) => userId === cashier)).toMatchObject({
      ...{ hoursWorked: 5, compared: { hoursWorked: null, saleCount: 1 } },
    });
  });
});

test('a customer is new in every row, also where they have only brought back', async () => {
  const { selling, abroad, ids } = traded;
  const eve = await selling.create('/customers', { name: 'Eve' });
  const lines = [{ productId: ids.mug, quantity: 1 }];
  await selling.sell({ customerId: eve.id, lines, payments: [card(999)] });
  await selling.create('/returns/without-receipt', {
    ...{
      storeId: abroad.store.id,
      registerId: abroad.register.id,
      customerId: eve.id,
      lines,
      reason: 'A gift',
    },
  });
  const report = await reports.read('customers', both);
  const rows = report.rows.filter(({ customerId }: Json) => customerId === eve.id);
  expect(rows.map(({ currency, saleCount, isNew }: Json) => [currency, saleCount, isNew])).toEqual([
    ['EUR', 1, true],
    ['USD', 0, true],
  ]);
  // Who has bought nothing there is no customer of that currency.
  expect(report.totals.map(({ customerCount, newCount }: Json) => [customerCount, newCount])).toEqual([
    [6, 6],
    [1, 1],
  ]);
});

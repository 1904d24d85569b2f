import { connect, newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { rebuildRollups, refreshRollups, rollups } from '../src/modules/reports/index.ts';
import { runCommand } from './command.ts';
import { type Ingesting, ingestingAt } from './ingesting.ts';
import { type Reporting, reportingAt, untruths } from './reporting.ts';
import { card, cash, type Selling, sellingAt } from './selling.ts';
import { type Json, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
let shop: Shop;
let at: Selling;
let back: Returning;
let tills: Ingesting;
let reports: Reporting;
let mug: string;
let ada: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  at = sellingAt(server, shop);
  back = returningAt(server, shop, at);
  tills = ingestingAt(server, shop);
  reports = reportingAt(server, shop.owner);
  mug = await at.newProduct({ price: 999, cost: 300 });
  ada = (await at.create('/customers', { name: 'Ada Lovelace' })).id;
  await at.stockUp({ [mug]: 10_000 });
});
afterAll(() => server[Symbol.asyncDispose]());

const sellMugs = (quantity = 1, fields: object = {}) =>
  at.sell({
    ...{ customerId: ada, ...fields },
    lines: [{ productId: mug, quantity, discounts: [{ type: 'amount', amount: 99 }] }],
    payments: [card(100, { tip: 20 }), cash(100_000)],
  });

/** What a till sold so many days ago without a connection. */
const handOver = (days: number) =>
  tills.ingestOne(
    tills.offline(mug, {
      occurredAt: new Date(server.clock.now().getTime() - days * DAY_MS).toISOString(),
      payments: [cash(999)],
      shown: { total: 999, lineTotals: [999] },
    }),
  );

const takeBack = async () => {
  const sale = await sellMugs(3);
  await back.takeBack(sale, { 0: 1 }, { cardReference: 'R-1' });
};
const voidOne = async () => {
  const { id } = await sellMugs();
  expect((await back.undo(id)).status).toBeLessThan(300);
};
const deps = () => ({ database: server.database, clock: server.clock.now });

/** All rows of all rollups, and how far they go. */
async function stored(): Promise<Json> {
  const tables = [...rollups.map(({ table }) => table), 'event_consumers'];
  return Promise.all(
    tables.map((table) =>
      at.rows(`SELECT (to_jsonb(t) - 'updated_at')::text AS row FROM ${table} t ORDER BY 1`),
    ),
  );
}

test('whatever happens in whichever order, reports say what is true', async () => {
  const steps = {
    sell: () => sellMugs(),
    return: takeBack,
    void: voidOne,
    late: () => handOver(1),
    later: () => handOver(2),
    sequence: reports.sequence,
    refresh: () => refreshRollups(deps()),
    rebuild: () => rebuildRollups(server.database, server.clock.now()),
  };
  const names = Object.keys(steps) as (keyof typeof steps)[];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...names), { maxLength: 8 }), async (order) => {
      for (const name of order) {
        await steps[name]();
        expect(await untruths(server)).toEqual([]);
      }
    }),
    { numRuns: 6 },
  );
});

test('while it is sold, returned, voided and handed over, and refreshed by two, reports say what is true', async () => {
  let trading = true;
  let moments = 0;
  const forever = async (work: () => Promise<unknown>) => {
    while (trading) await work();
  };
  const watching = [
    forever(reports.sequence),
    forever(() => refreshRollups(deps())),
    forever(() => refreshRollups(deps())),
    forever(async () => {
      expect(await untruths(server)).toEqual([]);
      moments += 1;
    }),
  ];
  const work = [() => sellMugs(), takeBack, voidOne, () => handOver(1), () => handOver(2)];
  const traded = Promise.all(
    work.map(async (one) => {
      for (let time = 0; time < 8; time += 1) await one();
    }),
  );
  await Promise.race([traded, ...watching]).finally(() => {
    trading = false;
  });
  await Promise.all([traded, ...watching]);
  expect(moments).toBeGreaterThan(3);
  await reports.refresh();
  expect(await untruths(server)).toEqual([]);
});

test('what was sold offline lands in its own day, however late it comes', async () => {
  const day = new Date(server.clock.now().getTime() - 40 * DAY_MS);
  const { businessDate } = await sellMugs();
  await reports.refresh();
  const before = await reports.read('sales-summary', { from: businessDate, to: businessDate });
  const { id } = await handOver(40);
  const late = await at.get(`/sales/${id}`);
  const query = { from: late.businessDate, to: late.businessDate };
  expect(Math.abs(Date.parse(late.businessDate) - day.getTime())).toBeLessThanOrEqual(2 * DAY_MS);
  const report = await reports.readInEachState('sales-summary', query);
  expect(report.rows).toMatchObject([{ key: late.businessDate, saleCount: 1, total: 999 }]);
  const after = await reports.read('sales-summary', { from: businessDate, to: businessDate });
  expect(after.rows).toEqual(before.rows);
});

test('a refresher that is killed in the middle leaves nothing half, and another one goes on', async () => {
  await sellMugs();
  await reports.refresh();
  const before = await stored();
  await sellMugs();
  await reports.sequence();
  // It comes as far as this row, and waits.
  const holder = await server.database.pool.connect();
  await holder.query('BEGIN; LOCK rollup_taxes IN ACCESS EXCLUSIVE MODE');
  await using own = connect({
    connection: server.testDatabase.connection,
    applicationName: 'refresher',
    max: 2,
    timeouts: { lockMs: 0 },
  });
  const killed = refreshRollups({ database: own, clock: server.clock.now });
  const outcome = expect(killed).rejects.toThrow();
  await vi.waitFor(async () => {
    const [row] = await at.rows(
      `SELECT count(pg_terminate_backend(pid)) AS killed FROM pg_stat_activity
       WHERE application_name = 'refresher' AND wait_event_type = 'Lock'`,
    );
    expect(row.killed).toBe(1);
  });
  await outcome;
  await holder.query('ROLLBACK');
  holder.release();
  expect(await stored()).toEqual(before);
  expect(await untruths(server)).toEqual([]);
  await reports.refresh();
  expect(await stored()).not.toEqual(before);
  expect(await untruths(server)).toEqual([]);
});

test('a refresher leaves it to the one that is at it', async () => {
  await sellMugs();
  await reports.sequence();
  const holder = await server.database.pool.connect();
  await holder.query(`BEGIN; SELECT FROM event_consumers WHERE name = 'rollups' FOR UPDATE`);
  const before = await stored();
  await refreshRollups(deps());
  expect(await stored()).toEqual(before);
  await holder.query('ROLLBACK');
  holder.release();
});

test('many days are worked through in batches, and stopping ends between two', async () => {
  const days = 40;
  const sold = await Promise.all(Array.from({ length: days }, (_, day) => handOver(100 + day)));
  await reports.sequence();
  let asked = 0;
  await refreshRollups(deps(), () => {
    asked += 1;
    return asked > 1;
  });
  const dates = await at.rows('SELECT business_date::text AS date FROM sales WHERE id = ANY($1)', [
    sold.map(({ id }) => id),
  ]);
  const rolledUp = async () =>
    (
      await at.rows('SELECT FROM rollup_sales WHERE business_date = ANY($1::date[])', [
        dates.map(({ date }) => date),
      ])
    ).length;
  expect(await rolledUp()).toBeLessThan(days);
  expect(await untruths(server)).toEqual([]);
  await reports.refresh();
  expect(await rolledUp()).toBe(days);
  expect(await untruths(server)).toEqual([]);
});

test('the command gives the very rows that the job gives, whatever was there', async () => {
  await sellMugs();
  await takeBack();
  await reports.refresh();
  const byJob = await stored();
  await at.rows('UPDATE rollup_sales SET net = net + 1');
  await at.rows('DELETE FROM rollup_products');
  await at.rows(
    `INSERT INTO rollup_discounts SELECT store_id, date '2001-01-01', discount_id, name, sale_count, amount FROM rollup_discounts LIMIT 1`,
  );
  await at.rows(`UPDATE event_consumers SET position = 0 WHERE name = 'rollups'`);
  const { code, output } = await runCommand('rebuild-rollups.ts', server.testDatabase.connection, {});
  expect(output).toMatch(/^Rebuilt the rollups of \d+ business days of stores in [\d.]+ s\.\n$/);
  expect(code).toBe(0);
  expect(await stored()).toEqual(byJob);
});

test('the command says what it does, and what it cannot reach', async () => {
  const { connection } = server.testDatabase;
  const help = await runCommand('rebuild-rollups.ts', connection, {}, ['--help']);
  expect([help.code, help.output]).toEqual([0, expect.stringContaining('Usage: pnpm rollups:rebuild')]);
  const away = await runCommand(
    'rebuild-rollups.ts',
    { ...connection, database: `none_${newId()}` } as never,
    {},
  );
  expect([away.code, away.output]).toEqual([1, expect.stringContaining('does not exist')]);
});

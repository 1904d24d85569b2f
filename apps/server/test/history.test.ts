import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateHistory, type History, type HistoryPlan } from '../src/history/generate.ts';
import { HistoryRefusal } from '../src/history/refusal.ts';
import { endWithCleanBooks } from './selling.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

/** Over the day on which clocks go forward, in America and in Europe. */
const PLAN: HistoryPlan = { sales: 400, from: '2026-03-02', to: '2026-04-05', seed: 11 };

let server: TestServer;
let owner: string;
let made: History | undefined;

beforeAll(async () => {
  server = await startTestServer();
  owner = await server.setUpOwner();
  await openTwoStores();
}, 30_000);

afterAll(() => endWithCleanBooks(server));

async function create(path: string, body: object, method = 'POST'): Promise<Json> {
  const headers = { 'idempotency-key': newId() };
  return ok(await server.request(method, `/v1${path}`, { token: owner, body, headers }));
}

async function rows(sql: string): Promise<Json[]> {
  return (await server.database.pool.query(sql)).rows;
}

/** One whose days begin at four, and one in another currency whose prices are without tax. */
async function openTwoStores(): Promise<void> {
  const dublin = await create('/stores', {
    ...{ name: 'Dublin', timeZone: 'Europe/Dublin', businessDayCutoffHour: 4, pricesIncludeTax: true },
    cashRounding: { step: 5, mode: 'half_up' },
  });
  const boston = await create('/stores', {
    ...{ name: 'Boston', timeZone: 'America/New_York', currency: 'USD', pricesIncludeTax: false },
    taxRounding: 'document',
  });
  const { id: taxCategoryId } = await create('/tax-categories', { name: 'Standard' });
  for (const [{ id: storeId }, percentage] of [[dublin, 23] as const, [boston, 6.25] as const]) {
    await create('/registers', { storeId, name: 'Till 1' });
    const rate = { storeId, taxCategoryId, name: 'Tax', percentage, validFrom: '2020-01-01' };
    await create('/tax-rates', rate);
  }
  await create('/registers', { storeId: dublin.id, name: 'Till 2' });
  const product = (sku: string, fields: object): Promise<Json> =>
    create('/products', { sku, name: `Product ${sku}`, taxCategoryId, price: 350, cost: 120, ...fields });
  const products = [
    await product('A', {}),
    await product('B', { price: 1999, cost: 1100 }),
    await product('C', { soldBy: 'measure', unitLabel: 'kg', price: 899, cost: 400 }),
    await product('D', { trackStock: false, cost: null }),
  ];
  const [a, b] = products;
  const components = [
    { productId: a.id, quantity: 2 },
    { productId: b.id, quantity: 1 },
  ];
  products.push(await product('E', { kind: 'bundle', price: 2400, cost: null, components }));
  const { id: listId } = await create('/price-lists', { name: 'Dollars', currency: 'USD' });
  const prices = products.map(({ id: productId }, index) => ({ productId, unitPrice: 400 + 100 * index }));
  await create(`/price-lists/${listId}/prices`, { prices }, 'PUT');
  await create('/discounts', {
    name: 'Morning',
    effect: { type: 'percentage', percentage: 10, target: 'sale' },
    conditions: { fromTime: '08:00', toTime: '10:00' },
  });
  await create('/inventory/suppliers', { name: 'Wholesale' });
}

/** All that a history writes, but for what counts on from what was there before. */
async function fingerprint(): Promise<Json> {
  const tables = [
    ...['sales', 'sale_lines', 'payments', 'returns', 'return_lines', 'refunds', 'transactions', 'shifts'],
    ...['cash_movements', 'stock_adjustments', 'purchase_orders', 'purchase_order_lines', 'goods_receipts'],
    ...[
      'goods_receipt_lines',
      'stock_movements',
      'stock_levels',
      'customers',
      'customer_totals',
      'registers',
    ],
  ];
  const sums = tables.map(
    (table) => `(SELECT md5(string_agg(t::text, ' ' ORDER BY t::text)) FROM ${table} t) AS ${table}`,
  );
  const [sum] = await rows(`SELECT ${sums.join(', ')},
    (SELECT md5(string_agg(a::text, ' ' ORDER BY id)) FROM audit_log a WHERE request_id = 'history') AS audit_log,
    (SELECT md5(string_agg(concat_ws(' ', id, type, store_id, business_date, payload, created_at), ' ' ORDER BY position))
     FROM events WHERE created_at < '2026-05-01') AS events`);
  return sum;
}

async function forget(): Promise<void> {
  await rows(`TRUNCATE sales, returns, payments, transactions, shifts, stock_adjustments, purchase_orders, document_numbers,
    stock_movements, stock_levels, customer_totals, customer_search_words CASCADE`);
  await rows(`DELETE FROM audit_log WHERE request_id = 'history'`);
  await rows(`DELETE FROM customers`);
  await rows(`DELETE FROM events WHERE created_at < '2026-05-01'`);
  await rows(
    `UPDATE registers SET last_sale_number = 0, last_return_number = 0, last_z_number = 0, grand_total = 0`,
  );
}

describe('a history', () => {
  it('is written whole, or not at all', async () => {
    const empty = await fingerprint();
    const stop = (date: string) => {
      if (date === '2026-03-30') throw new Error('The power went out.');
    };
    await expect(generateHistory(server.database, PLAN, stop)).rejects.toThrow('The power went out.');
    expect(await fingerprint()).toEqual(empty);
  });

  it('refuses a shop that cannot trade, and says what it lacks', async () => {
    const refused = (fields: Partial<HistoryPlan>) =>
      generateHistory(server.database, { ...PLAN, ...fields });
    await expect(refused({ stores: ['Cork'] })).rejects.toThrow(
      new HistoryRefusal('There is no store "Cork"; there are: "Boston", "Dublin".'),
    );
    await expect(refused({ from: '2026-01-01', to: '2026-01-01' })).rejects.toThrow('No store is open');
    await expect(refused({ from: '2019-03-01', to: '2019-03-31' })).rejects.toThrow(
      /"Boston" has nothing to sell in that time\. .*has no tax rate here on 2019-03-01/,
    );
    await rows(`UPDATE suppliers SET status = 'archived'`);
    await expect(refused({})).rejects.toThrow('There is no supplier');
    await rows(`UPDATE suppliers SET status = 'active'`);
  });

  it('is the same for the same seed, ids included, and another for another', async () => {
    const write = async (seed: number) => {
      const history = await generateHistory(server.database, { ...PLAN, seed });
      const written = await fingerprint();
      return { history, written };
    };
    const other = await write(PLAN.seed + 1);
    await forget();
    const first = await write(PLAN.seed);
    await forget();
    const again = await write(PLAN.seed);
    expect(again).toEqual(first);
    expect(other.written.sales).not.toBe(first.written.sales);
    made = again.history;
  });

  it('has as many sales as were asked for, in many ways', async () => {
    const [found] = await rows(`SELECT count(*)::int AS sales, count(DISTINCT store_id)::int AS stores,
        count(DISTINCT register_id)::int AS registers, min(business_date)::text AS first, max(business_date)::text AS last,
        (SELECT count(*)::int FROM returns) AS returns, (SELECT count(*)::int FROM customers) AS customers,
        count(*) FILTER (WHERE discount_total > 0) > 20 AS discounted, count(*) FILTER (WHERE tip_total > 0) > 3 AS tipped,
        count(*) FILTER (WHERE cash_rounding <> 0) > 10 AS rounded, count(*) FILTER (WHERE customer_id IS NOT NULL) > 50 AS known,
        (SELECT count(*) FROM sale_lines) BETWEEN 700 AND 1600 AS lines,
        (SELECT count(DISTINCT method)::int FROM payments) AS methods,
        (SELECT count(*) FROM goods_receipts) > 3 AS receipts,
        (SELECT count(*) FROM returns WHERE kind = 'void') > 0 AS voids
      FROM sales`);
    expect(found).toMatchObject({
      ...{ sales: PLAN.sales, stores: 2, registers: 5, returns: made?.returns, customers: made?.customers },
      ...{ first: '2026-03-02', last: '2026-04-05', methods: 2 },
      ...{
        discounted: true,
        tipped: true,
        rounded: true,
        known: true,
        lines: true,
        receipts: true,
        voids: true,
      },
    });
  });

  it('has nobody who buys all day', async () => {
    const [most] = await rows(`SELECT count(*)::int AS sales FROM sales WHERE customer_id IS NOT NULL
      GROUP BY customer_id, business_date ORDER BY 1 DESC LIMIT 1`);
    expect(most?.sales).toBeLessThanOrEqual(2);
  });

  it('keeps the days and hours of the clocks of its stores', async () => {
    for (const table of ['sales', 'returns']) {
      expect(
        await rows(`SELECT d.id, d.local_hour, d.business_date FROM ${table} d JOIN stores s ON s.id = d.store_id
          CROSS JOIN LATERAL (SELECT d.completed_at AT TIME ZONE s.time_zone AS shown) clock
          WHERE extract(hour FROM shown) <> d.local_hour
            OR (shown - make_interval(hours => s.business_day_cutoff_hour))::date <> d.business_date`),
      ).toEqual([]);
    }
    expect(await rows(`SELECT FROM sales WHERE local_hour < 4`)).not.toEqual([]);
    expect(
      await rows(`SELECT e.id FROM events e JOIN sales s ON s.id::text = e.payload->>'saleId' AND e.type = 'sale.completed'
        WHERE e.business_date IS DISTINCT FROM s.business_date`),
    ).toEqual([]);
  });

  it('is not written twice', async () => {
    const before = await fingerprint();
    expect(await generateHistory(server.database, PLAN)).toBeUndefined();
    expect(await fingerprint()).toEqual(before);
  });

  it('goes on at the tills: with a shift, a sale, and the return of a sale of the past', async () => {
    const [sale] =
      await rows(`SELECT s.id, s.store_id AS "storeId", s.register_id AS "registerId", l.id AS "lineId", l.quantity::float8,
        r.last_sale_number AS "lastNumber", r.last_z_number AS "zNumber"
      FROM sales s JOIN sale_lines l ON l.sale_id = s.id AND l.position = 0 JOIN registers r ON r.id = s.register_id
      JOIN products p ON p.id = l.product_id AND p.sku = 'B'
      WHERE r.kind = 'till' AND NOT EXISTS (SELECT FROM returns WHERE sale_id = s.id) ORDER BY s.id LIMIT 1`);
    const { storeId, registerId } = sale;
    const shift = await create('/shifts', { storeId, registerId, openingFloat: { amount: 10_000 } });
    const [product] = await rows(`SELECT id FROM products WHERE sku = 'A'`);
    const next = await create('/sales', {
      ...{ storeId, registerId, lines: [{ productId: product.id, quantity: 1 }] },
      payments: [{ method: 'cash', tendered: 10_000 }],
    });
    expect(next.number).toBe(sale.lastNumber + 1);
    const lines = [{ saleLineId: sale.lineId, quantity: sale.quantity }];
    await create('/returns', { storeId, registerId, saleId: sale.id, lines, reason: 'Too big' });
    const { version } = shift;
    const [drawer] = await rows(
      `SELECT sum(amount)::int AS moved FROM transactions WHERE shift_id = '${shift.id}' AND method = 'cash'`,
    );
    const closed = await create(`/shifts/${shift.id}/close`, {
      version,
      cash: { amount: 10_000 + drawer.moved },
    });
    expect(closed.zNumber).toBe(sale.zNumber + 1);
  });
});

import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyStocktakes } from '../src/modules/stocktakes/index.ts';
import { countingAt } from './counting.ts';
import { type Ingesting, ingestingAt } from './ingesting.ts';
import { atOnce, callAs, countWaiting } from './people.ts';
import { card, cash, endWithCleanBooks } from './selling.ts';
import { type Json, ok, openShift, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let till: Ingesting;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  till = ingestingAt(server, shop);
});
afterAll(() => endWithCleanBooks(server));

const itemsOf = async (sales: readonly Json[]): Promise<Json[]> => ok(await till.ingest(sales)).items;
const onHand = async (productId: string) => (await till.stockOf(productId))[0];
const newProducts = async (count: number, quantity: number): Promise<string[]> => {
  const ids = await Promise.all(Array.from({ length: count }, () => till.newProduct()));
  await till.stockUp(Object.fromEntries(ids.map((id) => [id, quantity])));
  return ids;
};
/** One of each product. */
const saleOf = (productIds: readonly string[], fields: object = {}) =>
  till.offline('', {
    lines: productIds.map((productId) => ({ productId, quantity: 1 })),
    shown: { total: 100 * productIds.length, lineTotals: productIds.map(() => 100) },
    payments: [cash(100 * productIds.length)],
    ...fields,
  });

/** Does something while the rows are locked that a statement selects, and lets go of them. */
async function whileLocked(select: string, params: readonly unknown[], work: () => Promise<void>) {
  const client = await server.database.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(select, [...params]);
    await work();
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

/** Waits until so many calls wait for a lock. */
const untilWaiting = (count: number) => expect.poll(() => countWaiting(server)).toBe(count);

describe('the same batch from eight callers at once', () => {
  test('is recorded once: each sale by one of them, and the others are told so', async () => {
    const productIds = await newProducts(4, 100);
    const register = await till.newTill();
    const sales = Array.from({ length: 8 }, (_, i) =>
      saleOf(i % 2 ? productIds : [...productIds].reverse(), { registerId: register.id }),
    );
    const answers = await atOnce(8, () => till.ingest(sales));
    const results = answers.flatMap((answer) => ok(answer).items as Json[]);
    for (const { id } of sales) {
      const ofSale = results.filter((result) => result.id === id);
      expect(ofSale.map(({ status }) => status).sort()).toEqual(['recorded', ...Array(7).fill('replayed')]);
      expect(new Set(ofSale.map(({ sale }) => JSON.stringify(sale))).size).toBe(1);
    }
    for (const productId of productIds) expect(await onHand(productId)).toBe(92);
    const numbers = await till.rows('SELECT number FROM sales WHERE register_id = $1 ORDER BY number', [
      register.id,
    ]);
    expect(numbers.map(({ number }) => number)).toEqual(sales.map((_, i) => i + 1));
    const [ledger] = await till.rows(
      'SELECT count(*), sum(amount)::int AS amount FROM transactions WHERE register_id = $1',
      [register.id],
    );
    expect(ledger).toEqual({ count: 8, amount: 3200 });
  });

  test('in orders of their own is recorded once: whoever is too late is never told of another sale', async () => {
    const productIds = await newProducts(2, 10_000);
    const register = await till.newTill();
    const sales = Array.from({ length: 100 }, () => saleOf(productIds, { registerId: register.id }));
    const parts = (caller: number) =>
      Array.from({ length: 10 }, (_, i) => sales.filter((_, n) => (n * (caller + 2)) % 10 === i));
    const statuses = await Promise.all(
      Array.from({ length: 8 }, async (_, caller) => {
        const answers: Json[] = [];
        for (const part of parts(caller)) if (part.length > 0) answers.push(...(await itemsOf(part)));
        return answers.map(({ status }) => status);
      }),
    );
    const expected = [...Array(100).fill('recorded'), ...Array(700).fill('replayed')];
    expect(statuses.flat().sort()).toEqual(expected);
  });

  test('of one reference under many ids one is recorded', async () => {
    const [productId = ''] = await newProducts(1, 100);
    const sale = till.offline(productId);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => till.ingestOne({ ...sale, id: newId() })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual(['recorded', ...Array(7).fill('refused')]);
    expect(new Set(answers.flatMap(({ error }) => error?.code ?? []))).toEqual(new Set(['ALREADY_EXISTS']));
    expect(await onHand(productId)).toBe(99);
  });
});

test('beside checkouts of the same products in the opposite order nothing deadlocks and nothing is lost', async () => {
  const productIds = await newProducts(6, 1000);
  const registers = await Promise.all([till.newTill(), till.newTill()]);
  const fields = { name: 'Regular' };
  const { id: customerId } = ok(await callAs(server, shop.owner).post('/customers', fields));
  const batches = registers.map(({ id: registerId }) =>
    Array.from({ length: 10 }, () => saleOf(productIds, { registerId, customerId })),
  );
  const online = Array.from({ length: 20 }, (_, i) =>
    till.sell({
      ...{ registerId: registers[i % 2]?.id, customerId },
      lines: [...productIds].reverse().map((productId) => ({ productId, quantity: 1 })),
      payments: [cash(600)],
    }),
  );
  const [items] = await Promise.all([Promise.all(batches.map(itemsOf)), Promise.all(online)]);
  expect(new Set(items.flat().map(({ status }) => status))).toEqual(new Set(['recorded']));
  for (const productId of productIds) expect(await onHand(productId)).toBe(960);
  const totals = await till.rows('SELECT sale_count, total FROM customer_totals WHERE customer_id = $1', [
    customerId,
  ]);
  expect(totals).toEqual([{ sale_count: 40, total: 24_000 }]);
});

describe('a shift that is closed meanwhile', () => {
  /** Answers the totals of its Z report. */
  const close = async (id: string): Promise<Json> => {
    const body = { version: 1, cash: { amount: 0 }, varianceReason: 'Not counted' };
    await till.create(`/shifts/${id}/close`, body);
    return (await till.get(`/shifts/${id}/z-report`)).totals;
  };
  const lockRegister = 'SELECT FROM registers WHERE id = $1 FOR UPDATE';
  const newShift = async () => {
    const { store } = till.here;
    const register = await till.create('/registers', { storeId: store.id, name: `Till ${newId()}` });
    return openShift(server, shop.owner, register);
  };

  test('first: the sale is late', async () => {
    const shift = await newShift();
    const sale = till.offline(shop.products.voucher.id, { registerId: shift.registerId, ...priced(150) });
    let closing: Promise<Json> | undefined;
    let ingesting: Promise<Json> | undefined;
    await whileLocked(lockRegister, [shift.registerId], async () => {
      closing = close(shift.id);
      await untilWaiting(1);
      ingesting = till.ingestOne(sale);
      await untilWaiting(2);
    });
    expect(await ingesting).toMatchObject({
      status: 'recorded',
      sale: { late: true, shiftId: null, number: 1 },
    });
    expect(await closing).toMatchObject({ saleCount: 0, total: 0 });
  });

  test('after it: the sale is in its Z report', async () => {
    const shift = await newShift();
    const sale = till.offline(shop.products.voucher.id, { registerId: shift.registerId, ...priced(150) });
    let closing: Promise<Json> | undefined;
    let ingesting: Promise<Json> | undefined;
    await whileLocked(lockRegister, [shift.registerId], async () => {
      ingesting = till.ingestOne(sale);
      await untilWaiting(1);
      closing = close(shift.id);
      await untilWaiting(2);
    });
    expect(await ingesting).toMatchObject({ status: 'recorded', sale: { late: false, shiftId: shift.id } });
    expect(await closing).toMatchObject({ saleCount: 1, total: 150 });
  });

  test('in the middle of batches: each sale is in the shift or late, never both, and none is lost', async () => {
    const shift = await newShift();
    const { registerId } = shift;
    const sales = Array.from({ length: 24 }, () =>
      till.offline(shop.products.voucher.id, { registerId, ...priced(150) }),
    );
    const thirds = [0, 8, 16].map((start) => sales.slice(start, start + 8));
    const ingesting = thirds.map(itemsOf);
    const totals = await close(shift.id);
    await openShift(server, shop.owner, { id: registerId, storeId: till.here.store.id });
    const results = (await Promise.all(ingesting)).flat();
    expect(results.map(({ error }) => error)).toEqual(results.map(() => null));
    const stored = await till.rows(
      `SELECT sale.number, sale.late, sale.shift_id, entry.shift_id AS entered
       FROM sales sale JOIN transactions entry ON entry.document_id = sale.id
       WHERE sale.register_id = $1 ORDER BY sale.number`,
      [registerId],
    );
    const inShift = totals.saleCount;
    expect(stored).toEqual(
      sales.map((_, i) => ({
        ...{ number: i + 1, late: i >= inShift },
        ...{ shift_id: i < inShift ? shift.id : null, entered: i < inShift ? shift.id : null },
      })),
    );
  });
});

const priced = (total: number) => ({ payments: [cash(total)], shown: { total, lineTotals: [total] } });

test('a customer who is put away meanwhile is left out', async () => {
  const { id: customerId } = ok(await callAs(server, shop.owner).post('/customers', { name: 'Leaves' }));
  const sale = till.offline(shop.products.voucher.id, { customerId, ...priced(150) });
  let ingesting: Promise<Json> | undefined;
  const archive = `UPDATE customers SET status = 'archived', version = version + 1 WHERE id = $1`;
  await whileLocked(archive, [customerId], async () => {
    ingesting = till.ingestOne(sale);
    await untilWaiting(1);
  });
  const { status, flags, sale: stored } = await ingesting;
  expect([status, stored.customerId]).toEqual(['recorded_with_flags', null]);
  expect(flags.map(({ kind }: Json) => kind)).toEqual(['customer_unavailable']);
});

test('of two who have the last use of a discount both are recorded, and one is flagged', async () => {
  const effect = { type: 'percentage', percentage: 10, target: 'sale' };
  const body = { name: 'Last', code: 'LAST', usageLimit: 1, effect };
  ok(await callAs(server, shop.owner).post('/discounts', body));
  const registers = await Promise.all([till.newTill(), till.newTill()]);
  const sales = registers.map(({ id: registerId }) =>
    till.offline(shop.products.voucher.id, { registerId, codes: ['LAST'], ...priced(135) }),
  );
  let ingesting: Promise<Json[]> | undefined;
  await whileLocked(`SELECT FROM discounts WHERE code = 'LAST' FOR UPDATE`, [], async () => {
    ingesting = Promise.all(sales.map((sale) => till.ingestOne(sale)));
    await untilWaiting(2);
  });
  const results = (await ingesting) ?? [];
  expect(results.map(({ status }) => status).sort()).toEqual(['recorded', 'recorded_with_flags']);
  expect(results.map(({ sale }) => sale.total)).toEqual([135, 135]);
});

test('counts that are applied meanwhile leave what was counted', async () => {
  const counting = countingAt(server, shop);
  const productIds = await newProducts(12, 10);
  const occurredAt = server.clock.now().toISOString();
  const sales = productIds.map((productId) => till.offline(productId, { occurredAt, payments: [card(100)] }));
  const id = await counting.open();
  await counting.count(id, Object.fromEntries(productIds.map((productId) => [productId, 9])));
  await counting.move(id, 'review');
  const early = itemsOf(sales.slice(0, 6));
  await counting.move(id, 'apply');
  const deps = { database: server.database, clock: server.clock.now, newId };
  const [results] = await Promise.all([
    Promise.all([early, itemsOf(sales.slice(6))]),
    applyStocktakes(deps, () => false),
  ]);
  await server.app.applyStocktakes();
  expect(results.flat().every(({ status }) => status !== 'refused')).toBe(true);
  for (const productId of productIds) expect(await onHand(productId)).toBe(9);
});

test('a connection that is lost at COMMIT is made good: the id of the sale tells what happened', async () => {
  await till.rows(`
    CREATE SEQUENCE cuts;
    CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('cuts') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON sales DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION cut()`);
  try {
    const [one, other] = [priced(150), priced(150)].map((fields) =>
      till.offline(shop.products.voucher.id, fields),
    );
    const results = await itemsOf([one, other]);
    expect(results.map(({ status }) => status)).toEqual(['recorded', 'recorded']);
    expect(await till.rows('SELECT id FROM sales WHERE id = ANY($1)', [[one.id, other.id]])).toHaveLength(2);
  } finally {
    await till.rows('DROP TRIGGER cut ON sales; DROP FUNCTION cut; DROP SEQUENCE cuts');
  }
});

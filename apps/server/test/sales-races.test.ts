import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
});
afterAll(() => endWithCleanBooks(server));

/** Deadlocks of this database so far: also those that were run again, and so succeeded. */
const all = (count: number, make: (i: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const buy = (productIds: readonly string[], fields: object = {}) =>
  selling.checkout({
    ...{ lines: productIds.map((productId) => ({ productId, quantity: 1 })) },
    payments: [cash(100 * productIds.length)],
    ...fields,
  });
const sold = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 201);
const codes = (answers: readonly Answer[]) => [...new Set(answers.map(({ body }) => body.code))];

/** The numbers that a register has given to these sales. */
async function expectGapless(registerId: string): Promise<void> {
  const numbers = await selling.rows('SELECT number FROM sales WHERE register_id = $1 ORDER BY number', [
    registerId,
  ]);
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, i) => i + 1));
  expect((await selling.get(`/registers/${registerId}`)).lastSaleNumber).toBe(numbers.length);
}

test('the counter of deadlocks counts: one that is made on purpose is seen', async () => {
  await using other = await startTestServer();
  const mine = sellingAt(other, await other.seedShop());
  const { pool } = other.database;
  const [a, b] = [await pool.connect(), await pool.connect()];
  const [one, two] = await mine.rows('SELECT id FROM products LIMIT 2');
  const lock = 'SELECT FROM products WHERE id = $1 FOR UPDATE';
  await a.query('BEGIN; SET LOCAL lock_timeout = 0');
  await b.query('BEGIN; SET LOCAL lock_timeout = 0');
  await a.query(lock, [one.id]);
  await b.query(lock, [two.id]);
  const outcomes = await Promise.allSettled([a.query(lock, [two.id]), b.query(lock, [one.id])]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const client of [a, b]) {
    await client.query('ROLLBACK');
    await client.query('SELECT pg_stat_force_next_flush()');
    client.release();
  }
  const [row] = await mine.rows('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
  expect(row.deadlocks).toBe(1);
});

describe('many buyers at once', () => {
  test('of 50 for 20 pieces exactly 20 get one', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 20 });
    const answers = await all(50, () => buy([productId]));
    expect(sold(answers)).toHaveLength(20);
    expect(codes(answers)).toEqual(expect.arrayContaining([undefined, 'INSUFFICIENT_STOCK']));
    expect(codes(answers)).toHaveLength(2);
    for (const { body } of answers.filter(({ status }) => status !== 201)) {
      expect(body.details).toMatchObject({ lines: [{ productId, requested: 1, onHand: 0 }] });
    }
    expect(await selling.stockOf(productId)).toEqual([0, 0]);
    const movements = await selling.rows(
      `SELECT quantity::float8, document_id FROM stock_movements WHERE product_id = $1 AND kind = 'sale'`,
      [productId],
    );
    expect(movements.map(({ quantity }) => quantity)).toEqual(Array(20).fill(-1));
    expect(new Set(movements.map(({ document_id }) => document_id))).toEqual(
      new Set(sold(answers).map(({ body }) => body.id)),
    );
    const numbers = sold(answers).map(({ body }) => body.number);
    expect(new Set(numbers).size).toBe(20);
    await expectGapless(selling.here.register.id);
  });

  test('from many tills, the pieces are shared out and every till counts without a gap', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 30 });
    const tills: Json[] = [];
    for (let i = 0; i < 5; i++) {
      tills.push(await selling.newTill());
    }
    const answers = await all(60, (i) => buy([productId], { registerId: tills[i % 5].id }));
    expect(sold(answers)).toHaveLength(30);
    expect(await selling.stockOf(productId)).toEqual([0, 0]);
    for (const { id } of tills) await expectGapless(id);
  });

  test('with mixed carts in opposite orders nobody is stuck, and nothing is sold twice', async () => {
    const products = await Promise.all(Array.from({ length: 6 }, () => selling.newProduct({ cost: 10 })));
    await selling.stockUp(Object.fromEntries(products.map((productId) => [productId, 25])));
    const tills = [selling.here.register.id, (await selling.newTill()).id];
    const answers = await all(80, (i) => {
      const turned = [...products.slice(i % 6), ...products.slice(0, i % 6)].slice(0, 4);
      return buy(i % 2 ? turned : turned.reverse(), { registerId: tills[i % 2] });
    });
    expect(codes(answers)).toHaveLength(2);
    expect(codes(answers)).toContain('INSUFFICIENT_STOCK');
    for (const productId of products) {
      const pieces = sold(answers).filter(({ body }) =>
        body.lines.some((line: Json) => line.productId === productId),
      );
      expect((await selling.stockOf(productId))[0]).toBe(25 - pieces.length);
    }
    // Whoever was refused was refused for what had run out.
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      for (const line of body.details.lines) expect(line.onHand).toBe(0);
    }
  });

  test('what may be oversold goes below zero, by each of them once, from a level that was not there', async () => {
    const [one, other] = [
      await selling.newProduct({ allowOversell: true, cost: 40 }),
      await selling.newProduct({ allowOversell: true, cost: 7 }),
    ];
    const tills = [selling.here.register.id, (await selling.newTill()).id];
    const answers = await all(40, (i) =>
      buy(i % 2 ? [one, other] : [other, one], { registerId: tills[(i >> 1) % 2] }),
    );
    expect(sold(answers)).toHaveLength(40);
    expect(await selling.stockOf(one)).toEqual([-40, -1600]);
    expect(await selling.stockOf(other)).toEqual([-40, -280]);
    // What comes in late costs what it costs.
    await selling.stockUp({ [one]: 100, [other]: 50 });
    expect(await selling.stockOf(one)).toEqual([60, 2400]);
    expect(await selling.stockOf(other)).toEqual([10, 400]);
  });

  test('while goods come in, all that was there or came is sold and no more', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 5 });
    const [answers] = await Promise.all([
      all(60, () => buy([productId])),
      ...Array.from({ length: 5 }, () => selling.stockUp({ [productId]: 3 })),
    ]);
    const [onHand] = await selling.stockOf(productId);
    expect(sold(answers).length + onHand).toBe(20);
    expect(sold(answers).length).toBeGreaterThanOrEqual(5);
  });

  test('in two stores at once each sells its own', async () => {
    const productId = await selling.newProduct();
    const { here, there } = selling;
    await selling.stockUp({ [productId]: 12 });
    await selling.stockUp({ [productId]: 8 }, { storeId: there.store.id });
    const answers = await all(50, (i) => {
      const { store, register } = i % 2 ? here : there;
      return buy([productId], { storeId: store.id, registerId: register.id });
    });
    const inStore = (id: string) => sold(answers).filter(({ body }) => body.storeId === id);
    expect([inStore(here.store.id).length, inStore(there.store.id).length]).toEqual([12, 8]);
    expect([await selling.stockOf(productId, here), await selling.stockOf(productId, there)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    await expectGapless(there.register.id);
  });
});

describe('one call, repeated', () => {
  test('by 100 twins under one key is one sale with one answer', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 200 });
    const before = await selling.counts();
    const body = { lines: [{ productId, quantity: 1 }], payments: [card(100)] };
    const key = newId();
    const answers = await all(100, () => selling.checkout(body, { key }));
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(201));
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect(await selling.stockOf(productId)).toEqual([199, 199 * 40]);
    const after = await selling.counts();
    expect(after).toMatchObject({
      ...{ sales: before.sales + 1, idempotency_keys: before.idempotency_keys + 1 },
      ...{ stock_movements: before.stock_movements + 1, outbox: before.outbox + 1 },
    });
    const late = await selling.checkout(body, { key });
    expect(late.body).toEqual(answers[0]?.body);
    expect((await selling.checkout({ ...body, note: 'other' }, { key })).body.code).toBe(
      'IDEMPOTENCY_MISMATCH',
    );
  });

  test('after a refusal is a new attempt: a key is not used up by what did not happen', async () => {
    const productId = await selling.newProduct();
    const body = { lines: [{ productId, quantity: 1 }], payments: [card(100)] };
    const key = newId();
    const refused = await all(10, () => selling.checkout(body, { key }));
    expect(codes(refused)).toEqual(['INSUFFICIENT_STOCK']);
    await selling.stockUp({ [productId]: 1 });
    const answers = await all(10, () => selling.checkout(body, { key }));
    expect(sold(answers)).toHaveLength(10);
    expect(await selling.stockOf(productId)).toEqual([0, 0]);
  });

  test('by racing ids, keys and stock together: 30 calls for 5 sales make these 5', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 5 });
    const ids = Array.from({ length: 5 }, newId);
    const answers = await all(30, (i) =>
      buy([productId], { id: ids[i % 5], payments: [card(100, { reference: `R-${i % 5}` })] }),
    );
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(Array(30).fill([201, undefined]));
    expect(new Set(answers.map(({ body }) => body.id))).toEqual(new Set(ids));
    expect(await selling.stockOf(productId)).toEqual([0, 0]);
  });
});

test('a price that changes during the rush is the old one or the new one, never a mixture', async () => {
  const productId = await selling.newProduct({ trackStock: false });
  const product = await selling.get(`/products/${productId}`);
  const line = { productId, quantity: 1 };
  const [answers] = await Promise.all([
    all(40, () => selling.checkout({ lines: [line, line], payments: [cash(1000)] })),
    server.request('PATCH', `/v1/products/${productId}`, {
      ...{ token: shop.owner, headers: { 'idempotency-key': newId() } },
      body: { version: product.version, price: 333 },
    }),
  ]);
  for (const { body } of sold(answers)) expect([200, 666]).toContain(body.total);
  expect(sold(answers)).toHaveLength(40);
});

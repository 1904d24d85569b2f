import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tellLowStock } from '../src/modules/inventory/index.ts';
import { callAs, codeOf, personWith } from './people.ts';
import { card, type Selling, sellingAt } from './selling.ts';
import { countDeadlocks, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owner: ReturnType<typeof callAs>;
let storeId: string;
let productId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owner = callAs(server, shop.owner);
  storeId = shop.stores[0].id;
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  productId = await selling.newProduct();
});

type Point = { productId: string; point: number | null; quantity?: number | null };

const put = (...points: readonly Point[]) => owner.put('/inventory/reorder-points', { storeId, points });
const set = async (...points: readonly Point[]): Promise<Json> => ok(await put(...points));
const levelOf = async (id = productId): Promise<Json> =>
  (await selling.get(`/inventory/stock-levels?storeId=${storeId}&productId=${id}`)).items[0];
const sell = (quantity: number, id = productId) =>
  selling.sell({ lines: [{ productId: id, quantity }], payments: [card(100 * quantity)] });
const look = () => tellLowStock({ database: server.database, clock: server.clock.now, newId });
const toldOf = (id = productId): Promise<Json[]> =>
  selling.rows('SELECT store_id, kind, facts FROM notifications WHERE product_id = $1 ORDER BY id', [id]);
const eventsOf = (id = productId): Promise<Json[]> =>
  selling.rows(
    `SELECT store_id, payload, payload_version FROM outbox WHERE type = 'stock.low' AND payload->>'productId' = $1`,
    [id],
  );

describe('reorder points', () => {
  test('are set, changed and taken away, and shown with the stock', async () => {
    const other = await selling.newProduct();
    expect(await set({ productId, point: 5, quantity: 24 }, { productId: other, point: 0 })).toEqual({
      ...{ set: 2, removed: 0, unchanged: 0 },
    });
    // A product that never had stock is shown, too.
    expect(await levelOf()).toMatchObject({ onHand: 0, reorderPoint: 5, reorderQuantity: 24 });
    expect(await levelOf(other)).toMatchObject({ onHand: 0, reorderPoint: 0, reorderQuantity: null });

    const third = await selling.newProduct();
    const again = await set(
      { productId, point: 5, quantity: 24 },
      { productId: other, point: null },
      { productId: third, point: 7 },
    );
    expect(again).toEqual({ set: 1, removed: 1, unchanged: 1 });
    expect(await levelOf(other)).toMatchObject({ reorderPoint: null, reorderQuantity: null, lowSince: null });
    const [audited] = await selling.rows(
      `SELECT store_id, document_id, before, after FROM audit_log WHERE action = 'inventory.setReorderPoints'
       ORDER BY id DESC LIMIT 1`,
    );
    expect(audited).toEqual({
      ...{ store_id: storeId, document_id: storeId },
      before: {
        reorderPoints: [
          { productId: other, point: 0, quantity: null },
          { productId: third, point: null, quantity: null },
        ],
      },
      after: {
        reorderPoints: [
          { productId: other, point: null, quantity: null },
          { productId: third, point: 7, quantity: null },
        ],
      },
    });
  });

  test('where nothing differs nothing is written', async () => {
    await set({ productId, point: 5 });
    const before = await selling.rows('SELECT count(*) FROM audit_log');
    expect(await set({ productId, point: 5 })).toEqual({ set: 0, removed: 0, unchanged: 1 });
    expect(await set({ productId: await selling.newProduct(), point: null })).toEqual({
      ...{ set: 0, removed: 0, unchanged: 1 },
    });
    expect((await selling.rows('SELECT count(*) FROM audit_log'))[0].count - before[0].count).toBe(1);
  });

  test('are of one store', async () => {
    await set({ productId, point: 5 });
    const there = await selling.get(
      `/inventory/stock-levels?storeId=${shop.stores[1].id}&productId=${productId}`,
    );
    expect(there.items).toEqual([]);
  });

  test('a thousand go in one call', async () => {
    await selling.rows(
      `INSERT INTO products SELECT (json_populate_record(p, json_build_object('id', gen_random_uuid(),
         'sku', 'MANY-' || n, 'plu', NULL))).*
       FROM products p, generate_series(1, 1000) n WHERE p.id = $1`,
      [productId],
    );
    const many = await selling.rows(`SELECT id FROM products WHERE sku LIKE 'MANY-%'`);
    const points = (point: number) => many.map(({ id }) => ({ productId: id, point }));
    expect(await set(...points(1))).toEqual({ set: 1000, removed: 0, unchanged: 0 });
    const deadlocks = await countDeadlocks(server.database);
    // Two at once, each in its own order.
    const answers = await Promise.all([set(...points(2)), set(...points(3).reverse())]);
    expect(answers.map((answer) => answer.set)).toEqual([1000, 1000]);
    expect(await countDeadlocks(server.database)).toBe(deadlocks);
    await selling.rows(`DELETE FROM reorder_points WHERE product_id = ANY ($1)`, [many.map(({ id }) => id)]);
  });

  test('bad ones are refused, all of a kind named, and nothing is half written', async () => {
    const untracked = shop.products.voucher.id;
    const apples = shop.products.apples.id;
    const good = { productId, point: 5 };
    const counts = () =>
      selling.rows(
        'SELECT (SELECT count(*) FROM reorder_points) AS points, (SELECT count(*) FROM stock_levels) AS levels',
      );
    const before = await counts();
    const refused = async (code: string, points: readonly Json[], ...paths: readonly unknown[]) => {
      const { status, body } = await owner.put('/inventory/reorder-points', { storeId, points });
      expect([status >= 400 && status < 500, body.code]).toEqual([true, code]);
      if (paths.length > 0) expect(body.errors.map((field: Json) => field.path)).toEqual(paths);
    };
    const unknown = () => ({ productId: newId(), point: 1 });
    const both = [1, 2].map((position) => ['points', position, 'productId']);
    await refused('INVALID_REFERENCE', [good, unknown(), unknown()], ...both);
    await refused('PRODUCT_NOT_TRACKED', [good, { productId: untracked, point: 1 }]);
    await refused('INVALID_INPUT', [{ productId, point: 0.5 }], ['points', 0, 'point']);
    await refused('INVALID_INPUT', [{ ...good, quantity: 1.5 }], ['points', 0, 'quantity']);
    await refused('INVALID_INPUT', [{ productId, point: null, quantity: 3 }], ['points', 0, 'quantity']);
    await refused('INVALID_INPUT', [good, good]);
    await refused('INVALID_INPUT', []);
    await refused('INVALID_INPUT', [{ productId, point: -1 }]);
    await refused('INVALID_INPUT', [{ ...good, quantity: 0 }]);
    await refused('INVALID_INPUT', [{ productId: apples, point: 0.0005 }]);
    await refused('INVALID_INPUT', [{ productId }]);
    expect(await counts()).toEqual(before);
    expect(await set({ productId: apples, point: 0.5, quantity: 2.125 })).toMatchObject({ set: 1 });
  });

  test('take a permission, in that store', async () => {
    const clerk = callAs(server, await server.signInAs('clerk'));
    const body = { storeId, points: [{ productId, point: 1 }] };
    expect(codeOf(await clerk.put('/inventory/reorder-points', body))).toEqual([403, 'FORBIDDEN']);
    const manager = await personWith(server, [{ role: 'manager', storeId: shop.stores[1].id }]);
    const there = callAs(server, manager.token);
    expect(codeOf(await there.put('/inventory/reorder-points', body))).toEqual([404, 'NOT_FOUND']);
    ok(await there.put('/inventory/reorder-points', { ...body, storeId: shop.stores[1].id }));
  });
});

describe('low stock', () => {
  test('is told once per crossing, not per sale', async () => {
    await selling.stockUp({ [productId]: 10 });
    await set({ productId, point: 5 });
    await look();
    await sell(4);
    await look();
    expect([await toldOf(), (await levelOf()).lowSince]).toEqual([[], null]);

    await sell(1);
    await look();
    const [{ name }] = await selling.rows('SELECT name FROM products WHERE id = $1', [productId]);
    const first = {
      ...{ store_id: storeId, kind: 'low_stock' },
      facts: { productName: name, onHand: 5, reorderPoint: 5 },
    };
    expect(await toldOf()).toEqual([first]);
    expect(await eventsOf()).toEqual([
      { store_id: storeId, payload: { storeId, productId }, payload_version: 1 },
    ]);
    expect((await levelOf()).lowSince).not.toBeNull();

    await sell(1);
    await look();
    await sell(4);
    await look();
    expect(await toldOf()).toEqual([first]);

    await selling.stockUp({ [productId]: 6 });
    await look();
    expect([(await toldOf()).length, (await levelOf()).lowSince]).toEqual([1, null]);
    await sell(2);
    await look();
    expect((await toldOf()).map(({ facts }) => facts.onHand)).toEqual([5, 4]);
    expect(await eventsOf()).toHaveLength(2);
  });

  test('is told of a point that is set where stock is low already', async () => {
    await set({ productId, point: 0 });
    await look();
    expect((await toldOf()).map(({ facts }) => facts)).toMatchObject([{ onHand: 0, reorderPoint: 0 }]);
    await set({ productId, point: 3 });
    await look();
    // It was low all the while.
    expect(await toldOf()).toHaveLength(1);
    await set({ productId, point: null });
    await set({ productId, point: 3 });
    await look();
    expect(await toldOf()).toHaveLength(2);
  });

  test('a point that is moved over the stock, and back', async () => {
    await selling.stockUp({ [productId]: 10 });
    await set({ productId, point: 5 });
    await look();
    await set({ productId, point: 12 });
    await look();
    expect((await toldOf()).map(({ facts }) => facts)).toMatchObject([{ onHand: 10, reorderPoint: 12 }]);
    await set({ productId, point: 5 });
    await look();
    expect([(await toldOf()).length, (await levelOf()).lowSince]).toEqual([1, null]);
  });

  test('nobody is told of archived products', async () => {
    await set({ productId, point: 5 });
    ok(await owner.post(`/products/${productId}/archive`, { version: 1 }));
    await look();
    expect(await toldOf()).toEqual([]);
  });

  test('two processes at once tell once, and more than one batch is told of', async () => {
    await selling.rows(
      `INSERT INTO products SELECT (json_populate_record(p, json_build_object('id', gen_random_uuid(),
         'sku', 'LOW-' || n, 'plu', NULL))).*
       FROM products p, generate_series(1, 2500) n WHERE p.id = $1`,
      [productId],
    );
    await selling.rows(
      `INSERT INTO stock_levels (id, store_id, product_id, on_hand, value, last_movement_number, created_at, updated_at)
       SELECT gen_random_uuid(), $1, id, 0, 0, 0, now(), now() FROM products WHERE sku LIKE 'LOW-%'`,
      [storeId],
    );
    await selling.rows(
      `INSERT INTO reorder_points (store_id, product_id, point, updated_at)
       SELECT $1, id, 5, now() FROM products WHERE sku LIKE 'LOW-%'`,
      [storeId],
    );
    await Promise.all([look(), look(), look()]);
    await look();
    const [told] = await selling.rows(
      `SELECT count(*)::int AS all, count(DISTINCT n.product_id)::int AS each
       FROM notifications n JOIN products p ON p.id = n.product_id WHERE p.sku LIKE 'LOW-%'`,
    );
    expect(told).toEqual({ all: 2500, each: 2500 });
  });

  test('waits for no sale and for nobody who changes a point', async () => {
    await selling.stockUp({ [productId]: 5 });
    await set({ productId, point: 5 });
    const whileHeld = async (lock: string, work: () => Promise<unknown>) => {
      const client = await server.database.pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(lock, [productId]);
        await work();
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    await whileHeld('SELECT FROM reorder_points WHERE product_id = $1 FOR UPDATE', look);
    expect(await toldOf()).toEqual([]);
    await whileHeld('SELECT FROM stock_levels WHERE product_id = $1 FOR UPDATE', look);
    expect(await toldOf()).toHaveLength(1);
  });
});

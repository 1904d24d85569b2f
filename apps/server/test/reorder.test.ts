import { firstIdAt, newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callAs, codeOf, personWith, roleOf } from './people.ts';
import { card, type Selling, sellingAt } from './selling.ts';
import { countDeadlocks, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owner: ReturnType<typeof callAs>;
let storeId: string;
let made = 0;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owner = callAs(server, shop.owner);
});
afterAll(() => server[Symbol.asyncDispose]());
/** Each test in a store of its own, in which nothing else should be ordered. */
beforeEach(async () => {
  made += 1;
  const fields = { timeZone: 'Europe/Berlin', pricesIncludeTax: true };
  storeId = (await selling.create('/stores', { name: `Branch ${made}`, ...fields })).id;
});

const newSupplier = async (fields: object = {}): Promise<string> =>
  (await selling.create('/inventory/suppliers', { name: `Supplier ${newId()}`, ...fields })).id;
const deliver = async (supplierId: string, ...products: readonly Json[]) =>
  ok(await owner.put(`/inventory/suppliers/${supplierId}/products`, { products }));
const setPoint = async (productId: string, point: number | null, fields: object = {}) =>
  ok(await owner.put('/inventory/reorder-points', { storeId, points: [{ productId, point, ...fields }] }));
const stock = (productId: string, quantity: number) =>
  selling.stockUp({ [productId]: quantity }, { storeId });
/** A product whose point is reached, with what a supplier asks for it. */
const needed = async (supplierId: string, terms: object = { cost: 100 }): Promise<string> => {
  const productId = await selling.newProduct();
  await deliver(supplierId, { productId, ...terms });
  await setPoint(productId, 5);
  return productId;
};
const list = async (query = ''): Promise<Json[]> =>
  ok(await owner.get(`/inventory/reorder?storeId=${storeId}${query}`)).items;
const suggestionOf = async (productId: string, query = ''): Promise<Json> =>
  (await list(query)).find((each) => each.productId === productId);
const order = (body: object = {}, token = shop.owner, key = newId()) =>
  server.request('POST', '/v1/inventory/reorder/purchase-orders', {
    ...{ token, body: { storeId, ...body }, headers: { 'idempotency-key': key } },
  });
const ordersOf = (columns = 'id'): Promise<Json[]> =>
  selling.rows(`SELECT ${columns} FROM purchase_orders WHERE store_id = $1 ORDER BY id`, [storeId]);

/** Sales of another day, without their documents. */
async function soldAgo(days: number, productId: string, quantity: number, at = storeId): Promise<void> {
  made += 1;
  const then = new Date(server.clock.now().getTime() - days * 86_400_000);
  const id = `${firstIdAt(then).slice(0, 24)}${made.toString(16).padStart(12, '0')}`;
  await selling.rows(
    `INSERT INTO stock_movements (id, store_id, product_id, number, kind, quantity, value, on_hand_after, value_after,
       document_id, actor_id, occurred_at, recorded_at)
     VALUES ($1, $2, $3, $4, 'sale', $5, 0, 0, 0, $1, $1, $6, $6)`,
    [id, at, productId, 1000 + made, -quantity, then],
  );
}

describe('the suggestion', () => {
  test('can be worked out by hand', async () => {
    const productId = await selling.newProduct();
    const supplierId = await newSupplier({ leadTimeDays: 7 });
    await deliver(supplierId, { productId, packSize: 6, cost: 250 });
    await stock(productId, 10);
    await soldAgo(27, productId, 80);
    await soldAgo(1, productId, 4);
    const draft = { storeId, supplierId, lines: [{ productId, quantity: 12 }] };
    const { id, version } = await selling.create('/inventory/purchase-orders', draft);
    ok(await owner.post(`/inventory/purchase-orders/${id}/order`, { version }));
    const [{ sku, name }] = await selling.rows('SELECT sku, name FROM products WHERE id = $1', [productId]);
    const [{ name: supplierName }] = await selling.rows('SELECT name FROM suppliers WHERE id = $1', [
      supplierId,
    ]);
    expect(await list()).toEqual([
      {
        ...{ storeId, productId, sku, productName: name, supplierId, supplierName },
        ...{ onHand: 10, inTransit: 0, onOrder: 12, inDraft: 0, available: 22, sold: 84, dailySales: 3 },
        ...{ leadTimeDays: 7, reorderPoint: 42, reorderPointSet: false, suggested: 42 },
        ...{ unitCost: 250, currency: 'EUR' },
        arithmetic: [
          'Sold 84 in 28 days: 3 a day',
          'Reorder point: 84 × (7 + 7) ÷ 28 days = 42',
          'Available: 10 on hand + 0 in transit + 12 on order + 0 in drafts = 22',
          'Up to 42 + 84 × 7 ÷ 28 = 63: 41 more, in packs of 6: 42',
        ],
      },
    ]);
  });

  test('counts sales of this store in the days that are asked for', async () => {
    const productId = await selling.newProduct();
    await soldAgo(29, productId, 1000);
    await soldAgo(13, productId, 28);
    await soldAgo(3, productId, 42);
    await soldAgo(3, productId, 5000, shop.stores[0].id);
    expect(await suggestionOf(productId)).toMatchObject({ sold: 70, dailySales: 2.5 });
    expect(await suggestionOf(productId, '&salesDays=7')).toMatchObject({ sold: 42, dailySales: 6 });
    expect(await suggestionOf(productId, '&salesDays=30')).toMatchObject({ sold: 1070 });
    expect(await suggestionOf(productId, '&salesDays=2')).toBeUndefined();
    expect(await suggestionOf(productId, '&salesDays=7&coverDays=3')).toMatchObject({
      ...{ reorderPoint: 60, suggested: 78 },
    });
  });

  test('counts what is sold at the till, at once', async () => {
    storeId = shop.stores[0].id;
    const productId = await selling.newProduct();
    await stock(productId, 5);
    expect(await suggestionOf(productId)).toBeUndefined();
    await selling.sell({ lines: [{ productId, quantity: 4 }], payments: [card(400)] });
    expect(await suggestionOf(productId)).toMatchObject({ onHand: 1, sold: 4, dailySales: 0.143 });
  });

  test('counts less what has come back into stock', async () => {
    storeId = shop.stores[0].id;
    const productId = await selling.newProduct();
    await stock(productId, 6);
    const sale = await selling.sell({ lines: [{ productId, quantity: 6 }], payments: [card(600)] });
    const bringBack = (quantity: number, disposition: string) =>
      selling.create('/returns', {
        ...{ storeId, registerId: selling.here.register.id, saleId: sale.id, reason: 'Too small' },
        lines: [{ saleLineId: sale.lines[0].id, quantity, disposition }],
      });
    await bringBack(2, 'restock');
    expect(await suggestionOf(productId)).toMatchObject({ onHand: 2, sold: 4 });
    // What is broken is asked for still.
    await bringBack(1, 'damaged');
    expect(await suggestionOf(productId)).toMatchObject({ onHand: 2, sold: 4 });
  });

  test('counts what is in transit and in drafts as available', async () => {
    const productId = await selling.newProduct();
    const supplierId = await newSupplier();
    await setPoint(productId, 9, { quantity: 3 });
    await selling.create('/inventory/purchase-orders', {
      ...{ storeId, supplierId, lines: [{ productId, quantity: 4, unitCost: 1 }] },
    });
    const transfer = newId();
    await selling.rows(
      `INSERT INTO transfers (id, number, from_store_id, to_store_id, status, note, created_by, sent_by, sent_at, created_at, updated_at)
       VALUES ($1, 1, $2, $3, 'in_transit', '', $1, $1, now(), now(), now())`,
      [transfer, shop.stores[0].id, storeId],
    );
    await selling.rows(
      `INSERT INTO transfer_lines (transfer_id, product_id, position, quantity, cost, received) VALUES ($1, $2, 0, 7, 100, 2)`,
      [transfer, productId],
    );
    expect(await suggestionOf(productId)).toMatchObject({
      ...{ inTransit: 5, inDraft: 4, onOrder: 0, available: 9, reorderPointSet: true, suggested: 3 },
    });
    await setPoint(productId, 8);
    expect(await suggestionOf(productId)).toBeUndefined();
  });

  test('counts no draft of an archived supplier, who is not ordered from: it is suggested again', async () => {
    const productId = await selling.newProduct();
    const [gone, other] = [await newSupplier(), await newSupplier()];
    await deliver(other, { productId, cost: 10 });
    await setPoint(productId, 5, { quantity: 6 });
    const lines = [{ productId, quantity: 4, unitCost: 1 }];
    await selling.create('/inventory/purchase-orders', { storeId, supplierId: gone, lines });
    const ordered = await selling.create('/inventory/purchase-orders', { storeId, supplierId: gone, lines });
    ok(await owner.post(`/inventory/purchase-orders/${ordered.id}/order`, { version: 1 }));
    expect(await suggestionOf(productId)).toBeUndefined();
    ok(await owner.post(`/inventory/suppliers/${gone}/archive`, { version: 1 }));
    expect(await suggestionOf(productId)).toMatchObject({ onOrder: 4, inDraft: 0, available: 4 });
    expect(ok(await order()).purchaseOrders).toMatchObject([
      { supplierId: other, lines: [{ productId, quantity: 6 }] },
    ]);
  });

  test('takes the preferred supplier, else the cheapest in this currency, else the first', async () => {
    const productId = await selling.newProduct({ cost: 77 });
    await setPoint(productId, 5);
    const foreign = await newSupplier({ currency: 'USD', leadTimeDays: 30 });
    const dear = await newSupplier({ leadTimeDays: 3 });
    const cheap = await newSupplier({ leadTimeDays: 4 });
    const chosen = async () => {
      const { supplierId, unitCost, leadTimeDays } = await suggestionOf(productId);
      return [supplierId, unitCost, leadTimeDays];
    };
    // Nobody delivers it: the usual cost, and the usual time.
    expect(await chosen()).toEqual([null, 77, 7]);
    await deliver(foreign, { productId, cost: 1 });
    expect(await chosen()).toEqual([foreign, 77, 30]);
    await deliver(dear, { productId, cost: 90 });
    expect(await chosen()).toEqual([dear, 90, 3]);
    await deliver(cheap, { productId, cost: 80, leadTimeDays: 9 });
    expect(await chosen()).toEqual([cheap, 80, 9]);
    await deliver(dear, { productId, cost: 90, preferred: true });
    expect(await chosen()).toEqual([dear, 90, 3]);
    ok(await owner.post(`/inventory/suppliers/${dear}/archive`, { version: 1 }));
    expect(await chosen()).toEqual([cheap, 80, 9]);
  });

  test('is about what is on sale and has stock of its own', async () => {
    const [archived, part] = [await selling.newProduct(), await selling.newProduct()];
    await setPoint(archived, 5);
    await setPoint(part, 5);
    ok(await owner.post(`/products/${archived}/archive`, { version: 1 }));
    const bundle = { kind: 'bundle', components: [{ productId: part, quantity: 1 }] };
    const refused = await owner.put('/inventory/reorder-points', {
      ...{ storeId, points: [{ productId: await selling.newProduct(bundle), point: 5 }] },
    });
    expect(codeOf(refused)).toEqual([409, 'PRODUCT_NOT_TRACKED']);
    expect((await list()).map(({ productId }) => productId)).toEqual([part]);
  });

  test('is listed by product, page by page, and by supplier', async () => {
    const [one, other] = [await newSupplier(), await newSupplier()];
    const ids = [await needed(one), await needed(other), await needed(one)];
    expect((await list()).map(({ productId }) => productId)).toEqual(ids);
    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/inventory/reorder?storeId=${storeId}&sort=-product&limit=1${cursor && `&cursor=${cursor}`}`;
      const { items, nextCursor } = ok(await owner.get(path));
      pages.push(...items.map(({ productId }: Json) => productId));
      cursor = nextCursor;
    }
    expect(pages).toEqual(ids.toReversed());
    expect((await list(`&supplierId=${one}`)).map(({ productId }) => productId)).toEqual([ids[0], ids[2]]);
    expect(await list(`&supplierId=${newId()}`)).toEqual([]);
  });

  test('bad input is refused', async () => {
    for (const query of ['salesDays=0', 'salesDays=366', 'coverDays=-1', 'coverDays=1.5', 'supplierId=x']) {
      expect(codeOf(await owner.get(`/inventory/reorder?storeId=${storeId}&${query}`))).toEqual([
        ...[400, 'INVALID_INPUT'],
      ]);
    }
    expect(codeOf(await owner.get('/inventory/reorder'))).toEqual([400, 'INVALID_INPUT']);
    expect(codeOf(await owner.get(`/inventory/reorder?storeId=${newId()}`))).toEqual([404, 'NOT_FOUND']);
  });
});

describe('orders of what is suggested', () => {
  test('are drafts, one a supplier; what cannot be ordered is told, and a second call drafts nothing', async () => {
    const [one, other] = [await newSupplier(), await newSupplier({ currency: 'USD' })];
    const [a, b, c] = [await needed(one), await needed(one, { cost: 30, packSize: 4 }), await needed(other)];
    const alone = await selling.newProduct();
    await setPoint(alone, 2);
    const answer = ok(await order());
    expect(answer.purchaseOrders).toHaveLength(1);
    const [drafted] = answer.purchaseOrders;
    expect(drafted).toMatchObject({
      ...{ storeId, supplierId: one, status: 'draft', number: null, total: 6 * 100 + 8 * 30 },
      lines: [
        { productId: a, quantity: 6, unitCost: 100 },
        { productId: b, quantity: 8, unitCost: 30, packSize: 4 },
      ],
    });
    expect(
      answer.left.map(({ productId, suggested, reason }: Json) => [productId, suggested, reason]),
    ).toEqual([
      [c, 6, 'no_cost'],
      [alone, 3, 'no_supplier'],
    ]);
    expect(ok(await owner.get(`/inventory/purchase-orders/${drafted.id}`))).toEqual(drafted);
    const audited = await selling.rows(
      `SELECT store_id, after FROM audit_log WHERE action = 'inventory.orderSuggested' AND document_id = $1`,
      [drafted.id],
    );
    expect(audited).toEqual([{ store_id: storeId, after: drafted }]);

    const again = ok(await order());
    expect([again.purchaseOrders, again.left]).toEqual([[], answer.left]);
    expect(await ordersOf()).toHaveLength(1);
    // What was drafted and then cancelled is needed again.
    ok(await owner.post(`/inventory/purchase-orders/${drafted.id}/cancel`, { version: 1 }));
    expect(ok(await order({ productIds: [a] })).purchaseOrders[0].lines).toMatchObject([{ productId: a }]);
  });

  test('take no sight of costs: who gives none need not see them', async () => {
    const role = await roleOf(server, 'stores.read', 'purchase_orders.manage');
    const unseeing = await personWith(server, [{ role, storeId: null }]);
    const productId = await needed(await newSupplier());
    const [drafted] = ok(await order({}, unseeing.token)).purchaseOrders;
    expect(drafted.lines).toMatchObject([{ productId, unitCost: 100 }]);
  });

  test('only from some suppliers, only of some products', async () => {
    const [one, other] = [await newSupplier(), await newSupplier()];
    const [a, , c] = [await needed(one), await needed(one), await needed(other)];
    const linesOf = async (body: object) =>
      ok(await order(body)).purchaseOrders.map(({ supplierId, lines }: Json) => [
        ...[supplierId, lines.map(({ productId }: Json) => productId)],
      ]);
    expect(await linesOf({ productIds: [a, c], supplierIds: [one] })).toEqual([[one, [a]]]);
    expect(await linesOf({ supplierIds: [other] })).toEqual([[other, [c]]]);
    expect(ok(await order({ productIds: [a] }))).toEqual({ purchaseOrders: [], left: [] });
  });

  test('what is unknown or archived is refused, by its name, and nothing is drafted', async () => {
    const supplierId = await newSupplier();
    const productId = await needed(supplierId);
    const refused = async (body: object, ...paths: readonly unknown[]) => {
      const answer = await order(body);
      expect(codeOf(answer)).toEqual([400, 'INVALID_REFERENCE']);
      expect(answer.body.errors.map(({ path }: Json) => path)).toEqual(paths);
    };
    await refused({ productIds: [productId, newId(), newId()] }, ['productIds', 1], ['productIds', 2]);
    await refused({ supplierIds: [newId(), supplierId] }, ['supplierIds', 0]);
    const archived = await newSupplier({ name: 'Gone Roasters' });
    ok(await owner.post(`/inventory/suppliers/${archived}/archive`, { version: 1 }));
    const answer = await order({ supplierIds: [supplierId, archived] });
    expect(codeOf(answer)).toEqual([409, 'SUPPLIER_ARCHIVED']);
    expect(answer.body.detail).toContain('Gone Roasters');
    for (const body of [{ productIds: [] }, { supplierIds: ['x'] }, { productIds: [productId, productId] }]) {
      expect(codeOf(await order(body))).toEqual([400, 'INVALID_INPUT']);
    }
    expect(codeOf(await order({ storeId: newId() }))).toEqual([404, 'NOT_FOUND']);
    expect(await ordersOf()).toEqual([]);
    const clerk = await personWith(server, [{ role: 'clerk', storeId: null }]);
    expect(codeOf(await order({}, clerk.token))).toEqual([403, 'FORBIDDEN']);
  });

  test('one order that comes to too much takes all back', async () => {
    const [one, other] = [await newSupplier(), await newSupplier()];
    await needed(one);
    await needed(other, { cost: 900_000_000_000 });
    expect(codeOf(await order())).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(await ordersOf()).toEqual([]);
  });

  test('two calls at once draft nothing twice, and a repeated one answers the same', async () => {
    const [one, other] = [await newSupplier(), await newSupplier()];
    for (const supplierId of [one, other, one]) await needed(supplierId);
    const deadlocks = await countDeadlocks(server.database);
    const key = newId();
    const answers = await Promise.all([order({}, shop.owner, key), order(), order(), order()]);
    const drafted = answers.map((answer) => ok(answer).purchaseOrders.length);
    expect(drafted.toSorted()).toEqual([0, 0, 0, 2]);
    expect(await ordersOf()).toHaveLength(2);
    expect((await order({}, shop.owner, key)).body).toEqual(answers[0].body);
    expect(await list()).toEqual([]);
    expect(await countDeadlocks(server.database)).toBe(deadlocks);
  });

  test('an order has 500 lines at the most', async () => {
    const supplierId = await newSupplier();
    const model = await selling.newProduct();
    await selling.rows(
      `INSERT INTO products SELECT (json_populate_record(p, json_build_object('id', gen_random_uuid(),
         'sku', 'BULK-' || n, 'plu', NULL))).*
       FROM products p, generate_series(1, 501) n WHERE p.id = $1`,
      [model],
    );
    await selling.rows(
      `INSERT INTO supplier_products (supplier_id, product_id, pack_size, cost, preferred, updated_at)
       SELECT $1, id, 1, 10, false, now() FROM products WHERE sku LIKE 'BULK-%'`,
      [supplierId],
    );
    await selling.rows(
      `INSERT INTO reorder_points (store_id, product_id, point, updated_at)
       SELECT $1, id, 5, now() FROM products WHERE sku LIKE 'BULK-%'`,
      [storeId],
    );
    const { purchaseOrders, left } = ok(await order());
    expect(purchaseOrders.map(({ lineCount }: Json) => lineCount)).toEqual([500, 1]);
    expect(left).toEqual([]);
    expect(ok(await order()).purchaseOrders).toEqual([]);
  });
});

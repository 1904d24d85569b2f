import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { atOnce, callAs, codeOf, personWith, roleOf, rowsOf } from './people.ts';
import { type Selling, sellingAt } from './selling.ts';
import {
  type Answer,
  countDeadlocks,
  type Json,
  ok,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owner: ReturnType<typeof callAs>;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owner = callAs(server, shop.owner);
});
afterAll(() => server[Symbol.asyncDispose]());

const ORDERS = '/inventory/purchase-orders';
const newProduct = (fields?: object) => selling.newProduct(fields);
const newSupplier = async (fields: object = {}, products: Json[] = []): Promise<string> => {
  const { id } = ok(await owner.post('/inventory/suppliers', { name: `Supplier ${newId()}`, ...fields }));
  if (products.length > 0) ok(await owner.put(`/inventory/suppliers/${id}/products`, { products }));
  return id;
};
const draft = (supplierId: string, lines: Json[] = [], fields: object = {}) =>
  owner.post(ORDERS, { storeId: shop.stores[0].id, supplierId, lines, ...fields });
const newDraft = async (lines: Json[], fields: object = {}): Promise<Json> =>
  ok(await draft(await newSupplier(), lines, fields));
const act = (id: string, verb: string, version = 1, fields: object = {}) =>
  owner.post(`${ORDERS}/${id}/${verb}`, { version, ...fields });
const newOrder = async (lines: Json[]): Promise<Json> => ok(await act((await newDraft(lines)).id, 'order'));
const change = (id: string, fields: object) => owner.patch(`${ORDERS}/${id}`, { version: 1, ...fields });
const read = async (id: string): Promise<Json> => ok(await owner.get(`${ORDERS}/${id}`));
const list = async (query: Record<string, string>): Promise<Json[]> =>
  ok(await owner.get(`${ORDERS}?${new URLSearchParams(query)}`)).items;
const onOrder = async (productId: string): Promise<number> => {
  await selling.stockUp({ [productId]: 1 });
  return ok(await owner.get(`/inventory/stock-levels?productId=${productId}`)).items[0].onOrder;
};
const auditOf = (id: string) =>
  rowsOf(server, 'SELECT action, before, after FROM audit_log WHERE document_id = $1 ORDER BY id', [id]);
const pathsOf = ({ body }: Answer) => body.errors?.map(({ path }: Json) => path);
/** As if so much of a product had come, in good condition and damaged. */
const come = (id: string, productId: string, received: number, damaged = 0) =>
  rowsOf(
    server,
    `WITH line AS (
       UPDATE purchase_order_lines SET received = $3, damaged = $4 WHERE purchase_order_id = $1 AND product_id = $2)
     UPDATE purchase_orders SET status = 'partially_received' WHERE id = $1`,
    [id, productId, received, damaged],
  );

describe('a draft', () => {
  test('holds what is to be ordered, at what it costs, in the order that was given', async () => {
    const [unit, weighed] = [await newProduct(), await newProduct({ soldBy: 'measure', unitLabel: 'kg' })];
    const supplierId = await newSupplier({ name: `Roasters ${newId()}` }, [
      { productId: unit, supplierSku: 'B-1', packSize: 6 },
    ]);
    const fields = { expectedOn: '2026-12-24', supplierReference: 'AB 12', note: 'Ring twice' };
    const lines = [
      { productId: weighed, quantity: 2.5, unitCost: 333 },
      { productId: unit, quantity: 12, unitCost: 250 },
    ];
    const answer = await draft(supplierId, lines, fields);
    expect(answer.status).toBe(201);
    const { body: order } = answer;
    expect(answer.headers.get('location')).toBe(`/v1${ORDERS}/${order.id}`);
    expect(order).toMatchObject({
      ...{ ...fields, storeId: shop.stores[0].id, supplierId, status: 'draft', number: null, version: 1 },
      // 2.5 × 3.33 is 8.325, and 8.33 rounded.
      ...{ currency: 'EUR', currencyDigits: 2, total: 833 + 3000, lineCount: 2, orderedAt: null },
    });
    const nothingYet = { received: 0, damaged: 0, cancelled: 0 };
    expect(order.lines).toMatchObject([
      { ...lines[0], supplierSku: null, packSize: null, total: 833, ...nothingYet, outstanding: 2.5 },
      { ...lines[1], supplierSku: 'B-1', packSize: 6, total: 3000, ...nothingYet, outstanding: 12 },
    ]);
    expect(await read(order.id)).toEqual(order);
    expect(await onOrder(unit)).toBe(0);
  });

  test('costs what the supplier asks, else what the product usually costs', async () => {
    const products = [await newProduct({ cost: 70 }), await newProduct({ cost: 80 }), await newProduct()];
    const [asked, usual, given] = products;
    const supplierId = await newSupplier({}, [
      { productId: asked, cost: 65 },
      { productId: usual, cost: null },
    ]);
    const lines = [
      { productId: asked, quantity: 1 },
      { productId: usual, quantity: 1 },
      { productId: given, quantity: 1, unitCost: 0 },
    ];
    const order = ok(await draft(supplierId, lines));
    expect(order.lines.map(({ unitCost }: Json) => unitCost)).toEqual([65, 80, 0]);
  });

  test('takes no cost in another currency, and asks for one where it is not known', async () => {
    const productId = await newProduct({ cost: 70 });
    const dollars = await newSupplier({ currency: 'USD' }, [{ productId, cost: 65 }]);
    const line = { productId, quantity: 1 };
    expect(ok(await draft(dollars, [line])).lines[0].unitCost).toBe(70);

    const { store } = await selling.newStore({ currency: 'USD' });
    const inDollars = ok(await draft(dollars, [line], { storeId: store.id }));
    expect(inDollars).toMatchObject({ currency: 'USD', lines: [{ unitCost: 65 }] });
    const unknown = [{ productId: await newProduct(), quantity: 1, unitCost: 5 }, line];
    const refused = await draft(await newSupplier({ currency: 'EUR' }), unknown, { storeId: store.id });
    expect(codeOf(refused)).toEqual([400, 'INVALID_INPUT']);
    expect(pathsOf(refused)).toEqual([['lines', 1, 'unitCost']]);
    expect(refused.body.detail).toContain('USD');
  });

  test('is refused as a whole where a line is wrong, at its field', async () => {
    const supplierId = await newSupplier();
    const good = { productId: await newProduct(), quantity: 1, unitCost: 1 };
    const untracked = await newProduct({ trackStock: false });
    const parent = await newProduct({ options: [{ name: 'Size', values: ['S', 'M'] }] });
    const component = await newProduct();
    const bundle = await newProduct({
      kind: 'bundle',
      components: [{ productId: component, quantity: 2 }],
    });
    const count = async () => (await rowsOf(server, 'SELECT count(*)::int AS n FROM purchase_orders'))[0].n;
    const before = await count();
    const cases: [Json[], [number, string], Json[]][] = [
      [[good, { ...good, productId: newId() }], [400, 'INVALID_REFERENCE'], [['lines', 1, 'productId']]],
      [[good, good], [400, 'INVALID_INPUT'], [['lines']]],
      [[{ ...good, quantity: 0.5 }], [400, 'INVALID_INPUT'], [['lines', 0, 'quantity']]],
      [[{ ...good, quantity: 0 }], [400, 'INVALID_INPUT'], [['lines', 0, 'quantity']]],
      [[{ ...good, quantity: -1 }], [400, 'INVALID_INPUT'], [['lines', 0, 'quantity']]],
      [[{ ...good, quantity: 1.0005 }], [400, 'INVALID_INPUT'], [['lines', 0, 'quantity']]],
      [[{ ...good, unitCost: -1 }], [400, 'INVALID_INPUT'], [['lines', 0, 'unitCost']]],
      [[{ productId: good.productId, quantity: 1 }], [400, 'INVALID_INPUT'], [['lines', 0, 'unitCost']]],
      [[good, { ...good, productId: untracked }], [409, 'PRODUCT_NOT_TRACKED'], [['lines', 1, 'productId']]],
      [[good, { ...good, productId: parent }], [409, 'PRODUCT_NOT_TRACKED'], [['lines', 1, 'productId']]],
      [[good, { ...good, productId: bundle }], [409, 'PRODUCT_NOT_TRACKED'], [['lines', 1, 'productId']]],
    ];
    for (const [lines, code, paths] of cases) {
      const answer = await draft(supplierId, lines);
      expect(codeOf(answer)).toEqual(code);
      expect(pathsOf(answer)).toEqual(paths);
    }
    expect(await count()).toBe(before);
  });

  test('is refused with archived products, at their lines, also where it is changed', async () => {
    const [gone, other] = [await newProduct({ name: 'Gone tea' }), await newProduct()];
    const line = (productId: string) => ({ productId, quantity: 1, unitCost: 1 });
    const order = await newDraft([line(gone)]);
    ok(await owner.post(`/products/${gone}/archive`, { version: 1 }));
    for (const refused of [
      await draft(await newSupplier(), [line(other), line(gone)]),
      await change(order.id, { lines: [line(other), line(gone)] }),
    ]) {
      expect(codeOf(refused)).toEqual([400, 'INVALID_REFERENCE']);
      expect(pathsOf(refused)).toEqual([['lines', 1, 'productId']]);
      expect(refused.body.detail).toContain('"Gone tea"');
    }
    expect(await read(order.id)).toEqual(order);
  });

  test('is given costs by whoever sees them, and shows them to whoever sees orders', async () => {
    const work = await roleOf(server, 'stores.read', 'purchase_orders.read', 'purchase_orders.manage');
    const unseeing = callAs(server, (await personWith(server, [{ role: work, storeId: null }])).token);
    const line = { productId: await newProduct({ cost: 70 }), quantity: 1 };
    const body = { storeId: shop.stores[0].id, supplierId: await newSupplier() };
    const order = ok(await unseeing.post(ORDERS, { ...body, lines: [line] }));
    expect(order.lines).toMatchObject([{ unitCost: 70 }]);
    const lines = [{ ...line, unitCost: 70 }];
    for (const refused of [
      await unseeing.post(ORDERS, { ...body, lines }),
      await unseeing.patch(`${ORDERS}/${order.id}`, { version: 1, lines }),
    ]) {
      expect(codeOf(refused)).toEqual([403, 'FORBIDDEN']);
      expect(refused.body.detail).toContain('products.read_cost');
    }
    expect(await list({ supplierId: body.supplierId })).toHaveLength(1);
    const changed = await unseeing.patch(`${ORDERS}/${order.id}`, {
      version: 1,
      lines: [{ ...line, quantity: 2 }],
    });
    expect(ok(changed)).toMatchObject({ total: 140 });
  });

  test('is refused for an archived supplier, one that is not there, and a day that is none', async () => {
    const supplierId = await newSupplier();
    ok(await owner.post(`/inventory/suppliers/${supplierId}/archive`, { version: 1 }));
    expect(codeOf(await draft(supplierId))).toEqual([409, 'SUPPLIER_ARCHIVED']);
    const unknown = await draft(newId());
    expect([codeOf(unknown), pathsOf(unknown)]).toEqual([[400, 'INVALID_REFERENCE'], [['supplierId']]]);
    const never = await draft(await newSupplier(), [], { expectedOn: '2026-02-30' });
    expect([codeOf(never), pathsOf(never)]).toEqual([[400, 'INVALID_INPUT'], [['expectedOn']]]);
  });

  test('may come to 10^12 and not to more', async () => {
    const [a, b] = [await newProduct(), await newProduct()];
    const most = { productId: a, quantity: 1000, unitCost: 1_000_000_000 };
    expect((await newDraft([most])).total).toBe(1_000_000_000_000);
    const supplierId = await newSupplier();
    const huge = { productId: a, quantity: 99_999_999_999, unitCost: 1_000_000_000_000 };
    for (const lines of [[most, { productId: b, quantity: 1, unitCost: 1 }], [huge]]) {
      expect(codeOf(await draft(supplierId, lines))).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    }
    expect(await list({ supplierId })).toEqual([]);
    const order = await newDraft([most]);
    const grown = await change(order.id, { lines: [{ ...most, quantity: 1001 }] });
    expect(codeOf(grown)).toEqual([409, 'AMOUNT_OUT_OF_RANGE']);
    expect(await read(order.id)).toEqual(order);
  });

  test('gets other lines as a whole, and what is left out stays', async () => {
    const [a, b] = [await newProduct(), await newProduct()];
    const order = await newDraft([{ productId: a, quantity: 1, unitCost: 10 }], { note: 'First' });
    const lines = [{ productId: b, quantity: 3, unitCost: 20 }];
    const changed = ok(await change(order.id, { lines, expectedOn: '2027-01-02' }));
    expect(changed).toMatchObject({
      lines,
      total: 60,
      lineCount: 1,
      note: 'First',
      expectedOn: '2027-01-02',
      version: 2,
    });
    expect(await read(order.id)).toEqual(changed);
    expect((await auditOf(order.id))[1]).toMatchObject({ before: order, after: changed });
    expect(ok(await change(order.id, { version: 2, lines: [] }))).toMatchObject({ lines: [], total: 0 });
  });

  test('that is changed to what it is changes nothing', async () => {
    const line = { productId: await newProduct(), quantity: 1, unitCost: 10 };
    const order = await newDraft([line], { note: 'Same' });
    expect(ok(await change(order.id, { lines: [line], note: 'Same' }))).toEqual(order);
    expect(await auditOf(order.id)).toHaveLength(1);
  });

  test('is changed once by 10 at once from the same version', async () => {
    const order = await newDraft([{ productId: await newProduct(), quantity: 1, unitCost: 10 }]);
    const productId = order.lines[0].productId;
    const answers = await atOnce(10, (i) =>
      change(order.id, { lines: [{ productId, quantity: i + 2, unitCost: 10 }] }),
    );
    const [made, ...more] = answers.filter(({ status }) => status === 200);
    expect(more).toEqual([]);
    expect(await read(order.id)).toEqual(made?.body);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(codeOf)).toEqual(refused.map(() => [409, 'CONFLICT']));
  });
});

describe('ordering', () => {
  test('gives a number, freezes the lines and says so to the world', async () => {
    const productId = await newProduct();
    const supplierId = await newSupplier({ minimumOrderValue: 1_000_000 }, [
      { productId, supplierSku: 'OLD', packSize: 2, minimumOrder: 100 },
    ]);
    const { id } = ok(await draft(supplierId, [{ productId, quantity: 4, unitCost: 10 }]));
    const products = [{ productId, supplierSku: 'NEW', packSize: 4 }];
    ok(await owner.put(`/inventory/suppliers/${supplierId}/products`, { products }));
    const order = ok(await act(id, 'order'));
    expect(order).toMatchObject({ status: 'ordered', version: 2, number: expect.any(Number) });
    expect([order.orderedBy, order.orderedAt]).toEqual([order.createdBy, order.updatedAt]);
    expect(order.lines).toMatchObject([{ supplierSku: 'NEW', packSize: 4, outstanding: 4 }]);
    expect(await read(id)).toEqual(order);
    expect(await onOrder(productId)).toBe(4);
    const events = await rowsOf(
      server,
      `SELECT store_id, payload FROM outbox WHERE type = 'purchase_order.ordered'`,
    );
    const storeId = shop.stores[0].id;
    const payload = { purchaseOrderId: id, storeId, supplierId };
    expect(events).toContainEqual({ store_id: storeId, payload });

    const lines = [{ productId, quantity: 5, unitCost: 10 }];
    const refused = await change(id, { version: 2, lines });
    expect(codeOf(refused)).toEqual([409, 'WRONG_STATUS']);
    expect(refused.body.details).toEqual({ status: 'ordered', allowed: ['draft'] });
    const noted = ok(await change(id, { version: 2, supplierReference: 'AB 1', expectedOn: '2027-01-02' }));
    expect(noted).toMatchObject({ supplierReference: 'AB 1', status: 'ordered', version: 3 });
    // Gone from what they deliver: the order stays as it was sent.
    ok(await owner.put(`/inventory/suppliers/${supplierId}/products`, { remove: [productId] }));
    expect((await read(id)).lines[0].supplierSku).toBe('NEW');
  });

  test('of 10 drafts by 20 at once gives each one number, without a gap', async () => {
    const productId = await newProduct();
    const drafts = await atOnce(10, () => newDraft([{ productId, quantity: 1, unitCost: 10 }]));
    const last = async (): Promise<number> =>
      (await rowsOf(server, `SELECT coalesce(max(number), 0) AS n FROM purchase_orders`))[0].n;
    const before = Number(await last());
    const answers = await atOnce(20, (i) => act(drafts[i % 10].id, 'order'));
    const ordered = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    const numbers = ordered.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, i) => before + 1 + i));
    expect(new Set(ordered.map(({ id }) => id)).size).toBe(10);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(codeOf)).toEqual(refused.map(() => [409, 'CONFLICT']));
    // What is refused takes no number either.
    expect(codeOf(await act((await newDraft([])).id, 'order'))).toEqual([409, 'NO_LINES']);
    const next = await newOrder([{ productId, quantity: 1, unitCost: 10 }]);
    expect(next.number).toBe(before + 11);
    expect(await countDeadlocks(server.database)).toBe(0);
  });

  test('is refused without lines, twice, from an archived supplier, and at another version', async () => {
    const line = { productId: await newProduct(), quantity: 1, unitCost: 10 };
    const empty = await newDraft([]);
    expect(codeOf(await act(empty.id, 'order'))).toEqual([409, 'NO_LINES']);
    const order = await newOrder([line]);
    const twice = await act(order.id, 'order', 2);
    expect(codeOf(twice)).toEqual([409, 'WRONG_STATUS']);
    expect(twice.body.details).toEqual({ status: 'ordered', allowed: ['draft'] });
    const late = await newDraft([line]);
    ok(await owner.post(`/inventory/suppliers/${late.supplierId}/archive`, { version: 1 }));
    expect(codeOf(await act(late.id, 'order'))).toEqual([409, 'SUPPLIER_ARCHIVED']);
    expect(codeOf(await act(late.id, 'order', 2))).toEqual([409, 'CONFLICT']);
    expect([await read(empty.id), await read(order.id), await read(late.id)]).toEqual([empty, order, late]);
  });
});

describe('cancelling', () => {
  test.each([
    ['a draft', newDraft, 1],
    ['what is ordered', newOrder, 2],
  ])('%s cancels all of its lines', async (_what, make, version) => {
    const [a, b] = [await newProduct(), await newProduct()];
    const lines = [a, b].map((productId) => ({ productId, quantity: 2, unitCost: 10 }));
    const { id, number } = await make(lines);
    const order = ok(await act(id, 'cancel', version));
    expect(order).toMatchObject({ status: 'cancelled', number, version: version + 1, total: 40 });
    expect(order.lines).toMatchObject([a, b].map(() => ({ cancelled: 2, outstanding: 0 })));
    expect(await read(id)).toEqual(order);
    expect(await onOrder(a)).toBe(0);
    for (const verb of ['cancel', 'cancel-rest', 'order']) {
      const refused = await act(id, verb, version + 1);
      expect(codeOf(refused)).toEqual([409, 'WRONG_STATUS']);
      expect(refused.body.details.status).toBe('cancelled');
    }
    expect(codeOf(await change(id, { version: version + 1, note: 'Too late' }))).toEqual([
      409,
      'WRONG_STATUS',
    ]);
    expect(await read(id)).toEqual(order);
  });

  test('is refused once something has come, also damaged, and at another version', async () => {
    const productId = await newProduct();
    const order = await newOrder([{ productId, quantity: 3, unitCost: 10 }]);
    for (const verb of ['cancel', 'cancel-rest']) {
      expect(codeOf(await act(order.id, verb, 1))).toEqual([409, 'CONFLICT']);
    }
    await come(order.id, productId, 0, 1);
    const refused = await act(order.id, 'cancel', 2);
    expect(codeOf(refused)).toEqual([409, 'WRONG_STATUS']);
    expect(refused.body.details).toEqual({ status: 'partially_received', allowed: ['draft', 'ordered'] });
    expect(refused.body.detail).toContain('cancelRest');
  });

  test('the rest leaves what has come: the order is received, or cancelled where nothing came', async () => {
    const [a, b] = [await newProduct(), await newProduct()];
    const lines = [a, b].map((productId) => ({ productId, quantity: 5, unitCost: 10 }));
    const some = await newOrder(lines);
    await come(some.id, a, 2, 1);
    const first = ok(await act(some.id, 'cancel-rest', 2, { productIds: [b] }));
    expect(first).toMatchObject({ status: 'partially_received', version: 3 });
    expect(first.lines).toMatchObject([
      { received: 2, damaged: 1, cancelled: 0, outstanding: 2 },
      { received: 0, cancelled: 5, outstanding: 0 },
    ]);
    // Nothing is left of it to cancel.
    expect(ok(await act(some.id, 'cancel-rest', 3, { productIds: [b] }))).toEqual(first);
    const last = ok(await act(some.id, 'cancel-rest', 3));
    expect(last).toMatchObject({ status: 'received', version: 4, total: 100 });
    expect(last.lines[0]).toMatchObject({ received: 2, damaged: 1, cancelled: 2, outstanding: 0 });
    expect(await read(some.id)).toEqual(last);
    expect((await auditOf(some.id)).at(-1)).toMatchObject({ before: first, after: last });

    const none = await newOrder(lines);
    const part = ok(await act(none.id, 'cancel-rest', 2, { productIds: [a] }));
    expect(part).toMatchObject({ status: 'ordered' });
    expect(ok(await act(none.id, 'cancel-rest', 3))).toMatchObject({ status: 'cancelled' });
  });

  test('the rest of a product that is not in the order, or of a draft, is refused', async () => {
    const productId = await newProduct();
    const lines = [{ productId, quantity: 5, unitCost: 10 }];
    const order = await newOrder(lines);
    const foreign = await act(order.id, 'cancel-rest', 2, { productIds: [productId, await newProduct()] });
    expect([codeOf(foreign), pathsOf(foreign)]).toEqual([[400, 'INVALID_REFERENCE'], [['productIds', 1]]]);
    const twice = await act(order.id, 'cancel-rest', 2, { productIds: [productId, productId] });
    expect(codeOf(twice)).toEqual([400, 'INVALID_INPUT']);
    expect(await read(order.id)).toEqual(order);
    expect(codeOf(await act((await newDraft(lines)).id, 'cancel-rest'))).toEqual([409, 'WRONG_STATUS']);
  });
});

describe('purchase orders', () => {
  test('are listed by store, supplier, product, number and status, the latest first', async () => {
    const [a, b] = [await newProduct(), await newProduct()];
    const supplierId = await newSupplier();
    const line = (productId: string) => [{ productId, quantity: 2, unitCost: 10 }];
    const first = ok(await draft(supplierId, line(a)));
    const second = ok(await draft(supplierId, line(b)));
    const there = ok(await draft(supplierId, line(a), { storeId: shop.stores[1].id }));
    const ordered = ok(await act(second.id, 'order'));
    const idsOf = async (query: Record<string, string>) => (await list(query)).map(({ id }) => id);
    expect(await idsOf({ supplierId })).toEqual([there.id, second.id, first.id]);
    expect(await idsOf({ supplierId, sort: 'createdAt' })).toEqual([first.id, second.id, there.id]);
    expect(await idsOf({ supplierId, storeId: shop.stores[0].id })).toEqual([second.id, first.id]);
    expect(await idsOf({ productId: a })).toEqual([there.id, first.id]);
    expect(await idsOf({ supplierId, status: 'draft' })).toEqual([there.id, first.id]);
    expect(await idsOf({ number: String(ordered.number) })).toEqual([second.id]);
    expect(await idsOf({ number: '999999' })).toEqual([]);
    const { lines, ...summary } = ordered;
    expect(await list({ supplierId, productId: b })).toEqual([summary]);
  });

  test('are listed by what is to come, what is late, and the day they were ordered, by the clock of the store', async () => {
    // 25 hours apart: what is today there is past here.
    const { store: early } = await selling.newStore({ timeZone: 'Pacific/Kiritimati' });
    const { store: late } = await selling.newStore({ timeZone: 'Pacific/Pago_Pago' });
    const dayAt = (timeZone: string) =>
      new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(server.clock.now());
    const [today, yesterday] = [dayAt('Pacific/Kiritimati'), dayAt('Pacific/Pago_Pago')];
    const supplierId = await newSupplier();
    const productId = await newProduct();
    const lines = [{ productId, quantity: 2, unitCost: 10 }];
    const ordered = async (storeId: string, expectedOn: string | null): Promise<string> => {
      const { id } = ok(await draft(supplierId, lines, { storeId, expectedOn }));
      ok(await act(id, 'order'));
      return id;
    };
    const drafted = ok(await draft(supplierId, lines, { storeId: early.id, expectedOn: yesterday })).id;
    const overdue = await ordered(early.id, yesterday);
    const partly = await ordered(early.id, yesterday);
    await come(partly, productId, 1);
    const dueToday = await ordered(early.id, today);
    const dueThere = await ordered(late.id, yesterday);
    const whenever = await ordered(late.id, null);
    const cancelled = await ordered(early.id, yesterday);
    ok(await act(cancelled, 'cancel', 2));
    const idsOf = async (query: Record<string, string>) =>
      (await list({ supplierId, sort: 'createdAt', ...query })).map(({ id }) => id);
    expect(await idsOf({ open: 'true' })).toEqual([overdue, partly, dueToday, dueThere, whenever]);
    expect(await idsOf({ open: 'false' })).toEqual([drafted, cancelled]);
    expect(await idsOf({ overdue: 'true' })).toEqual([overdue, partly]);
    expect(await idsOf({ overdue: 'false' })).toEqual([drafted, dueToday, dueThere, whenever, cancelled]);
    expect(await idsOf({ orderedFrom: today })).toEqual([overdue, partly, dueToday, cancelled]);
    expect(await idsOf({ orderedTo: yesterday })).toEqual([dueThere, whenever]);
    expect(await idsOf({ orderedFrom: yesterday, orderedTo: yesterday })).toEqual([dueThere, whenever]);
    expect(codeOf(await owner.get(`${ORDERS}?overdue=yes`))).toEqual([400, 'INVALID_INPUT']);
  });

  test('of another store are not there for whoever works in one', async () => {
    const token = await server.signInAs('manager', { storeId: shop.stores[1].id });
    const manager = callAs(server, token);
    const { id, supplierId } = await newDraft([{ productId: await newProduct(), quantity: 1, unitCost: 1 }]);
    const answers = await Promise.all([
      manager.get(`${ORDERS}/${id}`),
      manager.patch(`${ORDERS}/${id}`, { version: 1, note: 'Mine' }),
      ...['order', 'cancel', 'cancel-rest'].map((verb) =>
        manager.post(`${ORDERS}/${id}/${verb}`, { version: 1 }),
      ),
    ]);
    const missing = await manager.get(`${ORDERS}/${newId()}`);
    for (const answer of answers) {
      expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
      expect(answer.body.detail).toBe(missing.body.detail);
    }
    expect(ok(await manager.get(`${ORDERS}?supplierId=${supplierId}`)).items).toEqual([]);
    expect(await read(id)).toMatchObject({ version: 1, status: 'draft' });
  });
});

describe('the page of an order', () => {
  const pageOf = (id: string) => owner.get(`${ORDERS}/${id}/document`);

  test('says who orders what from whom, at what cost, as the store writes it', async () => {
    const { store } = await selling.newStore({
      ...{ name: 'Corner Shop Nord', locale: 'de-DE' },
      address: { line1: 'Torstraße 12', postalCode: '10119', city: 'Berlin', country: 'DE' },
    });
    const names = ['Beans, whole', 'Beans, ground', 'Apples'];
    const [whole, ground, apples] = [
      await newProduct({ name: names[0], sku: 'OUR-1' }),
      await newProduct({ name: names[1] }),
      await newProduct({ name: names[2], soldBy: 'measure', unitLabel: 'kg' }),
    ];
    const supplier = {
      ...{ accountNumber: 'K-10293', paymentTermDays: 30, terms: 'Delivered duty paid' },
      contacts: [{ name: 'Grace Hopper', role: 'Sales', email: 'grace@example.com', phone: '+49 40 12' }],
    };
    const supplierId = await newSupplier(supplier, [
      { productId: whole, supplierSku: 'THEIRS-1', packSize: 6 },
      { productId: ground, packSize: 4 },
    ]);
    const lines = [
      { productId: whole, quantity: 24, unitCost: 123_456 },
      { productId: ground, quantity: 6, unitCost: 100 },
      { productId: apples, quantity: 2.5, unitCost: 333 },
    ];
    const fields = { storeId: store.id, expectedOn: '2026-12-24', note: 'Ring twice' };
    const { id } = ok(await draft(supplierId, lines, fields));
    const page = await pageOf(id);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toMatch(/^<!doctype html>/);
    for (const text of [
      ...[
        'Draft purchase order',
        'Corner Shop Nord',
        'Torstraße 12',
        '10119 Berlin',
        'K-10293',
        'Ring twice',
      ],
      ...['Grace Hopper (Sales), +49 40 12, grace@example.com', '30 days after the invoice', ...names],
      ...[
        'Delivered duty paid',
        '24. Dezember 2026',
        'OUR-1',
        'THEIRS-1',
        '4 × 6',
        'in packs of 4',
        '2,5 kg',
      ],
      ...['1.234,56\u00a0€', '29.629,44\u00a0€', '8,33\u00a0€', '29.643,77\u00a0€'],
    ]) {
      expect(page.body).toContain(text);
    }
    const { number } = ok(await act(id, 'order'));
    const ordered = (await pageOf(id)).body;
    expect(ordered).toContain(`<h1>Purchase order ${number}</h1>`);
    expect(ordered).not.toMatch(/Draft|Cancelled/);
    ok(await act(id, 'cancel', 2));
    expect((await pageOf(id)).body).toContain('Cancelled');
    const overTrpc = await server.trpc('inventory.purchaseOrders.document', { id }, { token: shop.owner });
    expect(overTrpc.data).toEqual({ mediaType: 'text/html', content: (await pageOf(id)).body });
  });

  test('writes quantities with the separators of the amounts beside them, and breaks no usual code', async () => {
    // In en-DE plain numbers are 1.235 and amounts €1,234.56.
    const { store } = await selling.newStore({ locale: 'en-DE' });
    const long = 'X'.repeat(64);
    const weighed = await newProduct({ soldBy: 'measure', unitLabel: 'kg', sku: 'RICE-BAS-025' });
    const supplierId = await newSupplier({}, [{ productId: weighed, supplierSku: long, packSize: 1000.5 }]);
    const lines = [{ productId: weighed, quantity: 1235.5, unitCost: 123_456 }];
    const { id } = ok(await draft(supplierId, lines, { storeId: store.id }));
    const { body } = await pageOf(id);
    for (const text of ['1,235.5 kg', 'in packs of 1,000.5', '€1,234.56']) expect(body).toContain(text);
    expect(body).toContain('<td class="code unbroken" data-label="Our SKU">RICE-BAS-025</td>');
    expect(body).toContain(`<td class="code" data-label="Your item">${long}</td>`);
  });

  test('writes amounts without decimals where the currency has none', async () => {
    const { store } = await selling.newStore({ currency: 'JPY', locale: 'ja-JP' });
    const line = { productId: await newProduct(), quantity: 3, unitCost: 1500 };
    const { id } = ok(await draft(await newSupplier(), [line], { storeId: store.id }));
    expect((await pageOf(id)).body).toMatch(/[¥￥]4,500</);
  });

  test('takes all that people have written as text, and may neither run nor load anything', async () => {
    const evil = `"><script>alert('1')</script><img src=x onerror=alert(2)>&amp;`;
    const productId = await newProduct({ name: evil, sku: evil });
    const supplier = {
      name: evil,
      terms: evil,
      accountNumber: '<b>7</b>',
      contacts: [{ name: evil, role: '<i>' }],
    };
    const supplierId = await newSupplier(supplier, [{ productId, supplierSku: evil }]);
    const fields = { note: evil, supplierReference: evil };
    const { id } = ok(await draft(supplierId, [{ productId, quantity: 1, unitCost: 1 }], fields));
    const { body, headers } = await pageOf(id);
    expect(body).not.toMatch(/<script|<img|<b>|<i>|javascript:|https?:|url\(|@import/);
    const escaped = '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;';
    // SKU and name of the product, SKU, name, contact and terms of the supplier, note and reference of the order.
    expect(body.split(escaped)).toHaveLength(1 + 8);
    const policy = "default-src 'none'; style-src 'unsafe-inline'";
    expect(headers.get('content-security-policy')).toBe(`${policy}; frame-ancestors 'none'`);
    expect(body).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  });

  test('is not there for an order that is not', async () => {
    expect(codeOf(await pageOf(newId()))).toEqual([404, 'NOT_FOUND']);
    const manager = callAs(server, await server.signInAs('manager', { storeId: shop.stores[1].id }));
    const { id } = await newDraft([]);
    expect(codeOf(await manager.get(`${ORDERS}/${id}/document`))).toEqual([404, 'NOT_FOUND']);
    expect((await pageOf(id)).body).toContain('Draft purchase order');
  });
});

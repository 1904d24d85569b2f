import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, personWith, roleOf } from './people.ts';
import { type Purchasing, purchasingAt } from './purchasing.ts';
import { endWithCleanBooks } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let buying: Purchasing;
let storeId: string;
let supplierId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  buying = purchasingAt(server, shop);
  storeId = buying.here.store.id;
  supplierId = await buying.newSupplier({ name: 'Roasters' });
});
afterAll(() => endWithCleanBooks(server));

/** Of each test: 8 good ones and 2 damaged ones at 100, with 50 freight, came with one receipt. */
let productId: string;
let goodsReceiptId: string;
beforeEach(async () => {
  productId = await buying.newProduct({ name: 'Kettle' });
  const orderId = await buying.order(supplierId, [{ productId, quantity: 10, unitCost: 100 }]);
  const lines = [{ productId, quantity: 8, damaged: 2 }];
  goodsReceiptId = ok(await buying.receive(orderId, { lines, freight: 50 })).id;
});

const line = (quantity: number, fields: object = {}) => ({ productId, quantity, ...fields });
const send = (lines: readonly Json[], fields: object = {}): Promise<Answer> =>
  buying.returnGoods({ supplierId, goodsReceiptId, lines, ...fields });
const returnedOf = async (): Promise<number> =>
  (await buying.get(`/inventory/goods-receipts/${goodsReceiptId}`)).lines[0].returned;

describe('goods that go back', () => {
  test('leave the stock, and the damaged goods, at what they are worth there', async () => {
    const fields = { reason: 'damaged', reference: 'RMA-7', note: 'Collected' };
    const answer = await send([line(3), line(1, { from: 'damaged' })], fields);
    expect(answer.status).toBe(201);
    const { body } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/inventory/supplier-returns/${body.id}`);
    // 8 of 10 have cost 840 and the damaged ones 210. Three of eight take 315, one of two 105; the unit cost was 100.
    expect(body).toMatchObject({
      ...{ storeId, supplierId, supplierName: 'Roasters', goodsReceiptId, ...fields },
      ...{ currency: 'EUR', currencyDigits: 2, credit: 400, cost: 420 },
    });
    const shown = { productId, sku: expect.any(String), productName: 'Kettle', unitCredit: 100 };
    expect(body.lines).toEqual([
      { ...shown, quantity: 3, from: 'on_hand', credit: 300, cost: 315 },
      { ...shown, quantity: 1, from: 'damaged', credit: 100, cost: 105 },
    ]);
    expect(await buying.get(`/inventory/supplier-returns/${body.id}`)).toEqual(body);
    expect([await buying.stockOf(productId), await buying.damagedOf(productId)]).toEqual([
      [5, 525],
      [1, 105],
    ]);
    expect(await returnedOf()).toBe(4);
    expect(
      await buying.rows(
        `SELECT kind, quantity::float8, value FROM stock_movements WHERE document_id = $1
         UNION ALL SELECT kind, quantity::float8, value FROM damaged_movements WHERE document_id = $1`,
        [body.id],
      ),
    ).toEqual([
      { kind: 'supplier_return', quantity: -3, value: -315 },
      { kind: 'supplier_return', quantity: -1, value: -105 },
    ]);
    expect(await buying.rows(`SELECT payload FROM outbox WHERE type = 'supplier_return.created'`)).toEqual([
      { payload: { supplierReturnId: body.id, storeId, supplierId } },
    ]);
    const [audit] = await buying.rows('SELECT action, after FROM audit_log WHERE document_id = $1', [
      body.id,
    ]);
    expect(audit).toEqual({ action: 'inventory.supplierReturns.create', after: body });

    const next = ok(await send([line(1)]));
    expect(next.number).toBe(body.number + 1);
  });

  test('bring what is said, else what was paid, else what the supplier asks, else the average', async () => {
    const creditOf = async (lines: Json[], fields: object = {}) =>
      ok(await send(lines, fields)).lines[0].unitCredit;
    expect(await creditOf([line(1, { unitCredit: 99 })])).toBe(99);
    expect(await creditOf([line(1)])).toBe(100);
    expect(await creditOf([line(1)], { goodsReceiptId: null })).toBe(105);
    const setCost = (supplier: string, cost: number) =>
      server.request('PUT', `/v1/inventory/suppliers/${supplier}/products`, {
        ...{ token: shop.owner, body: { products: [{ productId, cost }] } },
      });
    ok(await setCost(supplierId, 117));
    expect(await creditOf([line(1)], { goodsReceiptId: null })).toBe(117);
    // What is asked in other money says nothing here.
    const abroad = await buying.newSupplier({ currency: 'USD' });
    ok(await setCost(abroad, 130));
    expect(await creditOf([line(1)], { goodsReceiptId: null, supplierId: abroad })).toBe(105);
    expect(ok(await send([line(1, { unitCredit: 0 })])).credit).toBe(0);
  });

  test('show what they were worth in stock to whoever sees costs there, also in an answer that was kept', async () => {
    const work = await roleOf(server, 'stores.read', 'purchase_orders.read', 'purchase_orders.return');
    const person = await personWith(server, [
      { role: work, storeId: null },
      { role: await roleOf(server, 'products.read_cost'), storeId },
    ]);
    const unseeing = await personWith(server, [{ role: work, storeId: null }]);
    const body = { storeId, supplierId, goodsReceiptId, reason: 'quality', lines: [line(1)] };
    const sendAs = (token: string, key = newId()) =>
      server.request('POST', '/v1/inventory/supplier-returns', {
        ...{ token, body, headers: { 'idempotency-key': key } },
      });
    const hidden = (full: Json) => ({
      ...{ ...full, cost: null },
      lines: full.lines.map((each: Json) => ({ ...each, cost: null })),
    });
    const read = async (path: string, { token }: { token: string }): Promise<Json> =>
      ok(await server.request('GET', `/v1/inventory/supplier-returns${path}`, { token }));

    const key = newId();
    const full = ok(await sendAs(person.token, key));
    expect(full).toMatchObject({ credit: 100, cost: 105, lines: [{ cost: 105 }] });
    expect(await read(`/${full.id}`, person)).toEqual(full);
    expect(await read(`/${full.id}`, unseeing)).toEqual(hidden(full));
    expect((await read(`?goodsReceiptId=${goodsReceiptId}`, unseeing)).items).toEqual([hidden(full)]);
    expect(ok(await sendAs(unseeing.token))).toMatchObject({
      credit: 100,
      cost: null,
      lines: [{ cost: null }],
    });

    const { version } = ok(await server.request('GET', `/v1/users/${person.id}`, { token: shop.owner }));
    const roles = [{ role: work, storeId: null }];
    ok(
      await server.request('PATCH', `/v1/users/${person.id}`, {
        ...{ token: shop.owner, body: { version, roles } },
      }),
    );
    expect(ok(await sendAs(person.token, key))).toEqual(hidden(full));
  });

  test('are found by store, supplier and receipt', async () => {
    const [first, second] = [ok(await send([line(1)])), ok(await send([line(1)]))];
    const other = await buying.newSupplier();
    const third = ok(await send([line(1)], { goodsReceiptId: null, supplierId: other }));
    const found = async (query: Record<string, string>): Promise<Json[]> =>
      (await buying.get(`/inventory/supplier-returns?${new URLSearchParams(query)}`)).items;
    expect(await found({ goodsReceiptId })).toEqual([second, first]);
    expect(await found({ goodsReceiptId, sort: 'createdAt' })).toEqual([first, second]);
    expect(await found({ supplierId: other, storeId })).toEqual([third]);
    expect(await found({ supplierId: other, storeId: buying.there.store.id })).toEqual([]);
  });

  test('may be all of what came, whichever stock they are in now, and no more of it', async () => {
    ok(await send([line(6), line(1, { from: 'damaged' })]));
    const tooMany = [line(2), line(2, { from: 'damaged' })];
    const before = await buying.everything();
    const refused = await send(tooMany);
    expect(codeOf(refused)).toEqual([409, 'QUANTITY_EXCEEDED']);
    expect(refused.body.details.lines).toEqual([
      { productId, name: 'Kettle', position: 0, requested: 2, available: 3 },
      { productId, name: 'Kettle', position: 1, requested: 2, available: 3 },
    ]);
    expect(await buying.everything()).toEqual(before);
    ok(await send([line(2), line(1, { from: 'damaged' })]));
    expect([await buying.stockOf(productId), await buying.damagedOf(productId), await returnedOf()]).toEqual([
      [0, 0],
      [0, 0],
      10,
    ]);
    // Stock of another delivery does not go back with this one.
    await buying.stockUp({ [productId]: 5 });
    expect(codeOf(await send([line(1)]))).toEqual([409, 'QUANTITY_EXCEEDED']);
    ok(await send([line(5)], { goodsReceiptId: null }));
  });
});

describe('what cannot go back', () => {
  test('more than is there, of either stock, by name, also of what may be sold below zero', async () => {
    const below = await buying.newProduct({ name: 'Below', allowOversell: true });
    await buying.stockUp({ [below]: 1 });
    const free = { goodsReceiptId: null };
    const before = await buying.everything();
    const onHand = await send([line(9), { productId: below, quantity: 2 }], free);
    expect(codeOf(onHand)).toEqual([409, 'INSUFFICIENT_STOCK']);
    expect(onHand.body.details.lines).toEqual([
      { productId, name: 'Kettle', position: 0, requested: 9, onHand: 8 },
      { productId: below, name: 'Below', position: 1, requested: 2, onHand: 1 },
    ]);
    const damaged = await send([line(1), line(3, { from: 'damaged' })], free);
    expect(codeOf(damaged)).toEqual([409, 'INSUFFICIENT_STOCK']);
    // The line before it takes one of the eight that are on hand.
    expect(damaged.body.details.lines).toEqual([
      { productId, name: 'Kettle', position: 1, requested: 3, onHand: 7, damaged: 2 },
    ]);
    expect(await buying.everything()).toEqual(before);
  });

  const { voucher, coffee } = {
    voucher: () => shop.products.voucher.id,
    coffee: () => shop.products.coffee.id,
  };
  const refusals: Record<
    string,
    readonly [body: () => object | Promise<object>, code: unknown[], paths?: string[]]
  > = {
    nothing: [() => ({ lines: [line(0)] }), [400, 'INVALID_INPUT'], ['lines.0.quantity']],
    'less than nothing': [() => ({ lines: [line(-1)] }), [400, 'INVALID_INPUT'], ['lines.0.quantity']],
    'half a piece': [() => ({ lines: [line(0.5)] }), [400, 'INVALID_INPUT'], ['lines.0.quantity']],
    'the same stock of a product twice': [
      () => ({ lines: [line(1), line(1)] }),
      [400, 'INVALID_INPUT'],
      ['lines'],
    ],
    'a negative credit': [
      () => ({ lines: [line(1, { unitCredit: -1 })] }),
      [400, 'INVALID_INPUT'],
      ['lines.0.unitCredit'],
    ],
    'a credit that cannot be kept': [
      () => ({ lines: [line(2, { unitCredit: 1_000_000_000_000 })] }),
      [409, 'AMOUNT_OUT_OF_RANGE'],
    ],
    'a product that came with another delivery': [
      () => ({ lines: [line(1), { productId: coffee(), quantity: 1 }] }),
      [400, 'INVALID_REFERENCE'],
      ['lines.1.productId'],
    ],
    'a product that there is not': [
      () => ({ goodsReceiptId: null, lines: [{ productId: newId(), quantity: 1 }] }),
      [400, 'INVALID_REFERENCE'],
      ['lines.0.productId'],
    ],
    'a product whose stock is not tracked': [
      () => ({ goodsReceiptId: null, lines: [{ productId: voucher(), quantity: 1 }] }),
      [409, 'PRODUCT_NOT_TRACKED'],
    ],
    'to a supplier that there is not': [
      () => ({ supplierId: newId(), lines: [line(1)] }),
      [400, 'INVALID_REFERENCE'],
      ['supplierId'],
    ],
    'to a supplier that has not delivered it': [
      async () => ({ supplierId: await buying.newSupplier(), lines: [line(1)] }),
      [400, 'INVALID_REFERENCE'],
      ['goodsReceiptId'],
    ],
    'from a store to which it was not delivered': [
      () => ({ storeId: buying.there.store.id, lines: [line(1)] }),
      [400, 'INVALID_REFERENCE'],
      ['goodsReceiptId'],
    ],
    'of a receipt that there is not': [
      () => ({ goodsReceiptId: newId(), lines: [line(1)] }),
      [400, 'INVALID_REFERENCE'],
      ['goodsReceiptId'],
    ],
    'from a store that there is not': [() => ({ storeId: newId(), lines: [line(1)] }), [404, 'NOT_FOUND']],
  };

  test.each(Object.keys(refusals))('%s', async (what) => {
    const [body, code, paths] = refusals[what] ?? [() => ({}), []];
    const fields = await body();
    const before = await buying.everything();
    const answer = await send([], fields);
    expect(codeOf(answer)).toEqual(code);
    if (paths) expect(answer.body.errors.map(({ path }: Json) => path.join('.'))).toEqual(paths);
    expect(await buying.everything()).toEqual(before);
  });

  test('by whoever may not send goods back in this store', async () => {
    const { token } = await personWith(server, [
      { role: 'accountant', storeId },
      { role: 'clerk', storeId: buying.there.store.id },
    ]);
    const before = await buying.everything();
    const body = { supplierId, lines: [line(1)] };
    expect(codeOf(await buying.returnGoods(body, { token }))).toEqual([403, 'FORBIDDEN']);
    expect(await buying.everything()).toEqual(before);
  });
});

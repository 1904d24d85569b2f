import { newId } from '@cashwrap/database';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, personWith, roleOf } from './people.ts';
import { type Purchasing, purchasingAt } from './purchasing.ts';
import { card, endWithCleanBooks } from './selling.ts';
import { divide, StockModel } from './stock-model.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let buying: Purchasing;
let supplierId: string;
let storeId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  buying = purchasingAt(server, shop);
  supplierId = await buying.newSupplier({ name: 'Roasters' });
  storeId = buying.here.store.id;
});
afterAll(() => endWithCleanBooks(server));

const movementsOf = (productId: string) =>
  buying.rows(
    `SELECT kind, quantity::float8 AS quantity, value, on_hand_after::float8 AS "onHand", value_after AS "valueAfter"
     FROM stock_movements WHERE product_id = $1 ORDER BY number`,
    [productId],
  );
const costsOf = (sale: Json) =>
  buying.rows('SELECT cost FROM sale_lines WHERE sale_id = $1 ORDER BY position', [sale.id]);
const sell = (productId: string, quantity: number) =>
  buying.sell({ lines: [{ productId, quantity }], payments: [card(100 * quantity)] });
const pathsOf = ({ body }: Answer) => body.errors?.map(({ path }: Json) => path.join('.'));

describe('a delivery', () => {
  test('comes in at what it has cost, in parts, until all of the order has come', async () => {
    const [beans, milk] = [await buying.newProduct(), await buying.newProduct({ soldBy: 'measure' })];
    const orderId = await buying.order(supplierId, [
      { productId: beans, quantity: 10, unitCost: 350 },
      { productId: milk, quantity: 20.5, unitCost: 99 },
    ]);

    const answer = await buying.receive(orderId, {
      deliveryNote: 'LS-20931',
      lines: [
        { productId: milk, quantity: 12.25, damaged: 0.5, unitCost: 101 },
        { productId: beans, quantity: 6, damaged: 1 },
      ],
      ...{ freight: 500, discount: 100, note: 'Two boxes were wet' },
    });
    expect(answer.status).toBe(201);
    const { body: receipt } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/inventory/goods-receipts/${receipt.id}`);
    // Goods 1288 (12.75 × 101 = 1287.75) and 2450: freight 172.29 and 327.71, discount 34.46 and 65.54.
    expect(receipt).toMatchObject({
      ...{ number: 1, purchaseOrderId: orderId, storeId, supplierId, supplierName: 'Roasters' },
      ...{ deliveryNote: 'LS-20931', note: 'Two boxes were wet', currency: 'EUR', currencyDigits: 2 },
      ...{ goods: 3738, freight: 500, discount: 100, total: 4138, variance: 26 },
    });
    expect(receipt.lines).toEqual([
      {
        ...{ productId: milk, sku: expect.any(String), productName: expect.any(String) },
        ...{ quantity: 12.25, damaged: 0.5, orderedUnitCost: 99, unitCost: 101, variance: 26 },
        ...{ over: 0, goods: 1288, freight: 172, discount: 34, cost: 1426, returned: 0 },
      },
      {
        ...{ productId: beans, sku: expect.any(String), productName: expect.any(String) },
        ...{ quantity: 6, damaged: 1, orderedUnitCost: 350, unitCost: 350, variance: 0 },
        ...{ over: 0, goods: 2450, freight: 328, discount: 66, cost: 2712, returned: 0 },
      },
    ]);
    expect(await buying.get(`/inventory/goods-receipts/${receipt.id}`)).toEqual(receipt);

    // Of 1426 the 12.25 good ones of 12.75 take 1370.08; of 2712 the 6 of 7 take 2324.57.
    expect([await buying.stockOf(milk), await buying.damagedOf(milk)]).toEqual([
      [12.25, 1370],
      [0.5, 56],
    ]);
    expect([await buying.stockOf(beans), await buying.damagedOf(beans)]).toEqual([
      [6, 2325],
      [1, 387],
    ]);
    expect(await movementsOf(beans)).toEqual([
      { kind: 'receipt', quantity: 6, value: 2325, onHand: 6, valueAfter: 2325 },
    ]);
    const order = await buying.orderOf(orderId);
    expect(order).toMatchObject({ status: 'partially_received', version: 3 });
    expect(order.lines).toMatchObject([
      { productId: beans, received: 6, damaged: 1, outstanding: 3 },
      { productId: milk, received: 12.25, damaged: 0.5, outstanding: 7.75 },
    ]);
    expect(
      await buying.rows(`SELECT store_id, payload FROM outbox WHERE type = 'goods_receipt.created'`),
    ).toEqual([
      { store_id: storeId, payload: { goodsReceiptId: receipt.id, purchaseOrderId: orderId, storeId } },
    ]);
    const [audit] = await buying.rows('SELECT action, before, after FROM audit_log WHERE document_id = $1', [
      receipt.id,
    ]);
    expect(audit).toEqual({
      action: 'inventory.purchaseOrders.receive',
      before: { orderStatus: 'ordered' },
      after: { ...receipt, orderStatus: 'partially_received' },
    });

    const rest = ok(
      await buying.receive(orderId, {
        lines: [
          { productId: beans, quantity: 3 },
          { productId: milk, quantity: 0, damaged: 7.75 },
        ],
      }),
    );
    expect(rest).toMatchObject({ number: 2, total: 3 * 350 + 767, variance: 0 });
    expect(await buying.orderOf(orderId)).toMatchObject({
      status: 'received',
      lines: [{ outstanding: 0 }, { outstanding: 0 }],
    });
    expect([await buying.stockOf(milk), await buying.damagedOf(milk)]).toEqual([
      [12.25, 1370],
      [8.25, 56 + 767],
    ]);
    // What only came damaged is no movement of what can be sold.
    expect(await movementsOf(milk)).toHaveLength(1);
  });

  test('is found by store, supplier, order, delivery note and time', async () => {
    const other = await buying.newSupplier();
    const productId = await buying.newProduct();
    const line = { productId, quantity: 5, unitCost: 10 };
    const orders = [await buying.order(other, [line]), await buying.order(other, [line])];
    const lines = [{ productId, quantity: 2 }];
    const [first, second, third] = [
      ok(await buying.receive(orders[0] ?? '', { deliveryNote: 'Same', lines })),
      ok(await buying.receive(orders[1] ?? '', { deliveryNote: 'Same', lines })),
      ok(await buying.receive(orders[1] ?? '', { deliveryNote: 'Other', lines })),
    ];
    const found = async (query: Record<string, string>): Promise<Json[]> =>
      (await buying.get(`/inventory/goods-receipts?${new URLSearchParams(query)}`)).items;
    expect(await found({ supplierId: other })).toEqual([third, second, first]);
    expect(await found({ supplierId: other, sort: 'receivedAt' })).toEqual([first, second, third]);
    expect(await found({ purchaseOrderId: orders[1] ?? '' })).toEqual([third, second]);
    for (const deliveryNote of ['Same', 'SAME']) {
      expect(await found({ supplierId: other, deliveryNote })).toEqual([second, first]);
    }
    const { receivedAt } = second;
    expect(await found({ supplierId: other, receivedFrom: receivedAt })).toEqual([third, second]);
    expect(await found({ supplierId: other, receivedTo: receivedAt })).toEqual([first]);
    const between = { receivedFrom: receivedAt, receivedTo: third.receivedAt };
    expect(await found({ supplierId: other, ...between })).toEqual([second]);
    expect(await found({ supplierId: other, storeId: buying.there.store.id })).toEqual([]);
  });
});

describe('the same delivery note', () => {
  const ordered = async () => {
    const productId = await buying.newProduct();
    const orderId = await buying.order(supplierId, [{ productId, quantity: 4, unitCost: 50 }]);
    return { productId, orderId };
  };

  test('is the same receipt, also after the order was received, and changes nothing', async () => {
    const { productId, orderId } = await ordered();
    const body = { deliveryNote: 'LS-1', lines: [{ productId, quantity: 3, damaged: 1 }], freight: 7 };
    const receipt = ok(await buying.receive(orderId, body));
    expect((await buying.orderOf(orderId)).status).toBe('received');
    const { idempotency_keys, ...before } = await buying.everything();
    const again = await buying.receive(orderId, { ...body, discount: 0 });
    expect([again.status, again.body]).toEqual([201, receipt]);
    expect(again.headers.get('location')).toBe(`/v1/inventory/goods-receipts/${receipt.id}`);
    expect(await buying.everything()).toMatchObject(before);
  });

  test('is the same in any order of its lines, with costs as ordered written out, another remark, in any case', async () => {
    const [a, b] = [await buying.newProduct(), await buying.newProduct()];
    const orderId = await buying.order(supplierId, [
      { productId: a, quantity: 4, unitCost: 50 },
      { productId: b, quantity: 4, unitCost: 70 },
    ]);
    const lines = [
      { productId: a, quantity: 2 },
      { productId: b, quantity: 3, unitCost: 71 },
    ];
    const receipt = ok(await buying.receive(orderId, { deliveryNote: 'DN-1', lines, note: 'First' }));
    const { idempotency_keys, ...before } = await buying.everything();
    for (const same of [
      { deliveryNote: 'DN-1', lines: lines.toReversed() },
      { deliveryNote: 'DN-1', lines: [{ ...lines[0], unitCost: 50 }, lines[1]] },
      { deliveryNote: 'DN-1', lines, note: 'Second' },
      { deliveryNote: 'dn-1', lines },
    ]) {
      const answer = await buying.receive(orderId, same);
      expect([answer.status, answer.body]).toEqual([201, receipt]);
    }
    expect(await buying.everything()).toMatchObject(before);
  });

  test('with other content is refused, and names the receipt', async () => {
    const { productId, orderId } = await ordered();
    const body = { deliveryNote: 'LS-1', lines: [{ productId, quantity: 1 }] };
    const receipt = ok(await buying.receive(orderId, body));
    const before = await buying.everything();
    for (const other of [
      { ...body, lines: [{ productId, quantity: 2 }] },
      { ...body, lines: [{ productId, quantity: 1, unitCost: 51 }] },
      { ...body, lines: [{ productId, quantity: 0, damaged: 1 }] },
      { ...body, freight: 1 },
      { ...body, discount: 1 },
    ]) {
      const answer = await buying.receive(orderId, other);
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'deliveryNote', value: 'LS-1', holderId: receipt.id });
    }
    expect(await buying.everything()).toEqual(before);
  });

  test('of another order is another receipt', async () => {
    const [one, two] = [await ordered(), await ordered()];
    const receive = ({ productId, orderId }: { productId: string; orderId: string }) =>
      buying.receive(orderId, { deliveryNote: 'LS-1', lines: [{ productId, quantity: 1 }] });
    expect(ok(await receive(one)).id).not.toBe(ok(await receive(two)).id);
  });
});

describe('more than was ordered', () => {
  test('takes a permission or an approval, which names each such line with its amounts', async () => {
    const clerk = await personWith(server, [{ role: 'clerk', storeId }]);
    const manager = await personWith(server, [{ role: 'manager', storeId }]);
    const [tea, jam, salt] = [
      await buying.newProduct({ name: 'Tea' }),
      await buying.newProduct({ name: 'Jam', soldBy: 'measure' }),
      await buying.newProduct({ name: 'Salt' }),
    ];
    const orderId = await buying.order(supplierId, [
      { productId: tea, quantity: 10, unitCost: 350 },
      { productId: jam, quantity: 2.5, unitCost: 100 },
      { productId: salt, quantity: 5, unitCost: 20 },
    ]);
    ok(await buying.receive(orderId, { lines: [{ productId: tea, quantity: 4 }] }, clerk));
    const body = {
      deliveryNote: 'LS-2',
      lines: [
        { productId: salt, quantity: 5 },
        { productId: tea, quantity: 5, damaged: 2 },
        { productId: jam, quantity: 2.501, unitCost: 1000 },
      ],
      freight: 49,
    };
    const before = await buying.everything();
    const refused = await buying.receive(orderId, body, clerk);
    expect(codeOf(refused)).toEqual([403, 'APPROVAL_REQUIRED']);
    const permission = 'purchase_orders.over_receive';
    const money = { currency: 'EUR', currencyDigits: 2, documentTotal: 100 + 2450 + 2501 + 49 };
    expect(refused.body.details).toMatchObject({ storeId, operation: 'inventory.purchaseOrders.receive' });
    expect(refused.body.details.actions).toEqual([
      {
        permission,
        description:
          'More than ordered of "Tea": 7 instead of 6 to come; cost of goods: 24.50 instead of 21.00; delivery total: 51.00 EUR',
        amounts: { ...money, quantity: 7, before: 2100, after: 2450 },
      },
      {
        permission,
        description:
          'More than ordered of "Jam": 2.501 instead of 2.5 to come; cost of goods: 25.01 instead of 25.00; delivery total: 51.00 EUR',
        amounts: { ...money, quantity: 2.501, before: 2500, after: 2501 },
      },
    ]);
    expect(await buying.everything()).toEqual(before);

    const { id: approvalRequestId } = refused.body.details;
    const given = await server.request('POST', '/v1/approvals', {
      ...{ token: manager.token, body: { approvalRequestId } },
    });
    const approval: string = ok(given).id;
    const more = { ...body, lines: [{ productId: tea, quantity: 8 }] };
    expect(codeOf(await buying.receive(orderId, more, { ...clerk, approval }))).toEqual([
      403,
      'INVALID_APPROVAL',
    ]);
    const receipt = ok(await buying.receive(orderId, body, { ...clerk, approval }));
    expect(receipt.lines.map(({ over }: Json) => over)).toEqual([0, 1, 0.001]);
    expect(await buying.orderOf(orderId)).toMatchObject({
      status: 'received',
      lines: [
        { received: 9, damaged: 2, outstanding: 0 },
        { received: 2.501, outstanding: 0 },
        { received: 5, outstanding: 0 },
      ],
    });
    const [audit] = await buying.rows('SELECT approved_by FROM audit_log WHERE document_id = $1', [
      receipt.id,
    ]);
    expect(audit.approved_by).toBe(manager.id);
    // The note was received: it takes no further approval.
    expect(ok(await buying.receive(orderId, body, clerk))).toEqual(receipt);

    const another = await buying.order(supplierId, [{ productId: tea, quantity: 1, unitCost: 1 }]);
    ok(await buying.receive(another, { lines: [{ productId: tea, quantity: 3 }] }, manager));
  });
});

test('what comes of goods of which the rest was cancelled, or all has come, is all more than was ordered', async () => {
  const [tea, jam] = [await buying.newProduct(), await buying.newProduct()];
  const orderId = await buying.order(supplierId, [
    { productId: tea, quantity: 10, unitCost: 1 },
    { productId: jam, quantity: 10, unitCost: 1 },
  ]);
  const oversOf = async (...lines: Json[]) =>
    ok(await buying.receive(orderId, { lines })).lines.map(({ over }: Json) => over);
  expect(await oversOf({ productId: tea, quantity: 4 })).toEqual([0]);
  const { version } = await buying.orderOf(orderId);
  await buying.create(`/inventory/purchase-orders/${orderId}/cancel-rest`, { version, productIds: [tea] });
  expect(await oversOf({ productId: tea, quantity: 3 }, { productId: jam, quantity: 4 })).toEqual([3, 0]);
  expect(await oversOf({ productId: tea, quantity: 1, damaged: 1 }, { productId: jam, quantity: 9 })).toEqual(
    [2, 3],
  );
});

test('what it has cost is entered by whoever sees costs, and seen by whoever sees receipts', async () => {
  const work = await roleOf(server, 'stores.read', 'purchase_orders.read', 'purchase_orders.receive');
  const unseeing = await personWith(server, [{ role: work, storeId: null }]);
  const productId = await buying.newProduct();
  const orderId = await buying.order(supplierId, [{ productId, quantity: 10, unitCost: 50 }]);
  const lines = [{ productId, quantity: 1 }];
  const before = await buying.everything();
  for (const given of [
    { lines: [{ productId, quantity: 1, unitCost: 50 }] },
    { lines, freight: 1 },
    { lines, discount: 1 },
  ]) {
    const refused = await buying.receive(orderId, given, unseeing);
    expect(codeOf(refused)).toEqual([403, 'FORBIDDEN']);
    expect(refused.body.detail).toContain('products.read_cost');
  }
  expect(await buying.everything()).toEqual(before);
  const receipt = ok(await buying.receive(orderId, { lines, freight: 0, discount: 0 }, unseeing));
  expect(receipt).toMatchObject({ goods: 50, lines: [{ unitCost: 50, cost: 50 }] });
});

describe('what cannot be received', () => {
  let tea: string;
  let orderId: string;
  const line = (fields: object = {}) => ({ lines: [{ productId: tea, quantity: 1, ...fields }] });
  beforeAll(async () => {
    tea = await buying.newProduct({ name: 'Green tea' });
    orderId = await buying.order(supplierId, [{ productId: tea, quantity: 10, unitCost: 100 }]);
  });

  const refusals: Record<string, readonly [body: () => Json, code: unknown[], paths?: string[]]> = {
    'less than nothing': [() => line({ quantity: -1 }), [400, 'INVALID_INPUT'], ['lines.0.quantity']],
    'less than nothing damaged': [
      () => line({ quantity: 2, damaged: -1 }),
      [400, 'INVALID_INPUT'],
      ['lines.0.damaged'],
    ],
    nothing: [() => line({ quantity: 0 }), [400, 'INVALID_INPUT'], ['lines.0.quantity']],
    'no lines': [() => ({ lines: [] }), [400, 'INVALID_INPUT'], ['lines']],
    'half a piece': [() => line({ quantity: 0.5 }), [400, 'INVALID_INPUT'], ['lines.0.quantity']],
    'half a damaged piece': [() => line({ damaged: 0.5 }), [400, 'INVALID_INPUT'], ['lines.0.damaged']],
    'four decimal places': [() => line({ quantity: 1.0001 }), [400, 'INVALID_INPUT'], ['lines.0.quantity']],
    'a product twice': [
      () => ({ lines: [...line().lines, ...line().lines] }),
      [400, 'INVALID_INPUT'],
      ['lines'],
    ],
    'a negative cost': [() => line({ unitCost: -1 }), [400, 'INVALID_INPUT'], ['lines.0.unitCost']],
    'negative freight': [() => ({ ...line(), freight: -1 }), [400, 'INVALID_INPUT'], ['freight']],
    'more discount than it costs': [
      () => ({ ...line(), freight: 5, discount: 106 }),
      [400, 'INVALID_INPUT'],
      ['discount'],
    ],
    'no delivery note': [() => ({ ...line(), deliveryNote: '' }), [400, 'INVALID_INPUT'], ['deliveryNote']],
    'products that are not on the order': [
      () => ({
        lines: [
          { productId: shop.products.coffee.id, quantity: 1 },
          ...line().lines,
          { productId: newId(), quantity: 1 },
        ],
      }),
      [400, 'INVALID_REFERENCE'],
      ['lines.0.productId', 'lines.2.productId'],
    ],
    'more money than can be kept': [
      () => line({ quantity: 10, unitCost: 1_000_000_000_000 }),
      [409, 'AMOUNT_OUT_OF_RANGE'],
    ],
    'more than a level can hold': [
      () => line({ quantity: 99_999_999_999, damaged: 99_999_999_999, unitCost: 0 }),
      [409, 'AMOUNT_OUT_OF_RANGE'],
    ],
  };

  test.each(Object.keys(refusals))('%s', async (what) => {
    const [body, code, paths] = refusals[what] ?? [() => ({}), []];
    const before = await buying.everything();
    const answer = await buying.receive(orderId, body());
    expect(codeOf(answer)).toEqual(code);
    if (paths) expect(pathsOf(answer)).toEqual(paths);
    expect(await buying.everything()).toEqual(before);
  });

  test('for an order that is a draft, was received, or was cancelled: each says what to do', async () => {
    const lines = [{ productId: tea, quantity: 1, unitCost: 100 }];
    const received = await buying.order(supplierId, lines);
    ok(await buying.receive(received, line()));
    const cancelled = await buying.order(supplierId, lines);
    await buying.create(`/inventory/purchase-orders/${cancelled}/cancel`, { version: 2 });
    const orders = {
      draft: [await buying.draft(supplierId, lines), 'Order it first'],
      received: [received, 'All of it has come or was cancelled: draft another order'],
      cancelled: [cancelled, 'Nothing of it is expected any more: draft another order'],
    } as const;
    const before = await buying.everything();
    for (const [status, [id, advice]] of Object.entries(orders)) {
      const answer = await buying.receive(id, line());
      expect(codeOf(answer)).toEqual([409, 'WRONG_STATUS']);
      expect(answer.body.detail).toContain(advice);
      expect(answer.body.details).toEqual({ status, allowed: ['ordered', 'partially_received'] });
    }
    expect(await buying.everything()).toEqual(before);
  });

  test('for an order that is not there or is of another store: both answer alike', async () => {
    const { token } = await personWith(server, [{ role: 'clerk', storeId: buying.there.store.id }]);
    const before = await buying.everything();
    const [elsewhere, missing] = [
      await buying.receive(orderId, line(), { token }),
      await buying.receive(newId(), line(), { token }),
    ];
    expect(codeOf(elsewhere)).toEqual([404, 'NOT_FOUND']);
    expect({ ...elsewhere.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    expect(await buying.everything()).toEqual(before);
  });
});

describe('the moving average', () => {
  test('in an example worked by hand: freight and discount in, sold below zero, and dearer goods after it', async () => {
    const productId = await buying.newProduct({ allowOversell: true, cost: 90 });
    const orderId = await buying.order(supplierId, [{ productId, quantity: 40, unitCost: 100 }]);
    const receive = async (quantity: number, fields: object, unitCost = 100) =>
      ok(await buying.receive(orderId, { lines: [{ productId, quantity, unitCost }], ...fields }));

    // 10 × 100 and 55 freight: 1055.
    await receive(10, { freight: 55 });
    // 4 of 10 take 422 of 1055.
    expect(await costsOf(await sell(productId, 4))).toEqual([{ cost: 422 }]);
    // 5 × 120 less 30: 570 more, 1203 for 11.
    await receive(5, { discount: 30 }, 120);
    expect(await buying.stockOf(productId)).toEqual([11, 1203]);
    // 14 of 11: all of the 1203, and three more at the last cost, 109 (1203 / 11 = 109.36).
    expect(await costsOf(await sell(productId, 14))).toEqual([{ cost: 1203 + 327 }]);
    expect(await buying.stockOf(productId)).toEqual([-3, -327]);
    // 1 × 150: it is two below then, at 150 each. 150 − 327 would be −177, so −123 more.
    await receive(1, {}, 150);
    expect(await buying.stockOf(productId)).toEqual([-2, -300]);
    // 8 × 130 and 4 freight: 130.5 each. Six are left, worth 783; −300 + 1044 would be 744, so 39 more.
    await receive(8, { freight: 4 }, 130);
    expect(await movementsOf(productId)).toEqual([
      { kind: 'receipt', quantity: 10, value: 1055, onHand: 10, valueAfter: 1055 },
      { kind: 'sale', quantity: -4, value: -422, onHand: 6, valueAfter: 633 },
      { kind: 'receipt', quantity: 5, value: 570, onHand: 11, valueAfter: 1203 },
      { kind: 'sale', quantity: -14, value: -1530, onHand: -3, valueAfter: -327 },
      { kind: 'receipt', quantity: 1, value: 150, onHand: -2, valueAfter: -177 },
      { kind: 'revaluation', quantity: 0, value: -123, onHand: -2, valueAfter: -300 },
      { kind: 'receipt', quantity: 8, value: 1044, onHand: 6, valueAfter: 744 },
      { kind: 'revaluation', quantity: 0, value: 39, onHand: 6, valueAfter: 783 },
    ]);
    // What came has cost 2819: 1952 were sold for, 84 the revaluations took off, 783 are left.
    expect(1055 + 570 + 150 + 1044).toBe(422 + 1530 + 123 - 39 + 783);
  });

  const thousandths = fc.oneof(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 12 }).map((units) => units * 1000),
    fc.integer({ min: 1, max: 20_000 }),
  );
  const amount = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5000 }));
  const step = fc.oneof(
    fc.record({
      do: fc.constant('receive' as const),
      thousandths,
      damaged: thousandths,
      unitCost: amount,
      freight: amount,
    }),
    fc.record({
      do: fc.constantFrom('sell' as const, 'adjust' as const, 'returnGoods' as const),
      thousandths,
    }),
  );
  const sequence = fc.record({
    ...{ mayGoBelow: fc.boolean(), usualCost: amount },
    steps: fc.array(step, { minLength: 3, maxLength: 7 }),
  });
  type Sequence = typeof sequence extends fc.Arbitrary<infer Given> ? Given : never;
  const delivery = (thousandths: number, unitCost: number, freight = 0) => ({
    ...{ do: 'receive' as const, thousandths, damaged: 1, unitCost, freight },
  });
  const examples: [Sequence][] = [
    // Half a minor unit: 1.5 of what 3 have cost 1.
    [{ mayGoBelow: true, usualCost: 3, steps: [{ do: 'sell', thousandths: 1500 }, delivery(3000, 0, 1)] }],
    // What may be sold below zero cannot be sent back below zero.
    [
      {
        mayGoBelow: true,
        usualCost: 3,
        steps: [delivery(2000, 7), { do: 'returnGoods', thousandths: 2001 }],
      },
    ],
  ];

  /** The level, what its last movements were worth, and what all of them come to. */
  const stateOf = async (productId: string, last: number): Promise<Json> =>
    (
      await buying.rows(
        `SELECT on_hand::float8 AS "onHand", l.value, last_unit_cost AS "unitCost", damaged::float8 AS damaged,
           damaged_value AS "damagedValue", sum(m.quantity)::float8 AS moved, sum(m.value)::float8 AS "movedValue",
           array_agg(m.value::float8 ORDER BY m.number) FILTER (WHERE m.number > last_movement_number - $2) AS values
         FROM stock_levels l JOIN stock_movements m USING (store_id, product_id)
         WHERE product_id = $1 GROUP BY l.id`,
        [productId, last],
      )
    )[0];

  test('in every sequence of deliveries, sales, corrections and returns, as an exact model computes it', async () => {
    let [refusals, revaluations] = [0, 0];
    await fc.assert(
      fc.asyncProperty(sequence, async ({ mayGoBelow, usualCost, steps }) => {
        const productId = await buying.newProduct({
          ...{ soldBy: 'measure', allowOversell: mayGoBelow, cost: usualCost },
        });
        const orderId = await buying.order(supplierId, [{ productId, quantity: 10_000, unitCost: 7 }]);
        const model = new StockModel(BigInt(usualCost), mayGoBelow);
        const damaged = { quantity: 0n, value: 0n };
        for (const each of steps) {
          const quantity = each.thousandths / 1000;
          const moved = BigInt(each.thousandths);
          let expected: bigint[] | undefined;
          let answer: Answer;
          if (each.do === 'receive') {
            const { unitCost, freight } = each;
            const broken = BigInt(each.damaged);
            const line = { productId, quantity, damaged: each.damaged / 1000, unitCost };
            answer = await buying.receive(orderId, { lines: [line], freight });
            const cost = divide(BigInt(unitCost) * (moved + broken), 1000n) + BigInt(freight);
            const good = divide(cost * moved, moved + broken);
            expected = model.receive(moved, good);
            damaged.quantity += broken;
            damaged.value += cost - good;
          } else if (each.do === 'returnGoods') {
            answer = await buying.returnGoods({ supplierId, lines: [{ productId, quantity }] });
            expected = model.take(moved);
          } else {
            expected = model.move(-moved);
            const body = { storeId, reason: 'correction', lines: [{ productId, quantity: -quantity }] };
            answer =
              each.do === 'sell'
                ? await buying.checkout({
                    lines: [{ productId, quantity }],
                    payments: [{ method: 'cash', tendered: 10_000 }],
                  })
                : await server.request('POST', '/v1/inventory/adjustments', {
                    ...{ token: shop.owner, body, headers: { 'idempotency-key': newId() } },
                  });
          }
          if (expected === undefined) {
            expect(codeOf(answer)).toEqual([409, 'INSUFFICIENT_STOCK']);
            refusals++;
            continue;
          }
          expect(answer.status, JSON.stringify(answer.body)).toBe(201);
          if (expected.length === 2) revaluations++;
          expect(await stateOf(productId, expected.length)).toEqual({
            values: expected.map(Number),
            ...{ onHand: Number(model.quantity) / 1000, value: Number(model.value) },
            unitCost: model.unitCost === null ? null : Number(model.unitCost),
            ...{ damaged: Number(damaged.quantity) / 1000, damagedValue: Number(damaged.value) },
            ...{ moved: Number(model.quantity) / 1000, movedValue: Number(model.value) },
          });
        }
      }),
      { numRuns: 12, examples },
    );
    expect(Math.min(refusals, revaluations)).toBeGreaterThan(0);
  });
});

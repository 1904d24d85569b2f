import { afterAll, beforeAll, expect, test } from 'vitest';
import { atOnce, personWith } from './people.ts';
import { type Purchasing, purchasingAt } from './purchasing.ts';
import { card, endWithCleanBooks } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let buying: Purchasing;
let supplierId: string;
let storeId: string;
/** May receive, and not more than was ordered. */
let clerk: { readonly token: string };
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  buying = purchasingAt(server, shop);
  storeId = buying.here.store.id;
  supplierId = await buying.newSupplier();
  clerk = await personWith(server, [{ role: 'clerk', storeId }]);
});
afterAll(() => endWithCleanBooks(server));

const outcomes = (answers: readonly Answer[]) =>
  answers.map(({ status, body }) => body.code ?? status).sort();
const done = (answers: readonly Answer[]) => answers.filter(({ status }) => status === 201);
const buy = (productIds: readonly string[]) =>
  buying.checkout({
    lines: productIds.map((productId) => ({ productId, quantity: 1 })),
    payments: [card(100 * productIds.length)],
  });

test('deliveries and sales of the same goods: what came has cost what was sold and what is left', async () => {
  const products = await Promise.all(
    Array.from({ length: 4 }, () => buying.newProduct({ allowOversell: true, cost: 90 })),
  );
  const orders = await Promise.all(
    Array.from({ length: 8 }, () =>
      buying.order(
        supplierId,
        products.map((productId) => ({ productId, quantity: 5, unitCost: 100 })),
      ),
    ),
  );
  /** In every order, the damaged ones of other products than the good ones. */
  const deliver = (orderId: string, i: number) => {
    const turned = [...products.slice(i % 4), ...products.slice(0, i % 4)];
    const lines = turned.map((productId, place) => ({
      ...{ productId, unitCost: 97 + i, quantity: place % 2 ? 0 : 5, damaged: place % 2 ? 5 : 0 },
    }));
    return buying.receive(orderId, { lines: i % 2 ? lines : lines.reverse(), freight: 13 * i, discount: i });
  };
  const [deliveries, sales] = await Promise.all([
    Promise.all(orders.map(deliver)),
    atOnce(24, (i) => buy([products[i % 4] ?? '', products[(i * 3 + 1) % 4] ?? ''])),
  ]);
  expect([done(deliveries).length, done(sales).length]).toEqual([8, 24]);

  const [sum] = await buying.rows(
    `SELECT
       (SELECT sum(cost) FROM sale_lines WHERE product_id = ANY ($1)) AS sold,
       (SELECT coalesce(sum(value), 0) FROM stock_movements WHERE product_id = ANY ($1) AND kind = 'revaluation') AS revalued,
       (SELECT sum(value + damaged_value) FROM stock_levels WHERE product_id = ANY ($1)) AS "left",
       (SELECT sum(on_hand)::float8 FROM stock_levels WHERE product_id = ANY ($1)) AS "onHand"`,
    [products],
  );
  const brought = deliveries.reduce((all, { body }) => all + body.total, 0);
  expect(Number(sum.left) + Number(sum.sold) - Number(sum.revalued)).toBe(brought);
  expect(sum.onHand).toBe(8 * 2 * 5 - 24 * 2);
});

test('two people who receive one order: nobody gets in more than was ordered without a second word', async () => {
  for (let round = 0; round < 3; round++) {
    const productId = await buying.newProduct();
    const orderId = await buying.order(supplierId, [{ productId, quantity: 10, unitCost: 100 }]);
    const lines = [{ productId, quantity: 6 }];
    const answers = await atOnce(2, () => buying.receive(orderId, { lines }, clerk));
    expect(outcomes(answers)).toEqual([201, 'APPROVAL_REQUIRED']);
    expect(await buying.stockOf(productId)).toEqual([6, 600]);
    expect(await buying.orderOf(orderId)).toMatchObject({
      status: 'partially_received',
      lines: [{ received: 6, outstanding: 4 }],
    });
  }
});

test('many parts of one order at once come to exactly what was ordered', async () => {
  const productId = await buying.newProduct();
  const orderId = await buying.order(supplierId, [{ productId, quantity: 10, unitCost: 100 }]);
  const answers = await atOnce(14, () =>
    buying.receive(orderId, { lines: [{ productId, quantity: 1 }] }, clerk),
  );
  expect(done(answers)).toHaveLength(10);
  // Whoever came when all had come was told so.
  expect(outcomes(answers).slice(10)).toEqual(Array(4).fill('WRONG_STATUS'));
  expect(await buying.stockOf(productId)).toEqual([10, 1000]);
  expect((await buying.orderOf(orderId)).status).toBe('received');
  const numbers = await buying.rows('SELECT number FROM goods_receipts ORDER BY number');
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, i) => i + 1));
});

test('one delivery note, sent twenty times at once, is one receipt', async () => {
  const productId = await buying.newProduct();
  const orderId = await buying.order(supplierId, [{ productId, quantity: 4, unitCost: 100 }]);
  const body = { deliveryNote: 'LS-4711', lines: [{ productId, quantity: 3, damaged: 1 }], freight: 5 };
  const answers = await atOnce(20, () => buying.receive(orderId, body, clerk));
  expect(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size).toBe(1);
  expect(ok(answers[0] as Answer).deliveryNote).toBe('LS-4711');
  expect(
    await buying.rows('SELECT FROM goods_receipts WHERE purchase_order_id = $1', [orderId]),
  ).toHaveLength(1);
  expect([await buying.stockOf(productId), await buying.damagedOf(productId)]).toEqual([
    [3, 304],
    [1, 101],
  ]);
  expect(
    await buying.rows(
      `SELECT FROM audit_log WHERE action = 'inventory.purchaseOrders.receive' AND document_id = $1`,
      [answers[0]?.body.id],
    ),
  ).toHaveLength(1);
});

test('one delivery note in both cases, its lines in both orders, at once, is one receipt', async () => {
  const products = [await buying.newProduct(), await buying.newProduct()];
  const orderId = await buying.order(
    supplierId,
    products.map((productId) => ({ productId, quantity: 4, unitCost: 100 })),
  );
  const lines = products.map((productId) => ({ productId, quantity: 2 }));
  const answers = await atOnce(12, (i) =>
    buying.receive(orderId, {
      deliveryNote: i % 2 ? 'DN-1' : 'dn-1',
      lines: i % 3 ? lines : lines.map((line) => ({ ...line, unitCost: 100 })).reverse(),
      note: `Sent ${i}`,
    }),
  );
  expect(new Set(answers.map((answer) => ok(answer).id)).size).toBe(1);
  expect(await buying.stockOf(products[0] ?? '')).toEqual([2, 200]);
});

test('an order that is received while its rest is cancelled: each piece is one or the other', async () => {
  for (let round = 0; round < 3; round++) {
    const productId = await buying.newProduct();
    const orderId = await buying.order(supplierId, [{ productId, quantity: 10, unitCost: 100 }]);
    const [received, cancelled] = await Promise.all([
      buying.receive(orderId, { lines: [{ productId, quantity: 4 }] }, clerk),
      server.request('POST', `/v1/inventory/purchase-orders/${orderId}/cancel-rest`, {
        ...{ token: shop.owner, body: { version: 2 } },
      }),
    ]);
    const { status, lines } = await buying.orderOf(orderId);
    expect([[received.status, cancelled.status], status, lines[0].received, lines[0].cancelled]).toEqual(
      received.status === 201 ? [[201, 409], 'partially_received', 4, 0] : [[409, 200], 'cancelled', 0, 10],
    );
  }
});

test('returns that race for one receipt take back no more than came', async () => {
  const [kettle, pot] = [await buying.newProduct(), await buying.newProduct()];
  const orderId = await buying.order(supplierId, [
    { productId: kettle, quantity: 6, unitCost: 100 },
    { productId: pot, quantity: 6, unitCost: 50 },
  ]);
  const receipt = ok(
    await buying.receive(orderId, {
      lines: [
        { productId: kettle, quantity: 3, damaged: 3 },
        { productId: pot, quantity: 6 },
      ],
    }),
  );
  // There is more in both stocks than came with this receipt.
  await buying.stockUp({ [kettle]: 40, [pot]: 20 });
  await buying.create('/inventory/damaged', {
    ...{ storeId, action: 'set_aside', lines: [{ productId: kettle, quantity: 20 }] },
  });
  const answers = await atOnce(20, (i) => {
    const lines: Json[] = [
      { productId: kettle, quantity: 1, from: i % 2 ? 'damaged' : 'on_hand' },
      { productId: pot, quantity: 1 },
    ];
    return buying.returnGoods({
      ...{ supplierId, goodsReceiptId: receipt.id, lines: i % 3 ? lines : lines.reverse() },
    });
  });
  expect(outcomes(answers)).toEqual([...Array(6).fill(201), ...Array(14).fill('QUANTITY_EXCEEDED')]);
  const goods = await buying.get(`/inventory/goods-receipts/${receipt.id}`);
  expect(goods.lines.map(({ returned }: Json) => returned)).toEqual([6, 6]);
  const [onHand] = await buying.stockOf(kettle);
  const [damaged] = await buying.damagedOf(kettle);
  expect(onHand + damaged).toBe(40);
  expect((await buying.stockOf(pot))[0]).toBe(20);
});

import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { byStoreCredit, type Owing, owingAt } from './owing.ts';
import { personWith } from './people.ts';
import { endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, ok, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, refusalOf, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
let returning: Returning;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  returning = returningAt(server, shop, selling);
});
afterAll(() => endWithCleanBooks(server));

const refused = (call: () => Promise<Answer>) => refusalOf(selling, owing, call);

test('gives the current price as store credit, and takes the goods in at what they cost now', async () => {
  const customerId = await owing.newCustomer();
  const productId = await selling.newProduct({ price: 250 });
  await selling.stockUp({ [productId]: 10 });
  const lines = [
    { productId, quantity: 2 },
    { productId, quantity: 1, disposition: 'damaged' },
  ];
  const body = { storeId: selling.here.store.id, registerId: selling.here.register.id, customerId, lines };
  const quoted = await selling.create('/returns/without-receipt/quote', body);
  expect(quoted).toMatchObject({ saleId: null, total: 750, returnable: [], loyalty: null });
  const id = newId();
  const given = ok(await returning.bringUnsold(customerId, lines, { id, expected: { refundTotal: 750 } }));
  expect(given).toMatchObject({
    ...{ id, kind: 'without_receipt', saleId: null, customerId, netTotal: 630, taxTotal: 120, total: 750 },
    ...{ refundTotal: 750, cashRounding: 0, tipTotal: 0 },
    refunds: [
      { method: 'store_credit', amount: 750, paymentId: null, balanceAfter: 750, status: 'completed' },
    ],
  });
  expect(given.lines).toMatchObject([
    { saleLineId: null, productId, quantity: 2, unitPrice: 250, total: 500, disposition: 'restock' },
    { saleLineId: null, productId, quantity: 1, unitPrice: 250, total: 250, disposition: 'damaged' },
  ]);
  expect(await selling.get(`/returns/${id}`)).toEqual(given);
  expect(await selling.stockOf(productId)).toEqual([12, 480]);
  const [level] = await selling.rows(
    'SELECT damaged::float8, damaged_value FROM stock_levels WHERE product_id = $1',
    [productId],
  );
  expect(level).toEqual({ damaged: 1, damaged_value: 40 });
  const paid = await selling.sell({
    ...{ customerId, lines: [{ productId, quantity: 1 }], payments: [byStoreCredit(250)] },
  });
  expect(paid.payments[0].balanceAfter).toBe(500);
  expect(ok(await returning.bringUnsold(customerId, lines, { id, expected: { refundTotal: 750 } }))).toEqual(
    given,
  );
});

test('knows no discounts', async () => {
  const customerId = await owing.newCustomer();
  const productId = await selling.newProduct({ price: 1000, trackStock: false });
  await selling.create('/discounts', {
    ...{ name: 'Sale', effect: { type: 'percentage', percentage: 50, target: 'sale' } },
  });
  const sale = await selling.quote({ lines: [{ productId, quantity: 1 }] });
  expect(sale.total).toBe(500);
  const given = ok(await returning.bringUnsold(customerId, [{ productId, quantity: 1 }]));
  expect(given).toMatchObject({ total: 1000, discountTotal: 0 });
});

test('brings what never was there, at its usual cost', async () => {
  const customerId = await owing.newCustomer();
  const productId = await selling.newProduct({ price: 250, cost: 90 });
  ok(await returning.bringUnsold(customerId, [{ productId, quantity: 2 }]));
  expect(await selling.stockOf(productId)).toEqual([2, 180]);
});

test('takes returns.create_without_receipt, or a second person’s word', async () => {
  const customerId = await owing.newCustomer();
  const { id: productId } = shop.products.voucher;
  const cashier = await personWith(server, [{ role: 'cashier', storeId: selling.here.store.id }]);
  const lines = [{ productId, quantity: 2 }];
  const { body } = await returning.bringUnsold(customerId, lines, {}, { token: cashier.token });
  expect(body).toMatchObject({
    code: 'APPROVAL_REQUIRED',
    details: { actions: [{ permission: 'returns.create_without_receipt', amounts: { after: 300 } }] },
  });
});

test('is refused for what is not sold, for parts of a piece, and without somebody to give it to', async () => {
  const customerId = await owing.newCustomer();
  const { id: productId } = shop.products.voucher;
  const bring = (line: object, who = customerId) => refused(() => returning.bringUnsold(who, [line]));
  expect(await bring({ productId: newId(), quantity: 1 })).toMatchObject({ code: 'INVALID_REFERENCE' });
  expect(await bring({ productId, quantity: 0.5 })).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await bring({ productId, quantity: 1 }, newId())).toMatchObject({ code: 'INVALID_REFERENCE' });
  const archived = await selling.newProduct({ trackStock: false });
  await selling.create(`/products/${archived}/archive`, { version: 1 });
  expect(await bring({ productId: archived, quantity: 1 })).toMatchObject({ code: 'PRODUCT_NOT_FOR_SALE' });
  const expected = { refundTotal: 149 };
  expect(
    await refused(() => returning.bringUnsold(customerId, [{ productId, quantity: 1 }], { expected })),
  ).toMatchObject({ code: 'REFUND_MISMATCH', refundTotal: 150, given: 149 });
});

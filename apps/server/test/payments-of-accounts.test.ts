import { afterAll, beforeAll, expect, test } from 'vitest';
import { byGiftCard, byPoints, byStoreCredit, type Owing, owingAt } from './owing.ts';
import { type Paying, payingAt } from './paying.ts';
import { endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
let pay: Paying;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  pay = payingAt(server, shop, selling);
});
afterAll(() => endWithCleanBooks(server));

/** An open sale that comes to 10.00, of a customer. */
async function openFor(customerId: string): Promise<Json> {
  const { id, version } = await pay.open(1000);
  const options = { token: shop.owner, body: { version, customerId } };
  return ok(await server.request('PATCH', `/v1/sales/${id}`, options));
}
const refusal = async (sale: Json, payment: Json) => {
  const { status, body } = await pay.add(sale, payment);
  return { status, code: body.code, ...body.details };
};

test('a gift card is set down by what it is, never by its code, and taken from when the sale is completed', async () => {
  const card = await owing.soldCard(2000);
  const sale = ok(await pay.add(await pay.open(1000), byGiftCard(card, 600)));
  expect(sale.payments[0]).toMatchObject({
    ...{ method: 'gift_card', status: 'authorized', amount: 600, giftCardId: card.id, balanceAfter: null },
    reference: card.code.slice(-4),
  });
  expect(await owing.balanceOf(card.id)).toBe(2000);
  for (const table of ['payments', 'open_sales', 'audit_log']) {
    const found = await selling.rows(`SELECT FROM ${table} t WHERE t::text LIKE '%' || $1 || '%'`, [
      card.code,
    ]);
    expect([table, found.length]).toEqual([table, 0]);
  }
  const paid = ok(await pay.add(sale, byGiftCard(card, 400)));
  const completed = ok(await pay.complete(paid));
  expect(completed.payments.map(({ status, amount }: Json) => [status, amount])).toEqual([
    ['captured', 600],
    ['captured', 400],
  ]);
  expect(await owing.balanceOf(card.id)).toBe(1000);
});

test('more than is there is refused when it is added: together with what the same sale takes already', async () => {
  const card = await owing.soldCard(700);
  const sale = ok(await pay.add(await pay.open(1000), byGiftCard(card, 500)));
  const beyond = { status: 409, code: 'INSUFFICIENT_BALANCE', kind: 'gift_card', available: 700 };
  expect(await refusal(sale, byGiftCard(card, 300))).toEqual({ ...beyond, requested: 800 });
  const removed = ok(await pay.remove(sale, sale.payments[0].id));
  expect(ok(await pay.add(removed, byGiftCard(card, 700))).due).toBe(300);
});

test('codes that do not exist are guesses, here as well', async () => {
  const token = await server.signInAs('manager');
  const sale = await pay.open(1000);
  const guess = async () => {
    const { body } = await server.request('POST', `/v1/sales/${sale.id}/payments`, {
      token,
      headers: { 'idempotency-key': crypto.randomUUID() },
      body: { version: 1, payment: { method: 'gift_card', code: 'NOSUCHCARD123456', amount: 100 } },
    });
    return body.code;
  };
  const codes: string[] = [];
  while (codes.at(-1) !== 'LOCKED_OUT' && codes.length < 100) codes.push(await guess());
  expect(codes[0]).toBe('GIFT_CARD_NOT_TAKEN');
  expect(codes.at(-1)).toBe('LOCKED_OUT');
  expect((await pay.read(sale.id)).payments).toEqual([]);
});

test('store credit and points are those of the customer, once each', async () => {
  await owing.runProgramme();
  const customerId = await owing.newCustomer();
  const creditId = await owing.give(customerId, 500);
  await selling.sell({
    ...{ customerId, payments: [{ method: 'cash', tendered: 30_000 }] },
    lines: [{ productId: await selling.newProduct({ price: 30_000, trackStock: false }), quantity: 1 }],
  });
  const memberId = await owing.memberOf(customerId);
  const points = await owing.balanceOf(memberId);

  const sale = await openFor(customerId);
  expect(await refusal(sale, byStoreCredit(501))).toMatchObject({
    code: 'INSUFFICIENT_BALANCE',
    available: 500,
  });
  expect(await refusal(sale, byPoints(1_000_000))).toMatchObject({ code: 'POINTS_NOT_TAKEN' });
  const byCredit = ok(await pay.add(sale, byStoreCredit(500)));
  const paid = ok(await pay.add(byCredit, byPoints(100)));
  expect(paid.payments.map(({ status, amount, points }: Json) => [status, amount, points])).toEqual([
    ['authorized', 500, null],
    ['authorized', 500, 100],
  ]);
  expect(await refusal(paid, byPoints(100))).toMatchObject({ status: 400, code: 'INVALID_INPUT' });
  expect(await owing.balanceOf(creditId)).toBe(500);

  const completed = ok(await pay.complete(paid));
  expect(completed.payments.map(({ id }: Json) => id)).toEqual(paid.payments.map(({ id }: Json) => id));
  expect(await owing.balanceOf(creditId)).toBe(0);
  expect(await owing.balanceOf(memberId)).toBe((points ?? 0) - 100 + completed.loyalty.earned);
});

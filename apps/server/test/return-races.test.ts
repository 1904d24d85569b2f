import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byGiftCard, byStoreCredit, type Owing, owingAt } from './owing.ts';
import { atOnce } from './people.ts';
import { card, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';
import { type Returning, returningAt } from './taking-back.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owing: Owing;
let returning: Returning;
let tills: string[];

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owing = owingAt(server, selling);
  returning = returningAt(server, shop, selling);
  tills = [selling.here.register.id, (await selling.newTill()).id, (await selling.newTill()).id];
});
afterAll(() => endWithCleanBooks(server));

const outcomes = (answers: readonly Answer[]): Json => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = status === 201 ? 'done' : body.code;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
};
async function stocked(quantity: number): Promise<string> {
  const productId = await selling.newProduct();
  await selling.stockUp({ [productId]: quantity });
  return productId;
}

describe('returns at once', () => {
  test('of one line take back what was sold and no more, and give back what was paid and no more', async () => {
    const productId = await stocked(12);
    const sale = await selling.sell({
      ...{ lines: [{ productId, quantity: 7 }], payments: [card(333), { method: 'cash', tendered: 367 }] },
    });
    const answers = await atOnce(24, (i) => returning.bring(sale, { 0: 1 }, { registerId: tills[i % 3] }));
    expect(outcomes(answers)).toEqual({ done: 7, QUANTITY_EXCEEDED: 17 });
    const refunded = await selling.rows(
      `SELECT method, sum(amount)::int AS amount FROM refunds f JOIN returns r ON r.id = f.return_id
       WHERE r.sale_id = $1 GROUP BY method ORDER BY method`,
      [sale.id],
    );
    expect(refunded).toEqual([
      { method: 'card', amount: 333 },
      { method: 'cash', amount: 367 },
    ]);
    expect(await selling.stockOf(productId)).toEqual([12, 480]);
  });

  test('under one key, or one id, are one return', async () => {
    const productId = await stocked(5);
    const sale = await selling.sell({ lines: [{ productId, quantity: 5 }], payments: [card(500)] });
    const id = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e55';
    const answers = await atOnce(12, (i) =>
      returning.bring(sale, { 0: 1 }, { id }, i % 2 === 0 ? { key: 'the-same' } : {}),
    );
    expect(outcomes(answers)).toEqual({ done: 12 });
    expect(new Set(answers.map(({ body }) => body.id))).toEqual(new Set([id]));
    expect(await selling.stockOf(productId)).toEqual([1, 40]);
  });

  test('and voids: a sale is voided, or comes back in parts, and never both', async () => {
    for (let round = 0; round < 5; round += 1) {
      const productId = await stocked(3);
      const sale = await selling.sell({ lines: [{ productId, quantity: 3 }], payments: [card(300)] });
      const answers = await atOnce(8, (i) =>
        i % 2 === 0 ? returning.undo(sale.id) : returning.bring(sale, { 0: 1 }, { registerId: tills[i % 3] }),
      );
      const done = answers.filter(({ status }) => status === 201).map(({ body }) => body.kind);
      expect([['void'], ['return', 'return', 'return']]).toContainEqual(done);
      expect(await selling.stockOf(productId)).toEqual([3, 120]);
    }
  });

  test('and sales of the same goods, customer and card, in any order, wait for each other in no circle', async () => {
    const customerId = await owing.newCustomer();
    await owing.give(customerId, 5000);
    const giftCard = await owing.soldCard(5000);
    const [one, other] = [await stocked(200), await stocked(200)];
    const cart = (i: number) => {
      const lines = [
        { productId: one, quantity: 1 },
        { productId: other, quantity: 1 },
      ];
      const payments = [byGiftCard(giftCard, 100), byStoreCredit(100)];
      const isTurned = i % 2 === 1;
      return {
        ...{ customerId, registerId: tills[i % 3] },
        lines: isTurned ? lines.reverse() : lines,
        payments: isTurned ? payments.reverse() : payments,
      };
    };
    const sales = await atOnce(16, (i) => selling.sell(cart(i)));
    const answers = await atOnce(48, (i) =>
      i % 3 === 0
        ? selling.checkout(cart(i))
        : returning.bring(sales[i % 16], { [i % 2]: 1 }, { registerId: tills[(i + 1) % 3] }),
    );
    const { done, ...others } = outcomes(answers);
    expect(Object.keys(others)).toEqual(others.QUANTITY_EXCEEDED === undefined ? [] : ['QUANTITY_EXCEEDED']);
    expect(done).toBeGreaterThanOrEqual(16);
    expect(await owing.balanceOf(giftCard.id)).toBeGreaterThanOrEqual(0);
  });
});

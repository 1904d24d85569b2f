import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Belongings, belongingsAt, brokenBooksOfBelongings } from './belongings.ts';
import { atOnce, callAs, codeOf, rowsOf } from './people.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owner: ReturnType<typeof callAs>;
let belongings: Belongings;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owner = callAs(server, shop.owner);
  belongings = await belongingsAt(server, shop);
});
afterAll(() => endWithCleanBooks(server, brokenBooksOfBelongings));

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const newCustomers = (count: number): Promise<Json[]> => atOnce(count, () => belongings.newCustomer());
const read = async (id: string): Promise<Json> => ok(await owner.get(`/customers/${id}`));
const done = (answers: readonly Answer[]) => answers.filter(({ status }) => status < 300);
const buy = (customerId: string, fields: object = {}) =>
  selling.checkout({
    ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 1 }], payments: [cash(150)] },
    ...fields,
  });
/** Who is left of these, with all that the ids of the others lead to. */
async function standing(customers: readonly Json[]): Promise<string[]> {
  const ids = customers.map(({ id }) => id);
  const broken = await rows(
    `SELECT c.id FROM customers c LEFT JOIN customers stands ON stands.id = c.merged_into_id
     WHERE c.id = ANY($1) AND c.status = 'merged' AND stands.status IS DISTINCT FROM 'active'`,
    [ids],
  );
  expect(broken).toEqual([]);
  const left = await rows(`SELECT id FROM customers WHERE id = ANY($1) AND status <> 'merged'`, [ids]);
  return left.map(({ id }) => id);
}
const balanceOf = async (ids: readonly string[]): Promise<number> =>
  (
    await rows('SELECT coalesce(sum(balance), 0)::bigint AS sum FROM accounts WHERE customer_id = ANY($1)', [
      ids,
    ])
  )[0].sum;

test('of two who are merged into each other at once one stays', async () => {
  for (let round = 0; round < 4; round++) {
    const [a, b] = await newCustomers(2);
    await belongings.storeCredit(a.id, 100);
    await belongings.storeCredit(b.id, 23);
    const answers = await Promise.all([belongings.merge(a, b), belongings.merge(b, a)]);
    expect(done(answers)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status >= 300).map(codeOf);
    expect(refused).toEqual([[409, 'WRONG_STATUS']]);
    const [left, ...more] = await standing([a, b]);
    expect([more, left && (await balanceOf([left]))]).toEqual([[], 123]);
  }
});

test('chains that are made at once lead to who is left, with all that they had', async () => {
  for (let round = 0; round < 3; round++) {
    const customers = await newCustomers(6);
    for (const { id } of customers) {
      await belongings.storeCredit(id, 10);
      await belongings.points(id, { earned: 7 });
    }
    // A ring, and with versions as they are read in between, until everybody is one.
    await atOnce(6, (i) => belongings.merge(customers[(i + 1) % 6], customers[i]));
    let left = await standing(customers);
    while (left.length > 1) {
      const now = await Promise.all(left.map(read));
      await atOnce(left.length, (i) => belongings.merge(now[(i + 1) % left.length], now[i]));
      const fewer = await standing(customers);
      expect(fewer.length).toBeLessThan(left.length);
      left = fewer;
    }
    expect(await balanceOf(left)).toBe(60 + 42);
    expect((await read(customers[0].id)).mergedIds).toHaveLength(5);
  }
});

test('sales of either while they are merged count for who stays, or are refused and then do', async () => {
  const { id: discountId } = ok(
    await owner.post('/discounts', {
      ...{ name: `Often ${newId()}`, code: 'OFTEN', usageLimitPerCustomer: 1000, usageLimit: 10_000 },
      effect: { type: 'percentage', percentage: 10, target: 'line' },
    }),
  );
  const tills = await Promise.all(Array.from({ length: 4 }, () => selling.newTill()));
  for (let round = 0; round < 5; round++) {
    const [a, b] = await newCustomers(2);
    const sell = async (i: number): Promise<number> => {
      const fields = { codes: ['OFTEN'], payments: [cash(135)], registerId: tills[i % 4]?.id };
      const answer = await buy(i % 2 === 0 ? a.id : b.id, fields);
      if (answer.status === 201) return 0;
      expect(codeOf(answer)).toEqual([409, 'CUSTOMER_CHANGED']);
      return 1 + (await sell(i));
    };
    const sales = atOnce(10, sell);
    const merged = await belongings.merge(a, b);
    await sales;
    ok(merged);
    const now = await read(b.id);
    expect(now).toMatchObject({ id: a.id, lifetime: [{ saleCount: 10, total: 1350 }] });
    expect(
      await rows(
        `SELECT c.id, c.sale_count::int, u.used_count::int FROM customers c
         LEFT JOIN discount_customer_uses u ON u.customer_id = c.id AND u.discount_id = $2
         WHERE c.id = ANY($1) ORDER BY c.sale_count DESC`,
        [[a.id, b.id], discountId],
      ),
    ).toEqual([
      { id: a.id, sale_count: 10, used_count: 10 },
      { id: b.id, sale_count: 0, used_count: null },
    ]);
    expect(ok(await owner.get(`/customers/${a.id}/purchases`)).items).toHaveLength(10);
  }
});

test('points, store credit and gift cards that are given to either while they are merged are with who stays', async () => {
  const post = (path: string, body: object) =>
    server.request('POST', `/v1${path}`, {
      ...{ token: shop.owner, body, headers: { 'idempotency-key': newId() } },
    });
  const storeId = shop.stores[0].id;
  for (let round = 0; round < 4; round++) {
    const [a, b] = await newCustomers(2);
    for (const { id } of [a, b]) ok(await post(`/customers/${id}/loyalty`, {}));
    const given = atOnce(12, (i) => {
      const { id } = i % 2 === 0 ? a : b;
      if (i % 3 === 0) return post('/gift-cards', { storeId, customerId: id });
      const reason = 'While they are merged';
      return i % 3 === 1
        ? post(`/customers/${id}/store-credit/adjustments`, { storeId, amount: 10, reason })
        : post(`/customers/${id}/loyalty/adjustments`, { points: 7, reason });
    });
    ok(await belongings.merge(a, b));
    for (const answer of await given) ok(answer);
    expect(await balanceOf([a.id])).toBe(4 * 10 + 4 * 7);
    expect(await balanceOf([b.id])).toBe(0);
    const cards = await rows('SELECT customer_id FROM gift_cards WHERE customer_id = ANY($1)', [
      [a.id, b.id],
    ]);
    expect(cards).toEqual(Array(4).fill({ customer_id: a.id }));
  }
});

test('of erasures and merges and sales at once nothing is left half done', async () => {
  for (let round = 0; round < 5; round++) {
    const [a, b] = await newCustomers(2);
    const [erased, erasedAgain, merged, ...sales] = await Promise.all([
      belongings.erase(a),
      belongings.erase(a),
      belongings.merge(b, a),
      ...Array.from({ length: 4 }, () => buy(a.id)),
    ]);
    const ended = [erased, erasedAgain, merged].filter(({ status }) => status === 200);
    const [stored] = await rows('SELECT status, name, sale_count::int FROM customers WHERE id = $1', [a.id]);
    expect(ended).toHaveLength(1);
    expect(stored).toMatchObject(
      merged.status === 200
        ? { status: 'merged', name: 'Ada' }
        : { status: 'erased', name: 'Erased customer' },
    );
    for (const answer of sales) {
      if (answer.status !== 201) expect([409, 400]).toContain(answer.status);
    }
    const counted = await read(b.id);
    const total = stored.sale_count + (counted.lifetime[0]?.saleCount ?? 0);
    expect(total).toBe(done(sales).length);
  }
});

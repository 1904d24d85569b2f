import { newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countCustomerSale, findCustomerForSale } from '../src/modules/customers/index.ts';
import { takeDiscountUses } from '../src/modules/pricing/index.ts';
import { atOnce, callAs, codeOf, rowsOf } from './people.ts';
import { card, cash, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let owner: ReturnType<typeof callAs>;
/** An article without stock to run out of. */
let anything: string;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  owner = callAs(server, shop.owner);
  anything = await selling.newProduct({ trackStock: false });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  n += 1;
});

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const newCustomer = async (fields: object = {}): Promise<Json> =>
  ok(await owner.post('/customers', { name: `Customer ${n}`, ...fields }));
const newGroup = async (): Promise<string> =>
  ok(await owner.post('/customer-groups', { name: `Group ${newId()}` })).id;
const archive = async (id: string) => ok(await owner.post(`/customers/${id}/archive`, { version: 1 }));
/** As a merge leaves it. */
const standIn = (mergedId: string, id: string) =>
  rows(`UPDATE customers SET status = 'merged', merged_into_id = $2 WHERE id = $1`, [mergedId, id]);
const at = (time: string) => ({ currency: 'EUR', total: 250, completedAt: new Date(time) });
const count = (id: string, sale = at('2026-01-02T10:00:00Z')) =>
  transact(server.database, (tx) => countCustomerSale(tx, id, sale));
const totalsOf = (id: string) =>
  rows(
    `SELECT currency, sale_count, total, first_sale_at, last_sale_at FROM customer_totals
     WHERE customer_id = $1 ORDER BY currency`,
    [id],
  );

describe('what a sale depends on', () => {
  test('of a customer who was merged is what stands of who stands for them, with the prices of their groups', async () => {
    const groupIds = [await newGroup()];
    const { id } = await newCustomer({ groupIds });
    const merged = await newCustomer();
    await standIn(merged.id, id);
    const { db } = server.database;
    expect(await findCustomerForSale(db, merged.id)).toEqual(await findCustomerForSale(db, id));

    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 5 });
    const list = ok(await owner.post('/price-lists', { name: `List ${n}`, customerGroupId: groupIds[0] }));
    ok(
      await owner.put(`/price-lists/${list.id}/prices`, {
        prices: [{ productId, minQuantity: 1, unitPrice: 70 }],
      }),
    );
    const sale = ok(
      await selling.checkout({
        ...{ customerId: merged.id, lines: [{ productId, quantity: 1 }], payments: [cash(70)] },
      }),
    );
    expect(sale).toMatchObject({ customerId: id, total: 70 });
    expect(await totalsOf(id)).toMatchObject([{ sale_count: 1, total: 70 }]);
  });

  test('is read by one statement', async () => {
    const groups = [await newGroup(), await newGroup()].sort();
    const { id } = await newCustomer({ groupIds: groups, taxExempt: true, taxExemptReason: 'EX' });
    const { db } = server.database;
    expect(await findCustomerForSale(db, id)).toEqual({
      ...{ id, status: 'active', groupIds: groups, isFirstPurchase: true, uses: {} },
      ...{ taxExempt: true, taxExemptReason: 'EX' },
    });
    expect(await findCustomerForSale(db, newId())).toBeUndefined();

    const effect = { type: 'percentage', percentage: 5, target: 'line' };
    const offer = async (fields: object): Promise<string> =>
      ok(await owner.post('/discounts', { name: `Offer ${n}`, effect, ...fields })).id;
    const [perCustomer, inAll, stopped] = [
      await offer({ usageLimitPerCustomer: 5 }),
      await offer({ usageLimit: 5 }),
      await offer({ usageLimitPerCustomer: 5 }),
    ];
    for (let i = 0; i < 2; i++) {
      await transact(server.database, async (tx) => {
        const uses = { discountIds: [perCustomer, inAll, stopped].sort(), customerId: id };
        expect(await takeDiscountUses(tx, uses)).toEqual([]);
        expect(await countCustomerSale(tx, id, at('2026-01-02T10:00:00Z'))).toBe(i + 1);
      });
    }
    ok(await owner.post(`/discounts/${stopped}/archive`, { version: 1 }));
    await archive(id);
    expect(await findCustomerForSale(db, id)).toMatchObject({
      ...{ status: 'archived', isFirstPurchase: false, uses: { [perCustomer]: 2 } },
    });
    for (const offered of [perCustomer, inAll]) {
      ok(await owner.post(`/discounts/${offered}/archive`, { version: 1 }));
    }
  });
});

describe('the figures of a customer', () => {
  test('of two first purchases at once one is the first, and all are counted', async () => {
    const { id } = await newCustomer();
    const counts = await atOnce(8, (i) => count(id, at(`2026-01-0${i + 1}T10:00:00Z`)));
    expect(counts.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await totalsOf(id)).toEqual([
      {
        ...{ currency: 'EUR', sale_count: 8, total: 2000 },
        first_sale_at: new Date('2026-01-01T10:00:00Z'),
        last_sale_at: new Date('2026-01-08T10:00:00Z'),
      },
    ]);
  });

  test('are kept by currency', async () => {
    const { id } = await newCustomer();
    await count(id);
    expect(await count(id, { ...at('2026-01-02T10:00:00Z'), currency: 'JPY', total: 9 })).toBe(2);
    expect(await totalsOf(id)).toMatchObject([
      { currency: 'EUR', sale_count: 1, total: 250 },
      { currency: 'JPY', sale_count: 1, total: 9 },
    ]);
  });

  test.each([
    ['archived', archive],
    ['merged', async (id: string) => standIn(id, (await newCustomer()).id)],
  ])('of one who was %s meanwhile are not touched, and the sale is refused', async (_what, change) => {
    const { id } = await newCustomer();
    await change(id);
    await expect(count(id)).rejects.toMatchObject({ code: 'CUSTOMER_CHANGED' });
    expect(await totalsOf(id)).toEqual([]);
  });

  test('count the sale that comes before an archiving at the same time, and none after it', async () => {
    const productId = await selling.newProduct();
    await selling.stockUp({ [productId]: 20 });
    for (let round = 0; round < 4; round++) {
      const { id } = await newCustomer();
      const [sale, archived] = await Promise.all([
        selling.checkout({
          ...{ customerId: id, lines: [{ productId, quantity: 1 }], payments: [cash(100)] },
        }),
        owner.post(`/customers/${id}/archive`, { version: 1 }),
      ]);
      ok(archived);
      const sold = sale.status === 201;
      if (!sold)
        expect([
          [409, 'CUSTOMER_CHANGED'],
          [400, 'INVALID_REFERENCE'],
        ]).toContainEqual(codeOf(sale));
      expect(await totalsOf(id)).toHaveLength(sold ? 1 : 0);
      expect(await rows('SELECT id FROM sales WHERE customer_id = $1', [id])).toHaveLength(sold ? 1 : 0);
    }
  });
});

const buy = async (customerId: string, body: object = {}, token?: string): Promise<Json> =>
  ok(
    await selling.checkout(
      {
        ...{ customerId, lines: [{ productId: anything, quantity: 1 }], payments: [card(100)], ...body },
      },
      token === undefined ? {} : { token },
    ),
  );
const dayAfter = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
const read = async (id: string): Promise<Json> => ok(await owner.get(`/customers/${id}`));

describe('what a customer has bought in all', () => {
  test('is shown with them, by currency, the one of the latest sale first, and is no change of them', async () => {
    const customer = await newCustomer();
    const first = await buy(customer.id);
    server.clock.advance(60_000);
    const last = await buy(customer.id, {
      ...{ lines: [{ productId: anything, quantity: 3 }], payments: [card(350, { tip: 50 })] },
    });
    const figures = {
      ...{ currency: 'EUR', saleCount: 2, total: 400, returnCount: 0, returned: 0 },
      ...{ firstSaleAt: first.completedAt, lastSaleAt: last.completedAt },
    };
    expect(await read(customer.id)).toEqual({ ...customer, lifetime: [figures] });
    const later = new Date(Date.parse(last.completedAt) + 1);
    await count(customer.id, { currency: 'JPY', total: 5000, completedAt: later });
    const yen = { currency: 'JPY', saleCount: 1, total: 5000, returnCount: 0, returned: 0 };
    const { lifetime } = await read(customer.id);
    expect(lifetime).toEqual([
      { ...yen, firstSaleAt: later.toISOString(), lastSaleAt: later.toISOString() },
      figures,
    ]);
    const { items } = ok(await owner.get('/customers?sort=-createdAt&limit=1'));
    expect(items).toEqual([await read(customer.id)]);
  });

  test('counts a sale once, however often it is sent, and none that is refused', async () => {
    const { id } = await newCustomer();
    const sale = { id: newId(), lines: [{ productId: anything, quantity: 1 }], payments: [card(100)] };
    await Promise.all([buy(id, sale), buy(id, sale)]);
    expect(
      codeOf(await selling.checkout({ ...sale, id: newId(), customerId: id, payments: [card(1)] }))[0],
    ).toBe(409);
    expect(await totalsOf(id)).toMatchObject([{ sale_count: 1, total: 100 }]);
  });
});

test('the id of a customer who was merged answers who stands for them, and with whom', async () => {
  const { id } = await newCustomer();
  const merged = [await newCustomer(), await newCustomer()].map((each) => each.id).sort();
  for (const each of merged) await standIn(each, id);
  const standing = await read(id);
  expect(standing).toMatchObject({ id, mergedIds: merged, status: 'active' });
  for (const each of merged) expect(await read(each)).toEqual(standing);
});

describe('the purchases of a customer', () => {
  const purchasesOf = async (id: string, query = '', token?: string): Promise<Json> =>
    ok(await callAs(server, token ?? shop.owner).get(`/customers/${id}/purchases?${query}`));
  const idsOf = ({ items }: Json): string[] => items.map((each: Json) => each.id);

  test('are their sales and those of customers who were merged into them, the latest first, page by page', async () => {
    const { id } = await newCustomer();
    const merged = await newCustomer();
    const sold: string[] = [];
    for (const buyer of [id, merged.id, id, merged.id, id]) {
      server.clock.advance(1000);
      sold.unshift((await buy(buyer)).id);
    }
    await buy((await newCustomer()).id);
    await standIn(merged.id, id);
    for (const asked of [id, merged.id]) {
      const first = await purchasesOf(asked, 'limit=2');
      const second = await purchasesOf(asked, `limit=2&cursor=${first.nextCursor}`);
      const third = await purchasesOf(asked, `limit=2&cursor=${second.nextCursor}`);
      expect([first, second, third].flatMap(idsOf)).toEqual(sold);
      expect(third.nextCursor).toBeNull();
    }
    expect(idsOf(await purchasesOf(id, 'sort=completedAt'))).toEqual([...sold].reverse());
    // The sale says to whom it was sold.
    const [item] = (await purchasesOf(id, 'limit=1')).items;
    const { items } = ok(await owner.get('/sales?limit=50'));
    expect(item).toEqual(items.find((each: Json) => each.id === item.id));
  });

  test('are of the stores in which the caller may read sales', async () => {
    const { id } = await newCustomer();
    const here = await buy(id);
    const { store, register } = selling.there;
    const there = await buy(id, { storeId: store.id, registerId: register.id });
    expect(idsOf(await purchasesOf(id)).sort()).toEqual([here.id, there.id].sort());
    expect(idsOf(await purchasesOf(id, `storeId=${store.id}`))).toEqual([there.id]);
    const cashier = await server.signInAs('cashier', { storeId: store.id });
    expect(idsOf(await purchasesOf(id, '', cashier))).toEqual([there.id]);
    expect(idsOf(await purchasesOf(id, `storeId=${selling.here.store.id}`, cashier))).toEqual([]);
    const clerk = callAs(server, await server.signInAs('clerk'));
    expect(codeOf(await clerk.get(`/customers/${id}/purchases`))).toEqual([403, 'FORBIDDEN']);
  });

  test('are of the business days that are asked for', async () => {
    const { id } = await newCustomer();
    const one = await buy(id);
    const two = await buy(id);
    await rows(`UPDATE sales SET business_date = business_date + 2 WHERE id = $1`, [two.id]);
    expect(idsOf(await purchasesOf(id, `businessDateTo=${one.businessDate}`))).toEqual([one.id]);
    expect(idsOf(await purchasesOf(id, `businessDateFrom=${dayAfter(one.businessDate)}`))).toEqual([two.id]);
  });

  test('of nobody are not found', async () => {
    expect(codeOf(await owner.get(`/customers/${newId()}/purchases`))).toEqual([404, 'NOT_FOUND']);
  });
});

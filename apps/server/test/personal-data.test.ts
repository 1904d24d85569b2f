import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Belongings, belongingsAt } from './belongings.ts';
import { callAs, codeOf, rowsOf } from './people.ts';
import { card, cash, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

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
afterAll(() => server[Symbol.asyncDispose]());

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const dataOf = (id: string) => owner.post(`/customers/${id}/personal-data`, {});
const buy = async (customerId: string, fields: object = {}): Promise<Json> =>
  ok(
    await selling.checkout({
      ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 2 }], payments: [cash(300)] },
      ...fields,
    }),
  );

test('all that is stored of a person and of those merged into them is in one document, also by an old id', async () => {
  const groupId = ok(await owner.post('/customer-groups', { name: 'Staff' })).id;
  const kept = await belongings.newCustomer({
    ...{ name: 'Ada Lovelace', email: 'ada@example.com', groupIds: [groupId], note: 'Likes tea' },
    consents: [{ channel: 'email', granted: true, source: 'website' }],
  });
  const merged = await belongings.newCustomer({
    ...{ name: 'A. Byron', email: 'byron@example.com' },
    consents: [{ channel: 'email', granted: false, source: 'phone' }],
  });
  const there = { storeId: shop.stores[1].id, registerId: shop.registers[1].id };
  const sales = [
    await buy(merged.id, there),
    await buy(kept.id, { note: 'For Ada', payments: [card(300, { reference: 'VISA 4711' })] }),
  ];
  await belongings.points(merged.id, { earned: 30 });
  await belongings.storeCredit(kept.id, 250);
  await belongings.storeCredit(merged.id, 50);
  const giftCardId = await belongings.giftCard(merged.id, 900);
  const customer = ok(await belongings.merge(kept, merged));

  const data = ok(await dataOf(merged.id));
  expect(data).toEqual({ ...ok(await dataOf(kept.id)), exportedAt: data.exportedAt });
  expect(data.customer).toEqual(customer);
  expect(data.merged).toMatchObject([{ id: merged.id, name: 'A. Byron', email: 'byron@example.com' }]);
  expect(data.groups).toEqual([{ id: groupId, name: 'Staff' }]);
  expect(data.consents.map(({ customerId, granted, source }: Json) => [customerId, granted, source])).toEqual(
    [
      ...[
        [kept.id, false, 'merge'],
        [merged.id, false, 'phone'],
        [kept.id, true, 'website'],
      ],
    ],
  );
  expect(data.points.map(({ kind, points }: Json) => [kind, points])).toEqual(
    expect.arrayContaining([
      ['earn', 30],
      ['merge', -30],
      ['merge', 30],
    ]),
  );
  expect(
    data.storeCredit.map(({ currency, balance, entries }: Json) => [currency, balance, entries.length]),
  ).toEqual(
    expect.arrayContaining([
      ['EUR', 300, 2],
      ['EUR', 0, 2],
    ]),
  );
  expect(data.giftCards).toMatchObject([{ id: giftCardId, customerId: kept.id, balance: 900 }]);
  expect(data.giftCards[0]).not.toHaveProperty('code');
  expect(data.memberships).toEqual([
    { programName: 'Club', tierName: null, points: 30, enrolledAt: expect.any(String) },
  ]);
  expect(
    data.sales.map(({ note, taxExemptReason, payments }: Json) => [note, taxExemptReason, payments]),
  ).toEqual([
    ['For Ada', null, [{ method: 'card', amount: 300, reference: 'VISA 4711' }]],
    ['', null, [{ method: 'cash', amount: 300, reference: null }]],
  ]);
  expect(data.saleCount).toBe(2);
  expect(data.sales.map(({ id, total, lines }: Json) => [id, total, lines])).toEqual(
    sales
      .map(({ id }) => [id, 300, [{ name: shop.products.voucher.name, quantity: 2, total: 300 }]])
      .reverse(),
  );
});

test('of somebody who has nothing is the profile alone, and after an erasure what is left', async () => {
  const customer = await belongings.newCustomer({ name: 'Nobody special' });
  const nothing = {
    merged: [],
    groups: [],
    consents: [],
    memberships: [],
    points: [],
    storeCredit: [],
    giftCards: [],
    sales: [],
  };
  expect(ok(await dataOf(customer.id))).toMatchObject({ customer, ...nothing, saleCount: 0 });
  ok(await belongings.erase(customer));
  expect(ok(await dataOf(customer.id))).toMatchObject({ customer: { name: 'Erased customer' }, ...nothing });
});

test('is written down as who asked about whom, without values, and no answer is kept', async () => {
  const customer = await belongings.newCustomer({ name: 'Zyxasked', email: 'zyxasked@example.com' });
  ok(await dataOf(customer.id));
  const entries = await rows(
    `SELECT actor_id, document_type, before, after FROM audit_log WHERE action = 'customers.personalData' AND document_id = $1`,
    [customer.id],
  );
  const me = ok(await owner.get('/auth/me'));
  expect(entries).toEqual([{ actor_id: me.id, document_type: 'customer', before: null, after: null }]);
  const kept = await rows(`SELECT key FROM idempotency_keys WHERE operation = 'customers.personalData'`);
  expect(kept).toEqual([]);
});

test('is for those alone who may forget somebody, and of somebody who is there', async () => {
  const { id } = await belongings.newCustomer();
  const manager = callAs(server, await server.signInAs('manager'));
  expect(codeOf(await manager.post(`/customers/${id}/personal-data`, {}))).toEqual([403, 'FORBIDDEN']);
  expect(codeOf(await dataOf(newId()))).toEqual([404, 'NOT_FOUND']);
});

test('what was brought back, and what was never completed, is there with its goods', async () => {
  const { id: customerId } = ok(await owner.post('/customers', { name: 'Grace Hopper' }));
  const place = { storeId: shop.stores[0].id, registerId: shop.registers[0].id };
  const sale = await buy(customerId);
  const back = await selling.create('/returns', {
    ...{ ...place, saleId: sale.id, reason: 'Torn' },
    lines: [{ saleLineId: sale.lines[0].id, quantity: 1 }],
  });
  const lines = [{ productId: shop.products.voucher.id, quantity: 2 }];
  const waiting = await selling.create('/sales', { ...place, customerId, lines, note: 'Comes at six' });
  const data = ok(await dataOf(customerId));
  const line = (quantity: number, total: number) => [{ name: 'Gift wrapping', quantity, total }];
  expect(data.returns).toMatchObject([{ id: back.id, reason: 'Torn', lines: line(1, 150) }]);
  expect(data.openSales).toMatchObject([
    { id: waiting.id, status: 'open', note: 'Comes at six', lines: line(2, 300) },
  ]);
});

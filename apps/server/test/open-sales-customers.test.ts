import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Opening, openingAt } from './opening.ts';
import { byGiftCard, byStoreCredit, type Owing, owingAt } from './owing.ts';
import { callAs } from './people.ts';
import { card, cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let opening: Opening;
let owing: Owing;
let owner: ReturnType<typeof callAs>;
let productId: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  opening = openingAt(server, shop, selling);
  owing = owingAt(server, selling);
  owner = callAs(server, shop.owner);
  productId = await selling.newProduct({ trackStock: false, price: 1000 });
});
afterAll(() => endWithCleanBooks(server));

const openFor = (customerId: string) => opening.open({ customerId, lines: [{ productId, quantity: 1 }] });
const customer = (id: string) => selling.get(`/customers/${id}`);
const post = (path: string, body: object): Promise<Answer> =>
  server.request('POST', `/v1${path}`, {
    ...{ token: shop.owner, body, headers: { 'idempotency-key': newId() } },
  });
const erase = async (id: string): Promise<Answer> =>
  post(`/customers/${id}/erase`, { version: (await customer(id)).version });
const merge = async (keptId: string, mergedId: string): Promise<Answer> => {
  const [{ version }, { version: mergedVersion }] = [await customer(keptId), await customer(mergedId)];
  return post(`/customers/${keptId}/merge`, { version, mergedId, mergedVersion });
};
const refusal = ({ status, body }: Answer) => [status, body.code];

test('an open sale has the prices of its customer, and of the next one', async () => {
  const group = await selling.create('/customer-groups', { name: 'Staff' });
  const list = await selling.create('/price-lists', { name: 'Staff', customerGroupId: group.id });
  ok(await owner.put(`/price-lists/${list.id}/prices`, { prices: [{ productId, unitPrice: 800 }] }));
  const staff = await owing.newCustomer({ groupIds: [group.id] });
  const sale = await openFor(await owing.newCustomer());
  expect(sale.total).toBe(1000);
  const theirs = ok(await opening.change(sale, { customerId: staff }));
  expect(theirs).toMatchObject({ customerId: staff, total: 800 });
  const nobodys = ok(await opening.change(theirs, { customerId: null }));
  expect(nobodys).toMatchObject({ customerId: null, total: 1000 });
  const listed = await selling.get(`/sales/open?customerId=${staff}`);
  expect(listed.items).toEqual([]);
});

test('a customer with an open or parked sale is not erased, until it is completed or another’s', async () => {
  const id = await owing.newCustomer();
  const open = await openFor(id);
  const parked = ok(await opening.act(await openFor(id), 'park', { name: 'Ada, at noon' }));
  const refused = await erase(id);
  expect(refusal(refused)).toEqual([409, 'CUSTOMER_HAS_OPEN_SALES']);
  expect(refused.body.details.saleIds.sort()).toEqual([open.id, parked.id].sort());

  ok(await opening.complete(await opening.pay(open, card(1000))));
  expect(refusal(await erase(id))).toEqual([409, 'CUSTOMER_HAS_OPEN_SALES']);
  const resumed = ok(await opening.act(parked, 'resume', { registerId: selling.here.register.id }));
  const others = ok(await opening.change(resumed, { customerId: null }));
  ok(await erase(id));
  expect(refusal(await opening.change(others, { customerId: id }))).toEqual([400, 'INVALID_REFERENCE']);
  expect(refusal(await opening.tryOpen({ customerId: id }))).toEqual([400, 'INVALID_REFERENCE']);
});

test('an erasure leaves no text in an ended sale of theirs', async () => {
  const id = await owing.newCustomer();
  const sale = await opening.open({
    ...{ customerId: id, lines: [{ productId, quantity: 1 }], name: 'Ada', note: 'Blue coat' },
  });
  ok(await opening.complete(await opening.pay(sale, card(1000))));
  ok(await erase(id));
  const rows = await selling.rows('SELECT name, note FROM open_sales WHERE id = $1', [sale.id]);
  expect(rows).toEqual([{ name: null, note: '' }]);
});

test('an open sale follows a merge, and its version stays good', async () => {
  const [kept, merged] = [await owing.newCustomer(), await owing.newCustomer()];
  const sale = await openFor(merged);
  ok(await merge(kept, merged));
  expect(await opening.read(sale)).toEqual({ ...sale, customerId: kept });
  for (const id of [kept, merged]) {
    const { items } = await selling.get(`/sales/open?customerId=${id}`);
    expect(items.map((item: Json) => item.id)).toEqual([sale.id]);
  }
  const completed = ok(await opening.complete(await opening.pay(sale, card(1000))));
  expect(completed.customerId).toBe(kept);
  expect(await customer(merged)).toMatchObject({ id: kept, lifetime: [{ saleCount: 1, total: 1000 }] });
});

test('gift cards, store credit and points are taken when the sale is completed, as they are by then', async () => {
  await owing.runProgramme();
  const [id, twin] = [await owing.newCustomer(), await owing.newCustomer()];
  await owing.give(id, 300);
  ok(await owner.post(`/customers/${id}/loyalty`, {}));
  ok(await post(`/customers/${id}/loyalty/adjustments`, { points: 100, reason: 'Welcome' }));
  const giftCard = await owing.soldCard(400);
  const payments = [byGiftCard(giftCard, 150), byStoreCredit(250), { method: 'loyalty', points: 100 }];
  const sale = await opening.pay(await openFor(id), ...payments, cash(200));
  expect(sale.due).toBe(-100);
  const changed = await opening.change(sale, { customerId: twin });
  expect(refusal(changed)).toEqual([409, 'PAYMENTS_PRESENT']);
  expect(changed.body.details.paymentIds).toEqual([sale.payments[1].id, sale.payments[2].id]);

  // The accounts of the customer become those of who stays.
  await owing.give(twin, 5);
  ok(await merge(twin, id));
  await owing.block(giftCard);
  const blocked = await opening.complete(sale);
  expect([refusal(blocked), blocked.body.details]).toEqual([
    [409, 'GIFT_CARD_NOT_TAKEN'],
    { reason: 'blocked', position: 0 },
  ]);
  await selling.rows(`UPDATE gift_cards SET status = 'active', blocked_reason = NULL WHERE id = $1`, [
    giftCard.id,
  ]);

  const completed = ok(await opening.complete(sale));
  expect(
    completed.payments.map(({ method, amount, balanceAfter }: Json) => [method, amount, balanceAfter]),
  ).toEqual([
    ['gift_card', 150, 250],
    ['store_credit', 250, 55],
    ['loyalty', 500, null],
    ['cash', 100, null],
  ]);
  expect(completed).toMatchObject({ customerId: twin, change: 100, loyalty: { spent: 100 } });
  expect(await opening.read(sale)).toEqual(completed);
});

test('what is no longer on an account is not taken, and nothing is sold', async () => {
  const giftCard = await owing.soldCard(1000);
  const payment = byGiftCard(giftCard, 1000);
  const [first, second] = [
    await opening.pay(await openFor(await owing.newCustomer()), payment),
    await opening.pay(await openFor(await owing.newCustomer()), payment),
  ];
  ok(await opening.complete(first));
  const before = await owing.everything();
  const refused = await opening.complete(second);
  expect([refusal(refused), refused.body.details]).toEqual([
    [409, 'INSUFFICIENT_BALANCE'],
    { kind: 'gift_card', requested: 1000, available: 0 },
  ]);
  expect(await owing.everything()).toEqual(before);
  expect(await opening.read(second)).toEqual(second);
});

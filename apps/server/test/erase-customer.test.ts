import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Belongings, belongingsAt, brokenBooksOfBelongings } from './belongings.ts';
import { callAs, codeOf, rowsOf } from './people.ts';
import { cash, endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
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
afterAll(() => endWithCleanBooks(server, brokenBooksOfBelongings));

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const read = async (id: string): Promise<Json> => ok(await owner.get(`/customers/${id}`));
const newGroup = async (): Promise<string> =>
  ok(await owner.post('/customer-groups', { name: `Group ${newId()}` })).id;
const buy = (customerId: string) =>
  selling.checkout({
    ...{ customerId, lines: [{ productId: shop.products.voucher.id, quantity: 1 }] },
    ...{ payments: [cash(150)] },
  });
/** Everything that the database holds, as text, table by table. */
async function everything(): Promise<Map<string, string>> {
  const tables = await rows(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await rows(`SELECT coalesce(string_agg(t::text, E'\\n'), '') AS text FROM "${name}" t`);
      return [name, row.text] as const;
    }),
  );
  return new Map(texts);
}
/** The tables in which a text stands, whatever its case. */
const tablesWith = async (text: string): Promise<string[]> =>
  [...(await everything())].flatMap(([name, all]) => (all.toLowerCase().includes(text) ? [name] : [])).sort();

/** A person whose every value has this word in it. */
const person = (word: string, groupIds: string[] = []) => ({
  ...{ name: `${word} Name`, reference: `${word}-1`, company: `${word} Ltd`, taxId: `${word} tax` },
  ...{ email: `${word}@example.com`, phone: `+49 ${word}`, address: { line1: `${word} Way` } },
  ...{ birthday: '1987-06-05', tags: [`${word} tag`], note: `${word} note`, groupIds },
  ...{ taxExempt: true, taxExemptReason: `${word} certificate` },
  consents: [
    { channel: 'email', granted: true, source: 'till' },
    { channel: 'sms', granted: false, source: 'till' },
  ],
});

test('nothing that tells who it was is left in any table, of those merged into them neither', async () => {
  const groupId = await newGroup();
  const keyed = (method: string, path: string, body: object): Promise<Json> =>
    server
      .request(method, `/v1${path}`, { token: shop.owner, body, headers: { 'idempotency-key': newId() } })
      .then(ok);
  const id = newId();
  await keyed('POST', '/customers', { id, ...person('zyxkept', [groupId]), taxExempt: false });
  const merged = await keyed('POST', '/customers', { id: newId(), ...person('zyxgone') });
  const changed = await keyed('PATCH', `/customers/${id}`, { version: 1, note: 'zyxkept again' });
  await belongings.giftCard(id, 500, 'for zyxkept');
  ok(await buy(id));
  const one = ok(await belongings.merge(changed, merged));
  expect(await tablesWith('zyx')).toEqual([
    ...['customer_search_words', 'customers', 'gift_cards', 'idempotency_keys'],
  ]);

  const erased = ok(await belongings.erase(one));
  expect(await tablesWith('zyx')).toEqual([]);
  expect(erased).toEqual({
    ...one,
    ...{ name: 'Erased customer', reference: null, company: null, taxId: null, email: null, phone: null },
    ...{ address: {}, birthday: null, groupIds: [], tags: [], note: '' },
    ...{ taxExempt: false, taxExemptReason: null, status: 'erased', version: 4, updatedAt: erased.updatedAt },
    consents: [
      { channel: 'email', granted: false, source: 'erasure', recordedAt: erased.updatedAt },
      { ...one.consents[1] },
    ],
  });
  expect(await read(merged.id)).toEqual(erased);
  expect(await rows('SELECT input_hash FROM customers WHERE id = ANY($1)', [[id, merged.id]])).toEqual([
    ...[{ input_hash: null }, { input_hash: null }],
  ]);
  expect(await rows('SELECT * FROM customer_group_members WHERE group_id = $1', [groupId])).toEqual([]);
});

test('the note of a gift card is gone from the answers that are kept, and the code that was told once is not', async () => {
  const customer = await belongings.newCustomer();
  const body = { storeId: shop.stores[0].id, customerId: customer.id, note: 'For zyxcard' };
  const issue = { token: shop.owner, body, headers: { 'idempotency-key': newId() } };
  const issued = ok(await server.request('POST', '/v1/gift-cards', issue));
  ok(await belongings.erase(customer));
  expect(await tablesWith('zyxcard')).toEqual([]);
  expect(ok(await server.request('POST', '/v1/gift-cards', issue))).toEqual({
    ...{ ...issued, customerId: null, note: '' },
  });
});

test('a word that somebody else has too stays among those that typing errors are looked up in', async () => {
  const one = await belongings.newCustomer({ name: 'Wilhelmina Quandt' });
  await belongings.newCustomer({ name: 'Wilhelmina Meyer' });
  ok(await belongings.erase(one));
  const words = await rows(`SELECT word FROM customer_search_words WHERE word = ANY($1)`, [
    ['wilhelmina', 'quandt', 'meyer'],
  ]);
  expect(words.map(({ word }) => word).sort()).toEqual(['meyer', 'wilhelmina']);
  expect(ok(await owner.get('/customers?search=wilhelmino')).items).toMatchObject([
    { name: 'Wilhelmina Meyer' },
  ]);
});

test('what somebody was called before is gone with the change, by hand or by a file', async () => {
  const one = await belongings.newCustomer({
    name: 'Zyxbirth Zyxkeeps',
    company: 'Zyxfirm',
    reference: 'OLD-1',
  });
  ok(await owner.patch(`/customers/${one.id}`, { version: 1, name: 'Zyxmarried Zyxkeeps' }));
  const csv = 'reference,name,company\r\nOLD-1,Zyxagain Zyxkeeps,\r\n';
  ok(await owner.post('/customers/import', { csv }));
  const words = await rows(`SELECT word FROM customer_search_words WHERE word LIKE 'zyx%' ORDER BY word`);
  expect(words.map(({ word }) => word)).toEqual(['zyxagain', 'zyxkeeps']);
  ok(await belongings.erase(await read(one.id)));
  expect(await tablesWith('zyx')).toEqual([]);
});

test('the sales stay, with what tax law asks for, and lead to nobody', async () => {
  const customer = await belongings.newCustomer({
    name: 'Exempt',
    taxExempt: true,
    taxExemptReason: 'EX-77',
  });
  const { id: saleId } = ok(
    await selling.checkout({
      ...{ customerId: customer.id, lines: [{ productId: shop.products.voucher.id, quantity: 1 }] },
      payments: [cash(200)],
    }),
  );
  const before = ok(await owner.get(`/sales/${saleId}`));
  ok(await belongings.erase(customer));
  expect(ok(await owner.get(`/sales/${saleId}`))).toEqual(before);
  expect(before).toMatchObject({ customerId: customer.id, taxExemptReason: 'EX-77' });
  expect((await read(customer.id)).lifetime).toMatchObject([{ saleCount: 1 }]);
});

test('a call that is repeated under its key makes nobody anew', async () => {
  const key = newId();
  const create = () =>
    server.request('POST', '/v1/customers', {
      ...{ token: shop.owner, body: { name: 'Once' }, headers: { 'idempotency-key': key } },
    });
  const customer = ok(await create());
  const id = newId();
  const withId = { id, name: 'With an id' };
  const other = ok(await owner.post('/customers', withId));
  const erased = ok(await belongings.erase(customer));
  ok(await belongings.erase(other));
  expect(ok(await create())).toEqual(erased);
  expect(codeOf(await owner.post('/customers', withId))).toEqual([409, 'ALREADY_EXISTS']);
  expect(await rows(`SELECT id FROM customers WHERE name = 'Once'`)).toEqual([]);
});

test('is refused where there is something on an account, unless that is to go', async () => {
  const customer = await belongings.newCustomer();
  await belongings.points(customer.id, { earned: 120 });
  await belongings.storeCredit(customer.id, 700);
  const answer = await belongings.erase(customer);
  expect([codeOf(answer), answer.body.details]).toEqual([
    [409, 'CUSTOMER_HAS_BALANCE'],
    { points: 120, storeCredit: [{ currency: 'EUR', balance: 700 }] },
  ]);
  expect(await read(customer.id)).toEqual(customer);

  ok(await belongings.erase(customer, { forfeitBalances: true }));
  const entries = await rows(
    `SELECT a.kind AS account, e.kind, e.amount::int, e.balance_after::int AS after, e.document_id
     FROM account_entries e JOIN accounts a ON a.id = e.account_id WHERE a.customer_id = $1 AND e.kind = 'forfeit'
     ORDER BY a.kind`,
    [customer.id],
  );
  const forfeit = { kind: 'forfeit', after: 0, document_id: customer.id };
  expect(entries).toEqual([
    { account: 'loyalty', ...forfeit, amount: -120 },
    { account: 'store_credit', ...forfeit, amount: -700 },
  ]);
  expect(
    await rows('SELECT tier_id, next_expiry_at, next_review_at FROM loyalty_members WHERE customer_id = $1', [
      customer.id,
    ]),
  ).toEqual([{ tier_id: null, next_expiry_at: null, next_review_at: null }]);
});

test('a gift card stays good, and is nobody’s', async () => {
  const customer = await belongings.newCustomer();
  const card = await belongings.giftCard(customer.id, 900, 'For her birthday');
  ok(await belongings.erase(customer));
  expect(await rows('SELECT status, customer_id, note FROM gift_cards WHERE id = $1', [card])).toEqual([
    { status: 'active', customer_id: null, note: '' },
  ]);
  expect(await rows('SELECT balance::int FROM accounts WHERE id = $1', [card])).toEqual([{ balance: 900 }]);
});

test('who was erased is sold nothing, is changed by nobody, and is listed where they are asked for', async () => {
  const customer = await belongings.newCustomer({ name: 'Somebody' });
  const erased = ok(await belongings.erase(customer));
  const { id } = customer;
  expect((await buy(id)).status).toBeGreaterThanOrEqual(400);
  for (const answer of [
    await owner.patch(`/customers/${id}`, { version: 2, name: 'Back' }),
    await owner.post(`/customers/${id}/archive`, { version: 2 }),
    await belongings.erase(erased),
  ]) {
    expect(codeOf(answer)).toEqual([409, 'WRONG_STATUS']);
  }
  const idsOf = async (query: string) =>
    ok(await owner.get(`/customers?limit=200${query}`)).items.map((each: Json) => each.id);
  expect(await idsOf('')).not.toContain(id);
  expect(await idsOf('&status=erased')).toContain(id);
});

test('is refused of a stale version, of who is not there, and of who was merged, saying whom to erase', async () => {
  const [kept, merged] = [await belongings.newCustomer(), await belongings.newCustomer()];
  expect(codeOf(await belongings.erase({ ...kept, version: 2 }))).toEqual([409, 'CONFLICT']);
  expect(codeOf(await belongings.erase({ id: newId(), version: 1 }))).toEqual([404, 'NOT_FOUND']);
  ok(await belongings.merge(kept, merged));
  const answer = await belongings.erase({ ...merged, version: 2 });
  expect(codeOf(answer)).toEqual([409, 'WRONG_STATUS']);
  expect(answer.body.detail).toContain(kept.id);
  const manager = callAs(server, await server.signInAs('manager'));
  expect(codeOf(await manager.post(`/customers/${kept.id}/erase`, { version: 1 }))).toEqual([
    403,
    'FORBIDDEN',
  ]);
});

test('what wrong cells held is gone from the kept answers of imports', async () => {
  const key = newId();
  const answer = { dryRun: false, rows: 1, created: 0, updated: 0, unchanged: 0, skipped: 1, errorCount: 1 };
  const errors = [{ row: 2, column: 'email', value: 'zyxcell', message: 'must be an e-mail address' }];
  await rows(
    `INSERT INTO idempotency_keys (actor_id, operation, key, input_hash, answer, created_at)
     VALUES ($1, 'customers.import', 'K', '', $2, now())`,
    [key, JSON.stringify({ ...answer, errors })],
  );
  ok(await belongings.erase(await belongings.newCustomer()));
  expect(await tablesWith('zyxcell')).toEqual([]);
  expect(await rows('SELECT answer FROM idempotency_keys WHERE actor_id = $1', [key])).toEqual([
    { answer: { ...answer, errors: [] } },
  ]);
});

test('tells the world outside and the audit log the id alone', async () => {
  const customer = await belongings.newCustomer({ name: 'Told', email: 'told@example.com' });
  ok(await belongings.erase(customer));
  expect(
    await rows(`SELECT payload FROM outbox WHERE type = 'customer.erased' ORDER BY id DESC LIMIT 1`),
  ).toEqual([{ payload: { customerId: customer.id, mergedIds: [] } }]);
  const [entry] = await rows(
    `SELECT after FROM audit_log WHERE action = 'customers.erase' AND document_id = $1`,
    [customer.id],
  );
  expect(entry.after).toMatchObject({
    status: 'erased',
    changedFields: expect.arrayContaining(['name', 'email']),
  });
  expect(JSON.stringify(entry)).not.toMatch(/told/i);
});

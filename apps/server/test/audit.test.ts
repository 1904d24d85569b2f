import { contract, operationsOf } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Answer,
  type Json,
  ok,
  PASSWORD,
  SETUP_TOKEN,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let ownerId: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  ownerId = ok(await server.request('GET', '/v1/auth/me', { token: shop.owner })).id;
});
afterAll(() => server[Symbol.asyncDispose]());

const query = async (sql: string, params: unknown[] = [], on = server): Promise<Json[]> =>
  (await on.database.pool.query(sql, params)).rows;

interface Calls {
  /** The table that the change is in. */
  readonly table: string;
  readonly good: () => Promise<Answer>;
  readonly bad: () => Promise<Answer>;
}

let n = 0;
const post = (path: string, body: unknown, token: string | undefined = shop.owner) =>
  server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': newId() } });
const login = (password = PASSWORD) => post('/auth/login', { username: 'owner', password });
const next = () => {
  n += 1;
  return `New ${n}`;
};
const storeFields = { timeZone: 'UTC', pricesIncludeTax: true };
const rate = (validFrom: string) => ({
  ...{ storeId: shop.stores[0].id, taxCategoryId: shop.taxCategories.standard.id },
  ...{ name: 'VAT 19 %', percentage: 1, validFrom, validTo: validFrom },
});
const product = (sku: string) => ({
  ...{ sku, name: sku, price: 1, barcodes: [], taxCategoryId: shop.taxCategories.standard.id },
});
const adjustment = (productId: string, quantity: number) => ({
  ...{ storeId: shop.stores[0].id, reason: 'found', lines: [{ productId, quantity }] },
});

const sale = (tendered: number) => ({
  ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id },
  lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
  payments: [{ method: 'cash', tendered }],
});

/** A call of each mutation that works, and one that is refused by its use case. */
const calls: Record<string, Calls> = {
  'auth.login': { table: 'sessions', good: () => login(), bad: () => login('wrong-password') },
  'auth.refresh': {
    table: 'refresh_tokens',
    good: async () => post('/auth/refresh', { refreshToken: ok(await login()).refreshToken }),
    bad: () => post('/auth/refresh', { refreshToken: 'unknown' }),
  },
  'auth.logout': {
    table: 'sessions',
    good: async () => post('/auth/logout', {}, ok(await login()).accessToken),
    bad: () => post('/auth/logout', {}, 'no token'),
  },
  'stores.create': {
    table: 'stores',
    good: () => post('/stores', { ...storeFields, name: next() }),
    bad: () => post('/stores', { ...storeFields, name: 'High Street' }),
  },
  'registers.create': {
    table: 'registers',
    good: () => post('/registers', { storeId: shop.stores[0].id, name: next() }),
    bad: () => post('/registers', { storeId: shop.stores[0].id, name: 'Till 1' }),
  },
  'taxCategories.create': {
    table: 'tax_categories',
    good: () => post('/tax-categories', { name: next() }),
    bad: () => post('/tax-categories', { name: 'Standard' }),
  },
  'taxRates.create': {
    table: 'tax_rates',
    good: () => {
      n += 1;
      return post('/tax-rates', rate(`2010-01-${String(n).padStart(2, '0')}`));
    },
    bad: () => post('/tax-rates', rate('2025-01-01')),
  },
  'products.create': {
    table: 'products',
    good: () => post('/products', product(next())),
    bad: () => post('/products', product('COF-250')),
  },
  'products.update': {
    table: 'products',
    good: async () => {
      const { id } = ok(await post('/products', product(next())));
      return server.request('PATCH', `/v1/products/${id}`, {
        token: shop.owner,
        body: { version: 1, price: 2 },
      });
    },
    bad: () =>
      server.request('PATCH', `/v1/products/${shop.products.coffee.id}`, {
        token: shop.owner,
        body: { version: 99, price: 2 },
      }),
  },
  'inventory.adjust': {
    table: 'stock_movements',
    good: () => post('/inventory/adjustments', adjustment(shop.products.coffee.id, 1)),
    bad: () => post('/inventory/adjustments', adjustment(shop.products.coffee.id, -1000)),
  },
  'sales.create': {
    table: 'sales',
    good: () => post('/sales', sale(100_000)),
    bad: () => post('/sales', sale(1)),
  },
};

const mutations = operationsOf(contract)
  .filter(({ operation }) => operation.kind === 'mutation')
  .map(({ name }) => name);
const shared = mutations.filter((name) => name !== 'auth.setup');

test('every mutation of the contract is called here', () => {
  expect(shared.sort()).toEqual(Object.keys(calls).sort());
});

const auditOf = (action: string): Promise<Json[]> =>
  query('SELECT *, xmin::text AS transaction FROM audit_log WHERE action = $1 ORDER BY id', [action]);
const contents = async (table: string): Promise<string> =>
  (await query(`SELECT md5(string_agg(t::text, ',' ORDER BY t::text)) AS sum FROM ${table} t`))[0].sum;

test.each(shared)('%s leaves its audit row in the transaction of the change', async (name) => {
  const { table, good } = calls[name] as Calls;
  const before = await auditOf(name);
  const answer = await good();
  expect(answer.status).toBeLessThan(300);
  const added = (await auditOf(name)).slice(before.length);
  expect(added).toHaveLength(1);
  const [entry] = added;
  expect(entry).toMatchObject({ actor_id: ownerId, request_id: answer.headers.get('x-request-id') });
  expect(entry.session_id).toMatch(/^[0-9a-f-]{36}$/);
  if (answer.body?.id !== undefined) expect(entry.document_id).toBe(answer.body.id);
  expect(entry.store_id).toBe(name === 'stores.create' ? answer.body.id : (answer.body?.storeId ?? null));
  // A sale never changes, so its audit row holds its figures and not the whole document once more.
  if (name === 'sales.create') expect(answer.body).toMatchObject(entry.after);
  else if (!name.startsWith('auth.')) expect(entry.after).toMatchObject(answer.body);
  const [changed] = await query(`SELECT count(*)::int AS n FROM ${table} WHERE xmin::text = $1`, [
    entry.transaction,
  ]);
  expect(changed.n).toBeGreaterThan(0);
});

test.each(shared)('%s leaves no audit row where it is refused', async (name) => {
  const before = await query('SELECT count(*) FROM audit_log');
  const answer = await (calls[name] as Calls).bad();
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(await query('SELECT count(*) FROM audit_log')).toEqual(before);
});

test.each(shared)('%s changes nothing where its audit row cannot be written', async (name) => {
  const { table, good } = calls[name] as Calls;
  // Sign-ins and products that the call itself needs come first, and are counted by what they leave.
  const prepared = name === 'products.update' || name === 'auth.refresh' || name === 'auth.logout';
  const before = await contents(table);
  await query(`ALTER TABLE audit_log ADD CONSTRAINT no_more CHECK (action <> '${name}') NOT VALID`);
  try {
    const answer = await good();
    expect([answer.status, answer.body.code]).toEqual([500, 'INTERNAL']);
  } finally {
    await query('ALTER TABLE audit_log DROP CONSTRAINT no_more');
  }
  if (!prepared) expect(await contents(table)).toBe(before);
  else if (name === 'products.update')
    expect(await query('SELECT FROM products WHERE sku = $1 AND version > 1', [`New ${n}`])).toEqual([]);
  else {
    const [last] = await query(
      `SELECT s.revoked_at, t.used_at FROM sessions s JOIN refresh_tokens t ON t.session_id = s.id
       ORDER BY s.id DESC, t.id DESC LIMIT 1`,
    );
    expect(last).toEqual({ revoked_at: null, used_at: null });
  }
});

test('auth.setup leaves audit rows by the new owner, without a secret, and none where it is refused', async () => {
  await using fresh = await startTestServer();
  const setup = (setupToken: string) =>
    fresh.request('POST', '/v1/auth/setup', {
      body: {
        ...{ setupToken, merchantName: 'Corner Shop Ltd', currency: 'EUR' },
        owner: { username: 'owner', name: 'Olive Owner', password: PASSWORD },
      },
    });
  expect((await setup('wrong')).status).toBe(403);
  expect(await query('SELECT FROM audit_log', [], fresh)).toEqual([]);
  const { user } = ok(await setup(SETUP_TOKEN));
  const entries = await query('SELECT *, xmin::text AS transaction FROM audit_log ORDER BY id', [], fresh);
  expect(entries.map(({ action, document_type, actor_id }) => [action, document_type, actor_id])).toEqual([
    ['auth.setup', 'merchant', user.id],
    ['auth.setup', 'user', user.id],
  ]);
  const [merchant] = await query('SELECT xmin::text AS transaction FROM merchants', [], fresh);
  for (const { transaction } of entries) expect(transaction).toBe(merchant.transaction);
  expect((await setup(SETUP_TOKEN)).body.code).toBe('ALREADY_SET_UP');
  expect(await query('SELECT FROM audit_log', [], fresh)).toHaveLength(2);
});

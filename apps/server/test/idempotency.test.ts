import { connect, newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { forgetLapsedKeys } from '../src/procedure/idempotency.ts';
import {
  type Json,
  listen,
  ok,
  PASSWORD,
  SETUP_TOKEN,
  silent,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let owner: string;
let taxCategoryId: string;
let twin: Awaited<ReturnType<typeof startTwin>>;
let n = 0;
/** A product and a key that no other test has. */
let body: Json;
let key: string;

/** A second server process, as far as the database can tell: an application and a pool of its own. */
async function startTwin() {
  const resources = new AsyncDisposableStack();
  const { signingKeys, pepper, clock, testDatabase } = server;
  const database = resources.use(connect({ connection: testDatabase.connection }));
  const deps = { database, signingKeys, pepper, clock: clock.now, newId, log: silent };
  const http = resources.use(await listen(createApp({ ...deps, setupToken: SETUP_TOKEN }).http));
  return { url: http.url, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

beforeAll(async () => {
  server = await startTestServer();
  owner = await server.setUpOwner();
  const category = { token: owner, body: { name: 'Standard' } };
  taxCategoryId = ok(await server.request('POST', '/v1/tax-categories', category)).id;
  twin = await startTwin();
});
afterAll(async () => {
  await twin[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});
beforeEach(() => {
  n += 1;
  body = { sku: `S-${n}`, name: `Product ${n}`, taxCategoryId, price: 100 };
  key = `key-${n}`;
});

/** The answer to the letter, as a client's socket sees it. */
async function post(path: string, payload: object, headers: Record<string, string>, options: Json = {}) {
  const response = await fetch(`${options.url ?? server.url}/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${options.token ?? owner}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(payload),
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    body: JSON.parse(text),
    replayed: response.headers.get('idempotent-replayed'),
    location: response.headers.get('location'),
  };
}

const create = (payload: object = body, options: Json = {}) =>
  post('/products', payload, { 'idempotency-key': options.key ?? key }, options);

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const products = (sku: string) => rows('SELECT * FROM products WHERE sku = $1', [sku]);
const keys = (ofKey: string) => rows('SELECT * FROM idempotency_keys WHERE key = $1', [ofKey]);
const auditOf = (id: string) => rows('SELECT * FROM audit_log WHERE document_id = $1', [id]);

test('the same key and body give one product and the same answer to the letter', async () => {
  const first = await create();
  const second = await create();
  expect([first.status, first.replayed]).toEqual([201, null]);
  expect([second.status, second.replayed]).toEqual([201, 'true']);
  expect(second.text).toBe(first.text);
  expect(second.location).toBe(first.location);
  expect(await products(body.sku)).toHaveLength(1);
  expect(await auditOf(first.body.id)).toHaveLength(1);
});

test('the order in which fields are written does not make another body', async () => {
  const first = await create();
  const turned = await create(Object.fromEntries(Object.entries(body).reverse()));
  expect([turned.text, turned.replayed]).toEqual([first.text, 'true']);
});

test('a repeat gives the first answer, even where the product has changed since', async () => {
  const first = await create();
  const change = { token: owner, body: { version: 1, name: 'Changed' } };
  ok(await server.request('PATCH', `/v1/products/${first.body.id}`, change));
  expect((await create()).text).toBe(first.text);
});

test('100 twins at once in one process have one effect and one answer', async () => {
  const answers = await Promise.all(Array.from({ length: 100 }, () => create()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter(({ replayed }) => replayed === null)).toHaveLength(1);
  expect(await products(body.sku)).toHaveLength(1);
  expect(await auditOf(answers[0]?.body.id)).toHaveLength(1);
});

test('twins at two servers on one database have one effect and one answer', async () => {
  for (let round = 0; round < 5; round++) {
    const payload = { ...body, sku: `${body.sku}-${round}` };
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        create(payload, { key: `${key}-${round}`, url: i % 2 ? twin.url : server.url }),
      ),
    );
    // Waiting for a twin elsewhere may be given up, which says that it can be tried again.
    const done = answers.filter(({ body: { code } }) => code !== 'IDEMPOTENCY_IN_PROGRESS');
    expect(new Set(done.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    expect(done.filter(({ replayed }) => replayed === null)).toHaveLength(1);
    expect(await products(payload.sku)).toHaveLength(1);
  }
});

test('a twin at another server that runs for long is answered with IDEMPOTENCY_IN_PROGRESS', async () => {
  // The transaction of a slow twin: it holds the key, and has not committed yet.
  const holder = await server.database.pool.connect();
  try {
    await holder.query('BEGIN');
    await holder.query(
      `INSERT INTO idempotency_keys (actor_id, operation, key, input_hash, created_at)
       SELECT id, 'products.create', $1, 'hash', now() FROM users WHERE username = 'owner'`,
      [key],
    );
    const answer = await create();
    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([
      ...[409, 'IDEMPOTENCY_IN_PROGRESS', true],
    ]);
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
  expect((await create()).status).toBe(201);
  expect(await products(body.sku)).toHaveLength(1);
});

test('another body under the same key is refused and has no effect', async () => {
  const first = await create();
  const other = await create({ ...body, sku: `${body.sku}-other` });
  expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
  expect(await products(`${body.sku}-other`)).toEqual([]);
  expect((await create()).text).toBe(first.text);
});

test('of two bodies under one key at the same time one is done and the other refused', async () => {
  const answers = await Promise.all([
    ...Array.from({ length: 10 }, () => create()),
    ...Array.from({ length: 10 }, () => create({ ...body, sku: `${body.sku}-b` }, { url: twin.url })),
  ]);
  const made = (await products(body.sku)).length + (await products(`${body.sku}-b`)).length;
  expect(made).toBe(1);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
  expect(answers.filter(({ body: { code } }) => code === 'IDEMPOTENCY_MISMATCH')).toHaveLength(10);
});

test('a key is required where stock moves, and nothing is written without one', async () => {
  const storeBody = { name: 'Keyless', timeZone: 'Europe/Berlin', pricesIncludeTax: true };
  const store = ok(await server.request('POST', '/v1/stores', { token: owner, body: storeBody }));
  const product = (await create()).body;
  const adjustment = {
    storeId: store.id,
    reason: 'found',
    lines: [{ productId: product.id, quantity: 1 }],
  };
  const answer = await post('/inventory/adjustments', adjustment, {});
  expect([answer.status, answer.body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED']);
  expect(await rows('SELECT FROM stock_movements')).toEqual([]);
  expect((await post('/inventory/adjustments', adjustment, { 'idempotency-key': key })).status).toBe(201);
  expect(await rows('SELECT FROM stock_movements')).toHaveLength(1);
});

test('a call that fails keeps nothing, and its key can be used again', async () => {
  const failed = await create({ ...body, taxCategoryId: newId() });
  expect([failed.status, failed.body.code]).toEqual([400, 'INVALID_REFERENCE']);
  expect(await keys(key)).toEqual([]);
  const invalid = await create({ ...body, price: -1 });
  expect(invalid.status).toBe(400);
  const done = await create();
  expect([done.status, done.replayed]).toEqual([201, null]);
  expect(await keys(key)).toHaveLength(1);
});

test('a call that fails inside the database keeps nothing either', async () => {
  // Without its audit row nothing may be stored: the insert of the product has run by then.
  await rows(`ALTER TABLE audit_log ADD CONSTRAINT no_more CHECK (action <> 'products.create') NOT VALID`);
  try {
    const answers = await Promise.all(Array.from({ length: 5 }, () => create()));
    expect(new Set(answers.map(({ body: { code } }) => code))).toEqual(new Set(['INTERNAL']));
  } finally {
    await rows('ALTER TABLE audit_log DROP CONSTRAINT no_more');
  }
  expect(await keys(key)).toEqual([]);
  expect(await products(body.sku)).toEqual([]);
  expect((await create()).status).toBe(201);
});

/** The database cuts the connection in the COMMIT of the next `times` new products. */
async function cutCommits(times: number): Promise<AsyncDisposable> {
  await rows(`
    CREATE SEQUENCE cuts;
    CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('cuts') <= ${times} THEN
        PERFORM pg_terminate_backend(pg_backend_pid());
        PERFORM pg_sleep(5);
      END IF;
      RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER cut AFTER INSERT ON products DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION cut()`);
  return {
    [Symbol.asyncDispose]: async () => {
      await rows('DROP TRIGGER cut ON products; DROP FUNCTION cut; DROP SEQUENCE cuts');
    },
  };
}

test('a connection that is lost at COMMIT is made good under a key: one product, and its answer', async () => {
  await using _cut = await cutCommits(1);
  const answer = await create();
  expect([answer.status, answer.replayed]).toEqual([201, null]);
  expect(await products(body.sku)).toHaveLength(1);
  expect((await create()).text).toBe(answer.text);
});

test('a connection that is lost at COMMIT again and again says that it is open what happened', async () => {
  await using _cut = await cutCommits(2);
  const keyed = await create();
  expect([keyed.status, keyed.body.code]).toEqual([503, 'UNAVAILABLE']);
  expect(keyed.body.detail).toContain('may have happened or not');
  expect((await create()).status).toBe(201);
  expect(await products(body.sku)).toHaveLength(1);
});

test('a connection that is lost at COMMIT is not made good without a key, and the answer says so', async () => {
  await using _cut = await cutCommits(1);
  const answer = await post('/products', body, {});
  expect([answer.status, answer.body.code]).toEqual([503, 'UNAVAILABLE']);
  expect(answer.body.detail).not.toContain('Nothing was changed');
  expect(answer.body.detail).toContain('may have happened or not');
});

test("another person's same key is a key of its own", async () => {
  const manager = await server.signInAs('manager');
  const mine = await create();
  const theirs = await create({ ...body, sku: `${body.sku}-theirs` }, { token: manager });
  expect([theirs.status, theirs.replayed]).toEqual([201, null]);
  expect(theirs.body.id).not.toBe(mine.body.id);
  expect((await create()).text).toBe(mine.text);
  expect(await keys(key)).toHaveLength(2);
});

test('a person keeps the key across sign-ins: it belongs to the user, not to the session', async () => {
  const user = await server.createUser('manager');
  const signIn = async () =>
    ok(
      await server.request('POST', '/v1/auth/login', {
        body: { username: user.username, password: PASSWORD },
      }),
    ).accessToken;
  const first = await create(body, { token: await signIn() });
  const second = await create(body, { token: await signIn() });
  expect([second.text, second.replayed]).toEqual([first.text, 'true']);
});

test('a repeat is refused to someone who has lost the permission in between', async () => {
  const user = await server.createUser('manager');
  const credentials = { body: { username: user.username, password: PASSWORD } };
  const token = ok(await server.request('POST', '/v1/auth/login', credentials)).accessToken;
  expect((await create(body, { token })).status).toBe(201);
  await rows(`UPDATE role_assignments SET role = 'cashier' WHERE user_id = $1`, [user.id]);
  await rows('UPDATE auth_epoch SET epoch = epoch + 1');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const refused = await create(body, { token });
  expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
});

test('the key of one operation does not clash with that of another', async () => {
  const product = await create();
  const category = await post('/tax-categories', { name: `Category ${n}` }, { 'idempotency-key': key });
  expect([category.status, category.replayed]).toEqual([201, null]);
  expect(await keys(key)).toHaveLength(2);
  expect((await create()).text).toBe(product.text);
});

test('a repeat over tRPC has the same answer as the first call over REST', async () => {
  const first = await create();
  const answer = await server.trpc('products.create', body, {
    token: owner,
    headers: { 'idempotency-key': key },
  });
  expect(answer.data).toEqual(first.body);
  expect(answer.headers.get('idempotent-replayed')).toBe('true');
});

test.each([
  ['empty', ''],
  ['with a space inside', 'a key'],
  ['with a tab inside', 'a\tkey'],
  ['of 256 characters', 'k'.repeat(256)],
  ['beyond ASCII', 'schl\u00fcssel'],
])('a key %s is refused, naming the header, and has no effect', async (_, malformed) => {
  const answer = await create(body, { key: malformed });
  expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
  expect(answer.body.detail).toContain('Idempotency-Key');
  expect(await products(body.sku)).toEqual([]);
});

test('a key of 255 printable characters is taken as it is', async () => {
  const longest = `!~"'\\;${'k'.repeat(249)}`;
  expect((await create(body, { key: longest })).status).toBe(201);
  expect(await keys(longest)).toHaveLength(1);
});

test('a lapsed key runs anew, and a key of six days does not', async () => {
  const first = await create();
  server.clock.advance(6 * 86_400_000);
  owner = ok(
    await server.request('POST', '/v1/auth/login', { body: { username: 'owner', password: PASSWORD } }),
  ).accessToken;
  expect((await create()).text).toBe(first.text);
  server.clock.advance(2 * 86_400_000);
  owner = ok(
    await server.request('POST', '/v1/auth/login', { body: { username: 'owner', password: PASSWORD } }),
  ).accessToken;
  // The call runs again and meets its own product: only the document's own rules are left to decide.
  const again = await create();
  expect([again.status, again.body.code]).toEqual([409, 'ALREADY_EXISTS']);
  const other = await create({ ...body, sku: `${body.sku}-later` });
  expect([other.status, other.replayed]).toEqual([201, null]);
  expect((await create({ ...body, sku: `${body.sku}-later` })).text).toBe(other.text);
  expect(await keys(key)).toHaveLength(1);
});

test('the answers of lapsed keys are deleted, however many, and no others', async () => {
  const count = async () => {
    const { rows } = await server.database.pool.query(
      `SELECT count(*) FILTER (WHERE operation = 'old')::int AS old,
         count(*) FILTER (WHERE operation <> 'old')::int AS others FROM idempotency_keys`,
    );
    return rows[0];
  };
  await server.database.pool.query('DELETE FROM idempotency_keys');
  ok(
    await server.request('POST', '/v1/tax-categories', {
      token: owner,
      headers: { 'idempotency-key': newId() },
      body: { name: `Kept ${n}` },
    }),
  );
  const now = server.clock.now();
  await server.database.pool.query(
    `INSERT INTO idempotency_keys (actor_id, operation, key, input_hash, answer, created_at)
     SELECT gen_random_uuid(), 'old', 'k', '', '{"hourlyRate":1550}', $1::timestamptz - n * interval '1 hour'
     FROM generate_series(7 * 24 - 9, 7 * 24 + 2500) n`,
    [now],
  );
  expect(await count()).toEqual({ old: 2510, others: 1 });
  await forgetLapsedKeys(server.database, now);
  // What is seven days old to the instant is kept still.
  expect(await count()).toEqual({ old: 10, others: 1 });
});

import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import {
  type Cashwrap,
  type CashwrapOptions,
  type CashwrapTokens,
  createCashwrap,
  isCashwrapError,
  memoryStorage,
} from '@cashwrap/sdk';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { listen, PASSWORD, SETUP_TOKEN, startTestServer, type TestServer } from './support.ts';

const PRODUCTS = 120;
const ELEVEN_MINUTES_MS = 11 * 60_000;

let server: TestServer;
let cashwrap: Cashwrap;
let taxCategoryId: string;

/** What a listening client was told, and which operations it has asked for. */
function createObserved(options: Partial<CashwrapOptions> = {}) {
  const told: (CashwrapTokens | undefined)[] = [];
  const sent: string[] = [];
  const client = createCashwrap({
    baseUrl: server.url,
    onTokens: (tokens) => void told.push(tokens),
    fetch: (input, init) => {
      sent.push(new URL(String(input)).pathname.replace('/trpc/', ''));
      return fetch(input, init);
    },
    ...options,
  });
  return { client, told, sent };
}

/** Passes everything on to the server, but loses the answer to the first call of some operations. */
function lossyProxy(...operations: readonly string[]): RequestListener {
  const toLose = new Set(operations);
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host, connection, 'content-length': length, ...headers } = request.headers;
    const answer = await fetch(server.url + request.url, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const body = await answer.text();
    if (toLose.delete((request.url ?? '').replace(/^\/trpc\/|\?.*$/g, ''))) response.destroy();
    else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body);
  };
}

beforeAll(async () => {
  server = await startTestServer();
  cashwrap = createCashwrap({ baseUrl: server.url });
  await cashwrap.auth.setup({
    setupToken: SETUP_TOKEN,
    merchantName: 'Corner Shop Ltd',
    currency: 'EUR',
    owner: { username: 'owner', name: 'Olive Owner', password: PASSWORD },
  });
  taxCategoryId = (await cashwrap.taxCategories.create({ name: 'Standard' })).id;
  const numbers = Array.from({ length: PRODUCTS }, (_, index) => String(index + 1).padStart(3, '0'));
  await Promise.all(
    numbers.map((number) =>
      cashwrap.products.create({ sku: `T-${number}`, name: `Tea ${number}`, taxCategoryId, price: 499 }),
    ),
  );
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

describe('a session', () => {
  test('begins with a sign-in and ends with a sign-out', async () => {
    const { client, told } = createObserved();
    await expect(client.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });

    const { user } = await client.auth.login({ username: 'owner', password: PASSWORD });
    expect(user.name).toBe('Olive Owner');
    expect((await client.auth.me()).roles).toEqual([{ role: 'owner', storeId: null }]);

    await client.auth.logout();
    await expect(client.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(told).toEqual([expect.objectContaining({ accessToken: expect.any(String) }), undefined]);
  });

  test('goes on in another client with the tokens that were kept', async () => {
    const { client, told } = createObserved();
    await client.auth.login({ username: 'owner', password: PASSWORD });
    const [tokens] = told;
    const { client: next, sent } = createObserved({ refreshToken: tokens?.refreshToken });
    expect((await next.auth.me()).username).toBe('owner');
    expect(sent).toEqual(['auth.refresh', 'auth.me']);
  });

  test('is refused a wrong password, once', async () => {
    const { client, sent } = createObserved();
    const error = await client.auth.login({ username: 'owner', password: 'wrong' }).catch((caught) => caught);
    expect(isCashwrapError(error, 'INVALID_CREDENTIALS')).toBe(true);
    expect(sent).toEqual(['auth.login']);
  });

  test('is refreshed once when its token has expired under 20 parallel calls', async () => {
    const { client, told, sent } = createObserved();
    await client.auth.login({ username: 'owner', password: PASSWORD });
    server.clock.advance(ELEVEN_MINUTES_MS);

    const names = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const sku = `T-${String(index + 1).padStart(3, '0')}`;
        return (await client.products.list({ sku })).items[0]?.sku;
      }),
    );

    expect(new Set(names).size).toBe(20);
    expect(sent.filter((operation) => operation === 'auth.refresh')).toHaveLength(1);
    expect(told).toHaveLength(2);
    // The tokens that came are good ones: the next expiry is survived, too.
    server.clock.advance(ELEVEN_MINUTES_MS);
    await client.auth.me();
    expect(sent.filter((operation) => operation === 'auth.refresh')).toHaveLength(2);
  });

  test('survives a refresh whose answer was lost', async () => {
    await using proxy = await listen(lossyProxy('auth.refresh'));
    const { client, sent } = createObserved({ baseUrl: proxy.url });
    await client.auth.login({ username: 'owner', password: PASSWORD });
    server.clock.advance(ELEVEN_MINUTES_MS);
    expect((await client.auth.me()).username).toBe('owner');
    expect(sent).toEqual(['auth.login', 'auth.me', 'auth.refresh', 'auth.refresh', 'auth.me']);
  });

  test('ends where its refresh token is not valid any more', async () => {
    const { client, told } = createObserved();
    await client.auth.login({ username: 'owner', password: PASSWORD });
    await createCashwrap({ baseUrl: server.url, ...told[0] }).auth.logout();
    server.clock.advance(ELEVEN_MINUTES_MS);

    const calls = await Promise.allSettled([client.auth.me(), client.products.list(), client.auth.me()]);
    for (const call of calls) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_REFRESH_TOKEN' } });
    }
    expect(told.slice(1)).toEqual([undefined]);
  });
});

describe('a storage', () => {
  test('is shared by clients that all find the token expired, and exchange it once', async () => {
    const storage = memoryStorage();
    const clients = Array.from({ length: 4 }, () => createObserved({ storage }));
    await clients[0]?.client.auth.login({ username: 'owner', password: PASSWORD });
    for (let round = 1; round <= 3; round++) {
      server.clock.advance(ELEVEN_MINUTES_MS);
      const calls = clients.flatMap(({ client }) => Array.from({ length: 5 }, () => client.auth.me()));
      expect(new Set((await Promise.all(calls)).map(({ username }) => username))).toEqual(new Set(['owner']));
    }
    const refreshes = clients.flatMap(({ sent }) => sent.filter((operation) => operation === 'auth.refresh'));
    expect(refreshes).toHaveLength(3);

    await clients[1]?.client.auth.logout();
    for (const { client, told } of clients) {
      await expect(client.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      expect(told.at(-1)).toBeUndefined();
    }
  });

  test('without a lock survives that all of its clients refresh at once', async () => {
    const { lock: _, ...storage } = memoryStorage();
    const clients = Array.from({ length: 3 }, () => createObserved({ storage }));
    await clients[0]?.client.auth.login({ username: 'owner', password: PASSWORD });
    await Promise.all(clients.map(({ client }) => client.auth.me()));
    for (let round = 1; round <= 3; round++) {
      server.clock.advance(ELEVEN_MINUTES_MS);
      const people = await Promise.all(clients.map(({ client }) => client.auth.me()));
      expect(people.map(({ username }) => username)).toEqual(['owner', 'owner', 'owner']);
    }
  });
});

describe('an API key', () => {
  test('calls as far as it may, and is an error of the server where it may not', async () => {
    const key = await cashwrap.apiKeys.create({ name: 'Web shop', permissions: ['products.read'] });
    const { client, sent } = createObserved({ onTokens: undefined, apiKey: key.secret });

    expect((await client.products.list({ limit: 1 })).items).toHaveLength(1);
    await expect(client.taxCategories.create({ name: 'Mine' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(client.auth.login({ username: 'owner', password: PASSWORD })).rejects.toThrow(TypeError);
    await cashwrap.apiKeys.revoke({ id: key.id });
    await expect(client.products.list()).rejects.toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(sent).toEqual(['products.list', 'taxCategories.create', 'products.list']);
  });
});

describe('a register', () => {
  test('signs people in by PIN with its token', async () => {
    const store = await cashwrap.stores.create({
      name: 'High Street',
      timeZone: 'Europe/Berlin',
      pricesIncludeTax: true,
    });
    const register = await cashwrap.registers.create({ storeId: store.id, name: 'Till 1' });
    const { registerToken } = await cashwrap.registers.pair({ id: register.id });
    await cashwrap.auth.setPin({ password: PASSWORD, pin: '4711' });
    const { client } = createObserved({ registerToken });
    const { user } = await client.auth.pinLogin({ username: 'owner', pin: '4711' });
    expect(user.username).toBe('owner');
    await expect(
      createObserved().client.auth.pinLogin({ username: 'owner', pin: '4711' }),
    ).rejects.toMatchObject({
      code: 'INVALID_REGISTER_TOKEN',
    });
  });
});

describe('a list', () => {
  test('is read to its end, page by page', async () => {
    const { client, sent } = createObserved();
    await client.auth.login({ username: 'owner', password: PASSWORD });
    const names: string[] = [];
    for await (const product of client.products.list({ status: 'active', limit: 50 })) {
      names.push(product.name);
    }

    expect(names).toHaveLength(PRODUCTS);
    expect(new Set(names).size).toBe(PRODUCTS);
    expect(names).toEqual([...names].sort());
    expect(sent).toEqual(['auth.login', 'products.list', 'products.list', 'products.list']);
  });

  test('is one page when it is awaited', async () => {
    const page = await cashwrap.products.list({ status: 'active', limit: 2, sort: '-name' });
    expect(page.items.map((product) => product.name)).toEqual(['Tea 120', 'Tea 119']);
    expect(page.nextCursor).toBeTypeOf('string');
  });
});

describe('an error', () => {
  test('carries the details of its code', async () => {
    const product = await cashwrap.products.byBarcode({ code: 'nothing' }).catch((caught) => caught);
    expect(isCashwrapError(product, 'NOT_FOUND')).toBe(true);

    const created = await cashwrap.products.create({ sku: 'OLD', name: 'Old', taxCategoryId, price: 100 });
    await cashwrap.products.update({ id: created.id, version: created.version, price: 200 });
    const error = await cashwrap.products
      .update({ id: created.id, version: created.version, price: 300 })
      .catch((caught) => caught);
    if (!isCashwrapError(error, 'CONFLICT')) throw error;
    expectTypeOf(error.details).toEqualTypeOf<{ currentVersion: number }>();
    expect(error.details.currentVersion).toBe(2);
    expect(error).toMatchObject({ status: 409, retryable: false, operation: 'products.update' });
  });

  test('names the invalid fields', async () => {
    const error = await cashwrap.products
      .create({ sku: 'BAD', name: 'Bad', taxCategoryId, price: 1.5 }, { requestId: 'till-3.42' })
      .catch((caught) => caught);
    if (!isCashwrapError(error, 'INVALID_INPUT')) throw error;
    expect(error.errors.map(({ path }) => path)).toEqual([['price']]);
    expect(error.requestId).toBe('till-3.42');
  });
});

describe('a mutation', () => {
  test('happens once when the connection is cut after its commit', async () => {
    await using proxy = await listen(lossyProxy('products.create'));
    const { client, sent } = createObserved({ baseUrl: proxy.url });
    await client.auth.login({ username: 'owner', password: PASSWORD });

    const input = { sku: 'ONCE', name: 'Once', taxCategoryId, price: 100 };
    const product = await client.products.create(input);

    expect(sent).toEqual(['auth.login', 'products.create', 'products.create']);
    expect(await cashwrap.products.get({ id: product.id })).toEqual(product);
    expect((await cashwrap.products.list({ sku: 'ONCE' })).items).toEqual([product]);
  });

  test('is finished later under the key of its error', async () => {
    await using proxy = await listen(lossyProxy('products.create'));
    const { client } = createObserved({ baseUrl: proxy.url, maxRetries: 0 });
    await client.auth.login({ username: 'owner', password: PASSWORD });

    const input = { sku: 'LATER', name: 'Later', taxCategoryId, price: 100 };
    const error = await client.products.create(input).catch((caught) => caught);
    if (!isCashwrapError(error)) throw error;
    expect(error.name).toBe('CashwrapConnectionError');

    const product = await client.products.create(input, { idempotencyKey: error.idempotencyKey });
    expect((await cashwrap.products.list({ sku: 'LATER' })).items).toEqual([product]);
    await expect(
      client.products.create({ ...input, price: 200 }, { idempotencyKey: error.idempotencyKey }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_MISMATCH', status: 422 });
  });
});

test('the example of the README is true, on a shop that trades and on an empty one', async () => {
  const readme = await readFile(new URL('../../../packages/sdk/README.md', import.meta.url), 'utf8');
  const example = /```ts\nimport [^\n]*\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const printedBy = async (url: string): Promise<string[]> => {
    const body = example.replace('http://localhost:8000', url).replace('cashwrap-demo', PASSWORD);
    expect(body).toContain(url);
    const printed: string[] = [];
    const run = new AsyncFunction('createCashwrap', 'isCashwrapError', 'console', body);
    await run(createCashwrap, isCashwrapError, { log: (...line: unknown[]) => printed.push(line.join(' ')) });
    return printed;
  };
  // The demo shop has this category, too.
  await cashwrap.taxCategories.create({ name: 'Reduced' });
  const printed = await printedBy(server.url);
  const all = await cashwrap.products.list({ status: 'active' }).toArray({ limit: 1000 });
  expect(printed).toHaveLength(all.length);
  expect(printed).toContain('Green tea 100 g 549');
  await using empty = await startTestServer();
  await empty.setUpOwner();
  expect(await printedBy(empty.url)).toEqual(['Green tea 100 g 549']);
});

import { randomUUID } from 'node:crypto';
import {
  type Contract,
  contract,
  mutation,
  NoContent,
  operationsOf,
  Problem,
  query,
} from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { createTestDatabase, type TestDatabase } from '@cashwrap/database/testing';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createServerApp } from '../src/http/server-app.ts';
import { createTrpcRouter } from '../src/http/trpc-router.ts';
import { type Handlers, implement } from '../src/procedure/handlers.ts';
import { createProcedures } from '../src/procedure/operate.ts';
import { callRest, nothingSeeded, operationOf, type Seeded, samples, seedDocuments } from './samples.ts';
import {
  type Answer,
  type Caller,
  callerOf,
  listen,
  SETUP_TOKEN,
  type Shop,
  silent,
  startTestServer,
  type TestServer,
} from './support.ts';

/** What the real contract has no case of. `/things/{id}` stands before `/things/search` on purpose. */
const small = {
  things: {
    get: query({
      rest: { method: 'GET', path: '/things/{id}' },
      permission: 'public',
      summary: 'Get a thing',
      input: z.strictObject({ id: z.string().max(100) }),
      output: z.object({ got: z.string() }),
    }),
    part: query({
      rest: { method: 'GET', path: '/things/{id}/parts/{number}' },
      permission: 'public',
      summary: 'Get a part of a thing',
      input: z.strictObject({ id: z.string(), number: z.int() }),
      output: z.object({ id: z.string(), number: z.int() }),
    }),
    search: query({
      rest: { method: 'GET', path: '/things/search' },
      permission: 'public',
      summary: 'Search things',
      input: z.strictObject({
        tags: z.array(z.string()).optional(),
        sizes: z.array(z.int()).max(3).default([]),
        flag: z.boolean().optional(),
        limit: z.int().min(1).max(50).default(10),
        ratio: z.number().nullable().optional(),
        text: z.string().optional(),
      }),
      output: z.object({ searched: z.record(z.string(), z.unknown()) }),
    }),
    create: mutation({
      rest: { method: 'POST', path: '/things', creates: '/things/{name}' },
      permission: 'public',
      summary: 'Make a thing',
      input: z.strictObject({
        name: z.string(),
        size: z.int().optional(),
        flag: z.boolean().optional(),
        note: z.string().optional(),
      }),
      output: z.object({ name: z.string(), size: z.int().optional(), noteLength: z.int().optional() }),
      idempotency: 'none',
      tx: 'steps',
    }),
    replace: mutation({
      rest: { method: 'PUT', path: '/things/{id}' },
      permission: 'public',
      summary: 'Replace a thing',
      input: z.strictObject({ id: z.string(), size: z.int() }),
      output: z.object({ id: z.string(), size: z.int() }),
      idempotency: 'none',
      tx: 'steps',
    }),
    remove: mutation({
      rest: { method: 'DELETE', path: '/things/{id}' },
      permission: 'public',
      summary: 'Remove a thing',
      input: z.strictObject({ id: z.string(), force: z.boolean().default(false) }),
      output: NoContent,
      idempotency: 'none',
      tx: 'steps',
    }),
  },
  faults: {
    sql: query({
      rest: { method: 'GET', path: '/faults/sql' },
      permission: 'public',
      summary: 'Fails in the database',
      input: z.strictObject({ secret: z.string() }),
      output: NoContent,
    }),
    thrown: query({
      rest: { method: 'GET', path: '/faults/thrown' },
      permission: 'public',
      summary: 'Throws',
      input: z.strictObject({ secret: z.string() }),
      output: NoContent,
    }),
    output: query({
      rest: { method: 'GET', path: '/faults/output' },
      permission: 'public',
      summary: 'Answers what the contract does not say',
      input: z.strictObject({ secret: z.string() }),
      output: z.object({ count: z.int() }),
    }),
    extra: query({
      rest: { method: 'GET', path: '/faults/extra' },
      permission: 'public',
      summary: 'Answers more than the contract says',
      input: z.strictObject({}),
      output: z.object({ shown: z.string() }),
    }),
  },
};

const removed: unknown[] = [];

const handlers: Handlers<typeof small> = {
  things: {
    get: async (_call, { id }) => ({ got: id }),
    part: async (_call, input) => input,
    search: async (_call, input) => ({ searched: input }),
    create: async (_call, { name, size, note }) => ({
      name,
      ...(size !== undefined && { size }),
      ...(note !== undefined && { noteLength: note.length }),
    }),
    replace: async (_call, input) => input,
    remove: async (_call, input) => {
      removed.push(input);
      return null;
    },
  },
  faults: {
    sql: async ({ db }, { secret }) => {
      await db.execute(sql`SELECT card_number FROM no_such_table WHERE pin = ${secret}`);
      return null;
    },
    thrown: async (_call, { secret }) => {
      throw new Error(`could not open /etc/cashwrap/${secret}`);
    },
    output: async (_call, { secret }) => ({ count: secret as unknown as number }),
    extra: async () => ({ shown: 'yes', passwordHash: 'hidden' }),
  },
};

/** Both faces of a contract that needs no sign-in. */
async function serve<C extends Contract>(
  testDatabase: TestDatabase,
  served: C,
  its: Handlers<C>,
): Promise<Caller & AsyncDisposable> {
  const procedures = createProcedures(implement(served, its), {
    database: testDatabase.database,
    authenticate: () => Promise.reject(new Error('nobody signs in here')),
    storeExists: async () => false,
    storesOfDocument: {},
    keptAnswers: {},
    clock: () => new Date(),
    newId,
  });
  const app = createServerApp({
    contract: served,
    procedures,
    trpcRouter: createTrpcRouter(procedures),
    jwks: {},
    health: { ready: async () => true, jobs: async () => [] },
    log: silent,
    corsOrigins: [],
    rateLimitPerMinute: 0,
    trustedProxies: 0,
    identify: async () => undefined,
  });
  const listening = await listen(app);
  return {
    ...callerOf(listening.url, served),
    [Symbol.asyncDispose]: () => listening[Symbol.asyncDispose](),
  };
}

const resources = new AsyncDisposableStack();
let things: Caller;
let server: TestServer;
let shop: Shop;

beforeAll(async () => {
  const testDatabase = resources.use(await createTestDatabase());
  things = resources.use(await serve(testDatabase, small, handlers));
  server = resources.use(await startTestServer());
  shop = await server.seedShop();
});
afterAll(() => resources.disposeAsync());

/** What is wrong with which field, after checking the answer against the contract's own schema. */
function problemOf(answer: Answer, status: number, code: string): Problem {
  expect(answer.body).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json(;|$)/);
  const problem = Problem.strict().parse(answer.body);
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  expect(problem.type).toBe(`urn:cashwrap:error:${code.toLowerCase().replaceAll('_', '-')}`);
  return problem;
}

function fieldsOf(answer: Answer): [string, string][] {
  const problem = problemOf(answer, 400, 'INVALID_INPUT');
  return (problem.errors ?? []).map(({ path, message }) => [path.join('.'), message]);
}

const asOwner = (body?: unknown) => ({ token: shop.owner, ...(body !== undefined && { body }) });

describe('the defects of the library are not ours', () => {
  test('numbers as text stay refused in JSON on both faces after REST has read them from queries and paths', async () => {
    const read = await server.request('GET', '/v1/products?limit=2', asOwner());
    expect(read.body.items).toHaveLength(2);
    expect((await things.request('GET', '/v1/things/search?limit=5&sizes=1')).body.searched).toEqual({
      limit: 5,
      sizes: [1],
    });
    expect((await things.request('GET', '/v1/things/a/parts/7')).body).toEqual({ id: 'a', number: 7 });

    const listed = await server.trpc('products.list', { limit: '2' }, { token: shop.owner });
    expect(listed.problem?.errors).toEqual([{ path: ['limit'], message: 'must be a number, not a string' }]);
    const part = await things.trpc('things.part', { id: 'a', number: '7' });
    expect(part.problem?.errors).toEqual([{ path: ['number'], message: 'must be a number, not a string' }]);

    const product = { ...samples['products.create'](shop, nothingSeeded), price: '450' };
    const created = await server.request('POST', '/v1/products', asOwner(product));
    expect(fieldsOf(created)).toEqual([['price', 'must be a number, not a string']]);
    const changed = { version: '1', name: 'Coffee' };
    const patched = await server.request(
      'PATCH',
      `/v1/products/${shop.products.coffee.id}`,
      asOwner(changed),
    );
    expect(fieldsOf(patched)).toEqual([['version', 'must be a number, not a string']]);
    const thing = await things.request('POST', '/v1/things', {
      body: { name: 'a', size: '5', flag: 'true' },
    });
    expect(fieldsOf(thing)).toEqual([
      ['size', 'must be a number, not a string'],
      ['flag', 'must be a boolean, not a string'],
    ]);
    const stored = await server.request('GET', `/v1/products/${shop.products.coffee.id}`, asOwner());
    expect(stored.body).toEqual(shop.products.coffee);
  });

  test('what is wrong with a field is said once, in words for people', async () => {
    const create = async (fields: object) => {
      const body = { ...samples['products.create'](shop, nothingSeeded), ...fields };
      return fieldsOf(await server.request('POST', '/v1/products', asOwner(body)));
    };
    const wrong = {
      ...{ sku: '', name: 'x'.repeat(201), price: 1.5, cost: -1, taxCategoryId: 'X', soldBy: 'box' },
      ...{ trackStock: undefined, barcodes: Array(21).fill('1'), description: null },
    };
    expect(await create(wrong)).toEqual([
      ['sku', 'must not be empty'],
      ['name', 'must have at most 200 characters'],
      ['description', 'must be a string, not null'],
      ['barcodes', 'must have at most 20 items'],
      ['taxCategoryId', 'must be a UUID'],
      ['price', 'must be a whole number'],
      ['cost', 'must be at least 0'],
      ['soldBy', 'must be one of: unit, measure'],
    ]);
    const line = { productId: shop.products.coffee.id, quantity: 0 };
    const sale = {
      ...{ id: randomUUID(), storeId: shop.stores[0].id, registerId: shop.stores[0].id },
      lines: [line, { ...line, quantity: 1, discounts: [{ type: 'gift' }, {}] }],
      payments: [],
    };
    expect(fieldsOf(await server.request('POST', '/v1/sales', asOwner(sale)))).toEqual([
      ['id', 'must be a UUIDv7'],
      ['lines.0.quantity', 'must be at least 0.001'],
      ['lines.1.discounts.0.type', 'must be one of: percentage, amount'],
      ['lines.1.discounts.1.type', 'is required'],
    ]);
    const quote = { storeId: shop.stores[0].id, lines: [] };
    expect(fieldsOf(await server.request('POST', '/v1/sales/quote', asOwner(quote)))).toEqual([
      ['lines', 'must hold something, unless gift cards are sold'],
    ]);
    const store = { ...samples['stores.create'](shop, nothingSeeded), email: 'nobody' };
    expect(fieldsOf(await server.request('POST', '/v1/stores', asOwner(store)))).toEqual([
      ['email', 'must be an e-mail address'],
    ]);
  });

  test('an answer names at most 100 fields, and is no larger than what it is about', async () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => [`unknown-${index}`, 0]);
    const body = { name: 'Many', ...Object.fromEntries(keys) };
    const answer = await server.request('POST', '/v1/tax-categories', asOwner(body));
    expect(fieldsOf(answer)).toHaveLength(100);
    expect(answer.body.detail).toMatch(/ \(and 49997 more\)\.$/);
    const long = await server.request('POST', '/v1/tax-categories', asOwner({ ['x'.repeat(900_000)]: 0 }));
    expect(JSON.stringify(long.body).length).toBeLessThan(1000);
  });

  test('"false" in a query is false, "true" is true, and anything else is refused', async () => {
    const flag = async (text: string) => things.request('GET', `/v1/things/search?flag=${text}`);
    expect((await flag('false')).body.searched.flag).toBe(false);
    expect((await flag('true')).body.searched.flag).toBe(true);
    for (const junk of ['yes', 'no', '1', '0', 'TRUE', 'False', '', '%20true', 'null']) {
      expect(fieldsOf(await flag(junk)), junk).toEqual([['flag', 'must be a boolean, not a string']]);
    }
    await things.request('DELETE', '/v1/things/a?force=false');
    expect(removed.at(-1)).toEqual({ id: 'a', force: false });
  });

  test.each([
    ['a%2Fb', 'a/b'],
    ['a%252Fb', 'a%2Fb'],
    ['100%25', '100%'],
    ['%D0%BA%D0%BE%D1%84%D0%B5', 'кофе'],
    ['%F0%9F%8D%8E', '🍎'],
    ['a%20b+c', 'a b+c'],
    ['a%3Fb%23c%26d', 'a?b#c&d'],
    ['%7Bid%7D', '{id}'],
  ])('the path segment %s is decoded once, to %s', async (encoded, decoded) => {
    expect((await things.request('GET', `/v1/things/${encoded}`)).body).toEqual({ got: decoded });
    expect((await things.request('PUT', `/v1/things/${encoded}`, { body: { size: 1 } })).body).toEqual({
      id: decoded,
      size: 1,
    });
  });

  test.each(['%', '%zz', 'a%E0%A4%A', '%FF'])('the malformed path segment %s is refused', async (segment) => {
    problemOf(await things.request('GET', `/v1/things/${segment}`), 400, 'INVALID_INPUT');
  });

  test('a barcode with a slash, a percent sign and a question mark is found by its path', async () => {
    const barcode = 'A/1%2F?&=+#';
    const body = { ...samples['products.create'](shop, nothingSeeded), barcodes: [barcode] };
    const created = await server.request('POST', '/v1/products', asOwner(body));
    const found = await server.request(
      'GET',
      `/v1/products/barcode/${encodeURIComponent(barcode)}`,
      asOwner(),
    );
    expect(found.body).toEqual({ ...created.body, scanned: { code: barcode, price: null, quantity: null } });
    expect(found.body.barcodes).toEqual([barcode]);
  });

  test('a parameter does not shadow a fixed segment, in whatever order the contract has them', async () => {
    const { get, search, ...others } = small.things;
    await using testDatabase = await createTestDatabase();
    for (const ordered of [
      { get, search, ...others },
      { search, get, ...others },
    ]) {
      const turned = { things: ordered, faults: small.faults };
      await using caller = await serve(testDatabase, turned, handlers);
      expect((await caller.request('GET', '/v1/things/search?text=x')).body.searched.text).toBe('x');
      expect((await caller.request('GET', '/v1/things/searching')).body).toEqual({ got: 'searching' });
      expect((await caller.request('GET', '/v1/things/Search')).body).toEqual({ got: 'Search' });
    }
  });

  test('the methods of a path that a fixed segment shadows stay with the fixed segment', async () => {
    const answer = await things.request('PUT', '/v1/things/search', { body: { size: 1 } });
    problemOf(answer, 405, 'METHOD_NOT_ALLOWED');
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });

  test('a wrong method answers 405 with the methods that work', async () => {
    const allowOf = async (caller: Caller, method: string, path: string) => {
      const answer = await caller.request(method, path);
      problemOf(answer, 405, 'METHOD_NOT_ALLOWED');
      return answer.headers.get('allow')?.split(', ').sort();
    };
    expect(await allowOf(things, 'POST', '/v1/things/a')).toEqual(['DELETE', 'GET', 'HEAD', 'PUT']);
    expect(await allowOf(things, 'GET', '/v1/things')).toEqual(['POST']);
    expect(await allowOf(server, 'DELETE', '/v1/products')).toEqual(['GET', 'HEAD', 'POST']);
    expect(await allowOf(server, 'PUT', `/v1/products/${newId()}`)).toEqual(['GET', 'HEAD', 'PATCH']);
    expect(await allowOf(server, 'GET', '/v1/auth/login')).toEqual(['POST']);
    const head = await server.request('HEAD', '/v1/auth/login');
    expect([head.status, head.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test.each(['/v1', '/v1/', '/v1/nothing', '/v1/products/', '/v1/Products', '/v1/things/a', '/nothing'])(
    'the unknown path %s answers 404',
    async (path) => {
      const problem = problemOf(await server.request('GET', path, asOwner()), 404, 'ROUTE_NOT_FOUND');
      expect(problem.detail).toContain(path);
    },
  );

  test.each(['sql', 'thrown', 'output'])('the internal error "%s" leaks no text', async (fault) => {
    const secret = 'hunter2-4111111111111111';
    const rest = await things.request('GET', `/v1/faults/${fault}?secret=${secret}`);
    const problem = problemOf(rest, 500, 'INTERNAL');
    expect(Object.keys(problem).sort()).toEqual(
      ['code', 'detail', 'requestId', 'retryable', 'status', 'title', 'type'].sort(),
    );
    const trpc = await things.trpc(`faults.${fault}`, { secret });
    expect(trpc.status).toBe(500);
    expect({ ...trpc.problem, requestId: '' }).toEqual({ ...problem, requestId: '' });
    for (const text of [JSON.stringify(rest.body), JSON.stringify(trpc.body)]) {
      expect(text).not.toMatch(
        /hunter2|4111|select|no_such_table|relation|\.ts|at \w+|node_modules|\/etc|zod/i,
      );
    }
  });

  test('what a handler answers beyond the contract does not leave', async () => {
    expect((await things.request('GET', '/v1/faults/extra')).body).toEqual({ shown: 'yes' });
    expect((await things.trpc('faults.extra')).data).toEqual({ shown: 'yes' });
  });
});

describe('queries', () => {
  const search = (text: string) => things.request('GET', `/v1/things/search?${text}`);

  test('an array is read from one value and from many', async () => {
    expect((await search('tags=a')).body.searched.tags).toEqual(['a']);
    expect((await search('tags=a&tags=b&tags=a')).body.searched.tags).toEqual(['a', 'b', 'a']);
    expect((await search('sizes=4')).body.searched.sizes).toEqual([4]);
    expect((await search('sizes=4&sizes=-5')).body.searched.sizes).toEqual([4, -5]);
    expect((await search('tags=a,b')).body.searched.tags).toEqual(['a,b']);
    expect(fieldsOf(await search('sizes=4&sizes=x'))).toEqual([
      ['sizes.1', 'must be a number, not a string'],
    ]);
    expect(fieldsOf(await search('sizes=1&sizes=2&sizes=3&sizes=4')).map(([field]) => field)).toEqual([
      'sizes',
    ]);
  });

  test('a scalar parameter that is given twice is refused', async () => {
    expect(fieldsOf(await search('limit=1&limit=2'))).toEqual([['limit', 'is given more than once']]);
    expect(fieldsOf(await search('text=a&text=a'))).toEqual([['text', 'is given more than once']]);
    expect(fieldsOf(await search('flag=true&flag=true'))).toEqual([['flag', 'is given more than once']]);
    const real = await server.request('GET', '/v1/products?status=draft&status=active', asOwner());
    expect(fieldsOf(real).map(([field]) => field)).toEqual(['status']);
  });

  test.each(['', '%20', '0x10', '1e999', 'Infinity', 'NaN', '+5', '05', '1_0', '5.5', '٣', '5%00'])(
    'the text "%s" is no whole number',
    async (text) => {
      expect(fieldsOf(await search(`limit=${text}`)).map(([field]) => field)).toEqual(['limit']);
    },
  );

  test('numbers are read as JSON writes them', async () => {
    for (const [text, value] of [
      ['5', 5],
      ['1e1', 10],
      ['5.0', 5],
    ] as const) {
      expect((await search(`limit=${text}`)).body.searched.limit, text).toBe(value);
    }
    expect((await search('ratio=-0.125')).body.searched.ratio).toBe(-0.125);
    expect((await search('text=0123')).body.searched.text).toBe('0123');
  });

  test('unknown parameters are refused and named, every one', async () => {
    expect(fieldsOf(await search('colour=red&limit=3&size=4'))).toEqual([
      ['colour', 'is not a known field'],
      ['size', 'is not a known field'],
    ]);
    expect(fieldsOf(await search('tags[]=a'))).toEqual([['tags[]', 'is not a known field']]);
    expect(fieldsOf(await search('__proto__=a&constructor=b')).map(([field]) => field)).toContain(
      'constructor',
    );
    const real = await server.request('GET', '/v1/auth/me?storeId=x', asOwner());
    expect(fieldsOf(real)).toEqual([['storeId', 'is not a known field']]);
  });

  test('a path parameter that the query gives too is refused', async () => {
    expect(fieldsOf(await things.request('GET', '/v1/things/a?id=b'))).toEqual([
      ['id', 'is given by the path already'],
    ]);
  });

  test('HEAD answers like GET, without a body', async () => {
    const get = await things.request('GET', '/v1/things/a');
    const head = await things.request('HEAD', '/v1/things/a');
    expect(head.status).toBe(200);
    expect(head.body).toBeUndefined();
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    expect((await server.request('HEAD', '/v1/products')).status).toBe(401);
  });
});

describe('bodies', () => {
  const post = (body: string | Uint8Array, type = 'application/json', headers = {}) =>
    things.request('POST', '/v1/things', {
      body,
      headers: { ...(type && { 'content-type': type }), ...headers },
    });

  test('unknown fields are refused and named, nested ones with their path', async () => {
    const answer = await things.request('POST', '/v1/things', { body: { name: 'a', colour: 'red', id: 1 } });
    expect(fieldsOf(answer)).toEqual([
      ['colour', 'is not a known field'],
      ['id', 'is not a known field'],
    ]);
    const adjustment = samples['inventory.adjust'](shop, nothingSeeded);
    adjustment.lines[0].price = 1;
    const nested = await server.request('POST', '/v1/inventory/adjustments', asOwner(adjustment));
    expect(fieldsOf(nested)).toEqual([['lines.0.price', 'is not a known field']]);
  });

  test('fields of the server cannot be set: no mass assignment', async () => {
    for (const field of ['id', 'version', 'createdAt', 'status'] as const) {
      const body = {
        ...samples['products.create'](shop, nothingSeeded),
        [field]: field === 'status' ? 'archived' : 1,
      };
      const answer = await server.request('POST', '/v1/products', asOwner(body));
      expect(fieldsOf(answer).map(([name]) => name)).toEqual([field]);
    }
    const proto = `{"name":"a","__proto__":{"size":5}}`;
    const answer = await post(proto);
    expect([answer.status, answer.body?.size]).toEqual([400, undefined]);
  });

  test('another media type, or none, is refused with 415', async () => {
    const body = '{"name":"a"}';
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', '']) {
      problemOf(await post(new TextEncoder().encode(body), type), 415, 'UNSUPPORTED_MEDIA_TYPE');
    }
    problemOf(await post(body, 'application/json; charset=latin1'), 415, 'UNSUPPORTED_MEDIA_TYPE');
    const encoded = await post(body, undefined, { 'content-encoding': 'made-up' });
    problemOf(encoded, 415, 'UNSUPPORTED_MEDIA_TYPE');
    expect(encoded.body.detail).toMatch(/Content-Encoding gzip/);
    for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON']) {
      expect((await post(body, type)).body, type).toEqual({ name: 'a' });
    }
  });

  test('a body may be 1 MiB and not a byte more', async () => {
    const of = (bytes: number) => `{"name":"a","note":"${'x'.repeat(bytes - 22)}"}`;
    expect(of(1000).length).toBe(1000);
    const largest = await post(of(1_048_576));
    expect([largest.status, largest.body.noteLength]).toEqual([201, 1_048_576 - 22]);
    problemOf(await post(of(1_048_577)), 413, 'PAYLOAD_TOO_LARGE');
    const stream = new Blob([of(2_000_000)]).stream();
    const streamed = await things.request('POST', '/v1/things', {
      body: stream,
      headers: { 'content-type': 'application/json' },
    });
    problemOf(streamed, 413, 'PAYLOAD_TOO_LARGE');
  });

  test.each(['{', '{"name":}', 'name=a', '{"name":"a"} x', "{'name':'a'}", '{"name":"a",}'])(
    'the malformed JSON %s is refused',
    async (text) => {
      problemOf(await post(text), 400, 'MALFORMED_JSON');
    },
  );

  test('letters that are no UTF-8 are refused, not replaced', async () => {
    const answer = await post(Buffer.from('{"name":"caf\xe9"}', 'latin1'));
    problemOf(answer, 400, 'MALFORMED_JSON');
    expect(answer.body.detail).toBe('The body is not in UTF-8.');
    const other = await post(Buffer.from('{"name":"a"}', 'utf16le'), 'application/json; charset=utf-16');
    problemOf(other, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('a body that claims to be compressed and is not is refused as malformed', async () => {
    problemOf(await post('{"name":"a"}', undefined, { 'content-encoding': 'gzip' }), 400, 'MALFORMED_JSON');
  });

  test.each(['[]', '[{"name":"a"}]', '"a"', '5', 'true'])(
    'the body %s, no object, is refused',
    async (text) => {
      expect(fieldsOf(await post(text))).toEqual([['', 'must be a JSON object']]);
    },
  );

  test('an empty body is an empty input', async () => {
    expect(fieldsOf(await things.request('POST', '/v1/things'))).toEqual([['name', 'is required']]);
    expect(fieldsOf(await post(''))).toEqual([['name', 'is required']]);
    const token = await server.signInAs('cashier');
    expect((await server.request('POST', '/v1/auth/logout', { token })).status).toBe(204);
    expect((await server.request('GET', '/v1/auth/me', { token })).status).toBe(401);
  });

  test('a path parameter that the body gives too is refused', async () => {
    const answer = await things.request('PUT', '/v1/things/a', { body: { id: 'b', size: 1 } });
    expect(fieldsOf(answer)).toEqual([['id', 'is given by the path already']]);
  });

  test('query parameters on a POST are refused and named', async () => {
    const answer = await things.request('POST', '/v1/things?size=4&x=1', { body: { name: 'a' } });
    expect(fieldsOf(answer).map(([field]) => field)).toEqual(['size', 'x']);
  });
});

let seeding: Promise<Seeded> | undefined;
/** What the samples of this server read: among it the owner's staff record, which is one. */
const seedOnce = (): Promise<Seeded> => {
  seeding ??= seedDocuments(server, shop);
  return seeding;
};

describe('answers', () => {
  test('whatever an operation creates can be fetched at its Location', async () => {
    await using empty = await startTestServer();
    const creating = operationsOf(contract).filter(({ operation }) => operation.rest.creates);
    expect(creating.length).toBeGreaterThanOrEqual(6);
    await server.database.pool.query(
      'UPDATE merchants SET registration_enabled = true, registration_store_id = $1',
      [shop.stores[0].id],
    );
    for (const { name, operation } of creating) {
      // Whoever is new is signed in by it.
      const signsIn = name === 'auth.setup' || name === 'auth.register';
      const caller = name === 'auth.setup' ? empty : server;
      const input = samples[name as keyof typeof samples](shop, await seedOnce());
      const created = await callRest(caller, operation, input, {
        token: shop.owner,
        headers: { 'idempotency-key': `create-${name}` },
      });
      expect([name, created.status]).toEqual([name, 201]);
      const location = created.headers.get('location') ?? '';
      expect(location).toMatch(/^\/v1\//);
      const token: string = signsIn ? created.body.accessToken : shop.owner;
      const fetched = await caller.request('GET', location, { token });
      // What is shown this once is not there any more.
      const { secret, code, ...shown } = created.body;
      if (name !== 'giftCards.issue' && code !== undefined) shown.code = code;
      expect(fetched.body).toEqual(signsIn ? created.body.user : shown);
    }
  });

  test('a Location encodes what it names', async () => {
    const created = await things.request('POST', '/v1/things', { body: { name: 'ä/b?c%' } });
    const location = created.headers.get('location') ?? '';
    expect(location).toBe('/v1/things/%C3%A4%2Fb%3Fc%25');
    expect((await things.request('GET', location)).body).toEqual({ got: 'ä/b?c%' });
  });

  test('an operation with nothing to say answers 204 without a body and without a type', async () => {
    const answer = await things.request('DELETE', '/v1/things/gone?force=true');
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    expect(answer.headers.get('content-type')).toBeNull();
    expect(removed.at(-1)).toEqual({ id: 'gone', force: true });
    expect((await things.trpc('things.remove', { id: 'b' })).body).toEqual({ result: { data: null } });
  });

  test('every status of success is the one that the contract means', async () => {
    const seeded = await seedOnce();
    for (const name of ['products.get', 'inventory.adjustment', 'stores.list'] as const) {
      const operation = operationOf(contract, name);
      const answer = await callRest(server, operation, samples[name](shop, seeded), asOwner());
      expect([name, answer.status]).toEqual([name, 200]);
      expect(operation.output.safeParse(answer.body).success).toBe(true);
    }
  });

  test('a plain request id is echoed, on both faces', async () => {
    for (const id of ['till-7.0001', 'a', 'x'.repeat(64)]) {
      const headers = { 'x-request-id': id };
      const rest = await server.request('GET', '/v1/auth/me', { headers });
      expect([rest.headers.get('x-request-id'), rest.body.requestId]).toEqual([id, id]);
      const trpc = await server.trpc('auth.me', undefined, { headers });
      expect([trpc.headers.get('x-request-id'), trpc.problem?.requestId]).toEqual([id, id]);
    }
  });

  test('without a request id, or with a hostile one, one is made', async () => {
    const made = new Set<string>();
    for (const id of [
      undefined,
      '',
      'a b',
      'x'.repeat(65),
      '"><script>',
      '../../etc',
      'a,b',
      'ä',
      '{"a":1}',
    ]) {
      const headers: Record<string, string> = id === undefined ? {} : { 'x-request-id': id };
      const answer = await server.request('GET', '/v1/auth/me', { headers });
      const its = answer.headers.get('x-request-id') ?? '';
      expect(its).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(answer.body.requestId).toBe(its);
      made.add(its);
    }
    expect(made.size).toBe(9);
  });

  test('every kind of refusal is a problem of the catalogue', async () => {
    const wrong: [Promise<Answer>, number, string][] = [
      [server.request('GET', '/v1/auth/me'), 401, 'UNAUTHENTICATED'],
      [server.request('GET', `/v1/products/${newId()}`, asOwner()), 404, 'NOT_FOUND'],
      [
        server.request('POST', '/v1/tax-categories', {
          token: await server.signInAs('cashier'),
          body: { name: 'X' },
        }),
        403,
        'FORBIDDEN',
      ],
      [server.request('POST', '/v1/tax-categories', asOwner({ name: 'Standard' })), 409, 'ALREADY_EXISTS'],
      [
        server.request(
          'POST',
          '/v1/inventory/adjustments',
          asOwner(samples['inventory.adjust'](shop, nothingSeeded)),
        ),
        400,
        'IDEMPOTENCY_KEY_REQUIRED',
      ],
      [
        server.request('POST', '/v1/auth/login', { body: { username: 'owner', password: SETUP_TOKEN } }),
        401,
        'INVALID_CREDENTIALS',
      ],
      [server.request('GET', '/v1/products?cursor=abc', asOwner()), 400, 'INVALID_CURSOR'],
    ];
    for (const [answer, status, code] of wrong) problemOf(await answer, status, code);
    const unsigned = await server.request('GET', '/v1/auth/me');
    expect(unsigned.headers.get('www-authenticate')).toBe('Bearer');
  });
});

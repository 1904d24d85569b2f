import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Problem } from '@cashwrap/contract';
import { type ConnectionOptions, newId } from '@cashwrap/database';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nothingSeeded, samples, unique } from './samples.ts';
import { type Answer, type Json, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) => server.request('GET', path, { headers });

describe('the places beside the operations', () => {
  test('/ tells programs where to go, and every place it names is there', async () => {
    const { status, body } = await get('/');
    expect(status).toBe(200);
    expect(body.name).toBe('Cashwrap');
    for (const place of ['docs', 'openapi', 'jwks', 'health', 'version']) {
      const answer = await fetch(server.url + body[place]);
      expect([place, answer.status]).toEqual([place, 200]);
      await answer.text();
    }
    expect((await server.request('GET', `${body.rest}/auth/me`)).status).toBe(401);
    expect((await server.request('GET', `${body.trpc}/auth.me`)).status).toBe(401);
  });

  test('/ tells people the same, with links that work', async () => {
    const { headers, body } = await get('/', { accept: 'text/html,*/*;q=0.8' });
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(body).toContain('<h1>Cashwrap</h1>');
    const links = [...String(body).matchAll(/href="([^"]+)"/g)].map(([, link]) => link ?? '');
    expect(links).toContain('/docs');
    for (const link of links) expect([link, (await get(link)).status]).toEqual([link, 200]);
  });

  test.each([
    ['POST', '/'],
    ['PUT', '/version'],
    ['DELETE', '/openapi.json'],
    ['POST', '/.well-known/jwks.json'],
    ['POST', '/health/live'],
    ['POST', '/docs'],
    ['PUT', '/docs/start.js'],
  ])('%s %s answers 405 with the methods that work', async (method, path) => {
    const { status, headers, body } = await server.request(method, path);
    expect([status, body.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(headers.get('allow')).toBe('GET, HEAD');
    expect((await server.request('HEAD', path)).status).toBe(200);
  });

  test('/version says what runs', async () => {
    const { body } = await get('/version');
    expect(body).toEqual({
      name: 'cashwrap',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      node: process.version,
    });
    expect((await get('/openapi.json')).body.info.version).toBe(body.version);
  });

  test('every answer has the headers that protect browsers, and none that names the framework', async () => {
    for (const path of ['/', '/v1/auth/me', '/trpc/auth.me', '/docs', '/health/live', '/nothing']) {
      const { headers } = await get(path);
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('content-security-policy'), path).toMatch(/^default-src '(?:self|none)'/);
      expect(headers.get('x-powered-by'), path).toBeNull();
      expect(headers.get('x-request-id'), path).toBeTruthy();
    }
  });

  test('/docs and all that it loads come from this server', async () => {
    const page = await get('/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).not.toMatch(/(?:https?:)?\/\/\w/);
    expect(page.body).not.toMatch(/<script(?! src)|\son\w+=/);
    const assets = [...String(page.body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(assets.length).toBeGreaterThanOrEqual(4);
    const types = ['text/css', 'text/javascript', 'image/png'];
    for (const asset of assets) {
      expect(asset).toMatch(/^\/docs\//);
      const answer = await get(asset);
      expect([asset, answer.status]).toEqual([asset, 200]);
      expect(types).toContain((answer.headers.get('content-type') ?? '').split(';')[0]);
      expect(answer.body.length).toBeGreaterThan(100);
    }
    const start = await get('/docs/start.js');
    expect(start.body).toContain("url: '/openapi.json'");
    expect(start.body).not.toMatch(/https?:\/\//);
    expect((await get('/docs/..%2f..%2fpackage.json')).status).toBe(404);
    for (const file of ['nothing.js', 'index.html', 'package.json', 'swagger-initializer.js']) {
      expect((await get(`/docs/${file}`)).body.code, file).toBe('ROUTE_NOT_FOUND');
    }
  });

  test('the policy of /docs lets nothing in from elsewhere', async () => {
    const policy = (await get('/docs')).headers.get('content-security-policy') ?? '';
    const directives = new Map(
      policy.split(';').map((directive) => {
        const [name = '', ...sources] = directive.trim().split(/\s+/);
        return [name, sources];
      }),
    );
    expect(directives.get('default-src')).toEqual(["'self'"]);
    expect(directives.get('script-src')).toEqual(["'self'"]);
    for (const [name, sources] of directives) {
      for (const source of sources) {
        expect(["'self'", "'none'", 'data:', "'unsafe-inline'"], `${name} ${source}`).toContain(source);
      }
    }
    // A server without TLS is reached over http: a browser must not be sent to https.
    expect(directives.has('upgrade-insecure-requests')).toBe(false);
  });
});

describe('the keys of access tokens', () => {
  test('verify an issued token from outside', async () => {
    const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
    const me = (await server.request('GET', '/v1/auth/me', { token: shop.owner })).body;
    const { payload, protectedHeader } = await jwtVerify(shop.owner, keys, {
      issuer: 'cashwrap',
      audience: 'cashwrap',
      typ: 'at+jwt',
      algorithms: ['EdDSA'],
      currentDate: server.clock.now(),
    });
    expect(payload.sub).toBe(me.id);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(600);
    expect(protectedHeader.kid).toBe(decodeProtectedHeader(shop.owner).kid);
    const forged = `${shop.owner.slice(0, -6)}AAAAAA`;
    await expect(jwtVerify(forged, keys)).rejects.toThrow('signature verification failed');
  });

  test('are public halves alone', async () => {
    const { headers, body } = await get('/.well-known/jwks.json');
    expect(headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    expect(body.keys).toHaveLength(1);
    for (const key of body.keys) {
      expect(key).toEqual({
        kty: 'OKP',
        crv: 'Ed25519',
        x: expect.any(String),
        kid: expect.any(String),
        alg: 'EdDSA',
        use: 'sig',
      });
    }
  });
});

describe('health', () => {
  const healthOf = async (caller: TestServer, path: string) => {
    const { status, headers, body } = await caller.request('GET', path);
    expect(headers.get('cache-control')).toBe('no-store');
    return [status, body];
  };

  test('is live and ready while it can answer', async () => {
    expect(await healthOf(server, '/health/live')).toEqual([200, { status: 'live' }]);
    expect(await healthOf(server, '/health/ready')).toEqual([
      200,
      { status: 'ready', auditChain: 'running', failingJobs: [] },
    ]);
  });

  test('says that the audit chain has stopped, and is ready all the same: the shop goes on selling', async () => {
    await using stopped = await startTestServer({ jobs: true });
    const owner = await stopped.setUpOwner();
    await stopped.app.chainAuditLog();
    const head = await readFile(stopped.auditHeadFile);
    await writeFile(stopped.auditHeadFile, 'forged');
    const body = { name: 'Books' };
    expect((await stopped.request('POST', '/v1/tax-categories', { token: owner, body })).status).toBe(201);
    await expect
      .poll(() => healthOf(stopped, '/health/ready'), { timeout: 10_000 })
      .toEqual([200, { status: 'ready', auditChain: 'stopped', failingJobs: ['chain-audit-log'] }]);
    body.name = 'Food';
    expect((await stopped.request('POST', '/v1/tax-categories', { token: owner, body })).status).toBe(201);
    await writeFile(stopped.auditHeadFile, head);
    await expect
      .poll(() => healthOf(stopped, '/health/ready'), { timeout: 10_000 })
      .toEqual([200, { status: 'ready', auditChain: 'running', failingJobs: [] }]);
  });

  test('is live and not ready once it is stopping, and still answers what comes', async () => {
    await using stopping = await startTestServer();
    const owner = await stopping.setUpOwner();
    await stopping.app.stop();
    expect(await healthOf(stopping, '/health/live')).toEqual([200, { status: 'live' }]);
    expect(await healthOf(stopping, '/health/ready')).toEqual([503, { status: 'unavailable' }]);
    expect((await stopping.request('GET', '/v1/auth/me', { token: owner })).body.username).toBe('owner');
  });

  test('while the database is gone it is not ready and calls answer 503; afterwards all is well', async () => {
    await using wire = new Wire();
    await using lost = await startTestServer({ reach: wire.reach });
    const owner = await lost.setUpOwner();
    const body = { name: 'Books' };
    const key = { 'idempotency-key': 'books' };
    {
      await using _outage = await wire.cut();
      expect(await healthOf(lost, '/health/live')).toEqual([200, { status: 'live' }]);
      expect(await healthOf(lost, '/health/ready')).toEqual([503, { status: 'unavailable' }]);
      const rest = await lost.request('POST', '/v1/tax-categories', { token: owner, body, headers: key });
      const trpc = await lost.trpc('taxCategories.create', body, { token: owner, headers: key });
      expect(rest.status).toBe(503);
      expect(Problem.strict().parse(rest.body)).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
      expect(trpc.status).toBe(503);
      expect({ ...trpc.problem, requestId: '' }).toEqual({ ...rest.body, requestId: '' });
      for (const { headers } of [rest, trpc]) expect(headers.get('retry-after')).toBe('1');
      expect(JSON.stringify([rest.body, trpc.body])).not.toMatch(
        /ECONN|pg_|not currently accepting|\/tmp|shm/,
      );
    }
    await expect
      .poll(() => healthOf(lost, '/health/ready'))
      .toEqual([200, { status: 'ready', auditChain: 'running', failingJobs: [] }]);
    const again = await lost.request('POST', '/v1/tax-categories', { token: owner, body, headers: key });
    expect([again.status, again.body.name]).toEqual([201, 'Books']);
    const listed = await lost.request('GET', '/v1/tax-categories', { token: owner });
    expect(listed.body.items).toEqual([again.body]);
  });
});

/** Stands between a server and its database, and can go away: what is connected is cut, nobody gets in. */
class Wire implements AsyncDisposable {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'cashwrap-wire-'));
  readonly #open = new Set<Socket>();
  #target = '';
  #server: Server | undefined;

  readonly reach = (connection: ConnectionOptions): ConnectionOptions => {
    if ('url' in connection) throw new Error('Test databases are told by their parts.');
    const socket = `.s.PGSQL.${connection.port ?? 5432}`;
    this.#target = path.join(connection.host, socket);
    this.#server = this.#listen(path.join(this.#folder, socket));
    return { ...connection, host: this.#folder };
  };

  #listen(address: string): Server {
    const server = createServer((client) => {
      const database = createConnection(this.#target);
      for (const socket of [client, database]) {
        this.#open.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => this.#open.delete(socket));
      }
      client.pipe(database).pipe(client);
    });
    return server.listen(address);
  }

  /** Gone until the result is disposed. */
  async cut(): Promise<AsyncDisposable> {
    const server = this.#server;
    const address = server?.address();
    if (!server || typeof address !== 'string') throw new Error('Nothing goes through this wire.');
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    for (const socket of this.#open) socket.destroy();
    await closed;
    return {
      [Symbol.asyncDispose]: async () => {
        this.#server = this.#listen(address);
        await once(this.#server, 'listening');
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server?.listening) await this.cut();
    rmSync(this.#folder, { recursive: true });
  }
}

describe('tRPC', () => {
  /** The problem of an error, after checking that it is one like those of REST. */
  function problemOf(answer: Answer, status: number, code: string): Problem {
    expect(answer.body?.error?.data ?? answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    const { message, data } = answer.body.error;
    const problem = Problem.strict().parse(data);
    expect(message).toBe(problem.detail);
    expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
    return problem;
  }

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    server.request('POST', `/trpc/${path}`, { token: shop.owner, body, headers });

  const storesNamed = async (name: string) => {
    const { body } = await server.request('GET', '/v1/stores?limit=200', { token: shop.owner });
    return body.items.filter((store: Json) => store.name === name);
  };

  test('batched mutations are refused, and none of them happens', async () => {
    const name = unique('Batched');
    const inputs = { 0: { ...samples['stores.create'](shop, nothingSeeded), name }, 1: { name } };
    const two = await post('stores.create,taxCategories.create?batch=1', inputs);
    expect(two.status).toBe(400);
    expect(two.body).toHaveLength(2);
    for (const { error } of two.body) {
      expect(Problem.strict().parse(error.data)).toMatchObject({ code: 'BATCH_REFUSED', status: 400 });
      expect(error.data.requestId).toBe(two.headers.get('x-request-id'));
    }
    const one = await post('stores.create?batch=1', inputs);
    expect([one.status, one.body[0].error.data.code]).toEqual([400, 'BATCH_REFUSED']);
    const mixed = await post('auth.me,stores.create?batch=1', { 1: inputs[0] });
    expect(mixed.status).toBe(400);
    const overridden = await post('stores.create,auth.me?batch=1', { 0: inputs[0] });
    expect(overridden.status).toBe(400);
    expect(await storesNamed(name)).toEqual([]);
    const { body } = await server.request('GET', '/v1/tax-categories', { token: shop.owner });
    expect(body.items.map((category: Json) => category.name).sort()).toEqual(['Reduced', 'Standard']);
  });

  test('batched queries are answered, each by itself', async () => {
    const input = encodeURIComponent(JSON.stringify({ 1: { id: shop.products.coffee.id }, 2: { id: 'x' } }));
    const answer = await server.request(
      'GET',
      `/trpc/auth.me,products.get,products.get?batch=1&input=${input}`,
      {
        token: shop.owner,
      },
    );
    expect(answer.status).toBe(207);
    expect(answer.body[0].result.data.username).toBe('owner');
    expect(answer.body[1].result.data).toEqual(shop.products.coffee);
    expect(answer.body[2].error.data).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
  });

  test('a batch may hold 20 queries and not one more', async () => {
    const batch = (size: number) =>
      server.request('GET', `/trpc/${Array(size).fill('auth.me').join(',')}?batch=1`, { token: shop.owner });
    const largest = await batch(20);
    expect([largest.status, largest.body.length]).toEqual([200, 20]);
    const tooLarge = await batch(21);
    expect(tooLarge.status).toBe(400);
    expect(problemOf(tooLarge, 400, 'BATCH_REFUSED').detail).toContain('at most 20');
  });

  test('a batch that is streamed answers each call by itself, errors included', async () => {
    const headers = { 'trpc-accept': 'application/jsonl' };
    const response = await fetch(`${server.url}/trpc/auth.me,auth.me?batch=1`, { headers });
    const text = await response.text();
    expect([response.status, text.match(/"code":"UNAUTHENTICATED"/g)?.length]).toEqual([200, 2]);
    const name = unique('Streamed');
    const refused = await fetch(`${server.url}/trpc/taxCategories.create?batch=1`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${shop.owner}`, 'content-type': 'application/json' },
      body: JSON.stringify({ 0: { name } }),
    });
    expect(await refused.text()).toContain('BATCH_REFUSED');
    const { body } = await server.request('GET', '/v1/tax-categories?limit=200', { token: shop.owner });
    expect(body.items.map((category: Json) => category.name)).not.toContain(name);
  });

  test('a query may be sent by POST, and a mutation not by GET', async () => {
    const found = await post('products.byBarcode', { code: '4006381333931' });
    const scanned = { code: '4006381333931', price: null, quantity: null };
    expect([found.status, found.body.result.data]).toEqual([200, { ...shop.products.coffee, scanned }]);
    const name = unique('By GET');
    const input = encodeURIComponent(JSON.stringify({ name }));
    const refused = await server.request('GET', `/trpc/taxCategories.create?input=${input}`, {
      token: shop.owner,
    });
    problemOf(refused, 405, 'METHOD_NOT_ALLOWED');
    expect(refused.headers.get('allow')).toContain('POST');
  });

  test('a name that does not exist, or no name, answers 404', async () => {
    for (const path of [
      'products.nothing',
      'nothing',
      'products',
      '__proto__',
      'constructor.name',
      'products.get.x',
    ]) {
      problemOf(await server.request('GET', `/trpc/${path}`, { token: shop.owner }), 404, 'ROUTE_NOT_FOUND');
    }
  });

  test('a name that is not percent-encoded correctly is no fault of ours', async () => {
    const answer = await server.request('GET', '/trpc/%E0%A4%A', { token: shop.owner });
    problemOf(answer, 400, 'INVALID_INPUT');
  });

  test('malformed input answers 400 MALFORMED_JSON, in a body and in a query', async () => {
    const type = { 'content-type': 'application/json' };
    problemOf(await post('taxCategories.create', '{"name":', type), 400, 'MALFORMED_JSON');
    const query = await server.request('GET', '/trpc/products.get?input=%7B', { token: shop.owner });
    problemOf(query, 400, 'MALFORMED_JSON');
    for (const { body } of [query, await post('taxCategories.create', '{"secret":hunter2}', type)]) {
      expect(JSON.stringify(body)).not.toMatch(/hunter2|position|token|Expected/);
    }
  });

  test('invalid input answers 400 with the fields that are wrong', async () => {
    const answer = await post('taxCategories.create', { name: 5, colour: 'red' });
    expect(problemOf(answer, 400, 'INVALID_INPUT').errors).toEqual([
      { path: ['name'], message: 'must be a string, not a number' },
      { path: ['colour'], message: 'is not a known field' },
    ]);
    for (const input of [[], 'text', 5, true]) {
      problemOf(
        await post('taxCategories.create', JSON.stringify(input), { 'content-type': 'application/json' }),
        400,
        'INVALID_INPUT',
      );
    }
  });

  test('another media type answers 415', async () => {
    for (const type of ['text/plain', 'application/xml']) {
      problemOf(
        await post('taxCategories.create', '{"name":"x"}', { 'content-type': type }),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      );
    }
  });

  test('form data, which tRPC would read by itself, is refused', async () => {
    const name = unique('Form');
    const form = new FormData();
    form.set('name', name);
    const encoded = new Response(form);
    const answer = await post('taxCategories.create', await encoded.text(), {
      'content-type': encoded.headers.get('content-type') ?? '',
    });
    problemOf(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
    const octets = await post('taxCategories.create', 'name', { 'content-type': 'application/octet-stream' });
    problemOf(octets, 415, 'UNSUPPORTED_MEDIA_TYPE');
    const { body } = await server.request('GET', '/v1/tax-categories?limit=200', { token: shop.owner });
    expect(body.items.map((category: Json) => category.name)).not.toContain(name);
  });

  test('a body over 1 MiB answers 413', async () => {
    const type = { 'content-type': 'application/json' };
    const body = JSON.stringify({ name: 'x'.repeat(1_048_577) });
    problemOf(await post('taxCategories.create', body, type), 413, 'PAYLOAD_TOO_LARGE');
    const fits = await post('taxCategories.create', JSON.stringify({ name: 'x'.repeat(1_048_000) }), type);
    problemOf(fits, 400, 'INVALID_INPUT');
  });

  test('letters that are no UTF-8 are refused, not replaced', async () => {
    const name = Buffer.from('{"name":"caf\xe9"}', 'latin1');
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      const refused = await post('taxCategories.create', name, { 'content-type': type });
      expect(problemOf(refused, 400, 'MALFORMED_JSON').detail).toBe('The body is not in UTF-8.');
    }
    const named = await post('taxCategories.create', '{"name":"a"}', {
      'content-type': 'application/json; charset=latin1',
    });
    problemOf(named, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  test('a body that is compressed is taken, as over REST', async () => {
    const name = unique('Packed');
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const made = await post('taxCategories.create', gzipSync(JSON.stringify({ name })), headers);
    expect(made.body.result.data).toMatchObject({ name });
    problemOf(await post('taxCategories.create', '{"name":"a"}', headers), 400, 'MALFORMED_JSON');
  });

  test('a stale version answers 409 with the version that is stored', async () => {
    const input = { id: shop.products.voucher.id, version: 7, name: 'Stale' };
    const problem = problemOf(await post('products.update', input), 409, 'CONFLICT');
    expect(problem.details).toEqual({ currentVersion: 1 });
    const stored = await server.trpc('products.get', { id: input.id }, { token: shop.owner });
    expect(stored.data).toEqual(shop.products.voucher);
  });

  test('a key that was used with another input answers 422', async () => {
    const headers = { 'idempotency-key': unique('mismatch').replace(' ', '-') };
    const first = await post('taxCategories.create', { name: unique('First') }, headers);
    expect(first.status).toBe(200);
    const name = unique('Second');
    problemOf(await post('taxCategories.create', { name }, headers), 422, 'IDEMPOTENCY_MISMATCH');
    const rest = await server.request('POST', '/v1/tax-categories', {
      token: shop.owner,
      body: { name },
      headers,
    });
    expect([rest.status, rest.body.code]).toEqual([422, 'IDEMPOTENCY_MISMATCH']);
    const { body } = await server.request('GET', '/v1/tax-categories?limit=200', { token: shop.owner });
    expect(body.items.map((category: Json) => category.name)).not.toContain(name);
  });

  test('401, 403 and 404 are the same problems as on REST', async () => {
    const unsigned = await server.trpc('products.get', { id: newId() });
    problemOf(unsigned, 401, 'UNAUTHENTICATED');
    expect(unsigned.headers.get('www-authenticate')).toBe('Bearer');
    const token = await server.signInAs('cashier');
    problemOf(await server.trpc('taxCategories.create', { name: 'X' }, { token }), 403, 'FORBIDDEN');
    problemOf(await server.trpc('products.get', { id: newId() }, { token }), 404, 'NOT_FOUND');
  });
});

describe('a repeated call under one Idempotency-Key', () => {
  test('is told by Idempotent-Replayed, from either face to either face', async () => {
    for (const [first, second] of [
      ['REST', 'REST'],
      ['REST', 'tRPC'],
      ['tRPC', 'REST'],
      ['tRPC', 'tRPC'],
    ]) {
      const input = samples['inventory.adjust'](shop, nothingSeeded);
      const headers = { 'idempotency-key': unique('twice').replace(' ', '-') };
      const call = async (face: string | undefined) => {
        if (face === 'tRPC') return server.trpc('inventory.adjust', input, { token: shop.owner, headers });
        const answer = await server.request('POST', '/v1/inventory/adjustments', {
          token: shop.owner,
          body: input,
          headers,
        });
        return { ...answer, data: answer.body };
      };
      const onHand = async () => {
        const { body } = await server.request(
          'GET',
          `/v1/inventory/stock-levels?productId=${shop.products.coffee.id}`,
          { token: shop.owner },
        );
        return body.items[0]?.onHand ?? 0;
      };
      const before = await onHand();
      const made = await call(first);
      expect(made.headers.get('idempotent-replayed')).toBeNull();
      const again = await call(second);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.data).toEqual(made.data);
      expect(made.data.movements[0].quantity).toBe(2);
      expect(await onHand()).toBe(before + 2);
      expect(again.status).toBe(second === 'REST' ? 201 : 200);
    }
  });

  test('still says where to find what was created', async () => {
    const request = {
      token: shop.owner,
      body: { name: unique('Kept') },
      headers: { 'idempotency-key': 'kept-1' },
    };
    const made = await server.request('POST', '/v1/tax-categories', request);
    const again = await server.request('POST', '/v1/tax-categories', request);
    expect(again.headers.get('location')).toBe(made.headers.get('location'));
    expect(again.headers.get('location')).toBe(`/v1/tax-categories/${made.body.id}`);
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { type Answer, type Json, ok, PASSWORD, startTestServer, type TestServer } from './support.ts';

const ORIGIN = 'https://till.example.com';

let server: TestServer;
let token: string;
beforeAll(async () => {
  server = await startTestServer({ limits: { corsOrigins: [ORIGIN, 'http://localhost:*'] } });
  token = await server.setUpOwner();
});
afterAll(() => server[Symbol.asyncDispose]());

const codeOf = ({ status, body }: Answer) => [status, body?.code];

describe('calls per minute', () => {
  const limited = (rateLimitPerMinute: number, trustedProxies = 0) =>
    startTestServer({ limits: { rateLimitPerMinute, trustedProxies } });
  const me = (on: TestServer, accessToken: string, headers = {}) =>
    on.request('GET', '/v1/auth/me', { token: accessToken, headers });

  test('beyond the limit are refused alike on both faces, with when to come again', async () => {
    await using on = await limited(8);
    await on.setUpOwner();
    const owner = ok(
      await on.request('POST', '/v1/auth/login', { body: { username: 'owner', password: PASSWORD } }),
    ).accessToken;
    for (let left = 7; left >= 0; left--) {
      const { status, headers } = await me(on, owner);
      expect(status).toBe(200);
      expect(headers.get('ratelimit-policy')).toMatch(/^"per-minute"; q=8; w=60/);
      expect(headers.get('ratelimit')).toMatch(new RegExp(`^"per-minute"; r=${left}; t=\\d+`));
      expect(headers.get('x-ratelimit-limit')).toBeNull();
    }
    const rest = await me(on, owner);
    expect(codeOf(rest)).toEqual([429, 'RATE_LIMITED']);
    expect(rest.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { retryAfterSeconds } = rest.body.details;
    expect(retryAfterSeconds).toBeGreaterThan(0);
    expect(retryAfterSeconds).toBeLessThanOrEqual(60);
    expect(rest.headers.get('retry-after')).toBe(String(retryAfterSeconds));
    for (const [name, input] of [['auth.me'], ['auth.logout', {}]] as const) {
      const trpc = await on.trpc(name, input, { token: owner });
      expect([trpc.status, trpc.problem?.code, trpc.problem?.retryable]).toEqual([429, 'RATE_LIMITED', true]);
      expect(trpc.headers.get('retry-after')).toBe(String(trpc.problem?.details?.retryAfterSeconds));
      expect(trpc.headers.get('content-type')).toMatch(/^application\/json/);
    }
    // What is refused was not done: the session that was to be ended goes on, and others are not hindered.
    const { rows } = await on.database.pool.query('SELECT FROM sessions WHERE revoked_at IS NOT NULL');
    expect(rows).toEqual([]);
    expect((await me(on, await on.signInAs('cashier'))).status).toBe(200);
    expect((await on.request('GET', '/health/live')).status).toBe(200);
    expect((await on.request('GET', '/docs/')).status).toBe(200);
  });

  test('with tokens that are made up are counted by the address', async () => {
    await using on = await limited(10);
    const statuses: number[] = [];
    for (let call = 0; call < 15; call++) {
      const forged = `${randomBytes(20).toString('base64url')}.e30.${randomBytes(64).toString('base64url')}`;
      statuses.push((await me(on, forged)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)]);
  });

  test('believe X-Forwarded-For only behind as many proxies as there are', async () => {
    await using open = await limited(3);
    await using behind = await limited(3, 1);
    const statusesOf = async (on: TestServer) => {
      const statuses: number[] = [];
      for (let call = 0; call < 5; call++) {
        const headers = { 'x-forwarded-for': `198.51.100.${call}` };
        statuses.push((await on.request('GET', '/v1/auth/me', { headers })).status);
      }
      return statuses;
    };
    expect(await statusesOf(open)).toEqual([401, 401, 401, 429, 429]);
    expect(await statusesOf(behind)).toEqual([401, 401, 401, 401, 401]);
  });

  test('are not counted where there is no limit', async () => {
    const { headers } = await me(server, token);
    expect(headers.get('ratelimit')).toBeNull();
    expect(headers.get('ratelimit-policy')).toBeNull();
  });

  test('and what else limits is configured by the environment', () => {
    expect(readConfig({})).toMatchObject({
      ...{ rateLimitPerMinute: 6000, trustedProxies: 0, corsOrigins: ['http://localhost:*'] },
    });
    const given = {
      RATE_LIMIT_PER_MINUTE: '0',
      TRUST_PROXY: '2',
      CORS_ORIGINS: `${ORIGIN}, http://localhost:*`,
    };
    expect(readConfig(given)).toMatchObject({
      ...{ rateLimitPerMinute: 0, trustedProxies: 2, corsOrigins: [ORIGIN, 'http://localhost:*'] },
    });
    const secrets = { PEPPER: randomBytes(32).toString('base64'), SIGNING_KEYS: '[]' };
    expect(readConfig({ NODE_ENV: 'production', ...secrets }).corsOrigins).toEqual([]);
  });

  test.each([
    ['RATE_LIMIT_PER_MINUTE', '-1'],
    ['RATE_LIMIT_PER_MINUTE', 'many'],
    ['RATE_LIMIT_PER_MINUTE', '1.5'],
    ['TRUST_PROXY', 'true'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'till.example.com'],
    ['CORS_ORIGINS', 'https://*.example.com'],
    ['CORS_ORIGINS', 'https://till.example.com/'],
    ['CORS_ORIGINS', 'https://till.example.com,'],
    ['CORS_ORIGINS', 'null'],
  ])('%s=%s is refused', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} must`));
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string, path = '/v1/sales') =>
    server.request('OPTIONS', path, {
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,idempotency-key',
      },
    });

  test.each([ORIGIN, 'http://localhost:5173', 'http://localhost'])('%s may call', async (origin) => {
    for (const path of ['/v1/sales', '/trpc/sales.create']) {
      const answer = await preflight(origin, path);
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('vary')).toContain('Origin');
      const allowed = answer.headers.get('access-control-allow-headers')?.split(',');
      expect(allowed).toEqual(
        expect.arrayContaining([
          ...[
            'authorization',
            'content-type',
            'idempotency-key',
            'x-request-id',
            'register-token',
            'approval',
            'if-none-match',
          ],
        ]),
      );
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
    const answer = await server.request('GET', '/v1/auth/me', { token, headers: { origin } });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    const exposed = answer.headers.get('access-control-expose-headers')?.split(',');
    expect(exposed).toEqual(
      expect.arrayContaining([
        ...['retry-after', 'date', 'x-request-id', 'location', 'idempotent-replayed', 'ratelimit'],
        'etag',
      ]),
    );
    // An error can be read, too.
    const refused = await server.request('GET', '/v1/auth/me', { headers: { origin } });
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test.each([
    'https://evil.example.com',
    'https://till.example.com.evil.com',
    'http://till.example.com',
    'https://till.example.com:444',
    'http://localhost.evil.com',
    'http://localhost:80.evil.com',
    'http://localhostx:80',
    'null',
  ])('%s may not', async (origin) => {
    const answer = await preflight(origin);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([204, null]);
    const called = await server.request('GET', '/v1/auth/me', { token, headers: { origin } });
    expect(called.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('may not at all where no origin is allowed', async () => {
    await using closed = await startTestServer();
    const answer = await closed.request('OPTIONS', '/v1/sales', {
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    });
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });
});

describe('an input', () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const send = (path: string, body: string) =>
    server.request('POST', path, { token, body, headers: { 'content-type': 'application/json' } });

  test.each([64, 65, 1000, 150_000])('of %i levels is refused, and as too deep beyond 64', async (levels) => {
    for (const path of ['/v1/products', '/trpc/products.create']) {
      const startedAt = performance.now();
      const { status, body } = await send(path, nested(levels));
      const problem: Json = body.error?.data ?? body;
      expect([status, problem.code]).toEqual([400, 'INVALID_INPUT']);
      expect(/nested deeper than 64/.test(problem.detail)).toBe(levels > 64);
      expect(performance.now() - startedAt).toBeLessThan(2000);
    }
  });

  test('that is deep in arrays, or in a query, is refused as well', async () => {
    const arrays = `{"lines":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect((await send('/v1/sales', arrays)).body.code).toBe('INVALID_INPUT');
    const query = await server.request(
      'GET',
      `/trpc/products.list?input=${encodeURIComponent(nested(500))}`,
      {
        token,
      },
    );
    expect(query.body.error.data.detail).toMatch(/nested deeper/);
  });

  test('of 10 MB is refused as too large, without being read to its end', async () => {
    const body = `{"name":"${'x'.repeat(10_000_000)}"}`;
    for (const path of ['/v1/products', '/trpc/products.create', '/v1/auth/login']) {
      const answer = await send(path, body);
      const problem = answer.body.error?.data ?? answer.body;
      expect([answer.status, problem.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    }
  });

  test('of 2,000 calls in one is refused at once', async () => {
    const names = Array(2000).fill('auth.me').join(',');
    const startedAt = performance.now();
    const long = await server.request('GET', `/trpc/${names}?batch=1`, { token });
    // Beyond 16 KiB of headers Node itself answers; below it the bound on batches does.
    expect([400, 431]).toContain(long.status);
    const shorter = await server.request('GET', `/trpc/${Array(1500).fill('auth.me').join(',')}?batch=1`, {
      token,
    });
    expect(shorter.status).toBe(400);
    const posted = await server.request('POST', `/trpc/${Array(1000).fill('auth.login').join(',')}?batch=1`, {
      body: Object.fromEntries(
        Array.from({ length: 1000 }, (_, at) => [at, { username: 'owner', password: `guess-${at}` }]),
      ),
    });
    expect(posted.status).toBe(400);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    const { rows } = await server.database.pool.query('SELECT FROM sign_in_attempts');
    expect(rows).toEqual([]);
  });

  test('cannot smuggle password guesses past the lock in a batch of mutations', async () => {
    const answer = await server.request('POST', '/trpc/auth.login,auth.login?batch=1', {
      body: { 0: { username: 'owner', password: 'a' }, 1: { username: 'owner', password: 'b' } },
    });
    expect(JSON.stringify(answer.body)).toContain('BATCH_REFUSED');
  });
});

import { createHmac, createPublicKey, randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { newId } from '@cashwrap/database';
import { type JWTPayload, SignJWT } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { generateSigningKey, importSigningKeys } from '../src/modules/identity/index.ts';
import {
  type Answer,
  callerOf,
  type Json,
  listen,
  ok,
  PASSWORD,
  SETUP_TOKEN,
  silent,
  startTestServer,
  type TestServer,
} from './support.ts';

const setupBody = (username = 'owner', fields: object = {}) => ({
  setupToken: SETUP_TOKEN,
  merchantName: 'Corner Shop Ltd',
  currency: 'EUR',
  owner: { username, name: 'Olive Owner', password: PASSWORD },
  ...fields,
});

async function rows(server: TestServer, sql: string, params: unknown[] = []): Promise<Json[]> {
  return (await server.database.pool.query(sql, params)).rows;
}

async function count(server: TestServer, table: string): Promise<number> {
  return (await rows(server, `SELECT count(*)::int AS n FROM ${table}`))[0].n;
}

const login = (server: TestServer, username: string, password = PASSWORD) =>
  server.request('POST', '/v1/auth/login', { body: { username, password } });
const refresh = (server: TestServer, refreshToken: string) =>
  server.request('POST', '/v1/auth/refresh', { body: { refreshToken } });
const me = (server: TestServer, token: string) => server.request('GET', '/v1/auth/me', { token });

async function newSession(server: TestServer): Promise<Json> {
  const user = await server.createUser('cashier');
  return ok(await login(server, user.username));
}

describe('setup', () => {
  test('makes exactly one owner and one merchant, however many set it up at once', async () => {
    await using server = await startTestServer();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        server.request('POST', '/v1/auth/setup', { body: setupBody(`owner-${i}`) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['ALREADY_SET_UP']));
    expect(await count(server, 'users')).toBe(1);
    expect(await count(server, 'merchants')).toBe(1);
    expect(await count(server, 'sessions')).toBe(1);
    expect(await rows(server, 'SELECT role, store_id FROM role_assignments')).toEqual([
      { role: 'owner', store_id: null },
    ]);
    const winner = ok(answers.find(({ status }) => status === 201) as Answer);
    expect(ok(await me(server, winner.accessToken)).roles).toEqual([{ role: 'owner', storeId: null }]);
  });

  test('refuses a wrong setup token and writes nothing', async () => {
    await using server = await startTestServer();
    for (const setupToken of [`${SETUP_TOKEN}x`, SETUP_TOKEN.slice(1), 'x']) {
      const answer = await server.request('POST', '/v1/auth/setup', {
        body: setupBody('owner', { setupToken }),
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'INVALID_SETUP_TOKEN']);
    }
    expect(await count(server, 'users')).toBe(0);
    expect(await count(server, 'merchants')).toBe(0);
    expect(await count(server, 'audit_log')).toBe(0);
  });

  test('is out of order where the server was started without a setup token', async () => {
    await using server = await startTestServer();
    const { database, signingKeys, pepper, clock } = server;
    const deps = { database, signingKeys, pepper, clock: clock.now, newId, log: silent };
    await using http = await listen(createApp({ ...deps, setupToken: undefined }).http);
    for (const setupToken of [SETUP_TOKEN, 'undefined', 'null']) {
      const answer = await callerOf(http.url).request('POST', '/v1/auth/setup', {
        body: setupBody('owner', { setupToken }),
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'INVALID_SETUP_TOKEN']);
    }
    expect(await count(server, 'users')).toBe(0);
  });
});

describe('sign-in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.setUpOwner();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('gives tokens that work, for the right password', async () => {
    const user = await server.createUser('cashier');
    const answer = await login(server, user.username);
    expect(answer.status).toBe(200);
    expect(ok(await me(server, answer.body.accessToken))).toMatchObject({
      id: user.id,
      username: user.username,
      roles: [{ role: 'cashier', storeId: null }],
    });
    const [session] = await rows(server, 'SELECT * FROM sessions WHERE user_id = $1', [user.id]);
    expect(session.revoked_at).toBeNull();
  });

  test('a wrong password, an unknown user and a deactivated user answer alike and open no session', async () => {
    const [user, gone] = [await server.createUser('cashier'), await server.createUser('cashier')];
    await rows(server, 'UPDATE users SET deactivated_at = now() WHERE id = $1', [gone.id]);
    const before = await count(server, 'sessions');
    const answers = [
      await login(server, user.username, 'wrong-password'),
      await login(server, 'nobody-at-all', 'wrong-password'),
      await login(server, gone.username),
    ].map(({ status, headers, body }) => {
      const { requestId: _, ...problem } = body;
      return { status, challenge: headers.get('www-authenticate'), problem };
    });
    expect(answers[0]).toMatchObject({ status: 401, problem: { code: 'INVALID_CREDENTIALS' } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    expect(await count(server, 'sessions')).toBe(before);
  });

  test('an unknown user costs as much work as a wrong password', async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 15; round++) {
      // Another one each time: after a few wrong passwords a user is locked.
      const user = await server.createUser('cashier');
      // Users of the tests have hashes that are cheaper to check than those that the server makes.
      await rows(
        server,
        `UPDATE users SET password_hash = (SELECT password_hash FROM users WHERE username = 'owner') WHERE id = $1`,
        [user.id],
      );
      for (const kind of ['known', 'unknown'] as const) {
        const startedAt = performance.now();
        await login(server, kind === 'known' ? user.username : `unknown-${round}`, 'wrong-password');
        times[kind].push(performance.now() - startedAt);
      }
    }
    const fastest = (all: number[]) => Math.min(...all);
    const ratio = fastest(times.unknown) / fastest(times.known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('a password is kept as argon2id with 19 MiB, two passes and one lane', async () => {
    const [user] = await rows(server, `SELECT password_hash FROM users WHERE username = 'owner'`);
    expect(user.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
  });

  test('a user who is deactivated is refused within a second, though cached', async () => {
    const user = await server.createUser('cashier');
    const { accessToken, refreshToken } = ok(await login(server, user.username));
    await untilCached(server, accessToken);
    await rows(server, 'UPDATE users SET deactivated_at = now() WHERE id = $1', [user.id]);
    await rows(server, 'UPDATE auth_epoch SET epoch = epoch + 1');
    await sleep(1000);
    expect((await me(server, accessToken)).body.code).toBe('UNAUTHENTICATED');
    expect((await refresh(server, refreshToken)).body.code).toBe('INVALID_REFRESH_TOKEN');
  });

  test('logout ends the session at once, for both of its tokens', async () => {
    const { accessToken, refreshToken } = await newSession(server);
    await untilCached(server, accessToken);
    const answer = await server.request('POST', '/v1/auth/logout', { token: accessToken });
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    expect((await me(server, accessToken)).body.code).toBe('UNAUTHENTICATED');
    expect((await refresh(server, refreshToken)).body.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await server.request('POST', '/v1/auth/logout', { token: accessToken })).status).toBe(401);
  });
});

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls until the authority cache has had a poll to believe and a session to keep. */
async function untilCached(server: TestServer, token: string): Promise<void> {
  await sleep(600);
  ok(await me(server, token));
  ok(await me(server, token));
}

describe('an access token', () => {
  let server: TestServer;
  let pair: Json;
  let claims: { sub: string; sid: string };
  beforeAll(async () => {
    server = await startTestServer();
    await server.setUpOwner();
    pair = await newSession(server);
    claims = JSON.parse(Buffer.from(pair.accessToken.split('.')[1], 'base64url').toString());
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const header = () => ({
    alg: 'EdDSA',
    typ: 'at+jwt',
    kid: server.signingKeys.signerAt(server.clock.now()).kid,
  });

  function sign(changes: JWTPayload = {}, headerChanges: object = {}): Promise<string> {
    const now = Math.floor(server.clock.now().getTime() / 1000);
    const { sub, sid } = claims;
    const payload = { sub, sid, iss: 'cashwrap', aud: 'cashwrap', iat: now, exp: now + 600, ...changes };
    return new SignJWT(JSON.parse(JSON.stringify(payload)))
      .setProtectedHeader({ ...header(), ...headerChanges })
      .sign(server.signingKeys.signerAt(server.clock.now()).key);
  }

  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('that we signed is taken, so that the refusals below have one cause each', async () => {
    expect((await me(server, await sign())).status).toBe(200);
    const payload = JSON.parse(Buffer.from(pair.accessToken.split('.')[1], 'base64url').toString());
    expect(payload.exp - payload.iat).toBeLessThanOrEqual(600);
    expect(Object.keys(payload).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sid', 'sub']);
  });

  const refused: [string, () => string | Promise<string>][] = [
    ['with another audience', () => sign({ aud: 'another' })],
    ['with another issuer', () => sign({ iss: 'another' })],
    ['of another type', () => sign({}, { typ: 'JWT' })],
    ['without an expiry', () => sign({ exp: undefined as unknown as number })],
    ['without a session', () => sign({ sid: undefined })],
    ['of a session that does not exist', () => sign({ sid: newId() })],
    ['of a session id that is no id', () => sign({ sid: `' OR 1=1` })],
    ["of another user's session", () => sign({ sub: newId() })],
    ['with an unknown key id', () => sign({}, { kid: 'unknown' })],
    [
      'signed with a key of somebody else',
      async () => {
        const keys = await importSigningKeys([await generateSigningKey()]);
        return new SignJWT({ ...claims }).setProtectedHeader(header()).sign(keys.signerAt(new Date()).key);
      },
    ],
    [
      'with a changed payload',
      () => {
        const [head, , signature] = pair.accessToken.split('.');
        return [head, encode({ ...claims, exp: 99_999_999_999 }), signature].join('.');
      },
    ],
    [
      'with a changed signature',
      () => {
        const [head, body, signature] = pair.accessToken.split('.');
        const bytes = Buffer.from(signature, 'base64url');
        bytes[0] = (bytes[0] as number) ^ 1;
        return [head, body, bytes.toString('base64url')].join('.');
      },
    ],
    [
      'without a signature (alg none)',
      () => `${encode({ ...header(), alg: 'none' })}.${pair.accessToken.split('.')[1]}.`,
    ],
    ['that is a refresh token', () => pair.refreshToken],
    ['that is no token', () => 'rubbish'],
  ];
  test.each(refused)('%s is refused', async (_, make) => {
    const answer = await me(server, await make());
    expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('signed by HS256 with the public key as its secret is refused, in every form of that key', async () => {
    const [jwk] = server.signingKeys.jwks.keys;
    const key = createPublicKey({ key: jwk as Json, format: 'jwk' });
    const secrets = [
      Buffer.from(String(jwk?.x), 'base64url'),
      Buffer.from(String(jwk?.x)),
      Buffer.from(JSON.stringify(jwk)),
      Buffer.from(key.export({ type: 'spki', format: 'pem' })),
      key.export({ type: 'spki', format: 'der' }),
    ];
    for (const secret of secrets) {
      const signed = `${encode({ ...header(), alg: 'HS256' })}.${pair.accessToken.split('.')[1]}`;
      const token = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
      expect((await me(server, token)).body.code).toBe('UNAUTHENTICATED');
    }
  });

  test('that has expired says so, also when it was verified and cached before', async () => {
    const own = await newSession(server);
    ok(await me(server, own.accessToken));
    expect((await me(server, await sign({ exp: 1_600_000_000, iat: 1_500_000_000 }))).body.code).toBe(
      'TOKEN_EXPIRED',
    );
    server.clock.advance(601_000);
    const answer = await me(server, own.accessToken);
    expect([answer.status, answer.body.code]).toEqual([401, 'TOKEN_EXPIRED']);
    const renewed = ok(await refresh(server, own.refreshToken));
    expect((await me(server, renewed.accessToken)).status).toBe(200);
  });
});

describe('a refresh token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.setUpOwner();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const tokensOf = (sessionToken: string) =>
    rows(
      server,
      `SELECT used_at FROM refresh_tokens WHERE session_id =
        (SELECT session_id FROM refresh_tokens WHERE token_hash = encode(sha256($1), 'hex'))`,
      [Buffer.from(sessionToken)],
    );

  test('rotates: a new pair of the same session, and only its hash is stored', async () => {
    const first = await newSession(server);
    const second = ok(await refresh(server, first.refreshToken));
    const third = ok(await refresh(server, second.refreshToken));
    expect(new Set([first, second, third].map((pair) => pair.refreshToken)).size).toBe(3);
    expect((await me(server, third.accessToken)).status).toBe(200);
    const stored = await tokensOf(first.refreshToken);
    expect(stored.map((row) => row.used_at !== null).sort()).toEqual([false, true, true]);
    const [plain] = await rows(
      server,
      'SELECT count(*)::int AS n FROM refresh_tokens WHERE token_hash = ANY($1)',
      [[first.refreshToken, second.refreshToken, third.refreshToken]],
    );
    expect(plain.n).toBe(0);
  });

  test('whose rotation is repeated within seconds gives the same successor again', async () => {
    const { refreshToken } = await newSession(server);
    const once = ok(await refresh(server, refreshToken));
    const again = ok(await refresh(server, refreshToken));
    expect(again.refreshToken).toBe(once.refreshToken);
    expect((await tokensOf(refreshToken)).length).toBe(2);
    expect((await refresh(server, again.refreshToken)).status).toBe(200);
  });

  test('that is repeated after its successor was used ends the session, even within seconds', async () => {
    const { refreshToken } = await newSession(server);
    const second = ok(await refresh(server, refreshToken));
    const third = ok(await refresh(server, second.refreshToken));
    expect((await refresh(server, refreshToken)).body.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await refresh(server, third.refreshToken)).body.code).toBe('INVALID_REFRESH_TOKEN');
    expect((await me(server, third.accessToken)).body.code).toBe('UNAUTHENTICATED');
  });

  test('that is used again later ends the session: cached access tokens are refused within a second', async () => {
    const first = await newSession(server);
    const second = ok(await refresh(server, first.refreshToken));
    await untilCached(server, second.accessToken);
    // Another server on the same database sees the reuse; this one has to learn of it.
    const { database, signingKeys, pepper } = server;
    const later = () => new Date(Date.now() + 11_000);
    const other = createApp({
      ...{ database, signingKeys, pepper, newId, log: silent },
      ...{ setupToken: SETUP_TOKEN, clock: later },
    });
    await using http = await listen(other.http);
    const reuse = await callerOf(http.url).request('POST', '/v1/auth/refresh', {
      body: { refreshToken: first.refreshToken },
    });
    expect([reuse.status, reuse.body.code]).toEqual([401, 'INVALID_REFRESH_TOKEN']);
    await sleep(1000);
    expect((await me(server, second.accessToken)).body.code).toBe('UNAUTHENTICATED');
    expect((await refresh(server, second.refreshToken)).body.code).toBe('INVALID_REFRESH_TOKEN');
    const audited = await rows(
      server,
      `SELECT after FROM audit_log WHERE action = 'auth.refresh' AND after IS NOT NULL AND actor_id = $1`,
      [first.user.id],
    );
    expect(audited).toEqual([{ after: { revokedReason: 'refresh_reuse' } }]);
  });

  test('that 500 callers refresh at once stays one family with one unused successor', async () => {
    const { refreshToken } = await newSession(server);
    const answers = await Promise.all(Array.from({ length: 500 }, () => refresh(server, refreshToken)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    const stored = await tokensOf(refreshToken);
    expect(stored.filter((row) => row.used_at === null)).toHaveLength(1);
    expect(stored).toHaveLength(2);
  });

  test('that is unknown or has expired is refused', async () => {
    expect((await refresh(server, randomBytes(32).toString('base64url'))).body.code).toBe(
      'INVALID_REFRESH_TOKEN',
    );
    const { refreshToken } = await newSession(server);
    server.clock.advance(30 * 86_400_000 + 1000);
    expect((await refresh(server, refreshToken)).body.code).toBe('INVALID_REFRESH_TOKEN');
    expect(await tokensOf(refreshToken)).toEqual([{ used_at: null }]);
  });

  test('does not outlive its session of 90 days, however often it is refreshed', async () => {
    let { refreshToken } = await newSession(server);
    for (let month = 0; month < 3; month++) {
      server.clock.advance(29 * 86_400_000);
      refreshToken = ok(await refresh(server, refreshToken)).refreshToken;
    }
    server.clock.advance(4 * 86_400_000);
    expect((await refresh(server, refreshToken)).body.code).toBe('INVALID_REFRESH_TOKEN');
  });
});

test('no password, token or hash of one gets into the log or the audit log', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  await using server = await startTestServer({ log: pino({ level: 'trace' }, sink) });
  const owner = await server.setUpOwner();
  const first = ok(await login(server, 'owner'));
  const second = ok(await refresh(server, first.refreshToken));
  await login(server, 'owner', 'a-wrong-password-typed');
  await refresh(server, 'not-a-refresh-token-of-ours');
  await server.request('GET', `/v1/products?search=${'a-wrong-password-typed'}`, { token: owner });
  await server.trpc('auth.login', { username: 'owner', password: 'a-wrong-password-typed' });
  await server.request('POST', '/v1/auth/login', {
    body: '{"password":"a-wrong-password-typed"',
    headers: { 'content-type': 'application/json' },
  });
  // A fault inside the database must not spell out the parameters of the statement either.
  await rows(server, 'ALTER TABLE users RENAME TO users_away');
  expect((await login(server, 'owner-searched-for')).status).toBe(500);
  await rows(server, 'ALTER TABLE users_away RENAME TO users');
  await server.request('POST', '/v1/auth/logout', { token: second.accessToken });

  const [{ hash }] = (await rows(server, `SELECT password_hash AS hash FROM users`)) as [Json];
  const log = lines.join('');
  expect(lines.length).toBeGreaterThan(8);
  const audit = JSON.stringify(await rows(server, 'SELECT * FROM audit_log'));
  const secrets = [
    ...[PASSWORD, SETUP_TOKEN, 'a-wrong-password-typed', 'not-a-refresh-token-of-ours', hash, owner],
    ...[first.accessToken, first.refreshToken, second.accessToken, second.refreshToken],
    ...[server.pepper.toString('base64'), 'owner-searched-for'],
  ];
  for (const [index, secret] of secrets.entries()) {
    expect(log.includes(secret), `secret ${index} in the log`).toBe(false);
    expect(audit.includes(secret), `secret ${index} in the audit log`).toBe(false);
  }
});

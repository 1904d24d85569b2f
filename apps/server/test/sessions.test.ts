import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { delaySeconds } from '../src/modules/identity/guards.ts';
import { createIdentity, forgetAttempts } from '../src/modules/identity/index.ts';
import { type Answer, type Json, ok, PASSWORD, startTestServer, type TestServer } from './support.ts';

const WRONG = 'a-wrong-password';
const OTHER = 'another-good-password';

let server: TestServer;
let storeId: string;
beforeAll(async () => {
  server = await startTestServer();
  const token = await server.setUpOwner();
  const body = { name: 'Corner', timeZone: 'UTC', pricesIncludeTax: true };
  storeId = ok(await server.request('POST', '/v1/stores', { token, body })).id;
});
afterAll(() => server[Symbol.asyncDispose]());

const query = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const post = (path: string, body: unknown, token?: string, headers = {}): Promise<Answer> =>
  server.request('POST', `/v1/auth/${path}`, { body, token, headers });
const login = (username: string, password = PASSWORD, headers = {}) =>
  post('login', { username, password }, undefined, headers);
const me = (token: string) => server.request('GET', '/v1/auth/me', { token });
const listOf = async (token: string): Promise<Json[]> =>
  ok(await server.request('GET', '/v1/auth/sessions', { token })).items;
const codeOf = ({ status, body }: Answer) => [status, body?.code];

async function signIn(): Promise<Json> {
  const user = await server.createUser('cashier');
  return { ...user, ...ok(await login(user.username)) };
}

const allAtOnce = (times: number, make: (index: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: times }, (_, index) => make(index)));
const countOf = (answers: readonly Answer[], code: string | undefined) =>
  answers.filter(({ body }) => body?.code === code).length;

describe('signing up', () => {
  const register = (fields: object = {}) =>
    post('register', { username: `new-${newId()}`, name: 'Nora New', password: PASSWORD, ...fields });
  const allow = (enabled: boolean) =>
    query('UPDATE merchants SET registration_enabled = $1, registration_store_id = $2', [enabled, storeId]);

  test('is off until the settings allow it, and writes nothing then', async () => {
    const before = await query('SELECT count(*) FROM users');
    expect(codeOf(await register())).toEqual([403, 'REGISTRATION_DISABLED']);
    expect(await query('SELECT count(*) FROM users')).toEqual(before);
  });

  test('is off where the settings name no store', async () => {
    await query('UPDATE merchants SET registration_enabled = true, registration_store_id = NULL');
    expect(codeOf(await register())).toEqual([403, 'REGISTRATION_DISABLED']);
    await allow(false);
  });

  test('from one address is for ten people, and then for one now and again', async () => {
    await query('DELETE FROM sign_in_attempts');
    await allow(true);
    try {
      const before = await query('SELECT FROM users');
      const answers = await allAtOnce(40, () => register());
      expect(countOf(answers, 'LOCKED_OUT')).toBe(30);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
      expect(await query('SELECT FROM users')).toHaveLength(before.length + 10);
      const late = answers.find(({ status }) => status === 429) as Answer;
      expect(late.headers.get('retry-after')).toBe(String(late.body.details.retryAfterSeconds));
      // Names that are taken are asked for as often.
      server.clock.advance(30_000);
      const taken = { username: answers.find(({ status }) => status === 201)?.body.user.username };
      expect(codeOf(await register(taken))).toEqual([409, 'ALREADY_EXISTS']);
      expect(codeOf(await register(taken))).toEqual([429, 'LOCKED_OUT']);
      server.clock.advance(900_000);
      expect((await register()).status).toBe(201);
    } finally {
      await allow(false);
      await query('DELETE FROM sign_in_attempts');
    }
  });

  test('gives an account that is a cashier in the store of the settings, and no more', async () => {
    await allow(true);
    try {
      const answer = await register({ username: 'nora' });
      expect([answer.status, answer.headers.get('location')]).toEqual([201, '/v1/auth/me']);
      expect(answer.body.user).toMatchObject({
        username: 'nora',
        ...{ roles: [{ role: 'cashier', storeId }], mustChangePassword: false },
      });
      const { accessToken: token, user } = answer.body;
      const read = (path: string) => server.request('GET', `/v1/${path}`, { token });
      expect(ok(await read('stores')).items.map(({ id }: Json) => id)).toEqual([storeId]);
      for (const path of ['users', 'settings']) expect(codeOf(await read(path))).toEqual([403, 'FORBIDDEN']);
      const [entry] = await query(
        `SELECT after FROM audit_log WHERE document_type = 'user' AND document_id = $1`,
        [user.id],
      );
      expect(entry?.after.roles).toEqual([{ role: 'cashier', storeId }]);
      expect((await login('nora')).status).toBe(200);
      const taken = await register({ username: 'nora' });
      expect(codeOf(taken)).toEqual([409, 'ALREADY_EXISTS']);
      // A stranger is not told whose it is.
      expect(taken.body.details.holderId).toBeNull();
      const twins = await allAtOnce(5, () => register({ username: 'nick' }));
      expect(twins.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    } finally {
      await allow(false);
    }
  });

  test.each([
    ['a short password', { password: 'short' }],
    ['no name', { name: '' }],
    ['a user name in capitals', { username: 'Nora' }],
    ['a role', { role: 'owner' }],
    ['roles', { roles: [{ role: 'owner', storeId: null }] }],
    ['a kind', { kind: 'api_key' }],
  ])('refuses %s', async (_, fields) => {
    expect(codeOf(await register(fields))).toEqual([400, 'INVALID_INPUT']);
  });
});

describe('sessions', () => {
  test('are listed with their device, the latest used first', async () => {
    const user = await server.createUser('cashier');
    const phone = ok(await login(user.username, PASSWORD, { 'user-agent': 'Phone/1.0' }));
    const till = ok(await login(user.username, PASSWORD, { 'user-agent': `Till/2.0 ${'x'.repeat(500)}` }));
    server.clock.advance(60_000);
    const renewed = ok(await post('refresh', { refreshToken: phone.refreshToken }));
    const items = await listOf(renewed.accessToken);
    expect(items).toHaveLength(2);
    expect(items.map(({ current, registerId }) => [current, registerId])).toEqual([
      [true, null],
      [false, null],
    ]);
    expect(items[0].userAgent).toBe('Phone/1.0');
    expect(items[1].userAgent).toHaveLength(200);
    const used = (at: number) => Date.parse(items[at].lastUsedAt) - Date.parse(items[at].createdAt);
    expect(used(0)).toBeGreaterThanOrEqual(60_000);
    expect(used(1)).toBe(0);
    expect((await listOf(till.accessToken)).map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(JSON.stringify(items)).not.toContain('oken');
  });

  test('that have lapsed or ended are not listed', async () => {
    const user = await signIn();
    server.clock.advance(31 * 86_400_000);
    const { accessToken } = ok(await login(user.username));
    expect(await listOf(accessToken)).toHaveLength(1);
  });

  test('can be ended one by one, only by their own user', async () => {
    const user = await signIn();
    const other = ok(await login(user.username));
    const stranger = await signIn();
    const [{ id }] = (await listOf(user.accessToken)).filter(({ current }) => !current) as [Json];
    const end = (token: string) => server.request('DELETE', `/v1/auth/sessions/${id}`, { token });
    const hidden = await end(stranger.accessToken);
    expect(codeOf(hidden)).toEqual([404, 'NOT_FOUND']);
    const missing = await server.request('DELETE', `/v1/auth/sessions/${newId()}`, {
      token: stranger.accessToken,
    });
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    expect((await me(other.accessToken)).status).toBe(200);
    expect((await end(user.accessToken)).status).toBe(204);
    expect((await me(other.accessToken)).body.code).toBe('UNAUTHENTICATED');
    expect((await post('refresh', { refreshToken: other.refreshToken })).body.code).toBe(
      'INVALID_REFRESH_TOKEN',
    );
    expect((await me(user.accessToken)).status).toBe(200);
    expect(codeOf(await end(user.accessToken))).toEqual([404, 'NOT_FOUND']);
  });

  test('end all at once by signing out everywhere, those of nobody else', async () => {
    const user = await signIn();
    const others = await Promise.all([login(user.username), login(user.username)]);
    const stranger = await signIn();
    expect((await post('logout-everywhere', {}, user.accessToken)).status).toBe(204);
    for (const { accessToken, refreshToken } of [user, ...others.map(ok)]) {
      expect((await me(accessToken)).body.code).toBe('UNAUTHENTICATED');
      expect((await post('refresh', { refreshToken })).body.code).toBe('INVALID_REFRESH_TOKEN');
    }
    expect((await me(stranger.accessToken)).status).toBe(200);
    expect((await login(user.username)).status).toBe(200);
  });

  test('are never taken over from the caller: each sign-in makes its own (no fixation)', async () => {
    const attacker = await signIn();
    const [{ id: planted }] = (await listOf(attacker.accessToken)) as [Json];
    const victim = await server.createUser('manager');
    // Whatever a caller sends along, it decides nothing: neither token, nor header, nor field.
    const along = await post(
      'login',
      { username: victim.username, password: PASSWORD },
      attacker.accessToken,
      {
        'x-session-id': planted,
        cookie: `session=${planted}; sid=${planted}`,
      },
    );
    const [{ id }] = (await listOf(ok(along).accessToken)) as [Json];
    expect(id).not.toBe(planted);
    expect(along.headers.get('set-cookie')).toBeNull();
    expect(ok(await me(attacker.accessToken)).username).toBe(attacker.username);
    for (const field of ['sessionId', 'sid', 'id', 'userId']) {
      const body = { username: victim.username, password: PASSWORD, [field]: planted };
      expect(codeOf(await post('login', body))).toEqual([400, 'INVALID_INPUT']);
    }
  });

  test('survive 300 refreshes of one token at once, as one family', async () => {
    const user = await signIn();
    const answers = await allAtOnce(300, () => post('refresh', { refreshToken: user.refreshToken }));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1);
    expect((await me(answers[0]?.body.accessToken)).status).toBe(200);
  });

  test('may be refreshed 29 times a minute, no more', async () => {
    const user = await signIn();
    let { refreshToken } = user;
    let answer: Answer | undefined;
    for (let turn = 0; turn < 29; turn++) {
      answer = await post('refresh', { refreshToken });
      refreshToken = ok(answer).refreshToken;
    }
    const refused = await post('refresh', { refreshToken });
    expect(codeOf(refused)).toEqual([429, 'RATE_LIMITED']);
    expect(refused.headers.get('retry-after')).toBe('60');
    server.clock.advance(61_000);
    expect((await post('refresh', { refreshToken })).status).toBe(200);
  });
});

describe('changing the password', () => {
  const change = (token: string, currentPassword: string, newPassword = OTHER) =>
    post('change-password', { currentPassword, newPassword }, token);

  test('takes the current one, ends every other session and keeps this one', async () => {
    const { id, username } = await server.createUser('cashier');
    await query('UPDATE users SET must_change_password = true WHERE id = $1', [id]);
    const user = { username, ...ok(await login(username)) };
    const other = ok(await login(username));
    expect(ok(await me(user.accessToken)).mustChangePassword).toBe(true);
    expect((await change(user.accessToken, PASSWORD)).status).toBe(204);
    expect((await me(user.accessToken)).body.mustChangePassword).toBe(false);
    expect((await post('refresh', { refreshToken: user.refreshToken })).status).toBe(200);
    expect((await me(other.accessToken)).body.code).toBe('UNAUTHENTICATED');
    expect((await post('refresh', { refreshToken: other.refreshToken })).body.code).toBe(
      'INVALID_REFRESH_TOKEN',
    );
    expect((await login(user.username)).body.code).toBe('INVALID_CREDENTIALS');
    expect((await login(user.username, OTHER)).status).toBe(200);
  });

  test('is refused with a wrong current one, with the same one again, and with a short one', async () => {
    const user = await signIn();
    expect(codeOf(await change(user.accessToken, WRONG))).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(codeOf(await change(user.accessToken, PASSWORD, PASSWORD))).toEqual([400, 'INVALID_INPUT']);
    expect(codeOf(await change(user.accessToken, PASSWORD, 'short'))).toEqual([400, 'INVALID_INPUT']);
    expect((await login(user.username)).status).toBe(200);
  });

  test('cannot be used to guess, which shuts nobody out of signing in, nor the other way round', async () => {
    const user = await signIn();
    const setPin = () => post('set-pin', { password: PASSWORD, pin: '4711' }, user.accessToken);
    for (let guess = 0; guess < 5; guess++) await login(user.username, WRONG);
    expect(codeOf(await login(user.username))).toEqual([429, 'LOCKED_OUT']);
    expect((await setPin()).status).toBe(204);
    server.clock.advance(30_000);
    for (let guess = 0; guess < 5; guess++) await change(user.accessToken, `${WRONG}-${guess}`);
    expect(codeOf(await change(user.accessToken, PASSWORD))).toEqual([429, 'LOCKED_OUT']);
    expect(codeOf(await setPin())).toEqual([429, 'LOCKED_OUT']);
    expect((await login(user.username)).status).toBe(200);
  });

  test('by two at once works for one', async () => {
    const user = await signIn();
    const answers = await allAtOnce(2, (index) => change(user.accessToken, PASSWORD, `${OTHER}-${index}`));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
  });
});

describe('wrong passwords', () => {
  test('lock for longer and longer, and the header says how long', async () => {
    expect([-1, 0, 1, 2, 3, 4, 5, 6, 100].map(delaySeconds)).toEqual([
      0, 30, 60, 120, 240, 480, 900, 900, 900,
    ]);
    const user = await server.createUser('cashier');
    for (let guess = 0; guess < 5; guess++) {
      expect(codeOf(await login(user.username, WRONG))).toEqual([401, 'INVALID_CREDENTIALS']);
    }
    for (const seconds of [30, 60, 120, 240, 480, 900, 900]) {
      const locked = await login(user.username);
      expect(codeOf(locked)).toEqual([429, 'LOCKED_OUT']);
      const { retryAfterSeconds } = locked.body.details;
      expect(retryAfterSeconds).toBeLessThanOrEqual(seconds);
      expect(retryAfterSeconds).toBeGreaterThan(seconds - 5);
      expect(locked.headers.get('retry-after')).toBe(String(retryAfterSeconds));
      const trpc = await server.trpc('auth.login', { username: user.username, password: PASSWORD });
      expect([trpc.status, trpc.problem?.code, trpc.headers.get('retry-after')]).toEqual([
        ...[429, 'LOCKED_OUT'],
        String(trpc.problem?.details?.retryAfterSeconds),
      ]);
      server.clock.advance(retryAfterSeconds * 1000);
      expect(codeOf(await login(user.username, WRONG))).toEqual([401, 'INVALID_CREDENTIALS']);
    }
    server.clock.advance(900_000);
    expect((await login(user.username)).status).toBe(200);
    for (let guess = 0; guess < 5; guess++) await login(user.username, WRONG);
    expect((await login(user.username)).body.details.retryAfterSeconds).toBeLessThanOrEqual(30);
  });

  test('lock a user who does not exist just alike', async () => {
    const { username } = await server.createUser('cashier');
    const seen = async (name: string) => {
      const answers: unknown[] = [];
      for (let guess = 0; guess < 7; guess++) {
        const { status, body, headers } = await login(name, WRONG);
        const retryAfter = headers.get('retry-after');
        answers.push([status, body.code, body.detail.replace(/\d+/, 'n'), body.title, retryAfter !== null]);
      }
      return answers;
    };
    expect(await seen(`nobody-${newId()}`)).toEqual(await seen(username));
  });

  test('lock nobody else', async () => {
    const [one, other] = [await server.createUser('cashier'), await server.createUser('cashier')];
    for (let guess = 0; guess < 8; guess++) await login(one.username, WRONG);
    expect((await login(other.username)).status).toBe(200);
  });

  test('count each, though 60 come at once: five are told, the right one among the others is not', async () => {
    const user = await server.createUser('cashier');
    const answers = await allAtOnce(60, (index) => login(user.username, `${WRONG}-${index}`));
    expect(countOf(answers, 'INVALID_CREDENTIALS')).toBe(5);
    expect(countOf(answers, 'LOCKED_OUT')).toBe(55);
    const [row] = await query(
      `SELECT failures FROM sign_in_attempts WHERE guard = 'password' AND subject = $1`,
      [user.username],
    );
    expect(row.failures).toBe(5);
  });

  test('do not hinder the many who sign in at once with the right one', async () => {
    const user = await server.createUser('cashier');
    await login(user.username, WRONG);
    const answers = await allAtOnce(20, () => login(user.username));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('are cleared away when they no longer count, and not before', async () => {
    const names = [`made-up-${newId()}`, `made-up-${newId()}`] as const;
    await login(names[0], WRONG);
    server.clock.advance(86_400_000 + 1000);
    await login(names[1], WRONG);
    const { database, signingKeys, pepper, clock } = server;
    const options = { database, signingKeys, pepper, setupToken: undefined, clock: clock.now };
    await forgetAttempts(createIdentity(options));
    const kept = 'SELECT DISTINCT subject FROM sign_in_attempts WHERE subject = ANY($1)';
    expect(await query(kept, [names])).toEqual([{ subject: names[1] }]);
  });

  test('are forgotten after a quiet day', async () => {
    const user = await server.createUser('cashier');
    for (let guess = 0; guess < 4; guess++) await login(user.username, WRONG);
    server.clock.advance(86_400_000 + 1000);
    for (let guess = 0; guess < 4; guess++) {
      expect(codeOf(await login(user.username, WRONG))).toEqual([401, 'INVALID_CREDENTIALS']);
    }
    expect((await login(user.username)).status).toBe(200);
  });
});

test('a sign-in that was checked before the password changed or the user left comes too late', async () => {
  const user = await server.createUser('cashier');
  const late = await server.database.pool.connect();
  try {
    // Holds the user's row, as a change of the password does, while the sign-in waits for it.
    await late.query('BEGIN');
    await late.query(`UPDATE users SET password_hash = 'changed' WHERE id = $1`, [user.id]);
    const waiting = login(user.username);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await late.query('COMMIT');
    expect(codeOf(await waiting)).toEqual([401, 'INVALID_CREDENTIALS']);
  } finally {
    late.release();
  }
  expect(await query('SELECT FROM sessions WHERE user_id = $1', [user.id])).toEqual([]);
});

import { createHash, randomBytes } from 'node:crypto';
import { newId } from '@cashwrap/database';
import { verify } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pinMatches } from '../src/modules/identity/pins.ts';
import {
  type Answer,
  type Json,
  ok,
  PASSWORD,
  type Shop,
  startTestServer,
  type TestServer,
  type TestUser,
} from './support.ts';

const PIN = '4711';
const WRONG_PIN = '0815';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const query = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const codeOf = ({ status, body }: Answer) => [status, body?.code];
const login = async (username: string): Promise<string> =>
  ok(await server.request('POST', '/v1/auth/login', { body: { username, password: PASSWORD } })).accessToken;
const setPin = (token: string, pin: string | null, password = PASSWORD) =>
  server.request('POST', '/v1/auth/set-pin', { token, body: { pin, password } });
const pinLogin = (username: string, pin: string, registerToken: string | undefined = deviceToken) =>
  server.request('POST', '/v1/auth/pin-login', {
    body: { username, pin },
    headers: registerToken === undefined ? {} : { 'register-token': registerToken },
  });
const me = (token: string) => server.request('GET', '/v1/auth/me', { token });

/** A register of its own for each test: what was guessed at one counts there. */
let registerId: string;
let deviceToken: string;
async function newDevice(store = 0): Promise<{ id: string; token: string }> {
  const asOwner = { token: await login('owner') };
  const body = { storeId: shop.stores[store]?.id, name: `Till ${newId()}` };
  const { id } = ok(await server.request('POST', '/v1/registers', { ...asOwner, body }));
  return { id, token: ok(await server.request('POST', `/v1/registers/${id}/pair`, asOwner)).registerToken };
}
beforeEach(async () => {
  const device = await newDevice();
  registerId = device.id;
  deviceToken = device.token;
});

async function withPin(pin = PIN, storeId?: string): Promise<TestUser> {
  const user = await server.createUser('cashier', storeId === undefined ? {} : { storeId });
  expect((await setPin(await login(user.username), pin)).status).toBe(204);
  return user;
}

describe('setting a PIN', () => {
  test('takes the password, and null removes it', async () => {
    const user = await server.createUser('cashier');
    const token = await login(user.username);
    expect(codeOf(await setPin(token, PIN, 'a-wrong-password'))).toEqual([401, 'INVALID_CREDENTIALS']);
    expect((await pinLogin(user.username, PIN)).body.code).toBe('INVALID_CREDENTIALS');
    expect((await setPin(token, PIN)).status).toBe(204);
    expect((await pinLogin(user.username, PIN)).status).toBe(200);
    expect((await setPin(token, null)).status).toBe(204);
    expect((await pinLogin(user.username, PIN)).body.code).toBe('INVALID_CREDENTIALS');
  });

  test.each(['123', '123456789', '12a4', '١٢٣٤', ' 1234', '', 4711])('refuses %j', async (pin) => {
    const token = await server.signInAs('cashier');
    expect(codeOf(await setPin(token, pin as string))).toEqual([400, 'INVALID_INPUT']);
  });

  test.each(['0000', '99999999', '1234', '0123', '12345678', '4321', '3210', '987654'])(
    'refuses %j: anybody would try it first',
    async (pin) => {
      const answer = await setPin(await server.signInAs('cashier'), pin);
      expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
      expect(answer.body.errors[0].path).toEqual(['pin']);
    },
  );

  test.each(['0001', '1235', '1357', '8901', '1212'])('takes %j', async (pin) => {
    expect((await setPin(await server.signInAs('cashier'), pin)).status).toBe(204);
  });

  test('keeps it as argon2id with the pepper in it: the database alone does not give it away', async () => {
    const user = await withPin();
    const [{ pin_hash: hash }] = (await query('SELECT pin_hash FROM users WHERE id = $1', [user.id])) as [
      Json,
    ];
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verify(hash, PIN)).toBe(false);
    expect(await pinMatches(PIN, { id: user.id, pinHash: hash }, server.pepper)).toBe(true);
    expect(await pinMatches(PIN, { id: user.id, pinHash: hash }, randomBytes(32))).toBe(false);
    // Moved to another user it is worth nothing.
    const thief = await server.createUser('cashier');
    await query('UPDATE users SET pin_hash = $1 WHERE id = $2', [hash, thief.id]);
    expect(codeOf(await pinLogin(thief.username, PIN))).toEqual([401, 'INVALID_CREDENTIALS']);
  });
});

describe('another PIN, or none', () => {
  test.each([['2580'], [null]])('(%j) ends what the old one has opened, but for who sets it', async (pin) => {
    const user = await withPin();
    const [atTill, elsewhere] = [
      ok(await pinLogin(user.username, PIN)),
      ok(await pinLogin(user.username, PIN, (await newDevice()).token)),
    ];
    const byPassword = await login(user.username);
    expect((await setPin(atTill.accessToken, pin)).status).toBe(204);
    expect(codeOf(await me(elsewhere.accessToken))).toEqual([401, 'UNAUTHENTICATED']);
    const refreshed = await server.request('POST', '/v1/auth/refresh', {
      body: { refreshToken: elsewhere.refreshToken },
    });
    expect(codeOf(refreshed)).toEqual([401, 'INVALID_REFRESH_TOKEN']);
    for (const token of [atTill.accessToken, byPassword]) expect((await me(token)).status).toBe(200);
  });

  test('that is refused ends nothing', async () => {
    const user = await withPin();
    const { accessToken } = ok(await pinLogin(user.username, PIN));
    expect((await setPin(await login(user.username), '2580', 'a-wrong-password')).status).toBe(401);
    expect((await me(accessToken)).status).toBe(200);
  });
});

describe('signing in by PIN', () => {
  test('takes the token of a paired register; only its hash is stored', async () => {
    const user = await withPin();
    const other = randomBytes(32).toString('base64url');
    const refused = [undefined, '', 'x', other, `${deviceToken}x`, deviceToken.slice(1), 'x'.repeat(4000)];
    for (const token of refused) {
      const answer = await server.request('POST', '/v1/auth/pin-login', {
        body: { username: user.username, pin: PIN },
        headers: token === undefined ? {} : { 'register-token': token },
      });
      expect(codeOf(answer)).toEqual([401, 'INVALID_REGISTER_TOKEN']);
    }
    expect(Buffer.from(deviceToken, 'base64url')).toHaveLength(32);
    const [row] = await query('SELECT token_hash FROM registers WHERE id = $1', [registerId]);
    expect(row.token_hash).toBe(createHash('sha256').update(deviceToken).digest('hex'));
    expect((await pinLogin(user.username, PIN)).status).toBe(200);
    // A register token is no access token, and the other way round.
    expect((await me(deviceToken)).body.code).toBe('UNAUTHENTICATED');
    expect((await pinLogin(user.username, PIN, await login(user.username))).body.code).toBe(
      'INVALID_REGISTER_TOKEN',
    );
  });

  test('remembers the register: in the session, and in the audit row of what is done', async () => {
    const owner = await server.createUser('owner');
    await setPin(await login(owner.username), PIN);
    const { accessToken: token } = ok(await pinLogin(owner.username, PIN));
    const { items } = ok(await server.request('GET', '/v1/auth/sessions', { token }));
    expect(items.find(({ current }: Json) => current).registerId).toBe(registerId);
    const body = { storeId: shop.stores[0].id, name: `Till ${newId()}` };
    const made = await server.request('POST', '/v1/registers', { token, body });
    const entries = await query('SELECT register_id, actor_id FROM audit_log WHERE document_id = $1', [
      ok(made).id,
    ]);
    expect(entries).toEqual([{ register_id: registerId, actor_id: owner.id }]);
    const signedIn = await query(
      `SELECT register_id, store_id, actor_id FROM audit_log WHERE action = 'auth.pinLogin' ORDER BY id DESC LIMIT 1`,
    );
    expect(signedIn).toEqual([{ register_id: registerId, store_id: shop.stores[0].id, actor_id: owner.id }]);
  });

  test('lets people take turns: nobody is signed out by the next', async () => {
    const users = [await withPin(), await withPin('2580'), await withPin('97531864')];
    const pins = [PIN, '2580', '97531864'];
    const tokens: string[] = [];
    for (const [at, user] of users.entries()) {
      tokens.push(ok(await pinLogin(user.username, pins[at] as string)).accessToken);
    }
    for (const [at, user] of users.entries()) {
      expect(ok(await me(tokens[at] as string)).username).toBe(user.username);
    }
  });

  test('is for one working day, whatever is refreshed', async () => {
    const user = await withPin();
    const pair = ok(await pinLogin(user.username, PIN));
    expect(Date.parse(pair.refreshTokenExpiresAt) - server.clock.now().getTime()).toBeLessThanOrEqual(
      86_400_000,
    );
    server.clock.advance(23 * 3_600_000);
    const renewed = ok(
      await server.request('POST', '/v1/auth/refresh', { body: { refreshToken: pair.refreshToken } }),
    );
    server.clock.advance(2 * 3_600_000);
    const late = await server.request('POST', '/v1/auth/refresh', {
      body: { refreshToken: renewed.refreshToken },
    });
    expect(late.body.code).toBe('INVALID_REFRESH_TOKEN');
  });

  test('is refused to who may do nothing in the store of the register, as if the PIN were wrong', async () => {
    const elsewhere = await withPin(PIN, shop.stores[1].id);
    const answer = await pinLogin(elsewhere.username, PIN);
    expect(codeOf(answer)).toEqual([401, 'INVALID_CREDENTIALS']);
    const there = await newDevice(1);
    expect((await pinLogin(elsewhere.username, PIN, there.token)).status).toBe(200);
    const [nobody, left, unknown] = [await server.createUser(null), await withPin(), `nobody-${newId()}`];
    await query('UPDATE users SET deactivated_at = now() WHERE id = $1', [left.id]);
    for (const username of [nobody.username, left.username, unknown]) {
      const refused = await pinLogin(username, PIN);
      expect({ ...refused.body, requestId: '' }).toEqual({ ...answer.body, requestId: '' });
    }
  });

  test.each([
    [{ username: 'x', pin: PIN }],
    [{ username: 'cashier' }],
    [{ username: 'cashier', pin: 4711 }],
    [{ username: 'cashier', pin: '47' }],
    [{ username: 'cashier', pin: PIN, registerId: 'x' }],
  ])('refuses %j as invalid', async (body) => {
    const answer = await server.request('POST', '/v1/auth/pin-login', {
      body,
      headers: { 'register-token': deviceToken },
    });
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
  });
});

describe('a session by PIN', () => {
  const beyond = [
    ...[
      'users.manage',
      'users.reset_pin',
      'roles.manage',
      'api_keys.manage',
      'settings.manage',
      'employees.manage',
    ],
    ...['employees.manage_pay', 'registers.update', 'stores.create', 'audit_log.verify'],
  ];
  const byPin = async (user: TestUser): Promise<string> => {
    expect((await setPin(await login(user.username), PIN)).status).toBe(204);
    return ok(await pinLogin(user.username, PIN)).accessToken;
  };
  const request = (token: string, method: string, path: string, body?: object) =>
    server.request(method, `/v1${path}`, { token, ...(body && { body }) });

  test('of the owner opens the work at a till, not the business', async () => {
    const owner = await server.createUser('owner');
    const token = await byPin(owner);
    const roles = [{ role: 'owner', storeId: null }];
    const password = 'a-password-for-once';
    const user = { username: `u-${newId()}`, name: 'Second owner', password, roles };
    const storeId = shop.stores[0].id;
    const person = { name: 'P', position: 'Q', storeIds: [storeId], hiredOn: '2026-01-01' };
    const refused: [method: string, path: string, body?: object][] = [
      ['POST', '/users', user],
      ['POST', '/api-keys', { name: 'Key', permissions: ['sales.read'] }],
      ['GET', '/api-keys'],
      ['POST', '/roles', { name: 'R', permissions: ['sales.read'] }],
      ['POST', '/employees', person],
      ['POST', `/registers/${registerId}/pair`],
      ['POST', '/tax-categories', { name: newId() }],
    ];
    for (const [method, path, body] of refused) {
      expect(codeOf(await request(token, method, path, body)), path).toEqual([403, 'FORBIDDEN']);
    }
    const { permissions } = ok(await me(token));
    expect(permissions).toEqual(expect.arrayContaining(['sales.create', 'sales.override_price']));
    expect(permissions.filter((name: string) => beyond.includes(name))).toEqual([]);
    expect((await request(token, 'POST', '/registers', { storeId, name: newId() })).status).toBe(201);
    // The password opens all of it, as ever.
    expect(ok(await me(await login(owner.username))).permissions).toEqual(expect.arrayContaining(beyond));
  });

  test('is for the store of its register alone, whether the role is for all stores or for several', async () => {
    const [here, there] = shop.stores.map(({ id }) => id as string);
    const several = await server.createUser('manager', { storeId: here as string });
    await query(
      `INSERT INTO role_assignments (id, user_id, role, store_id, created_at) VALUES ($1, $2, 'manager', $3, now())`,
      [newId(), several.id, there],
    );
    for (const user of [await server.createUser('owner'), several]) {
      const token = await byPin(user);
      const { items } = ok(await request(token, 'GET', '/stores'));
      expect(items.map(({ id }: Json) => id)).toEqual([here]);
      const elsewhere = await request(token, 'POST', '/registers', { storeId: there, name: newId() });
      expect(codeOf(elsewhere)).toEqual([404, 'NOT_FOUND']);
    }
  });

  test('gives nothing at its register that is held in another store', async () => {
    const [here, there] = shop.stores.map(({ id }) => id as string);
    const user = await server.createUser('cashier', { storeId: here as string });
    await query(
      `INSERT INTO role_assignments (id, user_id, role, store_id, created_at) VALUES ($1, $2, 'manager', $3, now())`,
      [newId(), user.id, there],
    );
    const token = await byPin(user);
    const { permissions } = ok(await me(token));
    expect(permissions).toContain('sales.create');
    expect(permissions).not.toContain('sales.override_price');
    const till = await request(token, 'POST', '/registers', { storeId: here, name: newId() });
    expect(codeOf(till)).toEqual([403, 'FORBIDDEN']);
  });

  test('of who must choose another password first is for that alone', async () => {
    const user = await withPin();
    await query('UPDATE users SET must_change_password = true WHERE id = $1', [user.id]);
    const token = ok(await pinLogin(user.username, PIN)).accessToken;
    expect(ok(await me(token)).mustChangePassword).toBe(true);
    for (const path of ['/stores', '/sales', '/timecards/current']) {
      expect(codeOf(await request(token, 'GET', path)), path).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    }
    expect(codeOf(await setPin(token, '2580'))).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    const change = (currentPassword: string) =>
      request(token, 'POST', '/auth/change-password', { currentPassword, newPassword: 'a-password-of-mine' });
    expect(codeOf(await change('a-wrong-password'))).toEqual([401, 'INVALID_CREDENTIALS']);
    expect((await change(PASSWORD)).status).toBe(204);
    expect((await request(token, 'GET', '/stores')).status).toBe(200);
  });

  test('stays what it is when it is refreshed', async () => {
    const owner = await server.createUser('owner');
    expect((await setPin(await login(owner.username), PIN)).status).toBe(204);
    const { refreshToken } = ok(await pinLogin(owner.username, PIN));
    const { accessToken } = ok(await server.request('POST', '/v1/auth/refresh', { body: { refreshToken } }));
    expect(codeOf(await request(accessToken, 'GET', '/api-keys'))).toEqual([403, 'FORBIDDEN']);
  });
});

describe('guessing PINs', () => {
  test('of one user is stopped after five, on whatever device, and with the right one too', async () => {
    const user = await withPin();
    const devices = [deviceToken, (await newDevice()).token, (await newDevice()).token];
    for (let guess = 0; guess < 5; guess++) {
      const answer = await pinLogin(user.username, WRONG_PIN, devices[guess % 3]);
      expect(codeOf(answer)).toEqual([401, 'INVALID_CREDENTIALS']);
    }
    for (const device of devices) {
      const answer = await pinLogin(user.username, PIN, device);
      expect(codeOf(answer)).toEqual([429, 'LOCKED_OUT']);
      expect(answer.headers.get('retry-after')).toBe(String(answer.body.details.retryAfterSeconds));
    }
    // The password is another matter, and somebody else at the device too.
    await login(user.username);
    const colleague = await withPin();
    expect((await pinLogin(colleague.username, PIN)).status).toBe(200);
    server.clock.advance(30_000);
    expect((await pinLogin(user.username, PIN)).status).toBe(200);
  });

  test('of one user by 40 devices at once is told five answers', async () => {
    const user = await withPin();
    const devices = await Promise.all(Array.from({ length: 8 }, () => newDevice()));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => pinLogin(user.username, `${1000 + at}`, devices[at % 8]?.token)),
    );
    expect(answers.filter(({ body }) => body.code === 'INVALID_CREDENTIALS')).toHaveLength(5);
    expect(answers.filter(({ body }) => body.code === 'LOCKED_OUT')).toHaveLength(35);
  });

  test('of many users at one device is stopped after ten, unknown ones included', async () => {
    const users = await Promise.all(Array.from({ length: 6 }, () => server.createUser('cashier')));
    const names = [
      ...users.map(({ username }) => username),
      ...Array.from({ length: 6 }, () => `no-${newId()}`),
    ];
    const codes = [];
    for (const name of names) codes.push((await pinLogin(name, WRONG_PIN)).body.code);
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10);
    expect(codes.slice(10)).toEqual(['LOCKED_OUT', 'LOCKED_OUT']);
    // Nobody gets in at this device for a while; at another one they do.
    const user = await withPin();
    expect(codeOf(await pinLogin(user.username, PIN))).toEqual([429, 'LOCKED_OUT']);
    expect((await pinLogin(user.username, PIN, (await newDevice()).token)).status).toBe(200);
  });

  test('is not made free again by signing in with the one PIN that one knows', async () => {
    const insider = await withPin();
    let told = 0;
    for (let round = 0; round < 15; round++) {
      if ((await pinLogin(`no-${newId()}`, WRONG_PIN)).body.code === 'INVALID_CREDENTIALS') told += 1;
      await pinLogin(insider.username, PIN);
    }
    expect(told).toBe(10);
  });

  test('is not held against a busy till: it forgets a wrong one each minute', async () => {
    const user = await withPin();
    for (let minute = 0; minute < 20; minute++) {
      expect(codeOf(await pinLogin(user.username, WRONG_PIN))).toEqual([401, 'INVALID_CREDENTIALS']);
      expect((await pinLogin(user.username, PIN)).status).toBe(200);
      server.clock.advance(60_000);
    }
  });
});

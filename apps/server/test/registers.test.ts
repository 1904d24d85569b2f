import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  type Json,
  ok,
  PASSWORD,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

const PIN = '4711';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const call = (
  method: string,
  path: string,
  body?: unknown,
  token = shop.owner,
  headers: Readonly<Record<string, string>> = {},
) => server.request(method, `/v1${path}`, { token, headers, ...(body !== undefined && { body }) });
const codeOf = ({ status, body }: Answer) => [status, body?.code];
const newTill = async (name = `Till ${newId()}`, storeId = shop.stores[0].id): Promise<Json> =>
  ok(await call('POST', '/registers', { storeId, name }));
const get = async (id: string): Promise<Json> => ok(await call('GET', `/registers/${id}`));
const rename = (id: string, version: number, name: string, token = shop.owner) =>
  call('PATCH', `/registers/${id}`, { version, name }, token);
const pair = (id: string, token = shop.owner) => call('POST', `/registers/${id}/pair`, {}, token);
const retire = (id: string, token = shop.owner) => call('POST', `/registers/${id}/retire`, {}, token);
const sell = (registerId: string) =>
  call(
    'POST',
    '/sales',
    {
      ...{ storeId: shop.stores[0].id, registerId },
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      // No shift is open at these tills.
      payments: [{ method: 'card', amount: 150, reference: 'T-1' }],
    },
    shop.owner,
    { 'idempotency-key': newId() },
  );

/** A user who is signed in by PIN at a device. */
async function atDevice(registerToken: string): Promise<Json> {
  const user = await server.createUser('manager');
  const { accessToken } = ok(
    await server.request('POST', '/v1/auth/login', { body: { username: user.username, password: PASSWORD } }),
  );
  ok(await call('POST', '/auth/set-pin', { password: PASSWORD, pin: PIN }, accessToken));
  return ok(await pinLogin(user.username, registerToken));
}
const pinLogin = (username: string, registerToken: string) =>
  server.request('POST', '/v1/auth/pin-login', {
    body: { username, pin: PIN },
    headers: { 'register-token': registerToken },
  });
/** Within a second: until then the session may be cached. */
const expectSignedOut = (token: string) =>
  expect.poll(async () => (await me(token)).body.code, { timeout: 1000 }).toBe('UNAUTHENTICATED');
const me = (token: string) => server.request('GET', '/v1/auth/me', { token });

describe('renaming a register', () => {
  test('needs its version, and a name that is free in the store', async () => {
    const till = await newTill();
    const name = `Front ${newId()}`;
    const renamed = ok(await rename(till.id, 1, name));
    expect(renamed).toEqual({ ...till, name, version: 2, updatedAt: renamed.updatedAt });
    expect(await get(till.id)).toEqual(renamed);
    const stale = await rename(till.id, 1, 'Elsewhere');
    expect([...codeOf(stale), stale.body.details]).toEqual([409, 'CONFLICT', { currentVersion: 2 }]);
    const other = await newTill();
    const taken = await rename(other.id, 1, name);
    expect([...codeOf(taken), taken.body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', till.id]);
    // In another store the name is free.
    const elsewhere = await newTill(undefined, shop.stores[1].id);
    expect((await rename(elsewhere.id, 1, name)).status).toBe(200);
  });

  test('to the name that it has changes nothing', async () => {
    const till = await newTill();
    expect(ok(await rename(till.id, 1, till.name))).toEqual(till);
    expect(await get(till.id)).toEqual(till);
  });

  test.each([
    [{ version: 1 }],
    [{ name: 'x' }],
    [{ version: 1, name: '' }],
    [{ version: 1, name: ' x' }],
    [{ version: 1, name: 'a\nb' }],
    [{ version: 1, name: 'x'.repeat(101) }],
    [{ version: '1', name: 'x' }],
    [{ version: 1, name: 'x', kind: 'virtual' }],
    [{ version: 1, name: 'x', tokenHash: 'x' }],
    [{ version: 1, name: 'x', storeId: newId() }],
  ])('refuses %j', async (body) => {
    expect(codeOf(await call('PATCH', `/registers/${shop.registers[0].id}`, body))).toEqual([
      400,
      'INVALID_INPUT',
    ]);
  });

  test('by ten at once works for one', async () => {
    const till = await newTill();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => rename(till.id, 1, `Race ${newId()}`)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body.code === 'CONFLICT')).toHaveLength(9);
  });

  test('to one name by two registers at once works for one', async () => {
    const tills = await Promise.all([newTill(), newTill(), newTill()]);
    const name = `Same ${newId()}`;
    const answers = await Promise.all(tills.map(({ id }) => rename(id, 1, name)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(new Set(answers.filter(({ status }) => status > 200).map(({ body }) => body.code))).toEqual(
      new Set(['ALREADY_EXISTS']),
    );
  });
});

describe('pairing a register', () => {
  test('gives a token once; no answer and no list shows it or its hash again', async () => {
    const till = await newTill();
    expect(till.paired).toBe(false);
    const { register, registerToken } = ok(await pair(till.id));
    expect(register).toMatchObject({ id: till.id, paired: true, version: 2 });
    expect(registerToken).toMatch(/^[\w-]{43}$/);
    expect(await get(till.id)).toEqual(register);
    const seen = JSON.stringify([
      await get(till.id),
      ok(await call('GET', `/registers?storeId=${till.storeId}&limit=200`)),
      (await server.database.pool.query('SELECT * FROM audit_log WHERE document_id = $1', [till.id])).rows,
    ]);
    expect(seen).not.toContain(registerToken);
    expect(seen).not.toContain('oken_hash');
    expect(seen).not.toContain('tokenHash');
  });

  test('again unpairs the device before, and signs out everyone at it; a PIN there is not enough to do it', async () => {
    const till = await newTill();
    const first = ok(await pair(till.id)).registerToken;
    const clerk = await atDevice(first);
    const manager = await atDevice(first);
    const byPin = await pair(till.id, manager.accessToken);
    expect([byPin.status, byPin.body.code]).toEqual([403, 'FORBIDDEN']);
    const second = ok(await pair(till.id)).registerToken;
    expect(second).not.toBe(first);
    await expectSignedOut(clerk.accessToken);
    await expectSignedOut(manager.accessToken);
    expect((await pinLogin(clerk.user.username, first)).body.code).toBe('INVALID_REGISTER_TOKEN');
    expect((await pinLogin(clerk.user.username, second)).status).toBe(200);
  });

  test('is not for the virtual register, which is no device', async () => {
    const { items } = ok(await call('GET', `/registers?storeId=${shop.stores[0].id}&kind=virtual`));
    const refused = await pair(items[0].id);
    expect(codeOf(refused)).toEqual([400, 'INVALID_INPUT']);
    expect(refused.body.errors[0].path).toEqual(['id']);
    expect(await get(items[0].id)).toEqual(items[0]);
  });

  test('by many at once leaves one token that works', async () => {
    const till = await newTill();
    const answers = (await Promise.all(Array.from({ length: 10 }, () => pair(till.id)))).map(ok);
    const codes = [];
    for (const { registerToken } of answers) {
      codes.push((await pinLogin('nobody-at-all', registerToken)).body.code);
    }
    expect(codes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(1);
    expect(codes.filter((code) => code === 'INVALID_REGISTER_TOKEN')).toHaveLength(9);
  });
});

describe('retiring a register', () => {
  test('keeps its sales, refuses new ones and pairing, signs out its device, and can be repeated', async () => {
    const till = await newTill();
    const { registerToken } = ok(await pair(till.id));
    const clerk = await atDevice(registerToken);
    const sale = ok(await sell(till.id));
    const retired = ok(await retire(till.id));
    expect(retired).toMatchObject({ id: till.id, paired: false, lastSaleNumber: 1 });
    expect(retired.retiredAt).not.toBeNull();
    expect(await get(till.id)).toEqual(retired);
    expect(ok(await call('GET', `/sales/${sale.id}`)).registerId).toBe(till.id);
    expect(codeOf(await sell(till.id))).toEqual([409, 'REGISTER_RETIRED']);
    expect(codeOf(await pair(till.id))).toEqual([409, 'REGISTER_RETIRED']);
    await expectSignedOut(clerk.accessToken);
    expect((await pinLogin(clerk.user.username, registerToken)).body.code).toBe('INVALID_REGISTER_TOKEN');
    const refresh = await server.request('POST', '/v1/auth/refresh', {
      body: { refreshToken: clerk.refreshToken },
    });
    expect(refresh.body.code).toBe('INVALID_REFRESH_TOKEN');
    expect(ok(await retire(till.id))).toEqual(retired);
  });

  test('is not for the virtual register, which every sale may fall back on', async () => {
    const { items } = ok(await call('GET', `/registers?storeId=${shop.stores[0].id}&kind=virtual`));
    const refused = await retire(items[0].id);
    expect(codeOf(refused)).toEqual([400, 'INVALID_INPUT']);
    expect(refused.body.errors[0].path).toEqual(['id']);
  });

  test('among sales: numbers stay gapless, and none is sold after it', async () => {
    const till = await newTill();
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, () => sell(till.id)),
      retire(till.id),
      ...Array.from({ length: 12 }, () => sell(till.id)),
    ]);
    const sales = answers.filter(({ status }) => status === 201).map(({ body }) => body.number);
    expect(new Set(answers.filter(({ status }) => status >= 400).map(({ body }) => body.code))).toEqual(
      new Set(sales.length < 24 ? ['REGISTER_RETIRED'] : []),
    );
    expect(sales.sort((a, b) => a - b)).toEqual(sales.map((_, index) => index + 1));
    expect((await get(till.id)).lastSaleNumber).toBe(sales.length);
    expect(codeOf(await sell(till.id))).toEqual([409, 'REGISTER_RETIRED']);
  });
});

describe('whoever may not', () => {
  const changes: [string, (id: string, token: string) => Promise<Answer>][] = [
    ['rename', (id, token) => rename(id, 1, `Name ${newId()}`, token)],
    ['pair', pair],
    ['retire', retire],
  ];

  test.each(changes)('%s: hidden is like missing, seen but not managed is forbidden', async (_, change) => {
    const till = await newTill();
    const stranger = await server.signInAs('manager', { storeId: shop.stores[1].id });
    const hidden = await change(till.id, stranger);
    const missing = await change(newId(), stranger);
    expect(codeOf(hidden)).toEqual([404, 'NOT_FOUND']);
    expect({ ...hidden.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' });
    // Manages one store and sells in the other: sees its registers there, and changes none.
    const { id, username } = await server.createUser('manager', { storeId: shop.stores[1].id });
    await server.database.pool.query(
      `INSERT INTO role_assignments (id, user_id, role, store_id, created_at)
       VALUES ($1, $2, 'cashier', $3, now())`,
      [newId(), id, shop.stores[0].id],
    );
    const { accessToken } = ok(
      await server.request('POST', '/v1/auth/login', { body: { username, password: PASSWORD } }),
    );
    expect((await call('GET', `/registers/${till.id}`, undefined, accessToken)).status).toBe(200);
    expect(codeOf(await change(till.id, accessToken))).toEqual([403, 'FORBIDDEN']);
    expect(await get(till.id)).toEqual(till);
    expect(codeOf(await change(newId(), shop.owner))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await change('no-id', shop.owner))).toEqual([400, 'INVALID_INPUT']);
  });
});

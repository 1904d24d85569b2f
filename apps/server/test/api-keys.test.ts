import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { newId } from '@cashwrap/database';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAs, codeOf, personWith, roleOf, rowsOf, sleep, startTwin, untilCached } from './people.ts';
import {
  type Answer,
  type Caller,
  type Json,
  ok,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
});
afterAll(() => server[Symbol.asyncDispose]());

const make = async (fields: object = {}): Promise<Json> =>
  ok(
    await owner.post('/api-keys', {
      name: 'Web shop',
      permissions: ['stores.read', 'products.read'],
      ...fields,
    }),
  );
const inMs = (ms: number) => new Date(server.clock.now().getTime() + ms).toISOString();

describe('an API key', () => {
  test('shows its secret once; the database has its hash alone', async () => {
    const answer = await owner.post('/api-keys', { name: 'Web shop', permissions: ['products.read'] });
    expect(answer.status).toBe(201);
    const { secret, ...key } = answer.body;
    expect(answer.headers.get('location')).toBe(`/v1/api-keys/${key.id}`);
    expect(secret).toMatch(/^cw_[\w-]{43}$/);
    expect(key).toMatchObject({
      ...{ name: 'Web shop', permissions: ['products.read'], storeIds: null, prefix: secret.slice(0, 7) },
      ...{
        expiresAt: null,
        lastUsedAt: null,
        revokedAt: null,
        createdBy: ok(await owner.get('/auth/me')).id,
      },
    });
    expect(ok(await owner.get(`/api-keys/${key.id}`))).toEqual(key);
    expect(ok(await owner.get('/api-keys?limit=200')).items).toContainEqual(key);
    const [row] = await rowsOf(server, 'SELECT * FROM api_keys WHERE id = $1', [key.id]);
    expect(row.secret_hash).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(JSON.stringify(row)).not.toContain(secret.slice(7));
  });

  test('acts as itself: what it does is audited in its name', async () => {
    const { id, secret } = await make({ permissions: ['stores.read', 'registers.create', 'registers.read'] });
    const as = callAs(server, secret);
    const body = { storeId: shop.stores[0].id, name: 'Kiosk' };
    const register = ok(
      await server.request('POST', '/v1/registers', {
        ...{ token: secret, body, headers: { 'idempotency-key': 'kiosk' } },
      }),
    );
    expect(ok(await as.get(`/registers/${register.id}`))).toEqual(register);
    const [audited] = await rowsOf(
      server,
      'SELECT actor_id, session_id, register_id FROM audit_log WHERE document_id = $1',
      [register.id],
    );
    expect(audited).toEqual({ actor_id: id, session_id: null, register_id: null });
    expect(ok(await server.trpc('registers.list', {}, { token: secret })).result.data.items).toHaveLength(5);
    expect(codeOf(await as.get('/products'))).toEqual([403, 'FORBIDDEN']);
  });

  test('is nobody who signs in, nor a user who is managed', async () => {
    const { id, secret } = await make();
    const as = callAs(server, secret);
    expect(ok(await as.get('/auth/me'))).toEqual({
      ...{ id, username: `api-key:${id}`, name: 'Web shop', roles: [], mustChangePassword: false },
      permissions: ['products.read', 'stores.read'],
    });
    expect((await as.get('/permissions')).status).toBe(200);
    const personal: [method: 'get' | 'post' | 'delete', path: string, body?: object][] = [
      ['get', '/auth/sessions'],
      ['delete', `/auth/sessions/${newId()}`],
      ['post', '/auth/logout', {}],
      ['post', '/auth/logout-everywhere', {}],
      ['post', '/auth/change-password', { currentPassword: 'x', newPassword: 'another-password' }],
      ['post', '/auth/set-pin', { password: 'x', pin: '4711' }],
      ['post', '/timecards/clock-out', {}],
      ['post', '/approvals', {}],
      ['get', '/approvals/requests'],
    ];
    for (const [method, path, body] of personal) {
      expect(codeOf(await as[method](path, body)), path).toEqual([403, 'FORBIDDEN']);
    }
    for (const password of [secret, 'null', 'x']) {
      const login = { username: `api-key:${id}`, password };
      expect((await callAs(server, undefined).post('/auth/login', login)).status).toBe(400);
    }
    expect(JSON.stringify(ok(await owner.get('/users?limit=200')))).not.toContain(id);
    expect(codeOf(await owner.get(`/users/${id}`))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await owner.patch(`/users/${id}`, { version: 1, name: 'X' }))).toEqual([404, 'NOT_FOUND']);
    expect(
      codeOf(await owner.post(`/users/${id}/reset-password`, { password: 'a-password-for-it' })),
    ).toEqual([...[404, 'NOT_FOUND']]);
  });

  test('of one store sees that store alone, and changes nothing of the whole business', async () => {
    const { secret } = await make({
      permissions: ['stores.read', 'registers.read', 'products.create', 'registers.create'],
      storeIds: [shop.stores[0].id],
    });
    const as = callAs(server, secret);
    expect(ok(await as.get('/stores')).items.map((store: Json) => store.id)).toEqual([shop.stores[0].id]);
    expect((await as.get(`/registers/${shop.registers[0].id}`)).status).toBe(200);
    expect(codeOf(await as.get(`/registers/${shop.registers[1].id}`))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await as.post('/registers', { storeId: shop.stores[1].id, name: 'X' }))).toEqual([
      404,
      'NOT_FOUND',
    ]);
    const product = { sku: 'K', name: 'K', taxCategoryId: shop.taxCategories.standard.id, price: 1 };
    expect(codeOf(await as.post('/products', product))).toEqual([403, 'FORBIDDEN']);
  });

  test('ends when it expires, cached or not', async () => {
    const { secret } = await make({ expiresAt: inMs(30_000) });
    const as = callAs(server, secret);
    await untilCached(server, secret);
    server.clock.advance(31_000);
    expect(codeOf(await as.get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
    await rowsOf(server, 'UPDATE auth_epoch SET epoch = epoch + 1');
    await sleep(600);
    expect(codeOf(await as.get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('ends when it is revoked, at once and on every server', async () => {
    await using twin = await startTwin(server);
    const { id, secret } = await make();
    const [here, there] = [callAs(server, secret), callAs(twin, secret)];
    await Promise.all([untilCached(server, secret), untilCached(twin, secret)]);
    const key = ok(await owner.post(`/api-keys/${id}/revoke`));
    expect(key.revokedAt).not.toBeNull();
    expect(codeOf(await here.get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
    await sleep(1000);
    expect(codeOf(await there.get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
    expect(ok(await owner.post(`/api-keys/${id}/revoke`))).toEqual(key);
    expect(codeOf(await owner.post(`/api-keys/${newId()}/revoke`))).toEqual([404, 'NOT_FOUND']);
  });

  test('tells when it was last used, without a write in the call', async () => {
    const { id, secret } = await make();
    await using twin = await startTwin(server);
    for (let i = 0; i < 5; i++) ok(await callAs(twin, secret).get('/auth/me'));
    expect(ok(await owner.get(`/api-keys/${id}`)).lastUsedAt).toBeNull();
    const before = server.clock.now().getTime();
    await twin.app.stop();
    const { lastUsedAt } = ok(await owner.get(`/api-keys/${id}`));
    expect(Math.abs(new Date(lastUsedAt).getTime() - before)).toBeLessThan(5000);
    // A server whose uses are older does not turn it back.
    await rowsOf(server, `UPDATE api_keys SET last_used_at = '2100-01-01' WHERE id = $1`, [id]);
    await using another = await startTwin(server);
    ok(await callAs(another, secret).get('/auth/me'));
    await another.app.stop();
    expect(ok(await owner.get(`/api-keys/${id}`)).lastUsedAt).toBe('2100-01-01T00:00:00.000Z');
  });
});

test.each([
  ['cw_'],
  ['cw_short'],
  [`cw_${'A'.repeat(43)}`],
  [`cw_${'A'.repeat(10_000)}`],
  [`CW_${'A'.repeat(43)}`],
  ["cw_' OR 1=1 --"],
])('%.20s is no key', async (secret) => {
  expect(codeOf(await callAs(server, secret).get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
});

test('neither the hash nor the prefix of a key opens anything', async () => {
  const { secret, prefix } = await make();
  const hash = createHash('sha256').update(secret).digest('hex');
  for (const token of [hash, `cw_${hash}`, prefix, `${secret}x`, secret.slice(0, -1)]) {
    expect(codeOf(await callAs(server, token).get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
  }
});

describe('making one', () => {
  test.each([
    ['no permissions', { permissions: [] }, 'permissions'],
    ['an unknown permission', { permissions: ['all'] }, 'permissions'],
    ['a permission twice', { permissions: ['sales.read', 'sales.read'] }, 'permissions'],
    ['no stores', { storeIds: [] }, 'storeIds'],
    ['a store that is none', { storeIds: ['x'] }, 'storeIds'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00.000Z' }, 'expiresAt'],
    ['an end after the year 9999', { expiresAt: '9999-12-31T23:59:59-12:00' }, 'expiresAt'],
    ['an end that is no instant', { expiresAt: 'tomorrow' }, 'expiresAt'],
    ['a secret of its own', { secret: 'cw_mine' }, 'secret'],
    ['a hash of its own', { secretHash: 'x' }, 'secretHash'],
    ['a maker', { createdBy: newId() }, 'createdBy'],
  ])('is refused with %s', async (_what, fields, field) => {
    const answer = await owner.post('/api-keys', { name: 'Key', permissions: ['sales.read'], ...fields });
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path[0]).toBe(field);
  });

  test('takes what its maker holds, where they hold it', async () => {
    const managing = await roleOf(server, 'api_keys.manage', 'stores.read');
    const { token } = await personWith(server, [
      { role: managing, storeId: null },
      { role: 'cashier', storeId: shop.stores[0].id },
    ]);
    const as = callAs(server, token);
    const [here, there] = shop.stores.map(({ id }) => id);
    const key = (permissions: string[], storeIds: unknown) =>
      as.post('/api-keys', { name: 'K', permissions, storeIds });
    for (const storeIds of [null, [there], [here, there]]) {
      const answer = await key(['sales.create', 'stores.read'], storeIds);
      expect(codeOf(answer)).toEqual([403, 'PERMISSION_NOT_HELD']);
      expect(answer.body.details).toEqual({ permissions: ['sales.create'] });
    }
    expect((await key(['sales.create'], [here])).status).toBe(201);
    expect(codeOf(await key(['settings.manage'], [here]))).toEqual([403, 'PERMISSION_NOT_HELD']);
    const unknown = await key(['stores.read'], [here, newId()]);
    expect(codeOf(unknown)).toEqual([400, 'INVALID_REFERENCE']);
    expect(unknown.body.errors[0].path).toEqual(['storeIds', 1]);
  });

  test('is not for keys: one that was revoked would live on in those', async () => {
    const { secret } = await make({ permissions: ['api_keys.manage', 'sales.read'] });
    const as = callAs(server, secret);
    expect((await as.get('/api-keys')).status).toBe(200);
    expect(codeOf(await as.post('/api-keys', { name: 'K', permissions: ['sales.read'] }))).toEqual([
      403,
      'FORBIDDEN',
    ]);
  });

  test('does not race with the deactivation of its maker', async () => {
    for (let round = 0; round < 5; round++) {
      const maker = await personWith(server, [{ role: 'owner', storeId: null }]);
      const as = callAs(server, maker.token);
      await Promise.all([
        ...Array.from({ length: 4 }, () => as.post('/api-keys', { name: 'K', permissions: ['sales.read'] })),
        owner.post(`/users/${maker.id}/deactivate`),
      ]);
      const alive = await rowsOf(
        server,
        'SELECT id FROM api_keys WHERE created_by = $1 AND revoked_at IS NULL',
        [maker.id],
      );
      expect(alive).toEqual([]);
    }
  });

  test('leaves nothing behind where it is refused', async () => {
    const before = await rowsOf(server, 'SELECT count(*) FROM users');
    await owner.post('/api-keys', { name: 'K', permissions: ['sales.read'], storeIds: [newId()] });
    expect(await rowsOf(server, 'SELECT count(*) FROM users')).toEqual(before);
  });
});

test('a key neither makes people and roles nor changes them, whatever it may do', async () => {
  const permissions = ['users.manage', 'users.read', 'roles.manage', 'roles.read', 'sales.read'];
  const { secret } = await make({ permissions });
  const as = callAs(server, secret);
  const person = await personWith(server, []);
  const roleId = await roleOf(server, 'sales.read');
  const user = { username: `u-${newId()}`, name: 'U', password: 'a-password-for-it', roles: [] };
  const calls: [method: 'post' | 'patch' | 'delete', path: string, body?: object][] = [
    ['post', '/users', user],
    ['patch', `/users/${person.id}`, { version: 1, name: 'X' }],
    ['post', `/users/${person.id}/deactivate`],
    ['post', `/users/${person.id}/reactivate`],
    ['post', `/users/${person.id}/reset-password`, { password: 'a-password-for-it' }],
    ['post', `/users/${person.id}/reset-pin`],
    ['post', '/roles', { name: 'Made by a key', permissions: ['sales.read'] }],
    ['patch', `/roles/${roleId}`, { version: 1, name: 'Changed by a key' }],
    ['delete', `/roles/${roleId}`],
  ];
  const before = [ok(await owner.get(`/users/${person.id}`)), ok(await owner.get('/roles'))];
  for (const [method, path, body] of calls) {
    expect(codeOf(await as[method](path, body)), `${method} ${path}`).toEqual([403, 'FORBIDDEN']);
  }
  expect([ok(await owner.get(`/users/${person.id}`)), ok(await owner.get('/roles'))]).toEqual(before);
  expect((await as.get(`/users/${person.id}`)).status).toBe(200);
});

test('the keys that somebody made end when that person is deactivated, for good', async () => {
  const maker = await personWith(server, [{ role: 'owner', storeId: null }]);
  const as = callAs(server, maker.token);
  const body = { name: 'K', permissions: ['stores.read'] };
  const [first, second, revoked] = [
    ok(await as.post('/api-keys', body)),
    ok(await as.post('/api-keys', body)),
    ok(await as.post('/api-keys', body)),
  ];
  const { revokedAt } = ok(await owner.post(`/api-keys/${revoked.id}/revoke`));
  const others = await make();
  await untilCached(server, first.secret);
  ok(await owner.post(`/users/${maker.id}/deactivate`));
  for (const { id, secret } of [first, second]) {
    expect(codeOf(await callAs(server, secret).get('/stores'))).toEqual([401, 'UNAUTHENTICATED']);
    const key = ok(await owner.get(`/api-keys/${id}`));
    expect(key.revokedAt).not.toBeNull();
    const { secret: _, ...made } = id === first.id ? first : second;
    const [entry] = await rowsOf(
      server,
      `SELECT actor_id, before, after FROM audit_log WHERE document_id = $1 AND action = 'users.deactivate'`,
      [id],
    );
    expect(entry).toEqual({
      actor_id: ok(await owner.get('/auth/me')).id,
      before: { ...made, lastUsedAt: entry.before.lastUsedAt },
      after: { ...key, lastUsedAt: entry.after.lastUsedAt },
    });
  }
  expect(ok(await owner.get(`/api-keys/${revoked.id}`)).revokedAt).toBe(revokedAt);
  expect((await callAs(server, others.secret).get('/stores')).status).toBe(200);
  ok(await owner.post(`/users/${maker.id}/reactivate`));
  expect(codeOf(await callAs(server, first.secret).get('/stores'))).toEqual([401, 'UNAUTHENTICATED']);
});

test('who manages keys in one store sees those that may act there, and no others', async () => {
  const [here, there] = shop.stores.map(({ id }) => id);
  const managing = await roleOf(server, 'api_keys.manage');
  const { token } = await personWith(server, [{ role: managing, storeId: here as string }]);
  const as = callAs(server, token);
  const [ofHere, ofBoth, ofAll, ofThere] = [
    await make({ storeIds: [here] }),
    await make({ storeIds: [there, here] }),
    await make(),
    await make({ storeIds: [there] }),
  ];
  const seen = ok(await as.get('/api-keys?limit=200')).items.map(({ id }: Json) => id);
  expect(seen).toEqual(expect.arrayContaining([ofHere.id, ofBoth.id, ofAll.id]));
  expect(seen).not.toContain(ofThere.id);
  expect((await as.get(`/api-keys/${ofBoth.id}`)).status).toBe(200);
  const withoutId = ({ body: { requestId, ...problem } }: Answer) => problem;
  const hidden = await as.get(`/api-keys/${ofThere.id}`);
  expect(codeOf(hidden)).toEqual([404, 'NOT_FOUND']);
  expect(withoutId(hidden)).toEqual(withoutId(await as.get(`/api-keys/${newId()}`)));
  expect(codeOf(await as.post(`/api-keys/${ofHere.id}/revoke`))).toEqual([403, 'FORBIDDEN']);
  expect(ok(await owner.get('/api-keys?limit=200')).items.map(({ id }: Json) => id)).toContain(ofThere.id);
});

test('a key loses what its maker loses, where it is lost, within a second on every server', async () => {
  await using twin = await startTwin(server);
  const [here, there] = shop.stores.map(({ id }) => id);
  const making = await roleOf(server, 'api_keys.manage', 'stores.read');
  const maker = await personWith(server, [
    { role: making, storeId: null },
    { role: 'cashier', storeId: null },
  ]);
  const as = callAs(server, maker.token);
  const permissions = ['stores.read', 'sales.read', 'products.read'];
  const everywhere = ok(await as.post('/api-keys', { name: 'K', permissions }));
  const atBoth = ok(await as.post('/api-keys', { name: 'K', permissions, storeIds: [here, there] }));
  const sales = (on: Caller, { secret }: Json, storeId: unknown) =>
    callAs(on, secret).get(`/sales?storeId=${storeId}`);
  const statuses = async (on: Caller) =>
    Promise.all([everywhere, atBoth].flatMap((key) => [sales(on, key, here), sales(on, key, there)])).then(
      (answers) => answers.map(({ status }) => status),
    );
  for (const { secret } of [everywhere, atBoth]) {
    await Promise.all([untilCached(server, secret), untilCached(twin, secret)]);
  }
  expect(await statuses(twin)).toEqual([200, 200, 200, 200]);

  const roles = [
    { role: making, storeId: null },
    { role: 'cashier', storeId: here },
  ];
  ok(await owner.patch(`/users/${maker.id}`, { version: 2, roles }));
  expect(await statuses(server)).toEqual([200, 403, 200, 403]);
  await sleep(1000);
  expect(await statuses(twin)).toEqual([200, 403, 200, 403]);
  expect(ok(await callAs(twin, everywhere.secret).get('/stores')).items).toHaveLength(2);

  // What the maker may do beyond the key, the key may not.
  ok(await owner.patch(`/users/${maker.id}`, { version: 3, roles: [{ role: 'owner', storeId: null }] }));
  await sleep(1000);
  expect(await statuses(twin)).toEqual([200, 200, 200, 200]);
  expect(ok(await callAs(twin, atBoth.secret).get('/auth/me')).permissions).toEqual([...permissions].sort());
  ok(await owner.patch(`/users/${maker.id}`, { version: 4, roles: [] }));
  await sleep(1000);
  expect(ok(await callAs(twin, everywhere.secret).get('/auth/me')).permissions).toEqual([]);
});

test('no secret of a key gets into the log, the audit log or the kept answers', async () => {
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  await using logged = await startTestServer({ log: pino({ level: 'trace' }, sink) });
  const as = callAs(logged, await logged.setUpOwner());
  const { id, secret } = ok(
    await logged.request('POST', '/v1/api-keys', {
      ...{ token: await logged.setUpOwner(), headers: { 'idempotency-key': 'a-key-for-a-key' } },
      body: { name: 'Web shop', permissions: ['stores.read', 'stores.create'] },
    }),
  );
  const key = callAs(logged, secret);
  await key.get('/stores');
  await key.post('/stores', { name: 'S', timeZone: 'UTC', pricesIncludeTax: true });
  await key.get('/products');
  await rowsOf(logged, 'ALTER TABLE api_keys RENAME TO keys_away');
  await rowsOf(logged, 'UPDATE auth_epoch SET epoch = epoch + 1');
  await sleep(600);
  expect((await key.get('/stores')).status).toBe(500);
  await rowsOf(logged, 'ALTER TABLE keys_away RENAME TO api_keys');
  ok(await as.post(`/api-keys/${id}/revoke`));
  await key.get('/stores');
  const kept = JSON.stringify([
    ...(await rowsOf(logged, 'SELECT * FROM audit_log')),
    ...(await rowsOf(logged, 'SELECT * FROM idempotency_keys')),
  ]);
  const hash = createHash('sha256').update(secret).digest('hex');
  expect(lines.length).toBeGreaterThan(5);
  expect(kept).toContain(id);
  for (const hidden of [secret, secret.slice(3), hash]) {
    expect(lines.join('').includes(hidden)).toBe(false);
    expect(kept.includes(hidden)).toBe(false);
  }
});

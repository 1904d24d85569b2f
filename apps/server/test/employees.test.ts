import { type BuiltInRole, contract, Employee, operationsOf } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptAnswers } from '../src/modules/kept-answers.ts';
import { personWith, roleOf } from './people.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: string;
let here: string;
let there: string;
/** Manages the first store only. */
let manager: string;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = shop.owner;
  [here, there] = [shop.stores[0].id, shop.stores[1].id];
  manager = await server.signInAs('manager', { storeId: here });
});
afterAll(() => server[Symbol.asyncDispose]());

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const get = (path: string, token = owner) => server.request('GET', `/v1${path}`, { token });
const post = (path: string, body: unknown, token = owner) =>
  server.request('POST', `/v1${path}`, { token, body });
const patch = (id: string, body: unknown, token = owner) =>
  server.request('PATCH', `/v1/employees/${id}`, { token, body });
const bodyOf = (fields: object = {}) => {
  n += 1;
  return {
    name: `Person ${n}`,
    position: 'Shop assistant',
    storeIds: [here],
    hiredOn: '2026-01-01',
    ...fields,
  };
};
const hire = async (fields: object = {}): Promise<Json> => ok(await post('/employees', bodyOf(fields)));
const refused = ({ status, body }: Answer, expected: readonly [number, string], path?: unknown[]) => {
  expect([status, body.code]).toEqual(expected);
  if (path) expect(body.errors[0].path).toEqual(path);
};
const withoutRequestId = ({ requestId: _, ...problem }: Json) => problem;

/** Signs in with roles in several stores. */
async function signInWith(roles: readonly (readonly [role: string, storeId: string | null])[]) {
  const user = await server.createUser(null);
  for (const [role, storeId] of roles) {
    await rows(
      'INSERT INTO role_assignments (id, user_id, role, store_id, created_at) VALUES ($1, $2, $3, $4, now())',
      [newId(), user.id, role, storeId],
    );
  }
  const { username, password } = user;
  return ok(await server.request('POST', '/v1/auth/login', { body: { username, password } })).accessToken;
}

describe('a staff record', () => {
  test('is added, read and listed as it was given, with what was left out', async () => {
    const user = await server.createUser('cashier');
    const given = bodyOf({
      userId: user.id,
      storeIds: [here, there].sort(),
      email: 'ada@example.com',
      phone: '+49 40 123',
      hourlyRate: 1850,
      note: 'Keys to the\nback door',
    });
    const answer = await post('/employees', given);
    expect(answer.status).toBe(201);
    const employee = answer.body;
    expect(answer.headers.get('location')).toBe(`/v1/employees/${employee.id}`);
    expect(employee).toMatchObject({
      ...given,
      ...{ hourlyRateVisible: true, hourlyRateCurrency: 'EUR', terminatedOn: null, version: 1 },
    });
    expect(ok(await get(`/employees/${employee.id}`))).toEqual(employee);
    expect(ok(await get('/employees?limit=200')).items).toContainEqual(employee);
    expect(await hire()).toMatchObject({
      ...{ userId: null, email: null, phone: null, note: '', hourlyRate: null, storeIds: [here] },
    });
  });

  test.each([
    ['name', { name: '' }],
    ['name', { name: 'a\u0000b' }],
    ['position', { position: ' padded' }],
    ['storeIds', { storeIds: [] }],
    ['storeIds', { storeIds: 'all' }],
    ['email', { email: 'no address' }],
    ['hiredOn', { hiredOn: '2026-02-30' }],
    ['hiredOn', { hiredOn: '0001-01-01' }],
    ['hourlyRate', { hourlyRate: -1 }],
    ['hourlyRate', { hourlyRate: 18.5 }],
    ['userId', { userId: 'ada' }],
    ['note', { note: 'x'.repeat(2001) }],
    ['terminatedOn', { terminatedOn: '2026-02-01' }],
    ['version', { version: 1 }],
  ])('with a wrong %s is refused, naming the field, and nothing is written (%#)', async (field, fields) => {
    const before = await rows('SELECT count(*) FROM employees');
    const answer = await post('/employees', bodyOf(fields));
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path[0]).toBe(field);
    expect(await rows('SELECT count(*) FROM employees')).toEqual(before);
  });

  test('names a store twice, a store or a user that does not exist: refused, naming the field', async () => {
    refused(
      await post('/employees', bodyOf({ storeIds: [here, here] })),
      [400, 'INVALID_INPUT'],
      ['storeIds'],
    );
    const missing = await post('/employees', bodyOf({ storeIds: [here, newId()] }));
    refused(missing, [400, 'INVALID_REFERENCE'], ['storeIds', 1]);
    const nobody = await post('/employees', bodyOf({ userId: newId() }));
    refused(nobody, [400, 'INVALID_REFERENCE'], ['userId']);
    const { id } = await hire();
    refused(
      await patch(id, { version: 1, storeIds: [newId()] }),
      [400, 'INVALID_REFERENCE'],
      ['storeIds', 0],
    );
    refused(await patch(id, { version: 1, userId: newId() }), [400, 'INVALID_REFERENCE'], ['userId']);
    expect(ok(await get(`/employees/${id}`)).version).toBe(1);
  });

  test('is changed in what is given, once for each version', async () => {
    const employee = await hire({ email: 'old@example.com', note: 'Old' });
    const changed = ok(await patch(employee.id, { version: 1, position: 'Lead', email: null }));
    expect(changed).toMatchObject({
      ...{ id: employee.id, name: employee.name, position: 'Lead', email: null, note: 'Old', version: 2 },
    });
    const stale = await patch(employee.id, { version: 1, position: 'Other' });
    refused(stale, [409, 'CONFLICT']);
    expect(stale.body.details).toEqual({ currentVersion: 2 });
    expect(ok(await get(`/employees/${employee.id}`))).toEqual(changed);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => patch(employee.id, { version: 2, note: `Note ${i}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(ok(await get(`/employees/${employee.id}`)).version).toBe(3);
  });

  test('stays as it is where nothing differs', async () => {
    const employee = await hire({ storeIds: [there, here] });
    const before = await rows('SELECT count(*) FROM audit_log');
    expect(ok(await patch(employee.id, { version: 1 }))).toEqual(employee);
    const same = { name: employee.name, storeIds: [here, there], hiredOn: employee.hiredOn };
    expect(ok(await patch(employee.id, { version: 1, ...same }))).toEqual(employee);
    expect(await rows('SELECT count(*) FROM audit_log')).toEqual(before);
  });

  test('does not exist: not found, whatever is asked', async () => {
    refused(await get(`/employees/${newId()}`), [404, 'NOT_FOUND']);
    refused(await get(`/employees/${newId()}/activity`), [404, 'NOT_FOUND']);
    refused(await patch(newId(), { version: 1 }), [404, 'NOT_FOUND']);
    const terminate = await post(`/employees/${newId()}/terminate`, {
      version: 1,
      terminatedOn: '2026-02-01',
    });
    refused(terminate, [404, 'NOT_FOUND']);
  });

  test('ends with the last day, which can be corrected, but not before the first', async () => {
    const { id } = await hire({ hiredOn: '2026-03-01' });
    const terminate = (version: number, terminatedOn: string) =>
      post(`/employees/${id}/terminate`, { version, terminatedOn });
    refused(await terminate(1, '2026-02-28'), [400, 'INVALID_INPUT'], ['terminatedOn']);
    refused(await terminate(2, '2026-04-01'), [409, 'CONFLICT']);
    expect(ok(await terminate(1, '2026-03-01'))).toMatchObject({ terminatedOn: '2026-03-01', version: 2 });
    expect(ok(await terminate(2, '2026-04-30'))).toMatchObject({ terminatedOn: '2026-04-30', version: 3 });
    refused(await patch(id, { version: 3, hiredOn: '2026-05-01' }), [400, 'INVALID_INPUT'], ['hiredOn']);
    expect(ok(await patch(id, { version: 3, hiredOn: '2026-04-30' })).hiredOn).toBe('2026-04-30');
  });
});

describe('the list of staff', () => {
  const names = async (query: string, token = owner): Promise<string[]> =>
    ok(await get(`/employees?limit=200&${query}`, token)).items.map((item: Json) => item.name);

  test('is searched by a part of the name or position, literally', async () => {
    await hire({ name: 'Zora Quill', position: 'Baker' });
    await hire({ name: 'Yves', position: 'Quillmaker 100%' });
    await hire({ name: 'under_score' });
    expect(await names('search=quill')).toEqual(['Yves', 'Zora Quill']);
    expect(await names('search=ORA Q')).toEqual(['Zora Quill']);
    expect(await names('search=0%25')).toEqual(['Yves']);
    expect(await names('search=r_s')).toEqual(['under_score']);
    expect(await names('search=%5C')).toEqual([]);
  });

  test('knows who works here still: who leaves today does', async () => {
    const [gone, leaving, staying] = ['Gone soon', 'Leaving soon', 'Staying soon'];
    const today = server.clock.now();
    const day = (offset: number) =>
      new Date(today.getTime() + offset * 86_400_000).toISOString().slice(0, 10);
    for (const [name, last] of [
      [gone, day(-1)],
      [leaving, day(0)],
      [staying, undefined],
    ] as const) {
      const { id } = await hire({ name });
      if (last) ok(await post(`/employees/${id}/terminate`, { version: 1, terminatedOn: last }));
    }
    expect(await names('search=soon')).toEqual([gone, leaving, staying]);
    expect(await names('search=soon&employed=true')).toEqual([leaving, staying]);
    expect(await names('search=soon&employed=false')).toEqual([gone]);
  });

  test('shows each person once, and only those of the stores that the caller may see', async () => {
    await hire({ name: 'Both worlds', storeIds: [here, there] });
    await hire({ name: 'Here world' });
    await hire({ name: 'There world', storeIds: [there] });
    expect(await names('search=world')).toEqual(['Both worlds', 'Here world', 'There world']);
    expect(await names(`search=world&storeId=${there}`)).toEqual(['Both worlds', 'There world']);
    expect(await names('search=world', manager)).toEqual(['Both worlds', 'Here world']);
    expect(await names(`search=world&storeId=${here}`, manager)).toEqual(['Both worlds', 'Here world']);
    refused(await get(`/employees?storeId=${there}`, manager), [404, 'NOT_FOUND']);
  });
});

describe('who works in several stores', () => {
  test('is seen with one of them, and changed with all of them', async () => {
    const { id } = await hire({ storeIds: [here, there] });
    // The other stores are not shown: that there are some, is.
    const seenHere = { id, storeIds: [here], worksElsewhere: true };
    expect(ok(await get(`/employees/${id}`, manager))).toMatchObject(seenHere);
    const { items } = ok(await get('/employees?limit=200', manager));
    expect(items.find((item: Json) => item.id === id)).toMatchObject(seenHere);
    const all = { storeIds: [here, there].sort(), worksElsewhere: false };
    expect(ok(await get(`/employees/${id}`))).toMatchObject(all);
    refused(await patch(id, { version: 1, note: 'x' }, manager), [403, 'FORBIDDEN']);
    const terminate = { version: 1, terminatedOn: '2026-05-01' };
    refused(await post(`/employees/${id}/terminate`, terminate, manager), [403, 'FORBIDDEN']);
    const both = await signInWith([
      ['manager', here],
      ['manager', there],
    ]);
    expect(ok(await patch(id, { version: 1, note: 'x' }, both)).note).toBe('x');
    expect(ok(await post(`/employees/${id}/terminate`, { ...terminate, version: 2 }, both)).version).toBe(3);
  });

  test('in another store alone is like nobody', async () => {
    const { id } = await hire({ storeIds: [there] });
    const calls = (employeeId: string) => [
      get(`/employees/${employeeId}`, manager),
      get(`/employees/${employeeId}/activity`, manager),
      patch(employeeId, { version: 1, note: 'x' }, manager),
      post(`/employees/${employeeId}/terminate`, { version: 1, terminatedOn: '2026-05-01' }, manager),
    ];
    const [hidden, missing] = [await Promise.all(calls(id)), await Promise.all(calls(newId()))];
    for (const [i, answer] of hidden.entries()) {
      refused(answer, [404, 'NOT_FOUND']);
      expect(withoutRequestId(answer.body)).toEqual(withoutRequestId(missing[i]?.body));
    }
  });

  test('cannot be put into a store that the caller cannot see, or does not manage', async () => {
    const unseen = await post('/employees', bodyOf({ storeIds: [there] }), manager);
    const missing = await post('/employees', bodyOf({ storeIds: [newId()] }), manager);
    refused(unseen, [400, 'INVALID_REFERENCE'], ['storeIds', 0]);
    expect(withoutRequestId(unseen.body)).toEqual(withoutRequestId(missing.body));
    const sellsThere = await signInWith([
      ['manager', here],
      ['cashier', there],
    ]);
    refused(await post('/employees', bodyOf({ storeIds: [there] }), sellsThere), [403, 'FORBIDDEN']);
    const { id } = ok(await post('/employees', bodyOf(), sellsThere));
    refused(await patch(id, { version: 1, storeIds: [here, there] }, sellsThere), [403, 'FORBIDDEN']);
    refused(await patch(id, { version: 1, storeIds: [there] }, manager), [400, 'INVALID_REFERENCE']);
    expect(ok(await get(`/employees/${id}`))).toMatchObject({ storeIds: [here], version: 1 });
  });

  test('leaves a store, and is hidden there from then on', async () => {
    const { id } = await hire({ storeIds: [here, there] });
    expect(ok(await patch(id, { version: 1, storeIds: [there] })).storeIds).toEqual([there]);
    refused(await get(`/employees/${id}`, manager), [404, 'NOT_FOUND']);
  });
});

describe('what a person is paid', () => {
  test('is hidden from those who manage staff but not pay, and not theirs to set', async () => {
    const { id } = await hire({ hourlyRate: 2100 });
    const hidden = { hourlyRate: null, hourlyRateVisible: false };
    expect(ok(await get(`/employees/${id}`, manager))).toMatchObject(hidden);
    const { items } = ok(await get('/employees?limit=200', manager));
    for (const item of items) expect(item).toMatchObject(hidden);
    for (const hourlyRate of [2200, null]) {
      refused(await patch(id, { version: 1, hourlyRate }, manager), [403, 'FORBIDDEN']);
      refused(await post('/employees', bodyOf({ hourlyRate }), manager), [403, 'FORBIDDEN']);
    }
    expect(ok(await patch(id, { version: 1, note: 'Punctual' }, manager))).toMatchObject(hidden);
    expect(ok(await post('/employees', bodyOf(), manager))).toMatchObject(hidden);
    expect(ok(await get(`/employees/${id}`))).toMatchObject({ hourlyRate: 2100, hourlyRateVisible: true });
  });

  test('is seen and set with the permission in all of the stores', async () => {
    const both = await hire({ storeIds: [here, there], hourlyRate: 2100 });
    const local = await hire({ hourlyRate: 1900 });
    const inOne = await signInWith([
      ['owner', here],
      ['manager', there],
    ]);
    const inBoth = await signInWith([
      ['owner', here],
      ['owner', there],
    ]);
    const hidden = { hourlyRate: null, hourlyRateVisible: false };
    expect(ok(await get(`/employees/${both.id}`, inOne))).toMatchObject(hidden);
    refused(await patch(both.id, { version: 1, hourlyRate: 2150 }, inOne), [403, 'FORBIDDEN']);
    const paid = bodyOf({ storeIds: [here, there], hourlyRate: 1 });
    refused(await post('/employees', paid, inOne), [403, 'FORBIDDEN']);
    const seen = ok(await patch(both.id, { version: 1, hourlyRate: 2150 }, inBoth));
    expect(seen).toMatchObject({ hourlyRate: 2150, hourlyRateVisible: true });
    expect(ok(await patch(local.id, { version: 1, hourlyRate: 1950 }, inOne)).hourlyRate).toBe(1950);
    // With a second store in the same change it is set there too.
    const wider = { version: 2, hourlyRate: 2000, storeIds: [here, there] };
    refused(await patch(local.id, wider, inOne), [403, 'FORBIDDEN']);
    expect(ok(await get(`/employees/${local.id}`))).toMatchObject({ hourlyRate: 1950, version: 2 });
  });

  test('is not found out by moving the person', async () => {
    const { id } = await hire({ storeIds: [there], hourlyRate: 1900 });
    const hidden = { hourlyRate: null, hourlyRateVisible: false };
    const inOne = await signInWith([
      ['owner', here],
      ['manager', there],
    ]);
    refused(await patch(id, { version: 1, storeIds: [here] }, inOne), [403, 'FORBIDDEN']);
    expect(ok(await patch(id, { version: 1, storeIds: [here, there] }, inOne))).toMatchObject(hidden);
    expect(ok(await get(`/employees/${id}`, inOne))).toMatchObject(hidden);
    refused(await patch(id, { version: 2, storeIds: [here] }, inOne), [403, 'FORBIDDEN']);
    expect(ok(await patch(id, { version: 2, storeIds: [there] }, inOne))).toMatchObject(hidden);
    // Who sees the pay in both stores moves the person; then it is seen in the new one.
    expect(ok(await patch(id, { version: 3, storeIds: [here] })).hourlyRate).toBe(1900);
    expect(ok(await get(`/employees/${id}`, inOne)).hourlyRate).toBe(1900);
  });
});

describe('the user of a staff record', () => {
  test('has one at the most: another one is refused, naming the holder', async () => {
    const user = await server.createUser('cashier');
    const holder = await hire({ userId: user.id });
    const again = await post('/employees', bodyOf({ userId: user.id }));
    refused(again, [409, 'ALREADY_EXISTS']);
    expect(again.body.details).toEqual({ field: 'userId', value: user.id, holderId: holder.id });
    const other = await hire();
    refused(await patch(other.id, { version: 1, userId: user.id }), [409, 'ALREADY_EXISTS']);
    expect(ok(await patch(holder.id, { version: 1, userId: user.id })).version).toBe(1);
    ok(await patch(holder.id, { version: 1, userId: null }));
    expect(ok(await patch(other.id, { version: 1, userId: user.id })).userId).toBe(user.id);
  });

  test('has one at the most under 20 racing calls, of both kinds', async () => {
    const user = await server.createUser('cashier');
    const others: Json[] = [];
    for (let i = 0; i < 10; i++) others.push(await hire());
    const answers = await Promise.all([
      ...others.map(({ id }) => patch(id, { version: 1, userId: user.id })),
      ...Array.from({ length: 10 }, () => post('/employees', bodyOf({ userId: user.id }))),
    ]);
    const won = answers.filter(({ status }) => status < 300);
    expect(won).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status >= 300)) {
      expect([status, body.code]).toEqual([409, 'ALREADY_EXISTS']);
      expect(body.details.holderId).toBe(won[0]?.body.id);
    }
    expect(await rows('SELECT id FROM employees WHERE user_id = $1', [user.id])).toEqual([
      { id: won[0]?.body.id },
    ]);
  });
});

describe('the user of a staff record, for the manager of a store,', () => {
  const atHome = (role: BuiltInRole) => server.createUser(role, { storeId: here });

  test('is one whom they can see: others are like nobody', async () => {
    const elsewhere = await server.createUser('cashier', { storeId: there });
    const nowhere = await server.createUser(null);
    const unknown = await post('/employees', bodyOf({ userId: newId() }), manager);
    for (const user of [elsewhere, nowhere]) {
      const hidden = await post('/employees', bodyOf({ userId: user.id }), manager);
      refused(hidden, [400, 'INVALID_REFERENCE'], ['userId']);
      expect(withoutRequestId(hidden.body)).toEqual(withoutRequestId(unknown.body));
      const { id } = await hire();
      const linked = await patch(id, { version: 1, userId: user.id }, manager);
      refused(linked, [400, 'INVALID_REFERENCE'], ['userId']);
    }
    const colleague = await atHome('cashier');
    expect(ok(await post('/employees', bodyOf({ userId: colleague.id }), manager)).userId).toBe(colleague.id);
  });

  test('is told to be taken without naming a record that they cannot see', async () => {
    const user = await atHome('cashier');
    await hire({ userId: user.id, storeIds: [there] });
    const taken = await post('/employees', bodyOf({ userId: user.id }), manager);
    refused(taken, [409, 'ALREADY_EXISTS']);
    expect(taken.body.details).toEqual({ field: 'userId', value: user.id, holderId: null });
  });

  test('stays on a record that is changed otherwise, though they cannot see the user', async () => {
    const user = await server.createUser('cashier', { storeId: there });
    const { id } = await hire({ userId: user.id });
    expect(ok(await patch(id, { version: 1, userId: user.id, note: 'x' }, manager)).note).toBe('x');
  });

  test('is not one above them: neither linked, nor changed, nor dismissed', async () => {
    for (const role of ['owner', 'manager'] as const) {
      const superior = await server.createUser(role);
      const linked = await post('/employees', bodyOf({ userId: superior.id }), manager);
      refused(linked, [403, 'PERMISSION_NOT_HELD']);
      const { id } = await hire({ userId: superior.id });
      refused(await patch(id, { version: 1, position: 'Trainee' }, manager), [403, 'PERMISSION_NOT_HELD']);
      const lastDay = { version: 1, terminatedOn: '2026-02-01' };
      refused(await post(`/employees/${id}/terminate`, lastDay, manager), [403, 'PERMISSION_NOT_HELD']);
      expect(ok(await get(`/employees/${id}`))).toMatchObject({ version: 1, terminatedOn: null });
    }
    const localOwner = await atHome('owner');
    const { id } = await hire({ userId: localOwner.id });
    refused(await patch(id, { version: 1, note: 'x' }, manager), [403, 'PERMISSION_NOT_HELD']);
    const peer = await hire({ userId: (await atHome('manager')).id });
    expect(ok(await patch(peer.id, { version: 1, note: 'x' }, manager)).note).toBe('x');
  });

  test('may hold what a keeper of staff records does not hold, but for power over people', async () => {
    const keeping = await roleOf(server, 'employees.read', 'employees.manage', 'users.read', 'stores.read');
    const keeper = await personWith(server, [{ role: keeping, storeId: here }]);
    const { id } = await hire({ userId: (await atHome('cashier')).id });
    expect(ok(await patch(id, { version: 1, note: 'x' }, keeper.token)).note).toBe('x');
  });
});

describe('the own staff record', () => {
  test('cannot be linked by oneself: hours might have been written for it before', async () => {
    const { id: userId, token } = await personWith(server, [{ role: 'manager', storeId: here }]);
    refused(await post('/employees', bodyOf({ userId }), token), [403, 'FORBIDDEN']);
    const { id } = ok(await post('/employees', bodyOf(), token));
    const card = {
      ...{ storeId: here, employeeId: id, reason: 'Forgot' },
      ...{ clockedInAt: '2026-01-05T08:00:00Z', clockedOutAt: '2026-01-05T18:00:00Z' },
    };
    ok(await post('/timecards', card, token));
    refused(await patch(id, { version: 1, userId }, token), [403, 'FORBIDDEN']);
    const { secret } = ok(
      await post('/api-keys', {
        name: 'Mine',
        permissions: ['employees.read', 'employees.manage', 'users.read', 'stores.read'],
      }),
    );
    const ownerId = ok(await get('/auth/me')).id;
    refused(await patch(id, { version: 1, userId: ownerId }, secret), [403, 'FORBIDDEN']);
    expect(ok(await patch(id, { version: 1, userId })).userId).toBe(userId);
  });

  test('has of it name and contact alone changed by oneself, unless one owns the business', async () => {
    const { id: userId, token } = await personWith(server, [{ role: 'owner', storeId: here }]);
    const { id } = await hire({ userId, hourlyRate: 2000 });
    for (const fields of [
      { hourlyRate: 9000 },
      { hiredOn: '2020-01-01' },
      { position: 'Director' },
      { note: 'Excellent' },
      { userId: null },
    ]) {
      refused(await patch(id, { version: 1, ...fields }, token), [403, 'FORBIDDEN']);
    }
    const lastDay = { version: 1, terminatedOn: '2030-01-01' };
    refused(await post(`/employees/${id}/terminate`, lastDay, token), [403, 'FORBIDDEN']);
    const contact = { name: 'New Name', email: 'new@example.com', phone: '1', hourlyRate: 2000 };
    expect(ok(await patch(id, { version: 1, ...contact }, token))).toMatchObject({ ...contact, version: 2 });
    const all = await personWith(server, [{ role: 'owner', storeId: null }]);
    const own = ok(await post('/employees', bodyOf({ userId: all.id, hourlyRate: 1 }), all.token));
    expect(ok(await patch(own.id, { version: 1, hourlyRate: 2 }, all.token)).hourlyRate).toBe(2);
  });
});

describe('an answer that was kept', () => {
  const again = (body: object, token: string, key: string) =>
    server.request('POST', '/v1/employees', { token, body, headers: { 'idempotency-key': key } });

  test('shows no pay any more to whoever lost the permission to see it', async () => {
    const { id: userId, token } = await personWith(server, [{ role: 'owner', storeId: here }]);
    const [body, key] = [bodyOf({ hourlyRate: 2345 }), newId()];
    const first = ok(await again(body, token, key));
    expect(first).toMatchObject({ hourlyRate: 2345, hourlyRateVisible: true });
    expect(ok(await again(body, token, key))).toEqual(first);
    const { version } = ok(await get(`/users/${userId}`));
    const roles = [{ role: 'manager', storeId: here }];
    ok(await server.request('PATCH', `/v1/users/${userId}`, { token: owner, body: { version, roles } }));
    const repeated = await again(body, token, key);
    expect(repeated.headers.get('idempotent-replayed')).toBe('true');
    expect(ok(repeated)).toEqual({ ...first, hourlyRate: null, hourlyRateVisible: false });
  });

  test('is one of those that know what to hide, wherever a staff record is answered', () => {
    const answering = operationsOf(contract).filter(
      ({ operation }) => operation.kind === 'mutation' && operation.output === Employee,
    );
    expect(answering).not.toEqual([]);
    expect(Object.keys(keptAnswers)).toEqual(expect.arrayContaining(answering.map(({ name }) => name)));
  });
});

describe('the audit log of staff records', () => {
  test('names the personal fields that were changed and never holds their values', async () => {
    const secret = {
      email: 'secret@example.com',
      phone: '+49 123',
      note: 'secret note',
      hourlyRate: 987_654_321,
    };
    const { id } = await hire({ ...secret, name: 'Secret Person' });
    ok(await patch(id, { version: 1, name: 'Secret Other', hourlyRate: 987_654_322, position: 'Lead' }));
    ok(await patch(id, { version: 2, email: null, phone: '+49 124', note: 'secret too' }));
    ok(await post(`/employees/${id}/terminate`, { version: 3, terminatedOn: '2026-06-30' }));
    const entries = await rows('SELECT * FROM audit_log WHERE document_id = $1 ORDER BY id', [id]);
    expect(entries.map(({ action, after }) => [action, after.changedFields])).toEqual([
      ['employees.create', ['name', 'email', 'phone', 'note', 'hourlyRate']],
      ['employees.update', ['name', 'hourlyRate']],
      ['employees.update', ['email', 'phone', 'note']],
      ['employees.terminate', []],
    ]);
    expect(entries[1]).toMatchObject({
      ...{ store_id: here, document_type: 'employee' },
      ...{ before: { position: 'Shop assistant', version: 1 }, after: { position: 'Lead', version: 2 } },
    });
    expect(entries[3].after.terminatedOn).toBe('2026-06-30');
    expect(JSON.stringify(entries)).not.toMatch(/secret|\+49|98765432/i);
  });

  test('is of the whole business where the person works in several stores, before or after', async () => {
    const { id } = await hire();
    ok(await patch(id, { version: 1, storeIds: [here, there] }));
    ok(await patch(id, { version: 2, storeIds: [there] }));
    ok(await patch(id, { version: 3, note: 'x' }));
    const entries = await rows('SELECT store_id FROM audit_log WHERE document_id = $1 ORDER BY id', [id]);
    expect(entries.map(({ store_id }) => store_id)).toEqual([here, null, null, there]);
  });
});

describe('the activity of a person', () => {
  test('is what their user did, newest first, page by page, in the stores of the caller', async () => {
    const user = await server.createUser('owner');
    const { username, password } = user;
    const login = await server.request('POST', '/v1/auth/login', { body: { username, password } });
    const token = ok(login).accessToken;
    const { id } = await hire({ userId: user.id });
    const made: string[] = [];
    for (const storeId of [here, there, here]) {
      made.push(ok(await post('/registers', { storeId, name: `Till of ${made.length} ${id}` }, token)).id);
    }
    const page = async (query: string, as = owner): Promise<Json> =>
      ok(await get(`/employees/${id}/activity?${query}`, as));
    const { items } = await page('limit=200');
    expect(items.map((item: Json) => item.action)).toEqual([
      ...['registers.create', 'registers.create', 'registers.create', 'auth.login'],
    ]);
    expect(items.slice(0, 3).map((item: Json) => item.documentId)).toEqual([...made].reverse());
    expect(items[0]).toMatchObject({
      ...{ actorId: user.id, storeId: here, documentType: 'register', before: null },
      ...{ after: { id: made[2] }, approvedBy: null, registerId: null },
    });
    const first = await page('limit=3&sort=recordedAt');
    const second = await page(`limit=3&sort=recordedAt&cursor=${first.nextCursor}`);
    // The job that links the log may run between two readings: whether an entry is linked yet is its own business.
    const entry = ({ chained, ...rest }: Json) => rest;
    expect([...first.items, ...second.items].map(entry)).toEqual(items.map(entry).reverse());
    expect(second.nextCursor).toBeNull();
    const inMyStore = (await page('', manager)).items;
    expect(inMyStore.map((item: Json) => item.documentId)).toEqual([made[2], made[0]]);
  });

  test('of somebody who does not sign in is empty', async () => {
    const { id } = await hire();
    expect(ok(await get(`/employees/${id}/activity`))).toEqual({ items: [], nextCursor: null });
  });

  test('takes the permissions to read the audit log and the record', async () => {
    const { id } = await hire();
    const cashier = await server.signInAs('cashier', { storeId: here });
    refused(await get(`/employees/${id}/activity`, cashier), [403, 'FORBIDDEN']);
    const accountant = await server.signInAs('accountant', { storeId: here });
    expect((await get(`/employees/${id}/activity`, manager)).status).toBe(200);
    // Who may not see the record is not told through a list which user it is of.
    for (const list of ['', '/activity', '/sales']) {
      refused(await get(`/employees/${id}${list}`, accountant), [403, 'FORBIDDEN']);
    }
    const accountantOfAll = await signInWith([
      ['accountant', null],
      ['manager', there],
    ]);
    for (const list of ['', '/activity', '/sales']) {
      refused(await get(`/employees/${id}${list}`, accountantOfAll), [404, 'NOT_FOUND']);
    }
  });
});

describe('the sales of a person', () => {
  test('are what their user rang up, in the stores where the caller reads sales', async () => {
    const user = await server.createUser('cashier');
    const { username, password } = user;
    const login = await server.request('POST', '/v1/auth/login', { body: { username, password } });
    const token = ok(login).accessToken;
    const { id } = await hire({ userId: user.id, storeIds: [here, there] });
    const sell = async (storeId: string, registerId: string, as: string): Promise<string> => {
      const body = {
        ...{ storeId, registerId, payments: [{ method: 'cash', tendered: 100_000 }] },
        lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      };
      const headers = { 'idempotency-key': newId() };
      return ok(await server.request('POST', '/v1/sales', { token: as, body, headers })).id;
    };
    const [till, otherTill] = [shop.registers[0].id, shop.registers[1].id];
    const first = await sell(here, till, token);
    await sell(here, till, owner);
    const second = await sell(there, otherTill, token);
    const ids = async (query: string, as = owner): Promise<string[]> =>
      ok(await get(`/employees/${id}/sales?${query}`, as)).items.map((item: Json) => item.id);
    expect(await ids('')).toEqual([second, first]);
    expect(await ids('sort=completedAt')).toEqual([first, second]);
    expect(await ids('businessDateTo=2020-01-01')).toEqual([]);
    expect(await ids('', manager)).toEqual([first]);
  });

  test('of somebody who does not sign in are none, and of nobody not found', async () => {
    const { id } = await hire({ storeIds: [there] });
    expect(ok(await get(`/employees/${id}/sales`))).toEqual({ items: [], nextCursor: null });
    refused(await get(`/employees/${id}/sales`, manager), [404, 'NOT_FOUND']);
    refused(await get(`/employees/${newId()}/sales`), [404, 'NOT_FOUND']);
  });
});

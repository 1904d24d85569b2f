import { builtInRoleNames, builtInRoles, permissionNames } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAs, codeOf, personWith, roleOf, rowsOf, sleep, startTwin, untilCached } from './people.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
});
afterAll(() => server[Symbol.asyncDispose]());

let n = 0;
const roleWith = (permissions: readonly string[], name?: string) => {
  n += 1;
  return { name: name ?? `Own role ${n}`, permissions };
};
const everywhere = (role: string) => ({ role, storeId: null });

describe('a role', () => {
  test('is listed after the built-in ones, which are fixed', async () => {
    const made = ok(await owner.post('/roles', roleWith(['sales.read'])));
    const { items } = ok(await owner.get('/roles'));
    expect(items.slice(0, builtInRoleNames.length).map((role: Json) => role.id)).toEqual(builtInRoleNames);
    expect(items.filter((role: Json) => !role.builtIn)).toContainEqual(made);
    for (const name of builtInRoleNames) {
      const role = ok(await owner.get(`/roles/${name}`));
      expect(role).toMatchObject({ name: builtInRoles[name].title, builtIn: true, version: null });
      expect(role.permissions).toEqual([...builtInRoles[name].permissions]);
      expect(codeOf(await owner.patch(`/roles/${name}`, { version: 1 }))).toEqual([400, 'INVALID_INPUT']);
      expect(codeOf(await owner.delete(`/roles/${name}`))).toEqual([400, 'INVALID_INPUT']);
    }
  });

  test('is made, read, changed by version and deleted', async () => {
    const input = roleWith(['sales.read', 'products.read']);
    const answer = await owner.post('/roles', input);
    expect(answer.status).toBe(201);
    const { id } = answer.body;
    expect(answer.headers.get('location')).toBe(`/v1/roles/${id}`);
    expect(answer.body).toMatchObject({ ...input, builtIn: false, version: 1 });
    expect(ok(await owner.get(`/roles/${id}`))).toEqual(answer.body);
    const renamed = ok(await owner.patch(`/roles/${id}`, { version: 1, name: `Renamed ${n}` }));
    expect(renamed).toMatchObject({ permissions: input.permissions, version: 2 });
    const stale = await owner.patch(`/roles/${id}`, { version: 1, permissions: [] });
    expect([...codeOf(stale), stale.body.details]).toEqual([409, 'CONFLICT', { currentVersion: 2 }]);
    expect(ok(await owner.patch(`/roles/${id}`, { version: 2 }))).toEqual(renamed);
    expect((await owner.delete(`/roles/${id}`)).status).toBe(204);
    expect(codeOf(await owner.get(`/roles/${id}`))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await owner.delete(`/roles/${id}`))).toEqual([404, 'NOT_FOUND']);
    expect(codeOf(await owner.patch(`/roles/${id}`, { version: 2, name: 'X' }))).toEqual([404, 'NOT_FOUND']);
  });

  test.each([
    ['no name', { name: '' }, 'name'],
    ['an unknown permission', { permissions: ['sales.everything'] }, 'permissions'],
    ['a permission twice', { permissions: ['sales.read', 'sales.read'] }, 'permissions'],
    ['permissions of another type', { permissions: 'sales.read' }, 'permissions'],
    ['no permissions at all', { permissions: undefined }, 'permissions'],
    ['a stolen flag', { builtIn: true }, 'builtIn'],
    ['an id', { id: 'owner' }, 'id'],
  ])('is refused with %s', async (_what, fields, field) => {
    const answer = await owner.post('/roles', { ...roleWith(['sales.read']), ...fields });
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path[0]).toBe(field);
  });

  test.each(['Owner', 'owner', 'MANAGER', 'stock clerk', 'clerk'])(
    'called %j is refused, made or renamed: it would pass for the built-in one',
    async (name) => {
      const made = await owner.post('/roles', roleWith(['sales.read'], name));
      const { id } = ok(await owner.post('/roles', roleWith(['sales.read'])));
      const renamed = await owner.patch(`/roles/${id}`, { version: 1, name });
      for (const answer of [made, renamed]) {
        expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
        expect(answer.body.errors[0].path).toEqual(['name']);
      }
      expect(ok(await owner.get(`/roles/${id}`)).version).toBe(1);
    },
  );

  test('of a name that is taken is refused, also in a race', async () => {
    const input = roleWith(['sales.read']);
    const answers = await Promise.all(Array.from({ length: 6 }, () => owner.post('/roles', input)));
    const made = answers.find(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(5);
    for (const answer of refused) {
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details.holderId).toBe(made?.body.id);
    }
    const other = ok(await owner.post('/roles', roleWith([])));
    const renamed = await owner.patch(`/roles/${other.id}`, { version: 1, name: input.name });
    expect(codeOf(renamed)).toEqual([409, 'ALREADY_EXISTS']);
  });

  test('that somebody holds stays, even where they are deactivated', async () => {
    const role = await roleOf(server, 'sales.read');
    const person = await personWith(server, [everywhere(role), { role, storeId: shop.stores[0].id }]);
    ok(await owner.post(`/users/${person.id}/deactivate`));
    const answer = await owner.delete(`/roles/${role}`);
    expect([...codeOf(answer), answer.body.details]).toEqual([409, 'ROLE_IN_USE', { holders: 1 }]);
    ok(await owner.patch(`/users/${person.id}`, { version: 3, roles: [] }));
    expect((await owner.delete(`/roles/${role}`)).status).toBe(204);
  });

  test('is either deleted or given, where both happen at once', async () => {
    for (let round = 0; round < 10; round++) {
      const role = await roleOf(server, 'sales.read');
      const { id } = await server.createUser(null);
      const [given, deleted] = await Promise.all([
        owner.patch(`/users/${id}`, { version: 1, roles: [everywhere(role)] }),
        owner.delete(`/roles/${role}`),
      ]);
      if (given.status === 200) expect(codeOf(deleted)).toEqual([409, 'ROLE_IN_USE']);
      else expect([...codeOf(given), deleted.status]).toEqual([400, 'INVALID_REFERENCE', 204]);
    }
  });
});

describe('nobody makes, changes or deletes a role of what they do not hold everywhere', () => {
  const lacking = (answer: Json, ...permissions: string[]) => {
    expect(codeOf(answer)).toEqual([403, 'PERMISSION_NOT_HELD']);
    expect(answer.body.details).toEqual({ permissions });
  };

  test('neither a new one nor by changing one', async () => {
    const managing = await roleOf(server, 'roles.manage', 'roles.read', 'sales.read');
    const person = await personWith(server, [
      everywhere(managing),
      { role: 'manager', storeId: shop.stores[0].id },
    ]);
    const as = callAs(server, person.token);
    lacking(
      await as.post('/roles', roleWith(['sales.read', 'users.manage', 'stores.create'])),
      'stores.create',
      'users.manage',
    );
    // Held in one store is not held everywhere.
    lacking(await as.post('/roles', roleWith(['sales.create'])), 'sales.create');
    const own = ok(await as.post('/roles', roleWith(['sales.read', 'roles.read'])));
    lacking(
      await as.patch(`/roles/${own.id}`, { version: 1, permissions: ['users.manage'] }),
      'users.manage',
    );
    // Their own role least of all.
    lacking(
      await as.patch(`/roles/${managing}`, { version: 1, permissions: permissionNames }),
      ...permissionNames.filter((name) => !['roles.manage', 'roles.read', 'sales.read'].includes(name)),
    );
    // Nor one that is above them.
    const above = await roleOf(server, 'users.manage');
    lacking(await as.patch(`/roles/${above}`, { version: 1, permissions: [] }), 'users.manage');
    lacking(await as.delete(`/roles/${above}`), 'users.manage');
    expect(ok(await owner.get(`/roles/${above}`)).version).toBe(1);
    expect(ok(await owner.get(`/roles/${managing}`)).version).toBe(1);
    expect(ok(await as.patch(`/roles/${own.id}`, { version: 1, permissions: [] })).permissions).toEqual([]);
    expect((await as.delete(`/roles/${own.id}`)).status).toBe(204);
  });

  test('and who may read roles makes none', async () => {
    const as = callAs(server, await server.signInAs('manager'));
    expect((await as.get('/roles')).status).toBe(200);
    expect(codeOf(await as.post('/roles', roleWith([])))).toEqual([403, 'FORBIDDEN']);
  });
});

test('a change of a role bites at once for whoever holds it, on every server', async () => {
  await using twin = await startTwin(server);
  const role = await roleOf(server, 'stores.read', 'products.read');
  const person = await personWith(server, [{ role, storeId: shop.stores[0].id }]);
  const [here, there] = [callAs(server, person.token), callAs(twin, person.token)];
  await Promise.all([untilCached(server, person.token), untilCached(twin, person.token)]);
  expect(ok(await here.get('/auth/me'))).toMatchObject({
    ...{ roles: [{ role, storeId: shop.stores[0].id }], permissions: ['products.read', 'stores.read'] },
  });
  expect((await here.get('/products')).status).toBe(200);
  expect(ok(await here.get('/stores')).items.map((store: Json) => store.id)).toEqual([shop.stores[0].id]);
  ok(await owner.patch(`/roles/${role}`, { version: 1, permissions: ['sales.read'] }));
  expect((await here.get('/products')).status).toBe(403);
  await sleep(1000);
  expect((await there.get('/products')).status).toBe(403);
  expect((await there.get('/sales')).status).toBe(200);
});

test('a role is audited whole, before and after', async () => {
  const made = ok(await owner.post('/roles', roleWith(['sales.read'])));
  const changed = ok(await owner.patch(`/roles/${made.id}`, { version: 1, permissions: [] }));
  await owner.delete(`/roles/${made.id}`);
  const audited = await rowsOf(
    server,
    'SELECT action, before, after FROM audit_log WHERE document_id = $1 ORDER BY id',
    [made.id],
  );
  expect(audited).toEqual([
    { action: 'roles.create', before: null, after: made },
    { action: 'roles.update', before: made, after: changed },
    { action: 'roles.delete', before: changed, after: null },
  ]);
});

test('every permission is listed with what it lets a person do', async () => {
  const { items } = ok(await callAs(server, await server.signInAs(null)).get('/permissions'));
  expect(items.map((entry: Json) => entry.name)).toEqual(permissionNames);
  for (const { description } of items) expect(description.length).toBeGreaterThan(5);
  expect(codeOf(await callAs(server, undefined).get('/permissions'))).toEqual([401, 'UNAUTHENTICATED']);
  expect(codeOf(await owner.get(`/roles/${newId()}`))).toEqual([404, 'NOT_FOUND']);
});

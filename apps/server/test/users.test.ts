import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  callAs,
  codeOf,
  type Person,
  personWith,
  roleOf,
  rowsOf,
  signIn,
  sleep,
  startTwin,
  untilCached,
} from './people.ts';
import { type Json, ok, PASSWORD, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
/** May manage users and do what a manager may, everywhere; is no owner. */
let admin: Person;
/** May manage users everywhere, and is the manager of the first store only. */
let local: Person;
const FIRST_PASSWORD = 'a-password-for-once';

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
  const managing = await roleOf(server, 'users.read', 'users.manage');
  admin = await personWith(server, [
    { role: managing, storeId: null },
    { role: 'manager', storeId: null },
  ]);
  local = await personWith(server, [
    { role: managing, storeId: null },
    { role: 'manager', storeId: shop.stores[0].id },
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

let n = 0;
const userOf = (fields: object = {}): Json => {
  n += 1;
  return { username: `new-${n}`, name: `New Person ${n}`, password: FIRST_PASSWORD, ...fields };
};
const getUser = async (id: string): Promise<Json> => ok(await owner.get(`/users/${id}`));
const ownerId = async (): Promise<string> => ok(await owner.get('/auth/me')).id;
const everywhere = (role: string) => ({ role, storeId: null });

describe('a user', () => {
  test('is added with roles, read, and signs in to choose a password first', async () => {
    const input = userOf({ roles: [{ role: 'cashier', storeId: shop.stores[0].id }] });
    const answer = await owner.post('/users', input);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v1/users/${answer.body.id}`);
    const { password, ...shown } = input;
    expect(answer.body).toMatchObject({
      ...shown,
      ...{ hasPin: false, mustChangePassword: true, deactivatedAt: null, lastLoginAt: null, version: 1 },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/hash|a-password|argon/);
    expect(await getUser(answer.body.id)).toEqual(answer.body);

    const person = callAs(server, await signIn(server, input.username, FIRST_PASSWORD));
    expect(ok(await person.get('/auth/me')).mustChangePassword).toBe(true);
    for (const path of ['/stores', '/permissions', '/users', '/users/not-an-id', '/auth/sessions']) {
      expect(codeOf(await person.get(path)), path).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    }
    expect(codeOf(await person.post('/sales', 'not even JSON'))[0]).toBeGreaterThanOrEqual(400);
    expect(codeOf(await person.post('/sales', { nonsense: true }))).toEqual([
      403,
      'PASSWORD_CHANGE_REQUIRED',
    ]);
    const change = { currentPassword: FIRST_PASSWORD, newPassword: 'a-password-of-my-own' };
    expect((await person.post('/auth/change-password', change)).status).toBe(204);
    expect(ok(await person.get('/auth/me')).mustChangePassword).toBe(false);
    expect((await person.get('/stores')).status).toBe(200);
    expect((await getUser(answer.body.id)).mustChangePassword).toBe(false);
  });

  test('whose password is for once may sign out and refresh', async () => {
    const input = userOf();
    ok(await owner.post('/users', input));
    const nobody = callAs(server, undefined);
    const login = { username: input.username, password: FIRST_PASSWORD };
    const pair = ok(await nobody.post('/auth/login', login));
    const again = ok(await nobody.post('/auth/refresh', { refreshToken: pair.refreshToken }));
    expect((await callAs(server, again.accessToken).post('/auth/logout', {})).status).toBe(204);
  });

  test.each([
    ['a user name in capitals', { username: 'Ada' }, 'username'],
    ['the user name of a key', { username: 'api-key:1' }, 'username'],
    ['no name', { name: '' }, 'name'],
    ['a short password', { password: 'short' }, 'password'],
    ['a role twice', { roles: [everywhere('cashier'), everywhere('cashier')] }, 'roles'],
    ['an unknown role', { roles: [everywhere('god')] }, 'roles'],
    ['a role without its store', { roles: [{ role: 'cashier' }] }, 'roles'],
    ['more in a role', { roles: [{ ...everywhere('cashier'), permissions: ['users.manage'] }] }, 'roles'],
    ['a password hash', { passwordHash: 'x' }, 'passwordHash'],
    ['a kind', { kind: 'api_key' }, 'kind'],
    ['permissions', { permissions: ['users.manage'] }, 'permissions'],
    ['mustChangePassword', { mustChangePassword: false }, 'mustChangePassword'],
    ['an id', { id: newId() }, 'id'],
    ['a NUL in the name', { name: 'A\u0000B' }, 'name'],
  ])('is refused with %s, naming the field', async (_what, fields, field) => {
    const answer = await owner.post('/users', userOf(fields));
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path[0]).toBe(field);
  });

  test('is refused with a role or store that does not exist', async () => {
    const role = { role: newId(), storeId: null };
    const noRole = await owner.post('/users', userOf({ roles: [everywhere('cashier'), role] }));
    expect(codeOf(noRole)).toEqual([400, 'INVALID_REFERENCE']);
    expect(noRole.body.errors[0].path).toEqual(['roles', 1, 'role']);
    const noStore = await owner.post('/users', userOf({ roles: [{ role: 'cashier', storeId: newId() }] }));
    expect(codeOf(noStore)).toEqual([400, 'INVALID_REFERENCE']);
    expect(noStore.body.errors[0].path).toEqual(['roles', 0, 'storeId']);
  });

  test('of a name that is taken is refused, naming the holder, also in a race', async () => {
    const input = userOf();
    const answers = await Promise.all(Array.from({ length: 8 }, () => owner.post('/users', input)));
    const [made] = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({
        ...{ field: 'username', value: input.username, holderId: made?.body.id },
      });
    }
    const other = ok(await owner.post('/users', userOf()));
    const renamed = await owner.patch(`/users/${other.id}`, { version: 1, username: input.username });
    expect(codeOf(renamed)).toEqual([409, 'ALREADY_EXISTS']);
  });

  test('of a name that is taken by somebody whom the caller cannot see is refused without naming them', async () => {
    const manages = await roleOf(server, 'users.manage');
    const { token } = await personWith(server, [everywhere(manages)]);
    const { username } = ok(await owner.post('/users', userOf()));
    const taken = await callAs(server, token).post('/users', userOf({ username }));
    expect(codeOf(taken)).toEqual([409, 'ALREADY_EXISTS']);
    expect(taken.body.details).toEqual({ field: 'username', value: username, holderId: null });
  });

  test('is changed by version; what is left out stays', async () => {
    const input = userOf({ roles: [everywhere('clerk')] });
    const { id } = ok(await owner.post('/users', input));
    const renamed = ok(await owner.patch(`/users/${id}`, { version: 1, name: 'Another Name' }));
    expect(renamed).toMatchObject({
      name: 'Another Name',
      username: input.username,
      roles: input.roles,
      version: 2,
    });
    const stale = await owner.patch(`/users/${id}`, { version: 1, name: 'Stale' });
    expect(codeOf(stale)).toEqual([409, 'CONFLICT']);
    expect(stale.body.details).toEqual({ currentVersion: 2 });
    expect(ok(await owner.patch(`/users/${id}`, { version: 2 }))).toEqual(renamed);
    expect(ok(await owner.patch(`/users/${id}`, { version: 2, roles: [] })).roles).toEqual([]);
    for (const field of [
      'passwordHash',
      'pinHash',
      'deactivatedAt',
      'kind',
      'mustChangePassword',
      'password',
    ]) {
      expect(codeOf(await owner.patch(`/users/${id}`, { version: 3, [field]: 'x' }))).toEqual([
        400,
        'INVALID_INPUT',
      ]);
    }
    expect(codeOf(await owner.patch(`/users/${newId()}`, { version: 1 }))).toEqual([404, 'NOT_FOUND']);
  });

  test('of many racing changes from one version exactly one is taken', async () => {
    const { id } = ok(await owner.post('/users', userOf()));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => owner.patch(`/users/${id}`, { version: 1, name: `Name ${i}` })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await getUser(id)).version).toBe(2);
  });

  test('is found by parts of the names, literally, and by whether they are active', async () => {
    const input = userOf({ name: 'Zoë 100%_sure' });
    const { id } = ok(await owner.post('/users', input));
    const find = async (query: object): Promise<string[]> => {
      const text = new URLSearchParams({ limit: '200', ...query });
      return ok(await owner.get(`/users?${text}`)).items.map((user: Json) => user.id);
    };
    expect(await find({ search: '0%_S' })).toEqual([id]);
    expect(await find({ search: input.username.toUpperCase() })).toContain(id);
    expect(await find({ search: '100_' })).toEqual([]);
    expect(await find({ search: 'zoë', active: 'false' })).toEqual([]);
    ok(await owner.post(`/users/${id}/deactivate`));
    expect(await find({ search: 'zoë', active: 'false' })).toEqual([id]);
    expect(await find({ search: 'zoë', active: 'true' })).toEqual([]);
  });
});

describe('nobody gives what they do not hold', () => {
  const lacking = async (answer: Promise<Json>, ...permissions: string[]) => {
    const { status, body } = await answer;
    expect([status, body.code]).toEqual([403, 'PERMISSION_NOT_HELD']);
    expect(body.details.permissions).toEqual(expect.arrayContaining(permissions));
  };

  test('neither to others nor to themselves', async () => {
    const asAdmin = callAs(server, admin.token);
    await lacking(
      asAdmin.post('/users', userOf({ roles: [everywhere('owner')] })),
      'stores.create',
      'roles.manage',
    );
    const { version } = await getUser(admin.id);
    await lacking(
      asAdmin.patch(`/users/${admin.id}`, { version, roles: [everywhere('owner')] }),
      'settings.manage',
    );
    const own = await roleOf(server, 'sales.read', 'api_keys.manage');
    await lacking(asAdmin.post('/users', userOf({ roles: [everywhere(own)] })), 'api_keys.manage');
    await lacking(
      asAdmin.post('/users', userOf({ roles: [{ role: own, storeId: shop.stores[1].id }] })),
      'api_keys.manage',
    );
    const made = ok(await asAdmin.post('/users', userOf({ roles: [everywhere('manager')] })));
    expect(made.roles).toEqual([everywhere('manager')]);
    expect((await getUser(admin.id)).version).toBe(version);
  });

  test('and a role of one store is given in that store alone', async () => {
    const asLocal = callAs(server, local.token);
    const [here, there] = shop.stores.map(({ id }) => id);
    for (const storeId of [there, null, newId()]) {
      await lacking(
        asLocal.post('/users', userOf({ roles: [{ role: 'cashier', storeId }] })),
        'sales.create',
      );
    }
    const user = ok(await asLocal.post('/users', userOf({ roles: [{ role: 'cashier', storeId: here }] })));
    const more = { version: 1, roles: [...user.roles, { role: 'clerk', storeId: there }] };
    await lacking(asLocal.patch(`/users/${user.id}`, more), 'products.create');
    expect((await getUser(user.id)).roles).toEqual(user.roles);
  });

  test('who manages users in one store only adds none', async () => {
    const managing = await roleOf(server, 'users.manage', 'users.read');
    const person = await personWith(server, [{ role: managing, storeId: shop.stores[0].id }]);
    const answer = await callAs(server, person.token).post('/users', userOf());
    expect(codeOf(answer)).toEqual([403, 'FORBIDDEN']);
  });

  test('and nobody touches someone who holds more', async () => {
    const id = await ownerId();
    const asAdmin = callAs(server, admin.token);
    const { version } = await getUser(id);
    await lacking(asAdmin.patch(`/users/${id}`, { version, name: 'Mine' }), 'roles.manage');
    await lacking(asAdmin.patch(`/users/${id}`, { version, roles: [] }));
    await lacking(asAdmin.post(`/users/${id}/deactivate`));
    await lacking(asAdmin.post(`/users/${id}/reactivate`));
    await lacking(asAdmin.post(`/users/${id}/reset-password`, { password: 'taken-over-now' }));
    await lacking(asAdmin.post(`/users/${id}/reset-pin`));
    // The manager of the other store holds nothing more, but elsewhere.
    const elsewhere = await personWith(server, [{ role: 'cashier', storeId: shop.stores[1].id }]);
    await lacking(callAs(server, local.token).post(`/users/${elsewhere.id}/deactivate`), 'sales.create');
    await lacking(
      callAs(server, local.token).post(`/users/${elsewhere.id}/reset-password`, {
        password: 'taken-over-now',
      }),
    );
    expect(await getUser(id)).toMatchObject({ version, deactivatedAt: null });
    expect(await signIn(server, elsewhere.username)).toBeTruthy();
  });
});

describe('the last owner', () => {
  test('can neither be demoted nor deactivated, nor do it themselves', async () => {
    await using fresh = await startTestServer();
    const token = await fresh.setUpOwner();
    const only = callAs(fresh, token);
    const { id } = ok(await only.get('/auth/me'));
    const storeId = ok(await only.post('/stores', { name: 'S', timeZone: 'UTC', pricesIncludeTax: true })).id;
    for (const roles of [[], [everywhere('manager')], [{ role: 'owner', storeId }]]) {
      expect(codeOf(await only.patch(`/users/${id}`, { version: 1, roles }))).toEqual([409, 'LAST_OWNER']);
    }
    expect(codeOf(await only.post(`/users/${id}/deactivate`))).toEqual([409, 'LAST_OWNER']);
    const reset = { password: 'another-password' };
    expect(codeOf(await only.post(`/users/${id}/reset-password`, reset))).toEqual([403, 'FORBIDDEN']);
    // Neither the owner of one store nor one who was deactivated counts.
    await fresh.createUser('owner', { storeId });
    const second = await fresh.createUser('owner');
    ok(await only.post(`/users/${second.id}/deactivate`));
    expect(codeOf(await only.post(`/users/${id}/deactivate`))).toEqual([409, 'LAST_OWNER']);
    ok(await only.post(`/users/${second.id}/reactivate`));
    expect(ok(await only.post(`/users/${id}/deactivate`)).deactivatedAt).not.toBeNull();
    expect(codeOf(await only.get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
    expect(await signIn(fresh, second.username)).toBeTruthy();
  });

  test.each(['demote themselves', 'demote each other', 'deactivate themselves', 'deactivate each other'])(
    'stays where two owners %s at once, on two servers',
    async (what) => {
      await using fresh = await startTestServer();
      await using twin = await startTwin(fresh);
      await fresh.setUpOwner();
      const [{ id: firstId }] = (await rowsOf(fresh, 'SELECT id FROM users')) as [Json];
      const { id: secondId, username } = await fresh.createUser('owner');
      const [itself, demote] = [what.endsWith('themselves'), what.startsWith('demote')];
      for (let round = 0; round < 8; round++) {
        const first = { caller: fresh, id: firstId, token: await signIn(fresh, 'owner') };
        const second = { caller: twin, id: secondId, token: await signIn(fresh, username) };
        const versions = new Map(
          (await rowsOf(fresh, 'SELECT id, version FROM users')).map(({ id, version }) => [id, version]),
        );
        const answers = await Promise.all(
          [first, second].map(({ caller, id, token }) => {
            const target = itself ? id : id === firstId ? secondId : firstId;
            const as = callAs(caller, token);
            return demote
              ? as.patch(`/users/${target}`, {
                  version: versions.get(target),
                  roles: [everywhere('cashier')],
                })
              : as.post(`/users/${target}/deactivate`);
          }),
        );
        expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
        const refused = answers.find(({ status }) => status !== 200);
        // Whose own roles have gone in the meantime may be told that first.
        expect(itself ? ['LAST_OWNER'] : ['LAST_OWNER', 'FORBIDDEN', 'UNAUTHENTICATED']).toContain(
          refused?.body.code,
        );
        const owners = await rowsOf(
          fresh,
          `SELECT u.id FROM users u JOIN role_assignments r ON r.user_id = u.id
           WHERE r.role = 'owner' AND r.store_id IS NULL AND u.deactivated_at IS NULL`,
        );
        expect(owners).toHaveLength(1);
        const [left, gone] = owners[0].id === firstId ? ['owner', secondId] : [username, firstId];
        const remaining = callAs(fresh, await signIn(fresh, left));
        if (demote) {
          const { version } = ok(await remaining.get(`/users/${gone}`));
          ok(await remaining.patch(`/users/${gone}`, { version, roles: [everywhere('owner')] }));
        } else ok(await remaining.post(`/users/${gone}/reactivate`));
        await rowsOf(fresh, 'UPDATE auth_epoch SET epoch = epoch + 1');
      }
    },
    60_000,
  );
});

describe('at once, on every server,', () => {
  test('a deactivated user is refused, with both tokens, and comes back only by signing in', async () => {
    await using twin = await startTwin(server);
    const { id, username } = await server.createUser('cashier');
    const login = { username, password: PASSWORD };
    const pair = ok(await callAs(server, undefined).post('/auth/login', login));
    const [here, there] = [callAs(server, pair.accessToken), callAs(twin, pair.accessToken)];
    await Promise.all([untilCached(server, pair.accessToken), untilCached(twin, pair.accessToken)]);
    const user = ok(await owner.post(`/users/${id}/deactivate`));
    expect(user).toMatchObject({ id, version: 2 });
    expect(codeOf(await here.get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
    await sleep(1000);
    expect(codeOf(await there.get('/auth/me'))).toEqual([401, 'UNAUTHENTICATED']);
    const nobody = callAs(server, undefined);
    expect((await nobody.post('/auth/refresh', { refreshToken: pair.refreshToken })).status).toBe(401);
    expect(codeOf(await nobody.post('/auth/login', login))).toEqual([401, 'INVALID_CREDENTIALS']);
    expect(ok(await owner.post(`/users/${id}/deactivate`))).toEqual(user);
    expect(ok(await owner.post(`/users/${id}/reactivate`))).toMatchObject({
      deactivatedAt: null,
      version: 3,
    });
    expect((await here.get('/auth/me')).status).toBe(401);
    expect(await signIn(server, username)).toBeTruthy();
    const sessions = await rowsOf(server, 'SELECT revoked_reason FROM sessions WHERE user_id = $1', [id]);
    expect(sessions.map((row) => row.revoked_reason).sort()).toEqual(['deactivated', null].sort());
  });

  test('other roles bite in sessions that are open', async () => {
    await using twin = await startTwin(server);
    const person = await personWith(server, [everywhere('manager')]);
    const [here, there] = [callAs(server, person.token), callAs(twin, person.token)];
    await Promise.all([untilCached(server, person.token), untilCached(twin, person.token)]);
    ok(await owner.patch(`/users/${person.id}`, { version: 2, roles: [everywhere('cashier')] }));
    expect((await here.get('/users')).status).toBe(403);
    await sleep(1000);
    expect((await there.get('/users')).status).toBe(403);
    expect(ok(await there.get('/auth/me')).roles).toEqual([everywhere('cashier')]);
  });

  test('a reset password ends every session and has to be changed', async () => {
    const person = await personWith(server, [everywhere('cashier')]);
    await untilCached(server, person.token);
    const answer = await owner.post(`/users/${person.id}/reset-password`, { password: FIRST_PASSWORD });
    expect([answer.status, answer.body]).toEqual([204, undefined]);
    expect((await callAs(server, person.token).get('/auth/me')).status).toBe(401);
    const login = { username: person.username, password: PASSWORD };
    expect((await callAs(server, undefined).post('/auth/login', login)).status).toBe(401);
    const again = callAs(server, await signIn(server, person.username, FIRST_PASSWORD));
    expect(codeOf(await again.get('/stores'))).toEqual([403, 'PASSWORD_CHANGE_REQUIRED']);
    expect((await getUser(person.id)).mustChangePassword).toBe(true);
    expect(
      codeOf(await owner.post(`/users/${newId()}/reset-password`, { password: FIRST_PASSWORD })),
    ).toEqual([...[404, 'NOT_FOUND']]);
  });

  test('a reset PIN is gone, with its lockout and what was opened by it', async () => {
    const person = await personWith(server, [everywhere('cashier')]);
    await rowsOf(server, `UPDATE users SET pin_hash = 'x' WHERE id = $1`, [person.id]);
    await rowsOf(server, 'UPDATE sessions SET register_id = $2 WHERE user_id = $1', [
      ...[person.id, shop.registers[0].id],
    ]);
    await rowsOf(
      server,
      `INSERT INTO sign_in_attempts VALUES ('pin', $1, 9, now() + interval '1 day', now())`,
      [person.username],
    );
    const user = ok(await owner.post(`/users/${person.id}/reset-pin`));
    expect(user).toMatchObject({ hasPin: false, version: 3 });
    expect((await callAs(server, person.token).get('/auth/me')).status).toBe(401);
    expect(
      await rowsOf(server, 'SELECT failures, locked_until FROM sign_in_attempts WHERE subject = $1', [
        person.username,
      ]),
    ).toEqual([{ failures: 0, locked_until: null }]);
    expect(ok(await owner.post(`/users/${person.id}/reset-pin`))).toEqual(user);
  });
});

describe('the manager of one store', () => {
  /** Who may be seen from the first store, and who may not. */
  let manager: ReturnType<typeof callAs>;
  let cashier: Person;
  let ofBoth: Person;
  let elsewhere: Person;
  let nobody: Person;
  beforeAll(async () => {
    const [here, there] = shop.stores.map(({ id }) => id) as [string, string];
    manager = callAs(server, (await personWith(server, [{ role: 'manager', storeId: here }])).token);
    cashier = await personWith(server, [{ role: 'cashier', storeId: here }]);
    ofBoth = await personWith(server, [
      { role: 'cashier', storeId: here },
      { role: 'manager', storeId: there },
    ]);
    elsewhere = await personWith(server, [{ role: 'cashier', storeId: there }]);
    nobody = await personWith(server, []);
  });
  const withPin = async ({ id }: Person) =>
    rowsOf(server, `UPDATE users SET pin_hash = 'x' WHERE id = $1`, [id]);

  test('sees who acts in the store, those of all stores too, and of their roles those there', async () => {
    const items: Json[] = ok(await manager.get('/users?limit=200')).items;
    const seen = items.map(({ id }) => id);
    expect(seen).toEqual(expect.arrayContaining([cashier.id, ofBoth.id, admin.id, await ownerId()]));
    for (const { id } of [elsewhere, nobody]) expect(seen).not.toContain(id);
    const roles = [{ role: 'cashier', storeId: shop.stores[0].id }];
    expect(items.find(({ id }) => id === ofBoth.id).roles).toEqual(roles);
    expect(ok(await manager.get(`/users/${ofBoth.id}`)).roles).toEqual(roles);
    expect(await getUser(ofBoth.id)).toMatchObject({ roles: [...roles, { role: 'manager' }] });
    // By search they are not found either.
    expect(ok(await manager.get(`/users?search=${elsewhere.username}`)).items).toEqual([]);
    const withoutId = ({ status, body: { requestId, ...problem } }: Json) => [status, problem];
    const missing = withoutId(await manager.get(`/users/${newId()}`));
    for (const { id } of [elsewhere, nobody]) {
      expect(withoutId(await manager.get(`/users/${id}`))).toEqual(missing);
    }
  });

  test('pages through them without a gap', async () => {
    const all = ok(await manager.get('/users?limit=200')).items.map(({ id }: Json) => id);
    const paged: string[] = [];
    let cursor = '';
    do {
      const page = ok(await manager.get(`/users?limit=2${cursor}`));
      paged.push(...page.items.map(({ id }: Json) => id));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(all);
  });

  test('resets the PIN of a cashier there, and not of who holds more, anywhere', async () => {
    for (const person of [cashier, ofBoth, elsewhere, nobody]) await withPin(person);
    const user = ok(await manager.post(`/users/${cashier.id}/reset-pin`));
    expect(user).toMatchObject({ id: cashier.id, hasPin: false });
    const [entry] = await rowsOf(
      server,
      'SELECT action, actor_id, after FROM audit_log WHERE document_id = $1 ORDER BY id DESC',
      [cashier.id],
    );
    expect(entry).toMatchObject({
      ...{ action: 'users.resetPin', actor_id: ok(await manager.get('/auth/me')).id },
      after: { changedFields: ['pin'] },
    });
    for (const id of [ofBoth.id, admin.id, await ownerId()]) {
      expect(codeOf(await manager.post(`/users/${id}/reset-pin`))).toEqual([403, 'PERMISSION_NOT_HELD']);
    }
    for (const id of [elsewhere.id, nobody.id, newId()]) {
      expect(codeOf(await manager.post(`/users/${id}/reset-pin`))).toEqual([404, 'NOT_FOUND']);
    }
    for (const { id } of [ofBoth, elsewhere, nobody]) expect((await getUser(id)).hasPin).toBe(true);
    // Nor anything else about people.
    const password = { password: FIRST_PASSWORD };
    expect(codeOf(await manager.post(`/users/${cashier.id}/reset-password`, password))).toEqual([
      ...[403, 'FORBIDDEN'],
    ]);
    expect(codeOf(await manager.post(`/users/${cashier.id}/deactivate`))).toEqual([403, 'FORBIDDEN']);
  });
});

test('the audit log says who changed what of whom, and nothing personal', async () => {
  const input = userOf({ username: 'very-personal', name: 'Personal Name', roles: [everywhere('cashier')] });
  const { id } = ok(await owner.post('/users', input));
  ok(
    await owner.patch(`/users/${id}`, {
      version: 1,
      name: 'Personal Too',
      username: 'personal-2',
      roles: [],
    }),
  );
  ok(await owner.post(`/users/${id}/reset-password`, { password: 'personal-password' }));
  ok(await owner.post(`/users/${id}/deactivate`));
  const audited = await rowsOf(
    server,
    'SELECT action, actor_id, before, after FROM audit_log WHERE document_id = $1 ORDER BY id',
    [id],
  );
  expect(audited.map(({ action }) => action)).toEqual([
    ...['users.create', 'users.update', 'users.resetPassword', 'users.deactivate'],
  ]);
  expect(audited[0].after).toMatchObject({
    roles: input.roles,
    changedFields: ['username', 'name', 'password'],
  });
  expect(audited[1]).toMatchObject({
    before: { roles: input.roles, version: 1 },
    after: { roles: [], version: 2, changedFields: ['username', 'name'] },
  });
  const whole = JSON.stringify(await rowsOf(server, 'SELECT * FROM audit_log'));
  for (const personal of [
    'very-personal',
    'Personal Name',
    'Personal Too',
    'personal-2',
    FIRST_PASSWORD,
    'argon2',
  ]) {
    expect(whole.includes(personal), personal).toBe(false);
  }
});

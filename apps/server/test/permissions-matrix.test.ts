import { type BuiltInRole, builtInRoleNames, contract, errors, operationsOf } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callRest, type OperationName, type Seeded, samples, seedDocuments, unique } from './samples.ts';
import { type Json, type Shop, startTestServer, type TestServer } from './support.ts';

const everyone: readonly BuiltInRole[] = ['owner', 'manager', 'cashier', 'clerk', 'accountant'];
const management: readonly BuiltInRole[] = ['owner', 'manager'];
const stockKeepers: readonly BuiltInRole[] = ['owner', 'manager', 'clerk'];
const tills: readonly BuiltInRole[] = ['owner', 'manager', 'cashier'];
const bookkeepers: readonly BuiltInRole[] = ['owner', 'manager', 'cashier', 'accountant'];

type Access =
  /** Nobody need sign in; what the sample of the operation comes to, whoever sends it. */
  | { readonly open: readonly [status: number, code: string | undefined] }
  /** Whoever is signed in, even without a role. */
  | { readonly signedIn: true }
  /**
   * Roles that may, held in all stores, and where. `catalogue`: reads what the stores share, with the role
   * in any store. `business`: changes it, with the role in all stores. `store`: the input names the store.
   * `list`: the same, and may leave it out. `document`: the store of the document.
   */
  | { readonly roles: readonly BuiltInRole[]; readonly where: Where };

type Where = 'catalogue' | 'business' | 'store' | 'list' | 'document';

/**
 * Who may do what, said a second time and by hand: a new operation is written here, after some thought, or
 * does not compile.
 */
const matrix: Readonly<Record<OperationName, Access>> = {
  'auth.setup': { open: [409, 'ALREADY_SET_UP'] },
  'auth.login': { open: [200, undefined] },
  'auth.refresh': { open: [401, 'INVALID_REFRESH_TOKEN'] },
  'auth.logout': { signedIn: true },
  'auth.me': { signedIn: true },
  'stores.create': { roles: ['owner'], where: 'business' },
  'stores.get': { roles: everyone, where: 'document' },
  'stores.list': { roles: everyone, where: 'list' },
  'registers.create': { roles: management, where: 'store' },
  'registers.get': { roles: everyone, where: 'document' },
  'registers.list': { roles: everyone, where: 'list' },
  'taxCategories.create': { roles: management, where: 'business' },
  'taxCategories.get': { roles: everyone, where: 'catalogue' },
  'taxCategories.list': { roles: everyone, where: 'catalogue' },
  'taxRates.create': { roles: management, where: 'store' },
  'taxRates.get': { roles: everyone, where: 'document' },
  'taxRates.list': { roles: everyone, where: 'list' },
  'products.create': { roles: stockKeepers, where: 'business' },
  'products.get': { roles: everyone, where: 'catalogue' },
  'products.list': { roles: everyone, where: 'catalogue' },
  'products.update': { roles: stockKeepers, where: 'business' },
  'products.byBarcode': { roles: everyone, where: 'catalogue' },
  'inventory.levels': { roles: everyone, where: 'list' },
  'inventory.adjust': { roles: stockKeepers, where: 'store' },
  'inventory.adjustment': { roles: everyone, where: 'document' },
  'sales.quote': { roles: tills, where: 'store' },
  'sales.create': { roles: tills, where: 'store' },
  'sales.get': { roles: bookkeepers, where: 'document' },
  'sales.list': { roles: bookkeepers, where: 'list' },
  'sales.receipt': { roles: bookkeepers, where: 'document' },
};

let server: TestServer;
let shop: Shop;
let seeded: Seeded;
/** Signed in once: the role everywhere, the manager of the second store, and a user without any role. */
const tokens = new Map<string, string>();
let expiredToken: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  seeded = await seedDocuments(server, shop);
  expiredToken = await server.signInAs('owner');
  server.clock.advance(601_000);
  for (const role of everyone) tokens.set(role, await server.signInAs(role));
  tokens.set('manager of the other store', await server.signInAs('manager', { storeId: shop.stores[1].id }));
  tokens.set('nobody', await server.signInAs(null));
});
afterAll(() => server[Symbol.asyncDispose]());

interface Result {
  readonly status: number;
  readonly code: string | undefined;
  readonly body: Json;
}

const faces = ['REST', 'tRPC'] as const;
type Face = (typeof faces)[number];

const operations = operationsOf(contract).map(({ name, operation }) => ({
  name: name as OperationName,
  operation,
}));

async function call(
  face: Face,
  name: OperationName,
  input: Json,
  token: string | undefined,
): Promise<Result> {
  const operation = operations.find((each) => each.name === name)?.operation;
  if (!operation) throw new Error(`The contract has no ${name}.`);
  const headers: Record<string, string> =
    operation.kind === 'mutation' ? { 'idempotency-key': unique(name).replace(' ', '-') } : {};
  if (face === 'REST') {
    const { status, body } = await callRest(server, operation, input, { token, headers });
    return { status, code: status >= 400 ? body?.code : undefined, body: body ?? null };
  }
  const { status, problem, data } = await server.trpc(name, input, { token, headers });
  return { status, code: problem?.code, body: problem ?? data };
}

/** Another input each time, so that one that is allowed does not stand in the way of the next. */
async function inputOf(name: OperationName): Promise<Json> {
  const input = samples[name](shop, seeded);
  if (name !== 'products.update') return input;
  const { body } = await server.request('GET', `/v1/products/${input.id}`, { token: tokens.get('owner') });
  return { ...input, version: body.version, name: unique('Gift wrapping') };
}

/** Everything that an operation could have written, counted. */
async function countRows(): Promise<Json> {
  const { rows } = await server.database.pool.query(`
    SELECT (SELECT count(*) FROM stores) AS stores, (SELECT count(*) FROM registers) AS registers,
      (SELECT count(*) FROM tax_categories) AS categories, (SELECT count(*) FROM tax_rates) AS rates,
      (SELECT sum(version) FROM products) AS products, (SELECT count(*) FROM stock_adjustments) AS adjustments,
      (SELECT count(*) FROM sales) AS sales, (SELECT sum(amount) FROM transactions) AS money,
      (SELECT sum(on_hand) FROM stock_levels) AS stock, (SELECT count(*) FROM audit_log) AS audited`);
  return rows[0];
}

async function expectRefused(face: Face, name: OperationName, token: string | undefined, code: string) {
  const before = await countRows();
  const result = await call(face, name, await inputOf(name), token);
  const { status } = errors[code as keyof typeof errors];
  expect({ face, status: result.status, code: result.code }).toEqual({ face, status, code });
  expect(await countRows()).toEqual(before);
}

async function expectAllowed(face: Face, name: OperationName, token: string | undefined): Promise<Json> {
  const before = await countRows();
  const input = await inputOf(name);
  const result = await call(face, name, input, token);
  expect({ face, code: result.code, ok: result.status < 300 }).toEqual({ face, code: undefined, ok: true });
  const operation = operations.find((each) => each.name === name)?.operation;
  if (operation?.kind === 'mutation') expect(await countRows()).not.toEqual(before);
  if (operation?.kind === 'mutation' && result.body !== null) {
    // What was changed is what was sent, and can be read again by whoever may.
    const documents = {
      'inventory.adjust': ['reason', 'note'],
      'sales.create': ['registerId', 'note'],
    } as const;
    const fields = documents[name as keyof typeof documents];
    const sent = fields ? Object.fromEntries(fields.map((field) => [field, input[field]])) : input;
    expect(result.body).toMatchObject(name === 'products.update' ? { name: input.name } : sent);
    const path = (operation.rest.creates ?? operation.rest.path).replace('{id}', result.body.id);
    const read = await server.request('GET', `/v1${path}`, { token: tokens.get('owner') });
    expect(read.body).toEqual(result.body);
  }
  return result.body;
}

describe('the matrix', () => {
  test('has every operation of the contract and none beside', () => {
    expect(Object.keys(matrix).sort()).toEqual(operations.map(({ name }) => name).sort());
    expect(Object.keys(samples).sort()).toEqual(Object.keys(matrix).sort());
  });

  test('knows every built-in role', () => {
    expect([...everyone].sort()).toEqual([...builtInRoleNames].sort());
  });
});

describe.each(operations)('$name', ({ name }) => {
  const access = matrix[name];

  if ('open' in access) {
    test('is open to everyone, with whatever token', async () => {
      const [status, code] = access.open;
      for (const face of faces) {
        for (const token of [undefined, 'garbage', expiredToken, tokens.get('nobody'), tokens.get('owner')]) {
          const result = await call(face, name, samples[name](shop, seeded), token);
          expect({ face, status: result.status, code: result.code }).toEqual({ face, status, code });
        }
      }
    });
    return;
  }

  test('is refused to whoever is not signed in', async () => {
    const { accessToken } = (
      await server.request('POST', '/v1/auth/login', { body: samples['auth.login'](shop, seeded) })
    ).body;
    const [header, payload] = accessToken.split('.');
    for (const face of faces) {
      await expectRefused(face, name, undefined, 'UNAUTHENTICATED');
      await expectRefused(face, name, 'garbage', 'UNAUTHENTICATED');
      await expectRefused(face, name, `${header}.${payload}.${'A'.repeat(86)}`, 'UNAUTHENTICATED');
      await expectRefused(face, name, expiredToken, 'TOKEN_EXPIRED');
    }
  });

  if ('signedIn' in access) {
    test('is allowed to everyone who is signed in', async () => {
      for (const face of faces) {
        for (const role of [...everyone, null]) {
          await expectAllowed(face, name, await server.signInAs(role));
        }
      }
    });
    return;
  }

  const { roles, where } = access;

  test.each([...everyone, null])('is allowed or refused to the role %s as the matrix says', async (role) => {
    const token = tokens.get(role ?? 'nobody');
    for (const face of faces) {
      if (role !== null && roles.includes(role)) await expectAllowed(face, name, token);
      else await expectRefused(face, name, token, 'FORBIDDEN');
    }
  });

  test('is refused, allowed or hidden to the manager of another store', async () => {
    const token = tokens.get('manager of the other store');
    for (const face of faces) {
      if (where === 'catalogue') await expectAllowed(face, name, token);
      else if (where === 'business' || !roles.includes('manager')) {
        await expectRefused(face, name, token, 'FORBIDDEN');
      } else if (name !== 'stores.list') await expectRefused(face, name, token, 'NOT_FOUND');
    }
  });

  if (where === 'list') {
    test('lists nothing of a store in which the caller has no role', async () => {
      const [own, other] = [shop.stores[1].id, shop.stores[0].id];
      for (const face of faces) {
        const all = (await call(face, name, { limit: 200 }, tokens.get('owner'))).body;
        const seen = (await call(face, name, { limit: 200 }, tokens.get('manager of the other store'))).body;
        const storeOf = (item: Json): string => (name === 'stores.list' ? item.id : item.storeId);
        expect(all.items.map(storeOf)).toContain(other);
        expect(seen.items).toEqual(all.items.filter((item: Json) => storeOf(item) === own));
        expect(seen.nextCursor).toBeNull();
      }
    });
  }

  if (where === 'document' || where === 'store' || (where === 'list' && name !== 'stores.list')) {
    test('answers about another store exactly as about one that does not exist', async () => {
      const input = samples[name](shop, seeded);
      const field = where === 'document' ? 'id' : 'storeId';
      expect(input).toHaveProperty(field);
      for (const face of faces) {
        const token = tokens.get('manager of the other store');
        const hidden = await call(face, name, input, token);
        const missing = await call(face, name, { ...input, [field]: newId() }, token);
        const text = ({ body }: Result) => JSON.stringify({ ...body, requestId: '' });
        expect(hidden.status).toBe(404);
        expect(text(hidden)).toBe(text(missing));
      }
    });
  }

  if (where === 'store' || where === 'document' || where === 'list') {
    test('is allowed to a role that is held in that store alone', async () => {
      for (const role of everyone) {
        const token = await server.signInAs(role, { storeId: shop.stores[0].id });
        if (roles.includes(role)) await expectAllowed('REST', name, token);
        else await expectRefused('REST', name, token, 'FORBIDDEN');
      }
    });
  }
});

test('who manages one store and sells in another may not manage the other', async () => {
  const user = await server.createUser('manager', { storeId: shop.stores[1].id });
  await server.database.pool.query(
    `INSERT INTO role_assignments (id, user_id, role, store_id, created_at) VALUES ($1, $2, 'cashier', $3, now())`,
    [newId(), user.id, shop.stores[0].id],
  );
  const { body } = await server.request('POST', '/v1/auth/login', {
    body: { username: user.username, password: user.password },
  });
  for (const face of faces) {
    await expectRefused(face, 'registers.create', body.accessToken, 'FORBIDDEN');
    await expectRefused(face, 'inventory.adjust', body.accessToken, 'FORBIDDEN');
    await expectAllowed(face, 'registers.get', body.accessToken);
  }
});

import { contract, type Mutation } from '@cashwrap/contract';
import { newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashRegisterToken, newRegisterToken } from '../src/modules/identity/index.ts';
import { hashPin } from '../src/modules/identity/pins.ts';
import { createApprove } from '../src/procedure/approvals.ts';
import { operationOf } from './samples.ts';
import { brokenBooks, cash, type Selling, sellingAt } from './selling.ts';
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

let server: TestServer;
let shop: Shop;
let selling: Selling;
let registerToken: string;
let cashier: TestUser & { token: string };
let manager: TestUser & { token: string };
const PIN = '4711';

const signIn = async (user: TestUser) => {
  const body = { username: user.username, password: PASSWORD };
  return { ...user, token: ok(await server.request('POST', '/v1/auth/login', { body })).accessToken };
};
const withPin = async (user: TestUser): Promise<void> => {
  await selling.rows('UPDATE users SET pin_hash = $1 WHERE id = $2', [
    await hashPin(PIN, user.id, server.pepper),
    user.id,
  ]);
};

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  registerToken = newRegisterToken();
  await selling.rows('UPDATE registers SET token_hash = $1 WHERE id = $2', [
    hashRegisterToken(registerToken),
    shop.registers[0].id,
  ]);
  await selling.stockUp({ [shop.products.coffee.id]: 1000 });
});
afterAll(() => server[Symbol.asyncDispose]());

beforeEach(async () => {
  const storeId = shop.stores[0].id;
  cashier = await signIn(await server.createUser('cashier', { storeId }));
  manager = await signIn(await server.createUser('manager', { storeId }));
  await withPin(manager);
});

const override = (fields: object = {}): Json => ({
  ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id },
  lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice: 399 }],
  payments: [cash(1000)],
  ...fields,
});
const sell = (
  body: Json,
  approval?: string,
  { token = cashier.token, key = newId() }: { token?: string; key?: string } = {},
): Promise<Answer> =>
  server.request('POST', '/v1/sales', {
    ...{ token, body },
    headers: { 'idempotency-key': key, ...(approval !== undefined && { approval }) },
  });
/** What a sale is refused with that takes an approval. */
const questionOf = async (body: Json, token = cashier.token): Promise<Json> => {
  const answer = await sell(body, undefined, { token });
  expect([answer.status, answer.body.code]).toEqual([403, 'APPROVAL_REQUIRED']);
  return answer.body.details;
};
const toInput = ({ storeId, operation, fingerprint, actions }: Json): Json => ({
  ...{ storeId, operation, fingerprint },
  permissions: [...new Set(actions.map((action: Json) => action.permission))],
});
/** By the manager's own session. */
const approve = (question: Json, fields: object = {}, token = manager.token): Promise<Answer> =>
  server.request('POST', '/v1/approvals', {
    token,
    body: { ...toInput(question), requesterId: cashier.id, ...fields },
  });
const approvalOf = async (body: Json): Promise<string> => ok(await approve(await questionOf(body))).id;
const byPin = (question: Json, fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> =>
  server.request('POST', '/v1/approvals', {
    token: cashier.token,
    headers: { 'register-token': registerToken, ...headers },
    body: { ...toInput(question), approver: { username: manager.username, pin: PIN }, ...fields },
  });
const refused = (answer: Answer, status: number, code: string) =>
  expect([answer.status, answer.body.code]).toEqual([status, code]);

describe('a price override', () => {
  test('is refused to a cashier with what must be approved, and nothing is stored', async () => {
    const before = await selling.counts();
    const question = await questionOf(override());
    expect(question).toEqual({
      storeId: shop.stores[0].id,
      operation: 'sales.create',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      actions: [
        {
          permission: 'sales.override_price',
          description: 'Price of "Coffee beans 250 g": 399 instead of 699',
        },
      ],
    });
    expect(await selling.counts()).toEqual(before);
  });

  test('lists every line that is sold at another price', async () => {
    const { coffee, voucher, apples } = shop.products;
    const question = await questionOf(
      override({
        lines: [
          { productId: coffee.id, quantity: 1, unitPrice: 1 },
          { productId: apples.id, quantity: 0.5, unitPrice: 299 },
          { productId: voucher.id, quantity: 1, unitPrice: 0 },
        ],
      }),
    );
    expect(question.actions.map((action: Json) => action.description)).toEqual([
      'Price of "Coffee beans 250 g": 1 instead of 699',
      'Price of "Gift wrapping": 0 instead of 150',
    ]);
  });

  test('needs nothing of a manager, nor where the price is the catalogue’s own', async () => {
    const sale = ok(await sell(override(), undefined, { token: manager.token }));
    expect(sale.lines[0]).toMatchObject({ unitPrice: 399, total: 399 });
    expect(
      ok(
        await sell(
          override({ lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice: 699 }] }),
        ),
      ).total,
    ).toBe(699);
    const [entry] = await selling.rows('SELECT after, approved_by FROM audit_log WHERE document_id = $1', [
      sale.id,
    ]);
    expect(entry).toMatchObject({
      approved_by: null,
      after: { priceOverrides: [{ position: 0, from: 699, to: 399 }] },
    });
  });

  test('of a manager of another store needs an approval here', async () => {
    const [here, there] = shop.stores;
    const user = await server.createUser('manager', { storeId: there.id });
    await selling.rows(
      `INSERT INTO role_assignments (id, user_id, role, store_id, created_at) VALUES ($1, $2, 'cashier', $3, now())`,
      [newId(), user.id, here.id],
    );
    await questionOf(override(), (await signIn(user)).token);
  });

  test('is quoted freely', async () => {
    const { storeId, lines } = override();
    const quote = ok(
      await server.request('POST', '/v1/sales/quote', { token: cashier.token, body: { storeId, lines } }),
    );
    expect(quote).toMatchObject({ total: 399, lines: [{ unitPrice: 399 }] });
  });

  test('prices what has no price in the currency of the store', async () => {
    const abroad = await selling.newStore({ currency: 'USD' });
    const place = { storeId: abroad.store.id, registerId: abroad.register.id };
    const { voucher } = shop.products;
    const line = { productId: voucher.id, quantity: 1 };
    refused(
      await sell(override({ ...place, lines: [line] }), undefined, { token: shop.owner }),
      409,
      'PRICE_MISSING',
    );
    const mixed = override({ ...place, lines: [{ ...line, unitPrice: 5 }, line] });
    const answer = await sell(mixed, undefined, { token: shop.owner });
    refused(answer, 409, 'PRICE_MISSING');
    expect(answer.body.details.lines).toEqual([{ position: 1, productId: voucher.id }]);
    const sale = await sell(override({ ...place, lines: [{ ...line, unitPrice: 5 }] }), undefined, {
      token: shop.owner,
    });
    expect(ok(sale)).toMatchObject({ total: 5, currency: 'USD' });
  });

  test.each([-1, 1.5, 10 ** 12 + 1, '399', null])('of %j is refused as input', async (unitPrice) => {
    const answer = await sell(
      override({ lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice }] }),
    );
    refused(answer, 400, 'INVALID_INPUT');
    expect(answer.body.errors[0].path).toEqual(['lines', 0, 'unitPrice']);
  });
});

describe('an approval', () => {
  test('by the manager’s session lets that very call through, once, and is in the audit log', async () => {
    const question = await questionOf(override());
    const approval = ok(await approve(question));
    expect(approval).toMatchObject({
      ...{ operation: 'sales.create', permissions: ['sales.override_price'] },
      ...{ requesterId: cashier.id, approverId: manager.id },
    });
    const lifetime = Date.parse(approval.expiresAt) - server.clock.now().getTime();
    expect(lifetime).toBeGreaterThan(290_000);
    expect(lifetime).toBeLessThanOrEqual(300_000);
    // What decides nothing may differ: the note, and the cash that is handed over.
    const sale = ok(await sell(override({ note: 'for a friend', payments: [cash(399)] }), approval.id));
    expect(sale.total).toBe(399);
    const entries = await selling.rows(
      'SELECT action, actor_id, approved_by FROM audit_log WHERE document_id = ANY($1) ORDER BY id',
      [[approval.id, sale.id]],
    );
    expect(entries).toEqual([
      { action: 'approvals.create', actor_id: manager.id, approved_by: null },
      { action: 'sales.create', actor_id: cashier.id, approved_by: manager.id },
    ]);
    refused(await sell(override(), approval.id), 403, 'INVALID_APPROVAL');
    expect(await brokenBooks(server)).toEqual([]);
  });

  test('by PIN at the requester’s till does the same', async () => {
    const approval = ok(await byPin(await questionOf(override())));
    expect(approval).toMatchObject({ requesterId: cashier.id, approverId: manager.id });
    expect(ok(await sell(override(), approval.id)).total).toBe(399);
    const [entry] = await selling.rows('SELECT * FROM audit_log WHERE document_id = $1', [approval.id]);
    expect(entry).toMatchObject({ actor_id: manager.id, register_id: shop.registers[0].id });
  });

  test('works over tRPC', async () => {
    const headers = { 'idempotency-key': newId() };
    const { problem } = await server.trpc('sales.create', override(), { token: cashier.token, headers });
    expect(problem?.code).toBe('APPROVAL_REQUIRED');
    const { data: approval } = await server.trpc(
      'approvals.create',
      { ...toInput(problem?.details), requesterId: cashier.id },
      { token: manager.token },
    );
    const options = { token: cashier.token, headers: { ...headers, approval: approval.id } };
    expect((await server.trpc('sales.create', override(), options)).data.total).toBe(399);
  });

  test('is repeated under the Idempotency-Key of its call', async () => {
    const approval = await approvalOf(override());
    const key = newId();
    const first = ok(await sell(override(), approval, { key }));
    const again = await sell(override(), approval, { key });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(ok(again)).toEqual(first);
    expect(ok(await sell(override(), undefined, { key }))).toEqual(first);
  });

  const changes: Record<string, () => Json> = {
    'a lower price': () =>
      override({ lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice: 398 }] }),
    'a higher price': () =>
      override({ lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice: 400 }] }),
    'more of it': () =>
      override({ lines: [{ productId: shop.products.coffee.id, quantity: 2, unitPrice: 399 }] }),
    'another product': () =>
      override({ lines: [{ productId: shop.products.voucher.id, quantity: 1, unitPrice: 399 }] }),
    'a further line': () =>
      override({ lines: [...override().lines, { productId: shop.products.voucher.id, quantity: 1 }] }),
    'a discount': () => override({ discounts: [{ type: 'amount', amount: 1 }] }),
    'an id of its own': () => override({ id: newId() }),
  };
  test.each(Object.keys(changes))('is for that call alone: not with %s', async (name) => {
    const approval = await approvalOf(override());
    refused(await sell((changes[name] as () => Json)(), approval), 403, 'INVALID_APPROVAL');
    // The attempt did not use it up.
    ok(await sell(override(), approval));
  });

  test('is for its requester alone', async () => {
    const approval = await approvalOf(override());
    const other = await signIn(await server.createUser('cashier'));
    refused(await sell(override(), approval, { token: other.token }), 403, 'INVALID_APPROVAL');
  });

  test('lasts five minutes', async () => {
    const approval = await approvalOf(override());
    await selling.rows(`UPDATE approvals SET expires_at = $2 WHERE id = $1`, [approval, server.clock.now()]);
    refused(await sell(override(), approval), 403, 'INVALID_APPROVAL');
  });

  test('is worth nothing once its giver is deactivated', async () => {
    const approval = await approvalOf(override());
    await selling.rows('UPDATE users SET deactivated_at = now() WHERE id = $1', [manager.id]);
    refused(await sell(override(), approval), 403, 'INVALID_APPROVAL');
  });

  const demote = (role: string | null, storeId: string | null, customRoleId: string | null = null) =>
    selling.rows(
      'UPDATE role_assignments SET role = $2, store_id = $3, custom_role_id = $4 WHERE user_id = $1',
      [manager.id, role, storeId, customRoleId],
    );
  const ownRole = async (...permissions: string[]): Promise<string> => {
    const id = newId();
    await selling.rows(
      'INSERT INTO roles (id, name, permissions, created_at, updated_at) VALUES ($1, $2, $3, now(), now())',
      [id, id, permissions],
    );
    return id;
  };

  test('is worth nothing once its giver may not do it there any more, and is not used up', async () => {
    const approval = await approvalOf(override());
    const [here, there] = shop.stores.map(({ id }) => id as string) as [string, string];
    const tried = async () => refused(await sell(override(), approval), 403, 'INVALID_APPROVAL');
    await demote('cashier', here);
    await tried();
    await demote('manager', there);
    await tried();
    await demote(null, here, await ownRole('sales.create', 'stores.read'));
    await tried();
    await selling.rows('DELETE FROM role_assignments WHERE user_id = $1', [manager.id]);
    await tried();
    const [row] = await selling.rows('SELECT used_at FROM approvals WHERE id = $1', [approval]);
    expect(row.used_at).toBeNull();
  });

  test('is good where its giver may still do it, by another role', async () => {
    const here = shop.stores[0].id as string;
    const roles = [
      () => demote('manager', null),
      () => demote('owner', here),
      async () => demote(null, here, await ownRole('sales.override_price')),
      async () => demote(null, null, await ownRole('sales.override_price', 'stores.read')),
    ];
    for (const give of roles) {
      await demote('manager', here);
      const approval = ok(await approve(await questionOf(override()), {}, (await signIn(manager)).token)).id;
      await give();
      ok(await sell(override(), approval));
    }
  });

  test.each(['', 'x', '00000000-0000-7000-8000-000000000000', "' OR 1=1"])(
    'that is %j is none',
    async (id) => {
      refused(await sell(override(), id), 403, 'INVALID_APPROVAL');
    },
  );

  test('is kept where the call fails for another reason', async () => {
    const body = override({
      lines: [{ productId: shop.products.coffee.id, quantity: 100_000, unitPrice: 1 }],
      payments: [cash(200_000)],
    });
    const approval = await approvalOf(body);
    refused(await sell(body, approval), 409, 'INSUFFICIENT_STOCK');
    const [row] = await selling.rows('SELECT used_at FROM approvals WHERE id = $1', [approval]);
    expect(row.used_at).toBeNull();
  });

  test('is used by one of many calls that race for it', async () => {
    const approval = await approvalOf(override());
    const before = await selling.counts();
    const answers = await Promise.all(Array.from({ length: 12 }, () => sell(override(), approval)));
    const codes = answers.map(({ status, body }) => (status === 201 ? 'sold' : body.code));
    expect(codes.filter((code) => code === 'sold')).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(['sold', 'INVALID_APPROVAL']));
    expect((await selling.counts()).sales).toBe(before.sales + 1);
  });

  test('takes no lock of those who need none', async () => {
    const plain = override({ lines: [{ productId: shop.products.coffee.id, quantity: 1 }] });
    ok(await sell(plain, 'not even looked at'));
  });
});

describe('approvals.create', () => {
  let question: Json;
  beforeEach(async () => {
    question = await questionOf(override());
  });

  test('is refused to the requester, whichever way', async () => {
    await withPin(cashier);
    refused(await approve(question, {}, cashier.token), 403, 'SELF_APPROVAL');
    refused(
      await byPin(question, { approver: { username: cashier.username, pin: PIN } }),
      403,
      'SELF_APPROVAL',
    );
  });

  test('is refused to who does not hold the permission there', async () => {
    const other = await server.createUser('cashier', { storeId: shop.stores[0].id });
    await withPin(other);
    const answer = await byPin(question, { approver: { username: other.username, pin: PIN } });
    refused(answer, 403, 'PERMISSION_NOT_HELD');
    expect(answer.body.details).toEqual({ permissions: ['sales.override_price'] });
    refused(await approve(question, {}, (await signIn(other)).token), 403, 'PERMISSION_NOT_HELD');
    const elsewhere = await signIn(await server.createUser('manager', { storeId: shop.stores[1].id }));
    refused(await approve(question, {}, elsewhere.token), 404, 'NOT_FOUND');
    await withPin(elsewhere);
    refused(
      await byPin(question, { approver: { username: elsewhere.username, pin: PIN } }),
      401,
      'INVALID_CREDENTIALS',
    );
  });

  test('is refused to who must choose another password first, by PIN as by session', async () => {
    await selling.rows('UPDATE users SET must_change_password = true WHERE id = $1', [manager.id]);
    refused(await byPin(question), 403, 'PERMISSION_NOT_HELD');
    const { token } = await signIn(manager);
    refused(await approve(question, {}, token), 403, 'PASSWORD_CHANGE_REQUIRED');
    const passwords = { currentPassword: PASSWORD, newPassword: 'a-password-of-my-own' };
    ok(await server.request('POST', '/v1/auth/change-password', { token, body: passwords }));
    ok(await byPin(question));
  });

  test('by a wrong PIN or name is refused, and locked out after a few', async () => {
    const wrong = { approver: { username: manager.username, pin: '0000' } };
    refused(
      await byPin(question, { approver: { username: 'nobody-here', pin: PIN } }),
      401,
      'INVALID_CREDENTIALS',
    );
    const codes: string[] = [];
    for (let i = 0; i < 8; i++) codes.push((await byPin(question, wrong)).body.code);
    expect(codes[0]).toBe('INVALID_CREDENTIALS');
    expect(codes.at(-1)).toBe('LOCKED_OUT');
    refused(await byPin(question), 429, 'LOCKED_OUT');
    await selling.rows('DELETE FROM sign_in_attempts');
    ok(await byPin(question));
  });

  test('by PIN takes a till of that store', async () => {
    refused(await byPin(question, {}, { 'register-token': 'wrong' }), 401, 'INVALID_REGISTER_TOKEN');
    const { status, body } = await server.request('POST', '/v1/approvals', {
      token: cashier.token,
      body: { ...toInput(question), approver: { username: manager.username, pin: PIN } },
    });
    expect([status, body.code]).toEqual([401, 'INVALID_REGISTER_TOKEN']);
    const there = newRegisterToken();
    await selling.rows('UPDATE registers SET token_hash = $1 WHERE id = $2', [
      hashRegisterToken(there),
      shop.registers[1].id,
    ]);
    refused(await byPin(question, {}, { 'register-token': there }), 401, 'INVALID_REGISTER_TOKEN');
  });

  const wrongInputs: [string, object, string][] = [
    ['an operation that takes none', { operation: 'products.update' }, 'operation'],
    ['an operation that does not exist', { operation: 'sales.give_away' }, 'operation'],
    ['a permission that the operation does not ask for', { permissions: ['users.manage'] }, 'permissions'],
    ['no permission', { permissions: [] }, 'permissions'],
    ['an unknown permission', { permissions: ['sales.everything'] }, 'permissions'],
    ['something that is no fingerprint', { fingerprint: 'abc' }, 'fingerprint'],
    ['no requester', { requesterId: undefined }, 'requesterId'],
    ['a field of its own', { approverId: newId() }, 'approverId'],
  ];
  test.each(wrongInputs)('with %s is refused as input', async (_name, fields, field) => {
    const answer = await approve(question, fields);
    refused(answer, 400, 'INVALID_INPUT');
    expect(answer.body.errors[0].path[0]).toBe(field);
  });

  test('by PIN in another’s name is refused as input', async () => {
    refused(await byPin(question, { requesterId: manager.id }), 400, 'INVALID_INPUT');
  });

  test('for a store or person that does not exist is refused alike', async () => {
    refused(await approve({ ...question, storeId: newId() }), 404, 'NOT_FOUND');
    refused(await approve({ ...question, storeId: newId() }, {}, shop.owner), 404, 'NOT_FOUND');
    refused(await approve(question, { requesterId: newId() }), 404, 'NOT_FOUND');
  });
});

test('a use case may ask only for what its contract entry says, and once', async () => {
  const actor = { userId: newId(), everywhere: new Set(), byStore: new Map() } as never;
  const question = {
    ...{ storeId: newId(), subject: {} },
    actions: [{ permission: 'users.manage', description: 'x' } as const],
  };
  await transact(server.database, async (tx) => {
    const call = {
      name: 'sales.create',
      operation: operationOf(contract, 'sales.create') as Mutation,
      actor,
      tx,
    };
    const ask = () => createApprove({ ...call, now: new Date(), header: undefined, onApproved: () => {} });
    await expect(ask()(question)).rejects.toThrow(/contract does not say/);
    const twice = ask();
    await twice({ ...question, actions: [] });
    await expect(twice({ ...question, actions: [] })).rejects.toThrow(/twice/);
  });
});

test('the OpenAPI document says which calls take an approval', async () => {
  const document = ok(await server.request('GET', '/openapi.json'));
  const names = (entry: Json) => (entry.parameters ?? []).map((parameter: Json) => parameter.name);
  expect(names(document.paths['/sales'].post)).toContain('Approval');
  expect(document.paths['/sales'].post.description).toContain('sales.override_price');
  expect(names(document.paths['/products'].post)).not.toContain('Approval');
});

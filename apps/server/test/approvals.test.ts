import { contract, type Mutation } from '@cashwrap/contract';
import { newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createIdentity,
  forgetQuestions,
  hashRegisterToken,
  newRegisterToken,
} from '../src/modules/identity/index.ts';
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
const toInput = ({ id }: Json): Json => ({ approvalRequestId: id });
/** By the manager's own session. */
const approve = (question: Json, fields: object = {}, token = manager.token): Promise<Answer> =>
  server.request('POST', '/v1/approvals', {
    token,
    body: { ...toInput(question), ...fields },
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
      id: expect.any(String),
      ...{ storeId: shop.stores[0].id, registerId: shop.registers[0].id },
      ...{ operation: 'sales.create', requesterId: cashier.id, approvalId: null },
      ...{ askedAt: expect.any(String), expiresAt: expect.any(String) },
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      actions: [
        {
          permission: 'sales.override_price',
          description:
            'Price of "Coffee beans 250 g": 3.99 instead of 6.99; quantity 1: 3.99 instead of 6.99; sale total: 3.99 EUR',
          amounts: {
            ...{ currency: 'EUR', currencyDigits: 2, quantity: 1 },
            ...{ before: 699, after: 399, documentTotal: 399 },
          },
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
      'Price of "Coffee beans 250 g": 0.01 instead of 6.99; quantity 1: 0.01 instead of 6.99; sale total: 1.51 EUR',
      'Price of "Gift wrapping": 0.00 instead of 1.50; quantity 1: 0.00 instead of 1.50; sale total: 1.51 EUR',
    ]);
  });

  test('says how much of it is sold and what that comes to, with and without it', async () => {
    const { coffee, apples } = shop.products;
    const question = await questionOf(
      override({
        lines: [
          { productId: coffee.id, quantity: 12, unitPrice: 1 },
          { productId: apples.id, quantity: 0.333, unitPrice: 100 },
        ],
      }),
    );
    expect(question.actions).toEqual([
      {
        permission: 'sales.override_price',
        description:
          'Price of "Coffee beans 250 g": 0.01 instead of 6.99; quantity 12: 0.12 instead of 83.88; sale total: 0.45 EUR',
        amounts: {
          ...{ currency: 'EUR', currencyDigits: 2, quantity: 12 },
          ...{ before: 8388, after: 12, documentTotal: 45 },
        },
      },
      {
        permission: 'sales.override_price',
        description:
          'Price of "Apples": 1.00 instead of 2.99; quantity 0.333: 0.33 instead of 1.00; sale total: 0.45 EUR',
        amounts: {
          ...{ currency: 'EUR', currencyDigits: 2, quantity: 0.333 },
          ...{ before: 100, after: 33, documentTotal: 45 },
        },
      },
    ]);
    // The approval shows them too, to both.
    const approval = ok(await approve(question));
    expect(approval.actions).toEqual(question.actions);
  });

  test('asks as well where the catalogue price would come to more than any amount', async () => {
    const { coffee } = shop.products;
    const quantity = 90_000_000_000;
    const { actions } = await questionOf(
      override({ lines: [{ productId: coffee.id, quantity, unitPrice: 1 }] }),
    );
    expect(actions[0].amounts).toMatchObject({ quantity, before: null, after: quantity });
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
      ...{ storeId: shop.stores[0].id, operation: 'sales.create', actions: question.actions },
      ...{ requesterId: cashier.id, approverId: manager.id, usedAt: null },
    });
    const lifetime = Date.parse(approval.expiresAt) - server.clock.now().getTime();
    expect(lifetime).toBeGreaterThan(290_000);
    expect(lifetime).toBeLessThanOrEqual(300_000);
    // What decides nothing may differ: the note, and the cash that is handed over.
    const sale = ok(await sell(override({ note: 'for a friend', payments: [cash(399)] }), approval.id));
    expect(sale.total).toBe(399);
    const entries = await selling.rows(
      'SELECT action, actor_id, approved_by, after FROM audit_log WHERE document_id = ANY($1) ORDER BY id',
      [[approval.id, sale.id]],
    );
    expect(entries).toMatchObject([
      { action: 'approvals.create', actor_id: manager.id, approved_by: null },
      { action: 'sales.create', actor_id: cashier.id, approved_by: manager.id },
    ]);
    expect(entries[0].after).toMatchObject({ actions: question.actions, requesterId: cashier.id });
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
    const { data: approval } = await server.trpc('approvals.create', toInput(problem?.details), {
      token: manager.token,
    });
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

  test('by PIN takes the till of the question, where it is about one', async () => {
    const asOwner = { token: shop.owner };
    const storeId = shop.stores[0].id;
    const newTill = await server.request('POST', '/v1/registers', {
      ...{ ...asOwner, body: { storeId, name: `Till ${newId()}` } },
    });
    const { registerToken: elsewhere } = ok(
      await server.request('POST', `/v1/registers/${ok(newTill).id}/pair`, asOwner),
    );
    refused(await byPin(question, {}, { 'register-token': elsewhere }), 401, 'INVALID_REGISTER_TOKEN');
    ok(await byPin(question));
    // Nobody stands at the virtual register.
    const { items } = ok(
      await server.request('GET', `/v1/registers?storeId=${storeId}&kind=virtual`, asOwner),
    );
    const online = await questionOf(override({ registerId: items[0].id }));
    ok(await byPin(online, {}, { 'register-token': elsewhere }));
  });

  test('by PIN is guarded at the till too, whoever is named', async () => {
    const guess = () =>
      byPin(question, { approver: { username: `nobody-${newId()}`, pin: '0815' } }).then(
        ({ body }) => body.code,
      );
    const codes: string[] = [];
    for (let tried = 0; tried < 11; tried++) codes.push(await guess());
    expect(codes).toEqual([...Array(10).fill('INVALID_CREDENTIALS'), 'LOCKED_OUT']);
    refused(await byPin(question), 429, 'LOCKED_OUT');
    await selling.rows('DELETE FROM sign_in_attempts');
    ok(await byPin(question));
  });

  test('is refused to who made the API key that asks: a key is no other person', async () => {
    const permissions = ['stores.read', 'sales.create', 'products.read'];
    const maker = await signIn(await server.createUser('owner'));
    const key = ok(
      await server.request('POST', '/v1/api-keys', {
        token: maker.token,
        body: { name: 'Kiosk', permissions },
      }),
    );
    const asked = await questionOf(override(), key.secret);
    expect(asked.requesterId).toBe(key.id);
    refused(await approve(asked, {}, maker.token), 403, 'SELF_APPROVAL');
    const waiting = async (token: string) => (await requestsFor(token)).map(({ id }) => id);
    expect(await waiting(maker.token)).not.toContain(asked.id);
    expect(await waiting(manager.token)).toContain(asked.id);
    ok(await approve(asked, {}, shop.owner));
  });

  const wrongInputs: [string, object, string][] = [
    ['no request', { approvalRequestId: undefined }, 'approvalRequestId'],
    ['something that is no id', { approvalRequestId: 'abc' }, 'approvalRequestId'],
    ['a PIN without a name', { approver: { pin: PIN } }, 'approver'],
    ['actions of its own', { actions: [] }, 'actions'],
  ];
  test.each(wrongInputs)('with %s is refused as input', async (_name, fields, field) => {
    const answer = await approve(question, fields);
    refused(answer, 400, 'INVALID_INPUT');
    expect(answer.body.errors[0].path[0]).toBe(field);
  });

  test('by PIN at the till of another than the requester is refused as if there were nothing', async () => {
    const other = await signIn(await server.createUser('cashier', { storeId: shop.stores[0].id }));
    const { status, body } = await server.request('POST', '/v1/approvals', {
      token: other.token,
      headers: { 'register-token': registerToken },
      body: { ...toInput(question), approver: { username: manager.username, pin: PIN } },
    });
    expect([status, body.code]).toEqual([404, 'NOT_FOUND']);
  });

  test('takes a question that the server has asked: none that was made up, and none that has expired', async () => {
    refused(await approve({ id: newId() }), 404, 'NOT_FOUND');
    refused(await byPin({ id: newId() }), 404, 'NOT_FOUND');
    await selling.rows('UPDATE approval_requests SET expires_at = $2 WHERE id = $1', [
      question.id,
      server.clock.now(),
    ]);
    refused(await approve(question), 404, 'NOT_FOUND');
    refused(await byPin(question), 404, 'NOT_FOUND');
    expect(await selling.rows('SELECT FROM approvals WHERE requester_id = $1', [cashier.id])).toEqual([]);
  });

  test('answers 201 with the place at which both people can read it, and nobody else', async () => {
    const created = await approve(question);
    expect([created.status, created.headers.get('location')]).toEqual([
      201,
      `/v1/approvals/${created.body.id}`,
    ]);
    for (const { token } of [manager, cashier]) {
      const read = await server.request('GET', `/v1/approvals/${created.body.id}`, { token });
      expect(ok(read)).toEqual(created.body);
    }
    refused(
      await server.request('GET', `/v1/approvals/${created.body.id}`, { token: shop.owner }),
      404,
      'NOT_FOUND',
    );
    ok(await sell(override(), created.body.id));
    const { usedAt } = ok(await server.request('GET', `/v1/approvals/${created.body.id}`, manager));
    expect(usedAt).not.toBeNull();
  });

  test('sent again answers the same approval; after that one is used, nothing', async () => {
    const first = ok(await approve(question));
    expect(ok(await approve(question))).toEqual(first);
    refused(await approve(question, {}, shop.owner), 404, 'NOT_FOUND');
    ok(await sell(override(), first.id));
    refused(await approve(question), 404, 'NOT_FOUND');
  });

  test('by many people at once gives one approval', async () => {
    const people = [manager, ...(await Promise.all([1, 2, 3].map(() => signInManager())))];
    const answers = await Promise.all(
      [...people, ...people].map(({ token }) => approve(question, {}, token)),
    );
    const given = answers.filter(({ status }) => status === 201).map(({ body }) => body.id);
    expect(new Set(given).size).toBe(1);
    for (const { status } of answers) expect([201, 404]).toContain(status);
    const rows = await selling.rows('SELECT id FROM approvals WHERE requester_id = $1', [cashier.id]);
    expect(rows).toEqual([{ id: given[0] }]);
  });
});

const signInManager = async () => signIn(await server.createUser('manager', { storeId: shop.stores[0].id }));
const requestsFor = async (token: string): Promise<Json[]> =>
  ok(await server.request('GET', '/v1/approvals/requests?limit=200', { token })).items;
const requestOf = (id: string, token: string): Promise<Answer> =>
  server.request('GET', `/v1/approvals/requests/${id}`, { token });

describe('the question of a refused call', () => {
  test('is listed, with its actions, to whoever could approve it, until somebody has', async () => {
    const question = await questionOf(override());
    const elsewhere = await signIn(await server.createUser('manager', { storeId: shop.stores[1].id }));
    const other = await signIn(await server.createUser('cashier', { storeId: shop.stores[0].id }));
    const mine = async (token: string) =>
      (await requestsFor(token)).filter(({ requesterId }) => requesterId === cashier.id);
    expect(await mine(manager.token)).toEqual([question]);
    expect(await mine(shop.owner)).toEqual([question]);
    for (const { token } of [cashier, other, elsewhere]) expect(await mine(token)).toEqual([]);
    const approval = ok(await approve(question));
    expect(await mine(manager.token)).toEqual([]);
    // So that the till finds it, where the manager approved elsewhere.
    const answered = { ...question, approvalId: approval.id, expiresAt: approval.expiresAt };
    expect(ok(await requestOf(question.id, cashier.token))).toEqual(answered);
    expect(await mine(shop.owner)).toEqual([]);
  });

  test('is read by its requester and by who could approve it alone', async () => {
    const question = await questionOf(override());
    for (const { token } of [cashier, manager]) {
      expect(ok(await requestOf(question.id, token))).toEqual(question);
    }
    const other = await signIn(await server.createUser('cashier', { storeId: shop.stores[0].id }));
    const elsewhere = await signIn(await server.createUser('manager', { storeId: shop.stores[1].id }));
    for (const { token } of [other, elsewhere])
      refused(await requestOf(question.id, token), 404, 'NOT_FOUND');
    refused(await requestOf(newId(), manager.token), 404, 'NOT_FOUND');
  });

  test('that is answered at its last moment is found as long as its approval', async () => {
    const question = await questionOf(override());
    server.clock.advance(Date.parse(question.expiresAt) - server.clock.now().getTime() - 1000);
    const approval = ok(await approve(question));
    server.clock.advance(60_000);
    expect(ok(await requestOf(question.id, cashier.token)).approvalId).toBe(approval.id);
    ok(await sell(override(), approval.id));
  });

  const approvalsOf = () =>
    selling.rows('SELECT id, used_at, expires_at FROM approvals WHERE requester_id = $1 ORDER BY id', [
      cashier.id,
    ]);

  test('that is asked again is one row, renewed; after its approval is used it waits anew', async () => {
    const first = await questionOf(override());
    ok(await sell(override(), ok(await approve(first)).id));
    server.clock.advance(60_000);
    const again = await questionOf(override({ note: 'please' }));
    expect(again).toMatchObject({ id: first.id, fingerprint: first.fingerprint, approvalId: null });
    expect(Date.parse(again.expiresAt) - Date.parse(first.expiresAt)).toBeGreaterThanOrEqual(60_000);
    const answers = await Promise.all(Array.from({ length: 8 }, () => sell(override())));
    for (const { body } of answers) expect(body.details.id).toBe(first.id);
    const rows = await selling.rows('SELECT id FROM approval_requests WHERE requester_id = $1', [cashier.id]);
    expect(rows).toEqual([{ id: first.id }]);
  });

  test('that is asked again answers the approval that it has, and none can be given beside it', async () => {
    const first = await questionOf(override());
    const approval = ok(await approve(first));
    server.clock.advance(60_000);
    const again = await questionOf(override());
    expect(again).toMatchObject({ id: first.id, approvalId: approval.id, expiresAt: approval.expiresAt });
    expect(ok(await approve(again))).toEqual(approval);
    refused(await approve(again, {}, shop.owner), 404, 'NOT_FOUND');
    ok(await sell(override(), approval.id));
    expect(await approvalsOf()).toHaveLength(1);
  });

  test('that is asked again and answered at once by many never has two approvals that work', async () => {
    const question = await questionOf(override());
    const both = [manager, await signInManager()];
    await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        at % 2 === 0 ? sell(override()) : approve(question, {}, both[at % 4 === 1 ? 0 : 1]?.token),
      ),
    );
    const given = await approvalsOf();
    expect(given).toHaveLength(1);
    ok(await sell(override(), given[0].id));
  });

  test('does not answer an approval whose giver may not give it any more, and that one is never good again', async () => {
    const first = await questionOf(override());
    const old = ok(await approve(first));
    const active = (deactivatedAt: string) =>
      selling.rows(`UPDATE users SET deactivated_at = ${deactivatedAt} WHERE id = $1`, [manager.id]);
    await active('now()');
    const again = await questionOf(override());
    expect(again).toMatchObject({ id: first.id, approvalId: null });
    const approval = ok(await approve(again, {}, shop.owner));
    await active('NULL');
    refused(await sell(override(), old.id), 403, 'INVALID_APPROVAL');
    ok(await sell(override(), approval.id));
  });

  test('stays what it was: the requester cannot make it another by asking something else', async () => {
    const small = await questionOf(override());
    const large = await questionOf(
      override({ lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice: 1 }] }),
    );
    expect(large.id).not.toBe(small.id);
    const approval = ok(await approve(small));
    expect(approval.actions).toEqual(small.actions);
    const cheap = override({ lines: [{ productId: shop.products.coffee.id, quantity: 1, unitPrice: 1 }] });
    refused(await sell(cheap, approval.id), 403, 'INVALID_APPROVAL');
  });

  test('is swept once it has expired', async () => {
    const question = await questionOf(override());
    const identity = createIdentity({
      ...{ ...server, setupToken: undefined, clock: () => new Date(question.expiresAt) },
    });
    await forgetQuestions(identity);
    expect(await selling.rows('SELECT FROM approval_requests WHERE id = $1', [question.id])).toEqual([]);
  });
});

describe('a large discount', () => {
  const coffee = (fields: object = {}) => ({ productId: shop.products.coffee.id, quantity: 1, ...fields });
  const percent = (percentage: number) => ({ type: 'percentage', percentage });
  const off = (amount: number) => ({ type: 'amount', amount });
  const cart = (fields: object): Json => override({ lines: [coffee()], ...fields });
  const descriptions = ({ actions }: Json) => actions.map(({ description }: Json) => description);
  const lineOf = (off: string, gross: string, quantity: number, left: string) =>
    `Discount on "Coffee beans 250 g": ${off} of ${gross}; quantity ${quantity}: ${left} instead of ${gross}; ` +
    `sale total: ${left} EUR`;
  const saleOf = (off: string, gross: string, left: string) =>
    `Discount on the sale: ${off} of ${gross}; sale total: ${left} EUR`;
  const PRICE =
    'Price of "Coffee beans 250 g": 6.00 instead of 6.99; quantity 1: 6.00 instead of 6.99; sale total: 4.00 EUR';

  const allowed: [string, () => Json][] = [
    ['20 % of a line', () => cart({ lines: [coffee({ discounts: [percent(20)] })] })],
    ['as much as an amount', () => cart({ lines: [coffee({ discounts: [off(139)] })] })],
    ['20 % of the sale', () => cart({ discounts: [percent(20)] })],
    [
      '20 % of the sale, whatever its shares are',
      () =>
        cart({
          lines: [coffee(), { productId: shop.products.voucher.id, quantity: 1 }],
          discounts: [off(169)],
        }),
    ],
  ];
  test.each(allowed)('is not %s', async (_name, body) => {
    ok(await sell(body()));
  });

  const large: [string, () => Json, () => string[]][] = [
    [
      '20.01 % of a line',
      () =>
        cart({ lines: [coffee({ quantity: 100, discounts: [percent(20.01)] })], payments: [cash(100_000)] }),
      () => [lineOf('139.87', '699.00', 100, '559.13')],
    ],
    [
      'an amount that comes to more',
      () => cart({ lines: [coffee({ discounts: [off(141)] })] }),
      () => [lineOf('1.41', '6.99', 1, '5.58')],
    ],
    [
      'several small ones',
      () => cart({ lines: [coffee({ discounts: [percent(15), off(50)] })] }),
      () => [lineOf('1.55', '6.99', 1, '5.44'), saleOf('1.55', '6.99', '5.44')],
    ],
    [
      'one of the line and one of the sale',
      () => cart({ lines: [coffee({ discounts: [percent(15)] })], discounts: [percent(10)] }),
      () => [lineOf('1.64', '6.99', 1, '5.35'), saleOf('1.64', '6.99', '5.35')],
    ],
    ['an amount of the sale', () => cart({ discounts: [off(300)] }), () => [saleOf('3.00', '6.99', '3.99')]],
    [
      'several of the sale',
      () => cart({ discounts: [percent(10), percent(10), percent(10)] }),
      () => [saleOf('1.90', '6.99', '5.09')],
    ],
    [
      'all of it',
      () => cart({ lines: [coffee({ discounts: [percent(100)] })] }),
      () => [lineOf('6.99', '6.99', 1, '0.00'), saleOf('6.99', '6.99', '0.00')],
    ],
  ];
  test.each(large)('is %s', async (_name, body, expected) => {
    const question = await questionOf(body());
    expect(descriptions(question)).toEqual(expected());
    expect(new Set(question.actions.map(({ permission }: Json) => permission))).toEqual(
      new Set(['sales.give_large_discount']),
    );
    ok(await sell(body(), undefined, { token: manager.token }));
    const approval = ok(await approve(question));
    ok(await sell(body(), approval.id));
  });

  test('is everything, a gram at a time', async () => {
    const gram = { productId: shop.products.apples.id, quantity: 0.004, discounts: [percent(100)] };
    const question = await questionOf(cart({ lines: Array.from({ length: 40 }, () => gram) }));
    expect(descriptions(question)).toEqual([saleOf('0.40', '0.40', '0.00')]);
  });

  test('is not the limit, on line after line', async () => {
    const line = coffee({ discounts: [percent(20)] });
    ok(await sell(cart({ lines: Array.from({ length: 30 }, () => line), payments: [cash(100_000)] })));
  });

  test('is approved together with a price override, once, for these amounts alone', async () => {
    const both = (amount: number) => cart({ lines: [coffee({ unitPrice: 600, discounts: [off(amount)] })] });
    const question = await questionOf(both(200));
    expect(descriptions(question)).toEqual([
      PRICE,
      lineOf('2.00', '6.00', 1, '4.00'),
      saleOf('2.00', '6.00', '4.00'),
    ]);
    const approval = ok(await approve(question));
    refused(await sell(both(201), approval.id), 403, 'INVALID_APPROVAL');
    refused(await sell(both(199), approval.id), 403, 'INVALID_APPROVAL');
    const sale = ok(await sell(both(200), approval.id));
    const [entry] = await selling.rows('SELECT after, approved_by FROM audit_log WHERE document_id = $1', [
      sale.id,
    ]);
    expect(entry).toMatchObject({
      approved_by: manager.id,
      after: {
        largeDiscounts: [
          { position: 0, gross: 600, discount: 200 },
          { position: null, gross: 600, discount: 200 },
        ],
        priceOverrides: [{ position: 0, grossBefore: 699, gross: 600 }],
      },
    });
  });

  test('takes who holds both permissions, where both are asked for', async () => {
    const question = await questionOf(cart({ lines: [coffee({ unitPrice: 600, discounts: [off(200)] })] }));
    const half = await server.createUser(null);
    const role = newId();
    await selling.rows(
      'INSERT INTO roles (id, name, permissions, created_at, updated_at) VALUES ($1, $2, $3, now(), now())',
      [role, role, ['stores.read', 'sales.override_price']],
    );
    await selling.rows(
      'INSERT INTO role_assignments (id, user_id, custom_role_id, created_at) VALUES ($1, $2, $3, now())',
      [newId(), half.id, role],
    );
    const { token } = await signIn(half);
    const answer = await approve(question, {}, token);
    refused(answer, 403, 'PERMISSION_NOT_HELD');
    expect(answer.body.details).toEqual({ permissions: ['sales.give_large_discount'] });
    expect((await requestsFor(token)).map(({ id }) => id)).not.toContain(question.id);
  });

  test('is what the store says it is', async () => {
    const place = await selling.newStore({});
    const limit = async (maxDiscountPercentage: number) => {
      const path = `/v1/settings/stores/${place.store.id}`;
      const { version } = ok(await server.request('GET', path, { token: shop.owner }));
      const body = { version, maxDiscountPercentage };
      ok(await server.request('PATCH', path, { token: shop.owner, body }));
    };
    const other = await signIn(await server.createUser('cashier', { storeId: place.store.id }));
    const voucher = (discount: object) => ({
      ...{ storeId: place.store.id, registerId: place.register.id, payments: [cash(1000)] },
      lines: [{ productId: shop.products.voucher.id, quantity: 1, discounts: [discount] }],
    });
    await limit(0);
    await questionOf(voucher(off(1)), other.token);
    await limit(50);
    ok(await sell(voucher(percent(50)), undefined, { token: other.token }));
    await questionOf(voucher(off(76)), other.token);
    await limit(100);
    ok(await sell(voucher(percent(100)), undefined, { token: other.token }));
  });

  test('is shown by a quote, with what else must be approved', async () => {
    const { storeId, lines } = cart({ lines: [coffee({ unitPrice: 600, discounts: [off(200)] })] });
    const quoteOf = async (body: Json, token: string) =>
      ok(await server.request('POST', '/v1/sales/quote', { token, body })).sensitiveActions;
    const inEuros = { currency: 'EUR', currencyDigits: 2, documentTotal: 400 };
    const large = 'sales.give_large_discount';
    expect(await quoteOf({ storeId, lines }, cashier.token)).toEqual([
      {
        ...{ permission: 'sales.override_price', description: PRICE },
        amounts: { ...inEuros, quantity: 1, before: 699, after: 600 },
      },
      {
        ...{ permission: large, description: lineOf('2.00', '6.00', 1, '4.00') },
        amounts: { ...inEuros, quantity: 1, before: 600, after: 400 },
      },
      {
        ...{ permission: large, description: saleOf('2.00', '6.00', '4.00') },
        amounts: { ...inEuros, quantity: null, before: 600, after: 400 },
      },
    ]);
    expect(await quoteOf({ storeId, lines: [coffee()] }, cashier.token)).toEqual([]);
  });
});

test('a use case may ask only for what its contract entry says, and once', async () => {
  const actor = { userId: newId(), everywhere: new Set(), byStore: new Map() } as never;
  const question = {
    ...{ storeId: newId(), subject: {} },
    actions: [{ permission: 'users.manage', description: 'x', amounts: null } as const],
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
  const { paths } = ok(await server.request('GET', '/openapi.json'));
  const approval = { $ref: '#/components/parameters/Approval' };
  expect(paths['/sales'].post.parameters).toContainEqual(approval);
  expect(paths['/sales'].post.description).toContain('sales.override_price');
  expect(paths['/products'].post.parameters).not.toContainEqual(approval);
});

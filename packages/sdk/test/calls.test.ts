import { inspect } from 'node:util';
import { contract } from '@cashwrap/contract';
import { describe, expect, it } from 'vitest';
import { describeOperations } from '../scripts/describe-operations.ts';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import { operations } from '../src/generated/operations.ts';
import { createCashwrap } from '../src/index.ts';
import { send } from '../src/send.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { ok, startFakeServer, tokenPair } from './fake-server.ts';

const ID = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00';

describe('a call', () => {
  it('sends a query by GET and a mutation by POST, with their headers', async () => {
    await using server = await startFakeServer({
      'taxCategories.get': ok({ name: 'Standard' }),
      'taxCategories.create': ok({ name: 'Standard' }),
    });
    const cashwrap = createCashwrapWith(
      { baseUrl: server.baseUrl, accessToken: 'access-1' },
      createFakeRuntime(),
    );

    await cashwrap.taxCategories.get({ id: ID });
    await cashwrap.taxCategories.create({ name: 'Standard' });

    const [query, mutation] = server.calls;
    expect(query).toMatchObject({ method: 'GET', input: { id: ID } });
    expect(query?.headers).toMatchObject({ authorization: 'Bearer access-1', 'x-request-id': 'id-1' });
    expect(query?.headers).not.toHaveProperty('idempotency-key');
    expect(mutation).toMatchObject({ method: 'POST', input: { name: 'Standard' } });
    expect(mutation?.headers).toMatchObject({ 'x-request-id': 'id-2', 'idempotency-key': 'id-3' });
  });

  it('sends what the caller gives in place of its own ids', async () => {
    await using server = await startFakeServer({ 'taxCategories.create': ok({}) });
    const cashwrap = createCashwrap({ baseUrl: server.baseUrl });

    await cashwrap.taxCategories.create({ name: 'A' }, { idempotencyKey: 'order-1', requestId: 'till-3' });

    expect(server.calls[0]?.headers).toMatchObject({
      'idempotency-key': 'order-1',
      'x-request-id': 'till-3',
    });
  });

  it.each([
    ['Idempotency-Key', { idempotencyKey: 'Kasse €1' }, {}],
    ['X-Request-Id', { requestId: 'till\n3' }, {}],
    ['Authorization', {}, { apiKey: 'cw_secret\r\nX: 1' }],
  ])('sends nothing whose %s no header may have, and says so without it', async (name, options, client) => {
    await using server = await startFakeServer({ 'taxCategories.create': ok({}) });
    const cashwrap = createCashwrap({ baseUrl: server.baseUrl, ...client });

    const call = cashwrap.taxCategories.create({ name: 'A' }, options);

    await expect(call).rejects.toThrow(
      new TypeError(`What is given for ${name} has characters that no HTTP header may have.`),
    );
    expect(server.calls).toEqual([]);
  });

  it('opens no subscription with a token that no header may have', async () => {
    const cashwrap = createCashwrap({ baseUrl: 'http://localhost:1', apiKey: 'cw_€' });

    await expect(cashwrap.events.subscribe().next()).rejects.toThrow(
      new TypeError('What is given for Authorization has characters that no HTTP header may have.'),
    );
  });

  it('sends the approval of a second person with the call that it is given to, in each attempt', async () => {
    await using server = await startFakeServer({
      'sales.create': (_call, number) =>
        number === 1 ? { write: (response) => response.destroy() } : ok({}),
      'taxCategories.create': ok({}),
    });
    const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl }, createFakeRuntime());
    const sale = { storeId: ID, registerId: ID, lines: [], payments: [] };

    await cashwrap.sales.create(sale, { approval: ID });
    await cashwrap.taxCategories.create({ name: 'A' });

    expect(server.callsOf('sales.create').map((call) => call.headers.approval)).toEqual([ID, ID]);
    expect(server.callsOf('taxCategories.create')[0]?.headers).not.toHaveProperty('approval');
  });

  it('proves to be a register where that is asked for, and nowhere else', async () => {
    await using server = await startFakeServer({
      'auth.pinLogin': ok(tokenPair(1)),
      'approvals.create': ok({}),
      'auth.me': ok({}),
    });
    const cashwrap = createCashwrap({ baseUrl: server.baseUrl, registerToken: 'paired' });
    await cashwrap.auth.pinLogin({ username: 'ada', pin: '4711' });
    await cashwrap.auth.pinLogin({ username: 'ada', pin: '4711' }, { registerToken: 'other' });
    await cashwrap.auth.me();
    await cashwrap.approvals.create({ approvalRequestId: ID, approver: { username: 'bob', pin: '4711' } });
    const sent = server.calls.map(({ operation, headers }) => [operation, headers['register-token']]);
    expect(sent).toEqual([
      ['auth.pinLogin', 'paired'],
      ['auth.pinLogin', 'other'],
      ['auth.me', undefined],
      ['approvals.create', 'paired'],
    ]);
  });

  it('makes UUIDs, one key for each call', async () => {
    await using server = await startFakeServer({ 'taxCategories.create': ok({}) });
    const cashwrap = createCashwrap({ baseUrl: server.baseUrl });

    await cashwrap.taxCategories.create({ name: 'A' });
    await cashwrap.taxCategories.create({ name: 'A' });

    const keys = server.calls.map((call) => call.headers['idempotency-key']);
    expect(new Set(keys).size).toBe(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('sends neither token nor key where they have no place', async () => {
    await using server = await startFakeServer({ 'auth.login': ok(tokenPair(2)), 'auth.logout': ok(null) });
    const cashwrap = createCashwrap({ baseUrl: server.baseUrl, accessToken: 'old' });

    await cashwrap.auth.login({ username: 'ada', password: 'secret' });
    expect(await cashwrap.auth.logout()).toBeNull();

    const [login, logout] = server.calls;
    expect(login?.headers).not.toHaveProperty('authorization');
    expect(login?.headers).not.toHaveProperty('idempotency-key');
    expect(logout?.headers).not.toHaveProperty('idempotency-key');
    expect(logout?.headers.authorization).toBe('Bearer access-2');
  });

  it('finds the server below a path, with or without a slash at the end', async () => {
    await using server = await startFakeServer({ 'auth.me': ok({}) });
    for (const baseUrl of [`${server.baseUrl}/pos/`, new URL('/pos', server.baseUrl)]) {
      await createCashwrap({ baseUrl }).auth.me();
    }
    expect(server.callsOf('auth.me')).toHaveLength(2);
  });

  it('uses the fetch it is given', async () => {
    const urls: string[] = [];
    const cashwrap = createCashwrap({
      baseUrl: 'https://pos.example.com',
      fetch: async (url) => {
        urls.push(String(url));
        return Response.json({ result: { data: {} } });
      },
    });
    await cashwrap.auth.me();
    expect(urls).toEqual(['https://pos.example.com/trpc/auth.me']);
  });

  it('refuses a base URL that is none', () => {
    for (const baseUrl of ['pos.example.com', 'localhost:8000', '']) {
      const named = new TypeError(`baseUrl must be a URL such as http://localhost:8000, not "${baseUrl}".`);
      expect(() => createCashwrap({ baseUrl })).toThrow(named);
    }
  });

  it('throws what JSON cannot say as it is, without a call', async () => {
    await using server = await startFakeServer({});
    const circular: Record<string, unknown> = { name: 'A' };
    circular.self = circular;
    await expect(
      createCashwrap({ baseUrl: server.baseUrl }).taxCategories.create(circular as { name: string }),
    ).rejects.toThrow(TypeError);
    expect(server.calls).toEqual([]);
  });
});

describe('the client', () => {
  it('has a method for each operation of the contract', () => {
    expect(operations, 'run `pnpm gen`').toEqual(describeOperations(contract));
    const cashwrap = createCashwrap({ baseUrl: 'http://localhost' });
    for (const name of Object.keys(operations)) {
      const method = name
        .split('.')
        .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], cashwrap);
      expect(method).toBeTypeOf('function');
      expect((method as { name: string }).name).toBe(name);
    }
  });

  it('sends a query that is a POST over REST by POST', async () => {
    const quote = { ...contract.products.get, rest: { method: 'POST', path: '/quote' } } as const;
    const { quote: info } = describeOperations({ quote });
    if (!info) throw new Error('There is no row.');
    expect(info).toEqual({ kind: 'query', post: true });

    await using server = await startFakeServer({ quote: ok({ total: 1 }) });
    const endpoint = { url: `${server.baseUrl}/trpc`, fetch, now: Date.now, elapsed: Date.now, hooks: {} };
    const request = { operation: 'quote', info, input: { id: ID }, requestId: 'r', timeoutMs: 1000 };
    const unset = {
      idempotencyKey: undefined,
      approval: undefined,
      registerToken: undefined,
      accessToken: undefined,
      signal: undefined,
      endsAt: Number.POSITIVE_INFINITY,
      progress: { attempts: 0, lastError: undefined },
    };
    expect(await send(endpoint, { ...request, ...unset })).toEqual({ total: 1 });
    expect(server.calls[0]).toMatchObject({ method: 'POST', input: { id: ID } });
  });

  it('can be awaited, and shows no token however it is printed', async () => {
    const cashwrap = createCashwrap({
      baseUrl: 'http://localhost',
      accessToken: 'SECRET-1',
      refreshToken: 'SECRET-2',
    });
    expect(await cashwrap).toBe(cashwrap);
    const shown = [
      String(cashwrap),
      JSON.stringify(cashwrap),
      inspect(cashwrap, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
    ];
    for (const text of shown) expect(text).not.toContain('SECRET');
  });
});

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import type { CashwrapHooks, CashwrapOptions } from '../src/index.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import {
  cut,
  type FakeServer,
  fails,
  message,
  ok,
  page,
  refusal,
  silence,
  startFakeServer,
  stream,
  tokenPair,
} from './fake-server.ts';

/** A client whose hooks write down what they are told. */
function setUp({ baseUrl }: Pick<FakeServer, 'baseUrl'>, options: Partial<CashwrapOptions> = {}) {
  const told: Record<string, unknown>[] = [];
  const hooks: CashwrapHooks = {
    onAttempt: (event) => void told.push({ hook: 'attempt', ...event }),
    onAnswer: (event) => void told.push({ hook: 'answer', ...event }),
    onRetry: (event) => void told.push({ hook: 'retry', ...event }),
  };
  const cashwrap = createCashwrapWith({ baseUrl, hooks, ...options }, createFakeRuntime());
  return { cashwrap, told };
}

describe('hooks', () => {
  it('are told of each attempt, its answer, and the wait before the next', async () => {
    await using server = await startFakeServer({
      'taxCategories.create': (_call, number) => [cut, page(502), fails('UNAVAILABLE')][number - 1] ?? ok({}),
    });
    const { cashwrap, told } = setUp(server, { maxRetries: 3 });
    await cashwrap.taxCategories.create({ name: 'A' }, { requestId: 'till-3' });

    const call = { operation: 'taxCategories.create', requestId: 'till-3' };
    const failures = [
      { error: 'CashwrapConnectionError', cause: expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/) },
      { error: 'CashwrapConnectionError', cause: undefined },
      { error: 'UNAVAILABLE', cause: undefined },
    ];
    const statuses = [undefined, 502, 503];
    expect(told).toEqual([
      ...failures.flatMap((failure, index) => {
        const event = { ...call, attempt: index + 1 };
        return [
          { hook: 'attempt', ...event },
          { hook: 'answer', ...event, status: statuses[index], ms: expect.any(Number), failure },
          { hook: 'retry', ...event, waitMs: 250 * 2 ** index, failure },
        ];
      }),
      { hook: 'attempt', ...call, attempt: 4 },
      { hook: 'answer', ...call, attempt: 4, status: 200, ms: expect.any(Number), failure: undefined },
    ]);
  });

  it('are told how long an answer took', async () => {
    await using server = await startFakeServer({ 'auth.me': ok({}) });
    const ms: number[] = [];
    let elapsed = 1000;
    const cashwrap = createCashwrapWith(
      { baseUrl: server.baseUrl, hooks: { onAnswer: (event) => void ms.push(event.ms) } },
      { ...createFakeRuntime(), elapsed: () => (elapsed += 7) },
    );
    await cashwrap.auth.me();
    expect(ms).toEqual([7]);
  });

  it('are told of a refresh as a call of its own', async () => {
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'auth.me': ({ headers }) =>
        headers.authorization === 'Bearer access-2' ? ok({}) : fails('TOKEN_EXPIRED'),
    });
    const { cashwrap, told } = setUp(server, { accessToken: 'access-1', refreshToken: 'refresh-1' });
    await cashwrap.auth.me();
    const answers = told.filter(({ hook }) => hook === 'answer');
    expect(answers.map(({ operation, attempt, status }) => [operation, attempt, status])).toEqual([
      ['auth.me', 1, 401],
      ['auth.refresh', 1, 200],
      ['auth.me', 2, 200],
    ]);
  });

  it('are told of an attempt that was stopped, or got no answer in time', async () => {
    await using server = await startFakeServer({ 'auth.me': silence });
    const { cashwrap, told } = setUp(server, { maxRetries: 0 });
    await expect(cashwrap.auth.me({}, { timeoutMs: 20 })).rejects.toThrow();
    await expect(cashwrap.auth.me({}, { signal: AbortSignal.timeout(20) })).rejects.toThrow();
    const answers = told.filter(({ hook }) => hook === 'answer');
    expect(answers.map(({ failure }) => failure)).toEqual([
      { error: 'CashwrapTimeoutError', cause: undefined },
      { error: 'TimeoutError', cause: undefined },
    ]);
  });

  it('are told of the connections of a subscription', async () => {
    await using server = await startFakeServer({
      'events.subscribe': (_call, number) => {
        if (number === 1) return stream([message('c-1', { id: 'event-1', type: 'sale.opened' })]);
        return number === 2 ? page(502) : stream([refusal('FORBIDDEN')]);
      },
    });
    const { cashwrap, told } = setUp(server);
    const read = async () => {
      for await (const event of cashwrap.events.subscribe()) expect(event.id).toBe('event-1');
    };
    await expect(read()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(told.map(({ hook, attempt, status, waitMs }) => [hook, attempt, status ?? waitMs])).toEqual([
      ['attempt', 1, undefined],
      ['answer', 1, 200],
      ['retry', 1, 250],
      ['attempt', 2, undefined],
      ['answer', 2, 502],
      ['retry', 2, 500],
      ['attempt', 3, undefined],
      ['answer', 3, 200],
    ]);
  });

  it('are told no token, key or input, so that all may be logged', async () => {
    await using server = await startFakeServer({
      'auth.login': (_call, number) => (number === 1 ? ok(tokenPair(1)) : fails('INVALID_CREDENTIALS')),
      'auth.refresh': fails('INVALID_REFRESH_TOKEN'),
      'sales.create': (_call, number) =>
        number === 1 ? cut : fails('TOKEN_EXPIRED', { detail: 'access-1' }),
      'products.list': cut,
    });
    const { cashwrap, told } = setUp(server);
    const id = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00';
    await cashwrap.auth.login({ username: 'secret-name', password: 'secret-password' });
    await expect(
      cashwrap.sales.create(
        { storeId: id, registerId: id, lines: [], payments: [] },
        { idempotencyKey: 'secret-key' },
      ),
    ).rejects.toThrow();
    await expect(cashwrap.products.list({ search: 'secret-search' })).rejects.toThrow();
    await expect(cashwrap.auth.login({ username: 'ada', password: 'secret-password' })).rejects.toThrow();
    expect(told.length).toBeGreaterThan(8);
    expect(JSON.stringify(told)).not.toMatch(/secret|access-|refresh-|01936f5e/);
  });

  it('that throw, at once or later, are printed and change nothing', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => printed.mockRestore());
    await using server = await startFakeServer({
      'auth.me': (_call, number) => (number === 1 ? cut : ok({ name: 'Ada' })),
    });
    const wrong = new Error('The log is full.');
    const { cashwrap } = setUp(server, {
      hooks: {
        onAttempt: () => {
          throw wrong;
        },
        onAnswer: async () => {
          throw wrong;
        },
        onRetry: () => Promise.reject(wrong),
      },
    });
    expect(await cashwrap.auth.me()).toEqual({ name: 'Ada' });
    await expect.poll(() => printed.mock.calls.length).toBe(5);
    for (const call of printed.mock.calls)
      expect(call).toEqual(['A hook given to createCashwrap failed:', wrong]);
  });

  it('are called on what they belong to', async () => {
    await using server = await startFakeServer({ 'auth.me': ok({}) });
    class Log implements CashwrapHooks {
      readonly lines: string[] = [];
      onAttempt({ operation }: { readonly operation: string }) {
        this.lines.push(operation);
      }
    }
    const hooks = new Log();
    await setUp(server, { hooks }).cashwrap.auth.me();
    expect(hooks.lines).toEqual(['auth.me']);
  });
});

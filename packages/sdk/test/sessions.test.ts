import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import type { Cashwrap, CashwrapOptions, CashwrapTokens } from '../src/index.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import {
  cut,
  type FakeServer,
  fails,
  ok,
  type ReceivedCall,
  silence,
  startFakeServer,
  tokenPair,
} from './fake-server.ts';

function setUp(server: FakeServer, options: Partial<CashwrapOptions> = {}) {
  const runtime = createFakeRuntime();
  const told: (CashwrapTokens | undefined)[] = [];
  const onTokens = (tokens: CashwrapTokens | undefined) => void told.push(tokens);
  const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl, onTokens, ...options }, runtime);
  return { cashwrap, runtime, told };
}

const first = { accessToken: 'access-1', refreshToken: 'refresh-1' };

/** Answers whoever carries this token; the others' has expired. */
function onlyWith(accessToken: string, output: unknown = {}) {
  return ({ headers }: ReceivedCall) =>
    headers.authorization === `Bearer ${accessToken}` ? ok(output) : fails('TOKEN_EXPIRED');
}

function tokensOf({ accessToken, accessTokenExpiresAt, refreshToken }: CashwrapTokens): CashwrapTokens {
  return { accessToken, accessTokenExpiresAt, refreshToken };
}

/** A promise that the test resolves. */
function createGate() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('tokens', () => {
  it('are kept from a sign-in, and told', async () => {
    await using server = await startFakeServer({
      'auth.login': ok(tokenPair(1)),
      'auth.me': onlyWith('access-1'),
    });
    const { cashwrap, told } = setUp(server);
    await cashwrap.auth.login({ username: 'ada', password: 'secret' });
    await cashwrap.auth.me();
    expect(told).toEqual([{ ...tokensOf(tokenPair(1)), session: expect.any(String) }]);
  });

  it('are cleared by signing out', async () => {
    await using server = await startFakeServer({
      'auth.logout': ok(null),
      'auth.me': fails('UNAUTHENTICATED'),
    });
    const { cashwrap, told } = setUp(server, first);
    await cashwrap.auth.logout();
    expect(told).toEqual([undefined]);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(server.callsOf('auth.me')[0]?.headers).not.toHaveProperty('authorization');
  });

  it('are cleared by signing out of what is over, and kept where that could not be said', async () => {
    await using server = await startFakeServer({
      'auth.logout': (_call, number) => (number === 1 ? cut : fails('UNAUTHENTICATED')),
    });
    const { cashwrap, told } = setUp(server, first);
    await expect(cashwrap.auth.logout()).rejects.toThrow('No answer');
    expect(told).toEqual([]);
    await expect(cashwrap.auth.logout()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(told).toEqual([undefined]);
  });

  it('are exchanged by the caller, too', async () => {
    await using server = await startFakeServer({
      'auth.refresh': ({ input }) =>
        ok(tokenPair((input as { refreshToken: string }).refreshToken === 'kept' ? 5 : 2)),
      'auth.me': onlyWith('access-5'),
    });
    const { cashwrap, told } = setUp(server, first);
    await cashwrap.auth.refresh({ refreshToken: 'refresh-1' });
    await cashwrap.auth.refresh({ refreshToken: 'kept' });
    await cashwrap.auth.me();
    expect(told.map((tokens) => tokens?.accessToken)).toEqual(['access-2', 'access-5']);
  });
});

describe('an access token of a session that was ended elsewhere', () => {
  it('shows so at the next call, and not when it expires', async () => {
    await using server = await startFakeServer({
      'auth.me': fails('UNAUTHENTICATED'),
      'auth.refresh': fails('INVALID_REFRESH_TOKEN'),
    });
    const { cashwrap, told } = setUp(server, first);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    expect(told).toEqual([undefined]);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
  });

  it('is replaced where the session goes on: the server has another signing key', async () => {
    await using server = await startFakeServer({
      'auth.me': ({ headers }) =>
        headers.authorization === 'Bearer access-2' ? ok({}) : fails('UNAUTHENTICATED'),
      'auth.refresh': ok(tokenPair(2)),
    });
    const { cashwrap, told } = setUp(server, first);
    await cashwrap.auth.me();
    expect(told).toEqual([tokensOf(tokenPair(2))]);
  });

  it('is not replaced for ever where the new one is refused, too', async () => {
    await using server = await startFakeServer({
      'auth.me': fails('UNAUTHENTICATED'),
      'auth.refresh': ok(tokenPair(2)),
    });
    const { cashwrap } = setUp(server, first);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
  });
});

describe('an expired access token', () => {
  it('is refreshed once for 50 parallel calls, each then repeated under its key', async () => {
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'taxCategories.create': onlyWith('access-2', { name: 'A' }),
    });
    const { cashwrap, told } = setUp(server, first);

    const names = Array.from({ length: 50 }, (_, index) => `Category ${index}`);
    await Promise.all(names.map((name) => cashwrap.taxCategories.create({ name })));

    expect(server.callsOf('auth.refresh').map((call) => call.input)).toEqual([{ refreshToken: 'refresh-1' }]);
    expect(told).toEqual([tokensOf(tokenPair(2))]);
    for (const name of names) {
      const sent = server
        .callsOf('taxCategories.create')
        .filter(({ input }) => (input as { name: string }).name === name);
      expect(sent.at(-1)?.headers.authorization).toBe('Bearer access-2');
      expect(new Set(sent.map((call) => call.headers['idempotency-key'])).size).toBe(1);
      expect(new Set(sent.map((call) => call.headers['x-request-id'])).size).toBe(1);
    }
  });

  it('is not refreshed again for a call that was away meanwhile', async () => {
    const { promise: refreshed, resolve: isRefreshed } = createGate();
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'auth.me': onlyWith('access-2'),
      'products.get': async (call) => {
        const answer = onlyWith('access-2')(call);
        await refreshed;
        return answer;
      },
    });
    const { cashwrap } = setUp(server, first);
    const slow = cashwrap.products.get({ id: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00' });
    await expect.poll(() => server.callsOf('products.get').length).toBe(1);
    await cashwrap.auth.me();
    isRefreshed();
    await slow;
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
  });

  it('is refreshed shortly before, where the expiry is known', async () => {
    await using server = await startFakeServer({
      'auth.login': ok(tokenPair(1)),
      'auth.refresh': ok(tokenPair(2, '2030-01-01T00:20:00.000Z')),
      'auth.me': ok({}),
    });
    const { cashwrap, runtime } = setUp(server);
    await cashwrap.auth.login({ username: 'ada', password: 'secret' });
    runtime.setTime('2030-01-01T00:09:44.000Z');
    await cashwrap.auth.me();
    expect(server.callsOf('auth.refresh')).toHaveLength(0);
    runtime.setTime('2030-01-01T00:09:46.000Z');
    await Promise.all([cashwrap.auth.me(), cashwrap.auth.me()]);
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
    expect(server.callsOf('auth.me').map((call) => call.headers.authorization)).toEqual([
      'Bearer access-1',
      'Bearer access-2',
      'Bearer access-2',
    ]);
  });

  it('is not refreshed at every call by a device whose clock is ahead', async () => {
    await using server = await startFakeServer({
      'auth.login': ok(tokenPair(1, '2029-06-01T00:00:00.000Z')),
      'auth.me': ok({}),
    });
    const { cashwrap } = setUp(server);
    await cashwrap.auth.login({ username: 'ada', password: 'secret' });
    await cashwrap.auth.me();
    expect(server.callsOf('auth.refresh')).toHaveLength(0);
  });

  it('is fetched first where only the refresh token was kept', async () => {
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'auth.me': onlyWith('access-2'),
    });
    const { cashwrap } = setUp(server, { refreshToken: 'refresh-1' });
    await cashwrap.auth.me();
    expect(server.callsOf('auth.me')).toHaveLength(1);
  });

  it('is the error of the call where there is no refresh token, or none helps', async () => {
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'auth.me': fails('TOKEN_EXPIRED'),
    });
    const without = setUp(server, { accessToken: 'access-1' });
    await expect(without.cashwrap.auth.me()).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(server.calls).toHaveLength(1);

    const { cashwrap } = setUp(server, first);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
  });
});

describe('a refresh', () => {
  it('whose answer is lost is asked for again', async () => {
    await using server = await startFakeServer({
      'auth.refresh': (_call, number) => (number === 1 ? cut : ok(tokenPair(2))),
      'auth.me': onlyWith('access-2'),
    });
    const { cashwrap } = setUp(server, first);
    await cashwrap.auth.me();
    expect(server.callsOf('auth.refresh').map((call) => call.input)).toEqual([
      { refreshToken: 'refresh-1' },
      { refreshToken: 'refresh-1' },
    ]);
  });

  it('is given 3 seconds, so that it is asked for again while the server allows that', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    await using server = await startFakeServer({
      'auth.refresh': (_call, number) => (number === 1 ? silence : ok(tokenPair(2))),
      'auth.me': onlyWith('access-2', { name: 'Ada' }),
    });
    const { cashwrap } = setUp(server, first);
    const call = cashwrap.auth.me();
    await vi.waitUntil(() => server.callsOf('auth.refresh').length === 1, { interval: 5 });
    vi.advanceTimersByTime(3_000);
    expect(await call).toEqual({ name: 'Ada' });
  });

  it('that is refused ends the session, for all who waited', async () => {
    await using server = await startFakeServer({
      'auth.refresh': fails('INVALID_REFRESH_TOKEN'),
      'auth.me': ({ headers }) => (headers.authorization ? fails('TOKEN_EXPIRED') : fails('UNAUTHENTICATED')),
    });
    const { cashwrap, told } = setUp(server, first);
    const calls = await Promise.allSettled(Array.from({ length: 10 }, () => cashwrap.auth.me()));
    for (const call of calls) {
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'INVALID_REFRESH_TOKEN' } });
    }
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
    expect(told).toEqual([undefined]);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is waited for by calls that begin meanwhile', async () => {
    const { promise: mayAnswer, resolve: answer } = createGate();
    await using server = await startFakeServer({
      'auth.refresh': async () => {
        await mayAnswer;
        return ok(tokenPair(2));
      },
      'auth.me': onlyWith('access-2'),
    });
    const { cashwrap } = setUp(server, first);
    const one = cashwrap.auth.me();
    await expect.poll(() => server.callsOf('auth.refresh').length).toBe(1);
    const other = cashwrap.auth.me();
    answer();
    await Promise.all([one, other]);
    expect(server.callsOf('auth.me').map((call) => call.headers.authorization)).toEqual([
      'Bearer access-1',
      'Bearer access-2',
      'Bearer access-2',
    ]);
  });

  it('is not tried for a call that comes back to a session that is over', async () => {
    const over = {
      'signed out': async (cashwrap: Cashwrap) => void (await cashwrap.auth.logout()),
      refused: async (cashwrap: Cashwrap) => void (await cashwrap.auth.me().catch(() => {})),
    };
    const codes: Record<string, unknown> = {};
    for (const [name, end] of Object.entries(over)) {
      const { promise: isOver, resolve: setOver } = createGate();
      await using server = await startFakeServer({
        'auth.logout': ok(null),
        'auth.refresh': fails('INVALID_REFRESH_TOKEN'),
        'auth.me': fails('TOKEN_EXPIRED'),
        'products.list': async ({ headers }) => {
          await isOver;
          return fails(headers.authorization ? 'TOKEN_EXPIRED' : 'UNAUTHENTICATED');
        },
      });
      const { cashwrap } = setUp(server, first);
      const late = cashwrap.products.list();
      await expect.poll(() => server.callsOf('products.list').length).toBe(1);
      await end(cashwrap);
      const refreshes = server.callsOf('auth.refresh').length;
      setOver();
      codes[name] = await late.catch((error) => error.code);
      expect(server.callsOf('auth.refresh')).toHaveLength(refreshes);
    }
    expect(codes).toEqual({ 'signed out': 'UNAUTHENTICATED', refused: 'INVALID_REFRESH_TOKEN' });
  });

  it('that got no answer leaves the tokens for the next call', async () => {
    let down = true;
    await using server = await startFakeServer({
      'auth.refresh': () => (down ? cut : ok(tokenPair(2))),
      'auth.me': onlyWith('access-2'),
    });
    const { cashwrap, told } = setUp(server, first);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({
      name: 'CashwrapConnectionError',
      operation: 'auth.refresh',
      attempts: 3,
    });
    expect(told).toEqual([]);
    down = false;
    await cashwrap.auth.me();
    expect(told).toHaveLength(1);
  });

  it('goes on for the others when one of those who wait gives up', async () => {
    const { promise: mayAnswer, resolve: answer } = createGate();
    await using server = await startFakeServer({
      'auth.refresh': async () => {
        await mayAnswer;
        return ok(tokenPair(2));
      },
      'auth.me': onlyWith('access-2', { name: 'Ada' }),
    });
    const { cashwrap } = setUp(server, first);
    const controller = new AbortController();
    const impatient = cashwrap.auth.me({}, { signal: controller.signal });
    const patient = cashwrap.auth.me();
    await expect.poll(() => server.callsOf('auth.refresh').length).toBe(1);
    controller.abort();
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' });
    answer();
    expect(await patient).toEqual({ name: 'Ada' });
  });

  it('does not bring back a session that was signed out of, nor replace a newer one', async () => {
    const { promise: mayAnswer, resolve: answer } = createGate();
    await using server = await startFakeServer({
      'auth.refresh': async () => {
        await mayAnswer;
        return ok(tokenPair(2));
      },
      'auth.login': ok(tokenPair(7)),
      'auth.me': ({ headers }) =>
        headers.authorization === 'Bearer access-1'
          ? fails('TOKEN_EXPIRED')
          : ok({ name: headers.authorization }),
    });
    const { cashwrap, told } = setUp(server, first);
    const begunBefore = cashwrap.auth.me();
    await expect.poll(() => server.callsOf('auth.refresh').length).toBe(1);
    await cashwrap.auth.login({ username: 'bob', password: 'secret' });
    answer();
    // What was begun in Ada's name is finished in Ada's name.
    expect(await begunBefore).toEqual({ name: 'Bearer access-2' });
    expect(await cashwrap.auth.me()).toEqual({ name: 'Bearer access-7' });
    expect(told.map((tokens) => tokens?.accessToken)).toEqual(['access-7']);
  });

  it('waits until the new tokens are kept', async () => {
    const kept = createGate();
    const onTokens = vi.fn(() => kept.promise);
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'auth.me': onlyWith('access-2'),
    });
    const { cashwrap } = setUp(server, { ...first, onTokens });
    const call = cashwrap.auth.me();
    await expect.poll(() => onTokens.mock.calls.length).toBe(1);
    expect(server.callsOf('auth.me')).toHaveLength(1);
    kept.resolve();
    await call;
  });

  it('tells the caller when the new tokens could not be kept', async () => {
    const full = new Error('The disk is full.');
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'auth.me': onlyWith('access-2'),
    });
    const onTokens = vi.fn(() => Promise.reject(full));
    const { cashwrap } = setUp(server, { ...first, onTokens });
    await expect(cashwrap.auth.me()).rejects.toBe(full);
    expect(await cashwrap.auth.me()).toEqual({});
  });
});

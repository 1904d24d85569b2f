import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import { type CashwrapTokens, memoryStorage, type TokenStorage, webStorage } from '../src/index.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { type FakeServer, fails, ok, type ReceivedCall, startFakeServer, tokenPair } from './fake-server.ts';

const LOGIN = { username: 'ada', password: 'secret' };

/** A client and what it was told of its tokens. */
function createClient({ baseUrl }: FakeServer, storage: TokenStorage) {
  const told: (string | undefined)[] = [];
  const runtime = createFakeRuntime();
  const onTokens = (tokens: CashwrapTokens | undefined) => void told.push(tokens?.accessToken);
  const ids = `${crypto.randomUUID()}-`;
  const cashwrap = createCashwrapWith(
    { baseUrl, storage, onTokens },
    { ...runtime, newId: () => ids + runtime.newId() },
  );
  return { cashwrap, told };
}

/**
 * A server that gives `access-2` and `refresh-2` for `refresh-1`, and again as long as `refresh-2` was not used; it lets in the
 * newest access token only. Each pair expires a minute after the one before.
 */
function startRotatingServer() {
  let newest = 1;
  const used = new Set<unknown>();
  const pair = () => tokenPair(newest, `2030-01-01T00:${10 + newest}:00.000Z`);
  return startFakeServer({
    'auth.login': () => ok(pair()),
    'auth.logout': ok(null),
    'auth.refresh': async ({ input }) => {
      const { refreshToken } = input as { refreshToken: string };
      const successor = Number(refreshToken.replace('refresh-', '')) + 1;
      if (used.has(`refresh-${successor}`)) return fails('INVALID_REFRESH_TOKEN');
      used.add(refreshToken);
      // So that others come meanwhile.
      await new Promise((resolve) => setTimeout(resolve, 20));
      newest = successor;
      return ok(pair());
    },
    'auth.me': ({ headers }: ReceivedCall) => {
      if (headers.authorization === undefined) return fails('UNAUTHENTICATED');
      return headers.authorization === `Bearer access-${newest}`
        ? ok({ name: headers.authorization })
        : fails('TOKEN_EXPIRED');
    },
  });
}

const first: CashwrapTokens = { accessToken: 'access-0', refreshToken: 'refresh-1', session: 'ada' };

/** What is in a storage, with a way to look at it and to hold it up. */
function createPlainStorage(tokens?: CashwrapTokens) {
  const state = { kept: tokens };
  const storage: TokenStorage = {
    load: async () => state.kept,
    save: async (next) => {
      state.kept = next;
    },
  };
  return { state, storage };
}

describe('clients of one storage', () => {
  it('share who signs in and out', async () => {
    await using server = await startRotatingServer();
    const storage = memoryStorage();
    const [one, other] = [createClient(server, storage), createClient(server, storage)];
    await expect(other.cashwrap.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });

    await one.cashwrap.auth.login(LOGIN);
    expect(await other.cashwrap.auth.me()).toEqual({ name: 'Bearer access-1' });
    await other.cashwrap.auth.logout();
    await expect(one.cashwrap.auth.me()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });

    expect(one.told).toEqual(['access-1', undefined]);
    expect(other.told).toEqual(['access-1', undefined]);
    expect(await storage.load()).toBeUndefined();
  });

  it('go on with what was kept from an earlier run, which is nothing new', async () => {
    await using server = await startRotatingServer();
    const storage = memoryStorage();
    await createClient(server, storage).cashwrap.auth.login(LOGIN);
    const { cashwrap, told } = createClient(server, storage);
    expect(await cashwrap.auth.me()).toEqual({ name: 'Bearer access-1' });
    expect(told).toEqual([]);
  });

  it('exchange a refresh token once, however many calls find that theirs has expired', async () => {
    await using server = await startRotatingServer();
    const storage = memoryStorage();
    await storage.save(first);
    const clients = Array.from({ length: 5 }, () => createClient(server, storage));
    const calls = clients.flatMap(({ cashwrap }) => Array.from({ length: 10 }, () => cashwrap.auth.me()));

    const answers = await Promise.all(calls);

    expect(new Set(answers.map(({ name }) => name))).toEqual(new Set(['Bearer access-2']));
    expect(server.callsOf('auth.refresh').map(({ input }) => input)).toEqual([{ refreshToken: 'refresh-1' }]);
    expect(await storage.load()).toMatchObject({ refreshToken: 'refresh-2', session: 'ada' });
    expect(clients.map(({ told }) => told)).toEqual(clients.map(() => ['access-2']));
  });

  it('get the same tokens where nothing keeps them from asking at once', async () => {
    await using server = await startRotatingServer();
    const { storage, state } = createPlainStorage(first);
    const clients = Array.from({ length: 2 }, () => createClient(server, storage));

    const answers = await Promise.all(clients.map(({ cashwrap }) => cashwrap.auth.me()));

    expect(server.callsOf('auth.refresh')).toHaveLength(2);
    expect(answers).toEqual(clients.map(() => ({ name: 'Bearer access-2' })));
    expect(state.kept).toMatchObject({ refreshToken: 'refresh-2', session: 'ada' });
  });

  it('give the caller who refreshes by hand a pair of its own, of the newest token', async () => {
    await using server = await startRotatingServer();
    const storage = memoryStorage();
    await storage.save(first);
    const [one, other] = [createClient(server, storage), createClient(server, storage)];
    const automatic = one.cashwrap.auth.me();
    await expect.poll(() => server.callsOf('auth.refresh').length, { interval: 1 }).toBe(1);
    const pair = await other.cashwrap.auth.refresh({ refreshToken: 'refresh-1' });
    await automatic;
    const inputs = server.callsOf('auth.refresh').map(({ input }) => input);
    expect(inputs).toEqual([{ refreshToken: 'refresh-1' }, { refreshToken: 'refresh-2' }]);
    expect(pair.refreshToken).toBe('refresh-3');
    expect(await storage.load()).toMatchObject({ refreshToken: 'refresh-3' });
  });

  it('finish a call in the name it began in, and leave the storage to who has signed in since', async () => {
    let refreshMayAnswer = () => {};
    const gate = new Promise<void>((resolve) => {
      refreshMayAnswer = resolve;
    });
    await using server = await startFakeServer({
      'auth.login': ok(tokenPair(7)),
      'auth.refresh': async () => {
        await gate;
        return ok(tokenPair(2));
      },
      'auth.me': ({ headers }) =>
        headers.authorization === 'Bearer access-0'
          ? fails('TOKEN_EXPIRED')
          : ok({ name: headers.authorization }),
    });
    // Without a lock, so that the other need not wait.
    const { storage, state } = createPlainStorage(first);
    const [ada, bob] = [createClient(server, storage), createClient(server, storage)];
    const begunByAda = ada.cashwrap.auth.me();
    await expect.poll(() => server.callsOf('auth.refresh').length).toBe(1);
    await bob.cashwrap.auth.login({ username: 'bob', password: 'secret' });
    refreshMayAnswer();

    expect(await begunByAda).toEqual({ name: 'Bearer access-2' });
    expect(state.kept).toMatchObject({ accessToken: 'access-7' });
    expect(await ada.cashwrap.auth.me()).toEqual({ name: 'Bearer access-7' });
    // Tokens of the old session came and went; then it was told of Bob.
    expect(ada.told).toEqual(['access-2', 'access-7']);
  });

  it('clear the storage only of the session that is over', async () => {
    await using server = await startFakeServer({
      'auth.login': ok(tokenPair(7)),
      'auth.refresh': fails('INVALID_REFRESH_TOKEN'),
      'auth.me': ({ headers }) =>
        headers.authorization === 'Bearer access-7' ? ok({}) : fails('TOKEN_EXPIRED'),
      'products.list': fails('TOKEN_EXPIRED'),
    });
    const { storage, state } = createPlainStorage(first);
    const [ada, bob] = [createClient(server, storage), createClient(server, storage)];
    const opened = await Promise.allSettled([ada.cashwrap.auth.me()]);
    expect(opened[0]).toMatchObject({ reason: { code: 'INVALID_REFRESH_TOKEN' } });
    expect(state.kept).toBeUndefined();
    expect(ada.told).toEqual([undefined]);

    state.kept = first;
    const late = ada.cashwrap.products.list();
    await bob.cashwrap.auth.login({ username: 'bob', password: 'secret' });
    await expect(late).rejects.toMatchObject({ code: 'INVALID_REFRESH_TOKEN' });
    expect(state.kept).toMatchObject({ accessToken: 'access-7' });
  });
});

describe('a storage', () => {
  it('that has failed to keep new tokens is not believed in their place', async () => {
    await using server = await startRotatingServer();
    const full = new Error('The disk is full.');
    const { cashwrap } = createClient(server, {
      load: () => ({ ...first, accessTokenExpiresAt: '2030-01-01T00:00:30.000Z' }),
      save: () => Promise.reject(full),
    });
    await expect(cashwrap.auth.me()).rejects.toBe(full);
    expect(await cashwrap.auth.me()).toEqual({ name: 'Bearer access-2' });
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
  });

  it('that answers late, with what was there before a sign-in, is not believed', async () => {
    await using server = await startRotatingServer();
    const kept = memoryStorage();
    let answer = () => {};
    let isHeldUp = true;
    const storage: TokenStorage = {
      ...kept,
      load: () => {
        if (!isHeldUp) return kept.load();
        isHeldUp = false;
        return new Promise<undefined>((resolve) => {
          answer = () => resolve(undefined);
        });
      },
    };
    const { cashwrap, told } = createClient(server, storage);
    const early = cashwrap.auth.me();
    await cashwrap.auth.login(LOGIN);
    answer();
    expect(await early).toEqual({ name: 'Bearer access-1' });
    expect(told).toEqual(['access-1']);
  });

  it('that fails tells the caller', async () => {
    await using server = await startRotatingServer();
    const broken = new Error('The disk is gone.');
    const { cashwrap } = createClient(server, {
      load: () => {
        throw broken;
      },
      save: () => {},
    });
    await expect(cashwrap.auth.me()).rejects.toBe(broken);
    await expect(cashwrap.events.subscribe().next()).rejects.toBe(broken);
    expect(server.calls).toEqual([]);
  });

  it('lets whoever is told of tokens make calls', async () => {
    await using server = await startRotatingServer();
    const storage = memoryStorage();
    const names: string[] = [];
    const cashwrap = createCashwrapWith(
      {
        baseUrl: server.baseUrl,
        storage,
        onTokens: async (tokens) => {
          if (tokens) names.push((await cashwrap.auth.me()).name);
        },
      },
      createFakeRuntime(),
    );
    await cashwrap.auth.login(LOGIN);
    await cashwrap.auth.refresh({ refreshToken: 'refresh-1' });
    expect(names).toEqual(['Bearer access-1', 'Bearer access-2']);
  });

  it('takes the place of tokens that are given', () => {
    const storage = memoryStorage();
    const make = () =>
      createCashwrapWith({ baseUrl: 'http://localhost', storage, accessToken: 'a' }, createFakeRuntime());
    expect(make).toThrow(new TypeError('Give either tokens or a storage: it has the tokens.'));
  });
});

function createWebStorage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

describe('the storage of a browser', () => {
  it('keeps tokens as text under a key, and takes what is not of the SDK for nothing', async () => {
    const web = createWebStorage();
    const storage = webStorage(web);
    expect(await storage.load()).toBeUndefined();
    await storage.save(first);
    expect(JSON.parse(web.getItem('cashwrap.tokens') ?? '')).toEqual(first);
    expect(await webStorage(web).load()).toEqual(first);
    expect(await webStorage(web, 'other').load()).toBeUndefined();
    for (const text of [
      '',
      '{',
      'null',
      '3',
      '[]',
      '{}',
      '{"accessToken":1}',
      '{"accessToken":"a","session":2}',
    ]) {
      web.setItem('cashwrap.tokens', text);
      expect(await storage.load()).toBeUndefined();
    }
    await storage.save(undefined);
    expect(web.items.size).toBe(0);
  });

  it('keeps tabs in order by Web Locks', async () => {
    await using server = await startRotatingServer();
    const web = createWebStorage();
    await webStorage(web).save(first);
    const held: string[] = [];
    const locks = createLocks((name) => held.push(name));
    vi.stubGlobal('navigator', { locks });
    onTestFinished(() => void vi.unstubAllGlobals());
    const tabs = Array.from({ length: 3 }, () => createClient(server, webStorage(web)));

    const answers = await Promise.all(tabs.map(({ cashwrap }) => cashwrap.auth.me()));

    expect(answers).toEqual(tabs.map(() => ({ name: 'Bearer access-2' })));
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
    expect(held).toEqual(tabs.map(() => 'cashwrap.tokens'));
  });

  it.each([
    ['an insecure page', {}],
    ['Node 20', undefined],
  ])('works without Web Locks, as on %s', async (_, navigator) => {
    await using server = await startRotatingServer();
    vi.stubGlobal('navigator', navigator);
    onTestFinished(() => void vi.unstubAllGlobals());
    const web = createWebStorage();
    await webStorage(web).save(first);
    const storage = webStorage(web);
    const clients = Array.from({ length: 3 }, () => createClient(server, storage));
    const answers = await Promise.all(clients.map(({ cashwrap }) => cashwrap.auth.me()));
    expect(answers).toEqual(clients.map(() => ({ name: 'Bearer access-2' })));
    expect(server.callsOf('auth.refresh')).toHaveLength(1);
  });
});

/** Locks as a browser has them, for all tabs. */
function createLocks(onRequest: (name: string) => void) {
  let last: Promise<unknown> = Promise.resolve();
  return {
    request: <T>(name: string, work: () => Promise<T>): Promise<T> => {
      onRequest(name);
      const turn = last.then(work);
      last = turn.catch(() => {});
      return turn;
    },
  };
}

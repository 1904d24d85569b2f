import {
  InfiniteQueryObserver,
  MutationObserver,
  QueryClient,
  QueryClientProvider,
  QueryObserver,
  skipToken,
  useQuery,
} from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCashwrapWith } from '../../src/create-cashwrap.ts';
import { operations } from '../../src/generated/operations.ts';
import { createCashwrap, isCashwrapError, memoryStorage, webStorage } from '../../src/index.ts';
import { forgetOnSignIn } from '../../src/react/forget.ts';
import { CashwrapProvider, createCashwrapQueries, useCashwrap } from '../../src/react/index.ts';
import { createFakeRuntime } from '../fake-runtime.ts';
import {
  cut,
  fails,
  message,
  ok,
  type Reply,
  type Script,
  startFakeServer,
  stream,
  tokenPair,
} from '../fake-server.ts';

const ID = '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00';

async function start(script: Script, options: object = {}) {
  const server = await startFakeServer(script);
  const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl, ...options }, createFakeRuntime());
  const queryClient = new QueryClient();
  return {
    server,
    cashwrap,
    queryClient,
    queries: createCashwrapQueries(cashwrap, queryClient),
    [Symbol.asyncDispose]: async () => {
      queryClient.clear();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** What a page shows. */
function Name() {
  return useQuery(useCashwrap().products.get.queryOptions({ id: ID })).data?.name ?? 'nothing';
}

const sale = { storeId: ID, registerId: ID, lines: [{ productId: ID, quantity: 1 }] };

describe('queries', () => {
  it('are there for every operation', async () => {
    await using at = await start({});
    for (const [name, { kind, paged }] of Object.entries(operations)) {
      const methods = name
        .split('.')
        .reduce<unknown>((group, step) => (group as Record<string, unknown>)[step], at.queries);
      expect(Object.keys(methods as object), name).toEqual(
        expect.arrayContaining([`${kind}Options`, ...(paged ? ['infiniteQueryOptions'] : [])]),
      );
    }
  });

  it('ask once and keep the answer under the key of their input', async () => {
    await using at = await start({ 'products.get': ok({ id: ID, name: 'Tea' }) });
    const options = at.queries.products.get.queryOptions({ id: ID });
    expect((await at.queryClient.fetchQuery(options)).name).toBe('Tea');
    expect(at.queryClient.getQueryData(at.queries.products.get.queryKey({ id: ID }))?.name).toBe('Tea');
    expect(at.queryClient.getQueryCache().findAll(at.queries.products.pathFilter())).toHaveLength(1);
    expect(at.queryClient.getQueryCache().findAll(at.queries.sales.pathFilter())).toHaveLength(0);
    expect(at.server.calls).toHaveLength(1);
  });

  it("fail with the SDK's own errors, and are repeated by the SDK alone", async () => {
    await using at = await start({ 'products.get': fails('NOT_FOUND'), 'products.list': cut });
    const missing = await at.queryClient
      .fetchQuery(at.queries.products.get.queryOptions({ id: ID }))
      .catch((error: unknown) => error);
    expect(isCashwrapError(missing, 'NOT_FOUND')).toBe(true);
    expect(at.server.calls).toHaveLength(1);

    const observer = new QueryObserver(at.queryClient, at.queries.products.list.queryOptions());
    const stop = observer.subscribe(() => {});
    await expect.poll(() => observer.getCurrentResult().error?.name).toBe('CashwrapConnectionError');
    stop();
    expect(at.server.callsOf('products.list')).toHaveLength(3);
  });

  it('pass options of the SDK on to their calls', async () => {
    await using at = await start({ 'products.list': cut });
    const options = at.queries.products.list.queryOptions({}, { call: { maxRetries: 0, requestId: 'mine' } });
    await expect(at.queryClient.fetchQuery(options)).rejects.toMatchObject({
      requestId: 'mine',
      attempts: 1,
    });
  });

  it('are aborted when nobody looks at them any more', async () => {
    let isClosed = false;
    const hanging: Reply = { write: (response) => void response.on('close', () => (isClosed = true)) };
    await using at = await start({ 'products.list': hanging });
    const stop = new QueryObserver(at.queryClient, at.queries.products.list.queryOptions()).subscribe(
      () => {},
    );
    await expect.poll(() => at.server.calls).toHaveLength(1);
    stop();
    await expect.poll(() => isClosed).toBe(true);
  });

  it('are not asked without an input', async () => {
    await using at = await start({});
    const options = at.queries.products.get.queryOptions(skipToken);
    const stop = new QueryObserver(at.queryClient, options).subscribe(() => {});
    stop();
    expect(at.server.calls).toEqual([]);
  });
});

describe('lists', () => {
  it('read on by the cursor of each page, with their filters and nothing else', async () => {
    await using at = await start({
      'inventory.transfers.list': (_, number) =>
        ok({ items: [{ id: number }], nextCursor: number < 3 ? `after-${number}` : null }),
    });
    const input = { direction: 'in', limit: 1 } as const;
    const list = new InfiniteQueryObserver(
      at.queryClient,
      at.queries.inventory.transfers.list.infiniteQueryOptions(input),
    );
    const stop = list.subscribe(() => {});
    await expect.poll(() => list.getCurrentResult().isSuccess).toBe(true);
    while (list.getCurrentResult().hasNextPage) await list.fetchNextPage();
    stop();
    expect(list.getCurrentResult().data?.pages.flatMap(({ items }) => items.map(({ id }) => id))).toEqual([
      1, 2, 3,
    ]);
    expect(at.server.calls.map((call) => call.input)).toEqual([
      input,
      { ...input, cursor: 'after-1' },
      { ...input, cursor: 'after-2' },
    ]);
  });

  it('end where the page says that there is no more, though it has a cursor for later', async () => {
    await using at = await start({ 'events.list': ok({ items: [], nextCursor: 'later', hasMore: false }) });
    const list = new InfiniteQueryObserver(at.queryClient, at.queries.events.list.infiniteQueryOptions());
    const stop = list.subscribe(() => {});
    await expect.poll(() => list.getCurrentResult().isSuccess).toBe(true);
    stop();
    expect(list.getCurrentResult().hasNextPage).toBe(false);
  });

  it('have one key for each filter, and one for all that was asked of a list', async () => {
    await using at = await start({});
    const { list } = at.queries.inventory.transfers;
    const [coming, going] = [
      list.infiniteQueryKey({ direction: 'in' }),
      list.infiniteQueryKey({ direction: 'out' }),
    ];
    expect(coming).not.toEqual(going);
    expect(list.infiniteQueryOptions({ direction: 'in', cursor: 'x' }).queryKey).toEqual(coming);
    const cache = at.queryClient.getQueryCache();
    for (const queryKey of [coming, going]) cache.build(at.queryClient, { queryKey });
    expect(cache.findAll(list.infiniteQueryFilter())).toHaveLength(2);
    expect(cache.findAll(list.infiniteQueryFilter({ direction: 'in' }))).toHaveLength(1);
    expect(cache.findAll(at.queries.inventory.pathFilter())).toHaveLength(2);
  });
});

describe('mutations', () => {
  it('have one key for one mutate, however often TanStack Query repeats it', async () => {
    await using at = await start(
      { 'sales.create': (_, number) => (number < 4 ? cut : ok({ id: ID })) },
      { maxRetries: 0 },
    );
    const observer = new MutationObserver(
      at.queryClient,
      at.queries.sales.create.mutationOptions({ retry: 3, retryDelay: 0 }),
    );
    await observer.mutate(sale);
    const keys = at.server.calls.map((call) => call.headers['idempotency-key']);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('have another key for another mutate, also with the very same input and at the same time', async () => {
    await using at = await start({ 'sales.create': ok({ id: ID }) });
    const options = at.queries.sales.create.mutationOptions();
    await Promise.all([1, 2].map(() => new MutationObserver(at.queryClient, options).mutate(sale)));
    const observer = new MutationObserver(at.queryClient, options);
    await observer.mutate(sale);
    await observer.mutate(sale);
    expect(new Set(at.server.calls.map((call) => call.headers['idempotency-key'])).size).toBe(4);
  });

  it('take a key and an approval of their own, by what they are called with', async () => {
    await using at = await start({ 'sales.create': ok({ id: ID }) });
    const options = at.queries.sales.create.mutationOptions({
      call: ({ id }) => ({ idempotencyKey: `sale-${id}`, approval: 'approval-1' }),
    });
    await new MutationObserver(at.queryClient, options).mutate({ ...sale, id: ID });
    expect(at.server.calls[0]?.headers).toMatchObject({
      'idempotency-key': `sale-${ID}`,
      approval: 'approval-1',
    });
  });

  it('fail at once where nothing can be sent, and are not kept for later', async () => {
    await using at = await start({ 'sales.create': cut }, { maxRetries: 0 });
    const observer = new MutationObserver(at.queryClient, at.queries.sales.create.mutationOptions());
    await expect(observer.mutate(sale)).rejects.toMatchObject({ name: 'CashwrapConnectionError' });
    expect(observer.getCurrentResult().isPaused).toBe(false);
  });
});

describe('who is signed in', () => {
  it('is who the cache is of: a sign-in and a sign-out forget it, a refresh of the tokens does not', async () => {
    await using at = await start({
      'auth.login': (_, number) => ok(tokenPair(number, '2030-01-01T00:00:01.000Z')),
      'auth.logout': ok(null),
      'auth.refresh': ok(tokenPair(9)),
      'products.get': (_, number) => ok({ id: ID, name: `Tea ${number}` }),
      'settings.get': (_, number) => ok({ merchantName: `Shop ${number}` }),
    });
    const stop = forgetOnSignIn(at.cashwrap, at.queryClient);
    const shown = new QueryObserver(at.queryClient, at.queries.products.get.queryOptions({ id: ID }));
    const hide = shown.subscribe(() => {});
    const name = () => shown.getCurrentResult().data?.name;
    const settings = at.queries.settings.get.queryOptions();
    await expect.poll(name).toBe('Tea 1');
    await at.queryClient.fetchQuery(settings);

    await new MutationObserver(at.queryClient, at.queries.auth.login.mutationOptions()).mutate({
      username: 'ada',
      password: 'secret',
    });
    await expect.poll(name).toBe('Tea 2');
    // What is not on the screen is forgotten, and asked when it is needed.
    expect(at.queryClient.getQueryData(settings.queryKey)).toBeUndefined();
    await at.queryClient.fetchQuery(settings);

    await at.cashwrap.auth.refresh({ refreshToken: 'refresh-1' });
    expect(at.queryClient.getQueryData(settings.queryKey)).toBeDefined();
    expect(name()).toBe('Tea 2');

    const logout = at.cashwrap.auth.logout();
    await logout;
    expect(at.queryClient.getQueryData(settings.queryKey)).toBeUndefined();
    expect(JSON.stringify(at.queryClient.getMutationCache().getAll())).not.toContain('secret');
    await expect.poll(name).toBe('Tea 3');
    hide();
    stop();
    await at.cashwrap.auth.login({ username: 'ada', password: 'secret' });
    expect(at.server.callsOf('products.get')).toHaveLength(3);
  });

  it('is who the cache is of where another client of the storage signs in, from the next call on', async () => {
    const storage = memoryStorage();
    await using at = await start(
      {
        'auth.login': (_, number) => ok(tokenPair(number)),
        'products.get': ({ headers }) => ok({ id: ID, name: `Tea for ${headers.authorization}` }),
        'settings.get': ok({ merchantName: 'Shop' }),
      },
      { storage },
    );
    const stop = forgetOnSignIn(at.cashwrap, at.queryClient);
    await at.cashwrap.auth.login({ username: 'ada', password: 'secret' });
    const tea = at.queries.products.get.queryOptions({ id: ID });
    const shown = new QueryObserver(at.queryClient, tea);
    const hide = shown.subscribe(() => {});
    await expect.poll(() => shown.getCurrentResult().data?.name).toBe('Tea for Bearer access-1');

    const other = createCashwrap({ baseUrl: at.server.baseUrl, storage });
    await other.auth.login({ username: 'bob', password: 'secret' });
    await at.cashwrap.settings.get();
    await expect.poll(() => shown.getCurrentResult().data?.name).toBe('Tea for Bearer access-2');
    hide();
    stop();
  });

  it('is who the cache is of where another tab signs in, at once', async () => {
    const tab = new EventTarget();
    vi.stubGlobal('addEventListener', tab.addEventListener.bind(tab));
    vi.stubGlobal('removeEventListener', tab.removeEventListener.bind(tab));
    onTestFinished(() => void vi.unstubAllGlobals());
    const items = new Map<string, string>();
    const storage = webStorage({
      getItem: (key) => items.get(key) ?? null,
      setItem: (key, value) => void items.set(key, value),
      removeItem: (key) => void items.delete(key),
    });
    await using at = await start(
      {
        'auth.login': (_, number) => ok(tokenPair(number)),
        'products.get': ({ headers }) => ok({ id: ID, name: `Tea for ${headers.authorization}` }),
      },
      { storage },
    );
    const stop = forgetOnSignIn(at.cashwrap, at.queryClient);
    await at.cashwrap.auth.login({ username: 'ada', password: 'secret' });
    const shown = new QueryObserver(at.queryClient, at.queries.products.get.queryOptions({ id: ID }));
    const hide = shown.subscribe(() => {});
    await expect.poll(() => shown.getCurrentResult().data?.name).toBe('Tea for Bearer access-1');

    await createCashwrap({ baseUrl: at.server.baseUrl, storage }).auth.login({
      username: 'bob',
      password: 'secret',
    });
    tab.dispatchEvent(Object.assign(new Event('storage'), { key: 'of another library' }));
    expect(at.server.callsOf('products.get')).toHaveLength(1);
    tab.dispatchEvent(Object.assign(new Event('storage'), { key: 'cashwrap.tokens' }));
    await expect.poll(() => shown.getCurrentResult().data?.name).toBe('Tea for Bearer access-2');
    hide();
    stop();
  });

  it('is who a subscription is for: it begins anew when that changes', async () => {
    await using at = await start({
      'auth.login': (_, number) => ok(tokenPair(number)),
      'auth.logout': ok(null),
      'events.subscribe': ({ headers }) =>
        headers.authorization === undefined
          ? fails('UNAUTHENTICATED')
          : stream([message('1', { for: headers.authorization })], { stays: true }),
    });
    const told: unknown[] = [];
    const subscription = at.queries.events.subscribe.subscriptionOptions().subscribe({
      onStarted: () => {},
      onData: (event) => told.push(event),
      onError: (error) => told.push(isCashwrapError(error, 'UNAUTHENTICATED') && error.code),
      onConnectionStateChange: ({ state }) => {
        if (state === 'idle') told.push(state);
      },
    });
    const ada = { username: 'ada', password: 'secret' };
    await expect.poll(() => told).toEqual(['UNAUTHENTICATED']);
    await at.cashwrap.auth.login(ada);
    await expect.poll(() => told.slice(1)).toEqual(['idle', { for: 'Bearer access-1' }]);
    await at.cashwrap.auth.login(ada);
    await expect.poll(() => told.slice(3)).toEqual(['idle', { for: 'Bearer access-2' }]);
    await at.cashwrap.auth.logout();
    await expect.poll(() => told.slice(5)).toEqual(['idle', 'UNAUTHENTICATED']);

    subscription.unsubscribe();
    await at.cashwrap.auth.login(ada);
    expect(at.server.callsOf('events.subscribe')).toHaveLength(4);
  });
});

describe('on a server', () => {
  it('pages are rendered with what was asked before, and nothing is asked meanwhile', async () => {
    await using at = await start({ 'products.get': ok({ id: ID, name: 'Tea' }) });
    await at.queryClient.prefetchQuery(at.queries.products.get.queryOptions({ id: ID }));
    const html = renderToString(
      createElement(
        QueryClientProvider,
        { client: at.queryClient },
        createElement(CashwrapProvider, { client: at.cashwrap }, createElement(Name)),
      ),
    );
    expect(html).toBe('Tea');
    expect(at.server.calls).toHaveLength(1);
  });

  it('a hook without its provider says which', () => {
    expect(() => renderToString(createElement(Name))).toThrow(
      'useCashwrap() works below a <CashwrapProvider> only.',
    );
  });
});

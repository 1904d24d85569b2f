import type { AppRouter } from '@cashwrap/contract';
import { createTRPCClient, TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import { type CashwrapOptions, isCashwrapError } from '../src/index.ts';
import { cashwrapLink } from '../src/trpc-link.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import {
  cut,
  type FakeServer,
  fails,
  message,
  ok,
  refusal,
  silence,
  startFakeServer,
  stream,
  tokenPair,
} from './fake-server.ts';

function setUp(server: FakeServer, options: Partial<CashwrapOptions> = {}) {
  const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl, ...options }, createFakeRuntime());
  return { cashwrap, trpc: createTRPCClient<AppRouter>({ links: [cashwrapLink(cashwrap)] }) };
}

describe('a tRPC client over the link', () => {
  it('calls in the session of its client, and again where that is safe', async () => {
    await using server = await startFakeServer({
      'auth.login': ok(tokenPair(1)),
      'taxCategories.create': (_call, number) => (number === 1 ? cut : ok({ name: 'Standard' })),
    });
    const { cashwrap, trpc } = setUp(server);
    await cashwrap.auth.login({ username: 'ada', password: 'secret' });

    expect(await trpc.taxCategories.create.mutate({ name: 'Standard' })).toEqual({ name: 'Standard' });

    const sent = server.callsOf('taxCategories.create');
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer access-1', 'Bearer access-1']);
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('takes the options of a call from its context', async () => {
    await using server = await startFakeServer({ 'taxCategories.create': ok({}) });
    const { trpc } = setUp(server);
    await trpc.taxCategories.create.mutate(
      { name: 'A' },
      { context: { cashwrap: { idempotencyKey: 'order-1', requestId: 'till-3' } } },
    );
    expect(server.calls[0]?.headers).toMatchObject({
      'idempotency-key': 'order-1',
      'x-request-id': 'till-3',
    });
  });

  it("fails with the SDK's error as the cause", async () => {
    await using server = await startFakeServer({
      'products.get': fails('CONFLICT', { details: { currentVersion: 2 } }),
    });
    const error = await setUp(server)
      .trpc.products.get.query({ id: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00' })
      .catch((caught) => caught);
    expect(error).toBeInstanceOf(TRPCClientError);
    expect(isCashwrapError(error.cause, 'CONFLICT') && error.cause.details).toEqual({ currentVersion: 2 });
  });

  it('stops a call with the reason of its signal', async () => {
    await using server = await startFakeServer({ 'auth.me': silence });
    const stop = new AbortController();
    const call = setUp(server).trpc.auth.me.query({}, { signal: stop.signal });
    await expect.poll(() => server.calls.length).toBe(1);
    const reason = new Error('The customer left.');
    stop.abort(reason);
    await expect(call).rejects.toMatchObject({ message: reason.message, cause: reason });
  });

  it('refuses a path that is no operation, without a call', async () => {
    await using server = await startFakeServer({});
    const { trpc } = setUp(server);
    const broken = Reflect.get(trpc.products, 'toString');
    await expect(broken.query()).rejects.toThrow('Cashwrap has no operation products.toString.');
    expect(server.calls).toEqual([]);
  });

  it('is made of a client of createCashwrap alone', () => {
    const { trpc: _, cashwrap } = setUp({ baseUrl: 'http://localhost' } as FakeServer);
    expect(() => cashwrapLink({ ...cashwrap })).toThrow('is not what createCashwrap');
  });
});

describe('a subscription over the link', () => {
  const sale = (number: number) => ({ id: `event-${number}`, type: 'sale.opened' });

  it('tells its messages and how its connection is, and ends when it is left', async () => {
    await using server = await startFakeServer({
      'events.subscribe': (_call, number) =>
        number === 1
          ? stream([message('c-1', sale(1)), message('c-2', null)])
          : stream([message('c-3', sale(3))], { stays: true }),
    });
    const told: string[] = [];
    const { trpc } = setUp(server);
    const subscription = await new Promise<{ unsubscribe: () => void }>((resolve, reject) => {
      const running = trpc.events.subscribe.subscribe(
        {},
        {
          onStarted: () => told.push('started'),
          onConnectionStateChange: ({ state, error }) =>
            told.push(`${state}${error?.cause ? ` after ${error.cause.name}` : ''}`),
          onData: ({ id, data }) => {
            told.push(`${id} ${data?.id}`);
            if (id === 'c-3') setImmediate(() => resolve(running));
          },
          onError: reject,
        },
      );
    });
    subscription.unsubscribe();
    await new Promise((resolve) => setImmediate(resolve));

    expect(told).toEqual([
      ...['connecting', 'started', 'pending', 'c-1 event-1'],
      ...['connecting after CashwrapConnectionError', 'started', 'pending', 'c-3 event-3'],
    ]);
    expect(server.calls.map(({ lastEventId }) => lastEventId)).toEqual([undefined, 'c-2']);
  });

  it('ends with the error that it was refused with', async () => {
    await using server = await startFakeServer({ 'events.subscribe': stream([refusal('FORBIDDEN')]) });
    const error = await new Promise<{ cause?: unknown }>((resolve) => {
      setUp(server).trpc.events.subscribe.subscribe({}, { onError: resolve });
    });
    expect(isCashwrapError(error.cause, 'FORBIDDEN')).toBe(true);
  });
});

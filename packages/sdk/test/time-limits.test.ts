import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import { type CashwrapOptions, createCashwrap } from '../src/index.ts';
import { systemRuntime } from '../src/runtime.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { cut, type FakeServer, fails, ok, silence, startFakeServer, tokenPair } from './fake-server.ts';

function setUp(server: FakeServer, options: Partial<CashwrapOptions> = {}) {
  const runtime = createFakeRuntime();
  const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl, ...options }, runtime);
  return { cashwrap, runtime };
}

/** Time stands still but for what the test lets pass. */
function useFakeTimers(): (ms: number) => void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  return (ms) => void vi.advanceTimersByTime(ms);
}

describe('the time of a call in all', () => {
  it('ends an attempt that has time of its own left, and says so', async () => {
    await using server = await startFakeServer({ 'auth.me': silence });
    const { cashwrap } = setUp(server);
    await expect(cashwrap.auth.me({}, { totalTimeoutMs: 40 })).rejects.toMatchObject({
      name: 'CashwrapTimeoutError',
      message: `No answer within 40 ms in all at ${server.baseUrl}/trpc/auth.me (1 attempt, request id-1)`,
      limit: 'totalTimeoutMs',
      timeoutMs: 40,
    });
  });

  it('goes on over attempts, and tells what the last one failed with', async () => {
    const advance = useFakeTimers();
    await using server = await startFakeServer({
      'auth.me': (_call, number) => {
        if (number === 1) return fails('UNAVAILABLE');
        setImmediate(() => advance(600));
        return silence;
      },
    });
    const { cashwrap } = setUp(server, { totalTimeoutMs: 600 });
    const error = await cashwrap.auth.me().catch((caught) => caught);
    expect(error).toMatchObject({ limit: 'totalTimeoutMs', attempts: 2, cause: { code: 'UNAVAILABLE' } });
  });

  it('ends an attempt before the next one would come too late', async () => {
    await using server = await startFakeServer({
      'auth.me': fails('UNAVAILABLE', {}, { 'retry-after': '5' }),
    });
    const { cashwrap, runtime } = setUp(server, { totalTimeoutMs: 10_000 });
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 5000 });
    expect(server.calls).toHaveLength(2);
    expect(runtime.sleeps).toEqual([5250]);
  });

  it('ends a wait that takes longer than it should, as on a device that was asleep', async () => {
    const advance = useFakeTimers();
    await using server = await startFakeServer({ 'auth.me': fails('UNAVAILABLE') });
    const cashwrap = createCashwrapWith(
      {
        baseUrl: server.baseUrl,
        totalTimeoutMs: 300,
        hooks: { onRetry: () => void setImmediate(() => advance(300)) },
      },
      { ...createFakeRuntime(), sleep: (_ms, signal) => systemRuntime.sleep(60_000, signal) },
    );
    await expect(cashwrap.auth.me()).rejects.toMatchObject({
      limit: 'totalTimeoutMs',
      attempts: 1,
      cause: { code: 'UNAVAILABLE' },
    });
  });

  it('counts what a call waits for new tokens, and leaves their refresh to the others', async () => {
    let answer = () => {};
    const mayAnswer = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await using server = await startFakeServer({
      'auth.refresh': async () => {
        await mayAnswer;
        return ok(tokenPair(2));
      },
      'auth.me': ok({ name: 'Ada' }),
    });
    const { cashwrap } = setUp(server, { refreshToken: 'refresh-1' });
    const patient = cashwrap.auth.me();
    const hasty = cashwrap.auth.me({}, { totalTimeoutMs: 40 });
    await expect(hasty).rejects.toMatchObject({ operation: 'auth.me', limit: 'totalTimeoutMs', attempts: 0 });
    answer();
    expect(await patient).toEqual({ name: 'Ada' });
    expect(server.callsOf('auth.me')).toHaveLength(1);
  });

  it('counts a storage that takes long, after which nothing is sent', async () => {
    await using server = await startFakeServer({});
    let loaded = () => {};
    const load = () =>
      new Promise<undefined>((resolve) => {
        loaded = () => resolve(undefined);
      });
    const { cashwrap } = setUp(server, { storage: { load, save: () => {} } });
    await expect(cashwrap.auth.me({}, { totalTimeoutMs: 20 })).rejects.toMatchObject({ attempts: 0 });
    loaded();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.calls).toEqual([]);
  });

  it('is that of the client where the call gives none, and may be none', async () => {
    await using server = await startFakeServer({
      'auth.me': silence,
      'permissions.list': ok({}),
    });
    const { cashwrap } = setUp(server, { totalTimeoutMs: 30 });
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ timeoutMs: 30 });
    expect(await cashwrap.permissions.list({}, { totalTimeoutMs: Number.POSITIVE_INFINITY })).toEqual({});
  });

  it('holds for each page of a list', async () => {
    await using server = await startFakeServer({
      'products.list': (_call, number) =>
        number === 1 ? ok({ items: [{ name: 'a' }], nextCursor: 'x' }) : silence,
    });
    const { cashwrap } = setUp(server);
    const all = cashwrap.products.list({}, { totalTimeoutMs: 40 }).toArray({ limit: 10 });
    await expect(all).rejects.toMatchObject({ limit: 'totalTimeoutMs' });
  });
});

describe('a fetch that does not heed its signal', () => {
  const deaf = () => new Promise<Response>(() => {});

  it('holds up no call for longer than it may take', async () => {
    const cashwrap = createCashwrap({ baseUrl: 'http://localhost', fetch: deaf, maxRetries: 0 });
    await expect(cashwrap.auth.me({}, { timeoutMs: 20 })).rejects.toMatchObject({ limit: 'timeoutMs' });
    await expect(cashwrap.auth.me({}, { totalTimeoutMs: 20 })).rejects.toMatchObject({
      limit: 'totalTimeoutMs',
    });
    await expect(cashwrap.auth.me({}, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('holds up no subscription', async () => {
    const cashwrap = createCashwrap({ baseUrl: 'http://localhost', fetch: deaf, maxRetries: 0 });
    const events = cashwrap.events.subscribe({}, { timeoutMs: 20 });
    await expect(events.next()).rejects.toMatchObject({ limit: 'timeoutMs' });

    const silent = async () =>
      new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
    const open = createCashwrap({ baseUrl: 'http://localhost', fetch: silent, maxRetries: 0 });
    await expect(open.events.subscribe({}, { timeoutMs: 20 }).next()).rejects.toMatchObject({
      limit: 'timeoutMs',
    });
    await expect(open.events.subscribe({}, { signal: AbortSignal.timeout(20) }).next()).rejects.toMatchObject(
      { name: 'TimeoutError' },
    );
  });
});

describe('a signal', () => {
  it('ends a list between the items of a page, with its reason', async () => {
    await using server = await startFakeServer({
      'products.list': ok({ items: [{ name: 'a' }, { name: 'b' }], nextCursor: 'x' }),
    });
    const { cashwrap } = setUp(server);
    const stop = new AbortController();
    const reason = new Error('enough');
    const names: string[] = [];
    const loop = async () => {
      for await (const { name } of cashwrap.products.list({}, { signal: stop.signal })) {
        names.push(name);
        stop.abort(reason);
      }
    };
    await expect(loop()).rejects.toBe(reason);
    expect(names).toEqual(['a']);
    expect(server.calls).toHaveLength(1);
  });

  it('that is aborted with a failure of the network is no reason to try again', async () => {
    await using server = await startFakeServer({ 'auth.me': cut });
    const stop = new AbortController();
    const retries: unknown[] = [];
    const { cashwrap } = setUp(server, {
      hooks: {
        onAnswer: () => stop.abort('the till was closed'),
        onRetry: (event) => void retries.push(event),
      },
    });
    await expect(cashwrap.auth.me({}, { signal: stop.signal })).rejects.toBe('the till was closed');
    expect(retries).toEqual([]);
    expect(server.calls).toHaveLength(1);
  });
});

describe('a signal that was aborted before', () => {
  it('stops a call at whatever it would wait for', async () => {
    await using server = await startFakeServer({});
    const load = () => new Promise<undefined>(() => {});
    const { cashwrap } = setUp(server, { storage: { load, save: () => {} } });
    const signal = AbortSignal.abort('too late');
    await expect(cashwrap.auth.me({}, { signal })).rejects.toBe('too late');
    await expect(cashwrap.events.subscribe({}, { signal }).next()).rejects.toBe('too late');
    expect(server.calls).toEqual([]);
  });
});

describe('a limit of time', () => {
  it.each([0, -1, Number.NaN])('of %s is refused', async (ms) => {
    const baseUrl = 'http://localhost';
    const words = `must be more than 0 milliseconds, or Infinity for no limit, not ${ms}.`;
    expect(() => createCashwrap({ baseUrl, timeoutMs: ms })).toThrow(new RangeError(`timeoutMs ${words}`));
    expect(() => createCashwrap({ baseUrl, totalTimeoutMs: ms })).toThrow(
      new RangeError(`totalTimeoutMs ${words}`),
    );
    const cashwrap = createCashwrap({ baseUrl });
    await expect(cashwrap.auth.me({}, { timeoutMs: ms })).rejects.toThrow(RangeError);
    await expect(cashwrap.events.subscribe({}, { timeoutMs: ms }).next()).rejects.toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import type { CashwrapOptions } from '../src/index.ts';
import { readRetryAfter } from '../src/retry.ts';
import { systemRuntime } from '../src/runtime.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import { cut, cutMidway, type FakeServer, fails, ok, page, silence, startFakeServer } from './fake-server.ts';

function setUp(server: FakeServer, options: Partial<CashwrapOptions> = {}) {
  const runtime = createFakeRuntime();
  const cashwrap = createCashwrapWith(
    { baseUrl: server.baseUrl, accessToken: 'access-1', ...options },
    runtime,
  );
  return { cashwrap, runtime };
}

describe('a retry', () => {
  it.each([
    ['a cut connection', cut],
    ['an answer that broke off', cutMidway],
    ['429', fails('RATE_LIMITED')],
    ['503', fails('UNAVAILABLE')],
    ['a twin that is still running', fails('IDEMPOTENCY_IN_PROGRESS')],
    ["a gateway's 502", page(502)],
    ["a gateway's 503", page(503)],
    ["a gateway's 504", page(504)],
  ])('follows %s, under the same key and request id', async (_, failure) => {
    await using server = await startFakeServer({
      'taxCategories.create': (_call, number) => (number < 3 ? failure : ok({ name: 'Standard' })),
    });
    const { cashwrap, runtime } = setUp(server);

    expect(await cashwrap.taxCategories.create({ name: 'Standard' })).toEqual({ name: 'Standard' });

    expect(server.calls).toHaveLength(3);
    expect(new Set(server.calls.map((call) => call.headers['idempotency-key'])).size).toBe(1);
    expect(new Set(server.calls.map((call) => call.headers['x-request-id'])).size).toBe(1);
    expect(runtime.sleeps).toEqual([250, 500]);
  });

  it.each([
    ['INVALID_INPUT', fails('INVALID_INPUT')],
    ['CONFLICT', fails('CONFLICT', { details: { currentVersion: 2 } })],
    ['INTERNAL', fails('INTERNAL')],
    ['FORBIDDEN', fails('FORBIDDEN')],
    ["a proxy's 404", page(404)],
    ["a proxy's 500", page(500)],
  ])('does not follow %s', async (_, failure) => {
    await using server = await startFakeServer({ 'taxCategories.create': failure });
    const { cashwrap } = setUp(server);
    await expect(cashwrap.taxCategories.create({ name: 'A' })).rejects.toThrow();
    expect(server.calls).toHaveLength(1);
  });

  it('does not follow a mutation that carries no key', async () => {
    await using server = await startFakeServer({ 'auth.login': cut, 'auth.logout': fails('UNAVAILABLE') });
    const { cashwrap } = setUp(server);
    await expect(cashwrap.auth.login({ username: 'ada', password: 'secret' })).rejects.toThrow('No answer');
    await expect(cashwrap.auth.logout()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(server.calls).toHaveLength(2);
  });

  it('is made as often as the client says, or the call', async () => {
    await using server = await startFakeServer({ 'auth.me': cut });
    const { cashwrap } = setUp(server, { maxRetries: 5 });
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ attempts: 6 });
    await expect(cashwrap.auth.me({}, { maxRetries: 1 })).rejects.toMatchObject({ attempts: 2 });
    await expect(cashwrap.auth.me({}, { maxRetries: 0 })).rejects.toMatchObject({ attempts: 1 });
    await expect(cashwrap.auth.me({}, { maxRetries: Number.NaN })).rejects.toMatchObject({ attempts: 1 });
  });

  it('waits longer each time, within bounds', async () => {
    await using server = await startFakeServer({ 'auth.me': cut });
    const { cashwrap, runtime } = setUp(server, { maxRetries: 7 });
    await expect(cashwrap.auth.me()).rejects.toThrow();
    expect(runtime.sleeps).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
  });

  it('waits as long as the server asks, and a little more', async () => {
    await using server = await startFakeServer({
      'auth.me': (_call, number) =>
        number === 1 ? fails('RATE_LIMITED', {}, { 'retry-after': '7' }) : ok({}),
    });
    const { cashwrap, runtime } = setUp(server);
    await cashwrap.auth.me();
    expect(runtime.sleeps).toEqual([7250]);
  });

  it('leaves a long wait to the caller', async () => {
    await using server = await startFakeServer({
      'auth.me': fails('RATE_LIMITED', {}, { 'retry-after': '3600' }),
    });
    const { cashwrap, runtime } = setUp(server);
    await expect(cashwrap.auth.me()).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 3_600_000 });
    expect(runtime.sleeps).toEqual([]);
  });

  it('happens once on the server when the answer to a commit is lost', async () => {
    const created = new Map<unknown, { name: string }>();
    await using server = await startFakeServer({
      'taxCategories.create': ({ input, headers }, number) => {
        const key = headers['idempotency-key'];
        if (!created.has(key)) created.set(key, input as { name: string });
        return number === 1 ? cut : ok(created.get(key));
      },
    });
    const { cashwrap } = setUp(server);
    expect(await cashwrap.taxCategories.create({ name: 'Standard' })).toEqual({ name: 'Standard' });
    expect(created.size).toBe(1);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2030-01-01T00:00:00.000Z');
  const read = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), now);

  it('is read as seconds or as a date, by the clock of the server where that is known', () => {
    expect(read({ 'retry-after': '3' })).toBe(3000);
    expect(read({ 'retry-after': '0' })).toBe(0);
    expect(read({ 'retry-after': 'Tue, 01 Jan 2030 00:00:05 GMT' })).toBe(5000);
    expect(
      read({ 'retry-after': 'Tue, 01 Jan 2030 09:00:05 GMT', date: 'Tue, 01 Jan 2030 09:00:00 GMT' }),
    ).toBe(5000);
    expect(read({ 'retry-after': 'Mon, 01 Jan 2029 00:00:00 GMT' })).toBe(0);
  });

  it('is left aside where it says nothing', () => {
    expect(read({})).toBeUndefined();
    expect(read({ 'retry-after': '' })).toBeUndefined();
    expect(read({ 'retry-after': 'soon' })).toBeUndefined();
    expect(read({ 'retry-after': '-1' })).toBeUndefined();
  });
});

describe('a signal', () => {
  it('stops a call that waits for an answer, with its own reason', async () => {
    await using server = await startFakeServer({ 'auth.me': silence });
    const { cashwrap } = setUp(server);
    const controller = new AbortController();
    const call = cashwrap.auth.me({}, { signal: controller.signal });
    await expect.poll(() => server.calls.length).toBe(1);
    const reason = new Error('The customer left.');
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(server.calls).toHaveLength(1);
  });

  it('stops a call before it is sent', async () => {
    await using server = await startFakeServer({});
    const { cashwrap } = setUp(server);
    await expect(cashwrap.auth.me({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(server.calls).toEqual([]);
  });

  it('stops a call that waits for its next attempt', async () => {
    await using server = await startFakeServer({
      'auth.me': fails('UNAVAILABLE', {}, { 'retry-after': '60' }),
    });
    const cashwrap = createCashwrapWith({ baseUrl: server.baseUrl, accessToken: 'access-1' }, systemRuntime);
    const controller = new AbortController();
    const call = cashwrap.auth.me({}, { signal: controller.signal });
    await expect.poll(() => server.calls.length).toBe(1);
    setTimeout(() => controller.abort(), 50);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.calls).toHaveLength(1);
  });
});

describe('a timeout', () => {
  it('is per attempt, and followed by another', async () => {
    await using server = await startFakeServer({
      'taxCategories.create': (_call, number) => (number === 1 ? silence : ok({ name: 'A' })),
    });
    const { cashwrap } = setUp(server);
    expect(await cashwrap.taxCategories.create({ name: 'A' }, { timeoutMs: 50 })).toEqual({ name: 'A' });
  });

  it('says how long and how often was waited', async () => {
    await using server = await startFakeServer({ 'auth.me': silence });
    const { cashwrap } = setUp(server, { timeoutMs: 20, maxRetries: 1 });
    await expect(cashwrap.auth.me()).rejects.toMatchObject({
      name: 'CashwrapTimeoutError',
      message: `No answer within 20 ms at ${server.baseUrl}/trpc/auth.me (2 attempts, request id-1)`,
      timeoutMs: 20,
      attempts: 2,
    });
  });

  it('may be longer than a timer counts', async () => {
    await using server = await startFakeServer({ 'auth.me': ok({}) });
    const { cashwrap } = setUp(server, { timeoutMs: Number.POSITIVE_INFINITY });
    expect(await cashwrap.auth.me()).toEqual({});
  });
});

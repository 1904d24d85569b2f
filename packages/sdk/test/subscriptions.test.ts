import { describe, expect, it } from 'vitest';
import { createCashwrapWith } from '../src/create-cashwrap.ts';
import type { CashwrapOptions } from '../src/index.ts';
import { createFakeRuntime } from './fake-runtime.ts';
import {
  cut,
  type FakeServer,
  fails,
  failsBare,
  message,
  ok,
  page,
  refusal,
  silence,
  startFakeServer,
  stream,
  tokenPair,
} from './fake-server.ts';

function setUp(server: FakeServer, options: Partial<CashwrapOptions> = {}) {
  const runtime = createFakeRuntime();
  return { runtime, cashwrap: createCashwrapWith({ baseUrl: server.baseUrl, ...options }, runtime) };
}

const event = (number: number) => ({ id: `event-${number}`, type: 'sale.opened' });
const told = (...numbers: number[]) => numbers.map((number) => message(`cursor-${number}`, event(number)));

/** The ids of the next events; then the subscription is left. */
async function take(events: AsyncIterable<{ id: string }>, count: number): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of events) {
    ids.push(id);
    if (ids.length === count) break;
  }
  return ids;
}
const idsOf = (...numbers: number[]) => numbers.map((number) => event(number).id);

describe('a subscription', () => {
  it('sends its input and token, and hands on what is told', async () => {
    await using server = await startFakeServer({ 'events.subscribe': stream(told(1, 2), { stays: true }) });
    const { cashwrap } = setUp(server, { accessToken: 'access-1' });
    expect(await take(cashwrap.events.subscribe({ types: ['sale.opened'] }), 2)).toEqual(idsOf(1, 2));
    expect(server.calls).toMatchObject([
      { method: 'GET', input: { types: ['sale.opened'] }, lastEventId: undefined },
    ]);
    expect(server.calls[0]?.headers.authorization).toBe('Bearer access-1');
  });

  it('is not opened before somebody reads it', async () => {
    await using server = await startFakeServer({});
    setUp(server).cashwrap.events.subscribe();
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.calls).toEqual([]);
  });

  it('goes on behind the last message where it breaks off, also behind one that says nothing', async () => {
    await using server = await startFakeServer({
      'events.subscribe': ({ lastEventId }) => {
        if (lastEventId === undefined) return stream([message('cursor-0', null)]);
        if (lastEventId === 'cursor-0') return stream(told(1, 2));
        if (lastEventId === 'cursor-2') return stream([...told(3), message('cursor-7', null)]);
        return stream(told(8), { stays: true });
      },
    });
    const { cashwrap } = setUp(server);
    expect(await take(cashwrap.events.subscribe(), 4)).toEqual(idsOf(1, 2, 3, 8));
    expect(server.calls.map(({ lastEventId }) => lastEventId)).toEqual([
      undefined,
      'cursor-0',
      'cursor-2',
      'cursor-7',
    ]);
  });

  it('leaves out a message that came in part, and gets it again', async () => {
    const [first = '', second = ''] = told(1, 2);
    await using server = await startFakeServer({
      'events.subscribe': (_call, number) =>
        number === 1 ? stream([first, second.slice(0, -4)]) : stream([second], { stays: true }),
    });
    const { cashwrap } = setUp(server);
    expect(await take(cashwrap.events.subscribe(), 2)).toEqual(idsOf(1, 2));
    expect(server.calls[1]?.lastEventId).toBe('cursor-1');
  });

  it('reads what comes in pieces of any size', async () => {
    const bytes = [...told(1, 2, 3).join('')];
    await using server = await startFakeServer({ 'events.subscribe': stream(bytes, { stays: true }) });
    expect(await take(setUp(server).cashwrap.events.subscribe(), 3)).toEqual(idsOf(1, 2, 3));
  });

  it('is tried again for as long as it takes once it was open, later each time up to a bound', async () => {
    const passing = [cut, page(502), failsBare('UNAVAILABLE')];
    await using server = await startFakeServer({
      'events.subscribe': (_call, number) => {
        if (number === 1) return stream(told(1));
        return number < 10 ? (passing[number % passing.length] ?? cut) : stream(told(2), { stays: true });
      },
    });
    const { cashwrap, runtime } = setUp(server);
    expect(await take(cashwrap.events.subscribe(), 2)).toEqual(idsOf(1, 2));
    expect(runtime.sleeps).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000, 4000, 4000]);
  });

  it('gives up where it could not be opened at all, as any call does', async () => {
    await using server = await startFakeServer({ 'events.subscribe': cut });
    const { cashwrap } = setUp(server, { maxRetries: 1 });
    await expect(take(cashwrap.events.subscribe(), 1)).rejects.toMatchObject({
      name: 'CashwrapConnectionError',
      operation: 'events.subscribe',
      attempts: 2,
    });
  });

  it.each([
    ['within the stream', stream([...told(1), refusal('FORBIDDEN')])],
    ['by an answer of tRPC', fails('FORBIDDEN')],
    ['by a bare problem', failsBare('FORBIDDEN')],
  ])('ends where it is refused %s', async (_, reply) => {
    await using server = await startFakeServer({ 'events.subscribe': reply });
    const { cashwrap } = setUp(server);
    await expect(take(cashwrap.events.subscribe(), 5)).rejects.toMatchObject({
      name: 'CashwrapApiError',
      code: 'FORBIDDEN',
      status: 403,
    });
    expect(server.calls).toHaveLength(1);
  });

  it('goes on where the server stops', async () => {
    await using server = await startFakeServer({
      'events.subscribe': (_call, number) =>
        number === 1 ? stream([...told(1), refusal('UNAVAILABLE')]) : stream(told(2), { stays: true }),
    });
    expect(await take(setUp(server).cashwrap.events.subscribe(), 2)).toEqual(idsOf(1, 2));
  });

  it('is opened again at once with a new token where the old one has expired', async () => {
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'events.subscribe': ({ headers }) =>
        headers.authorization === 'Bearer access-2'
          ? stream(told(2), { stays: true })
          : stream([...told(1), refusal('TOKEN_EXPIRED')]),
    });
    const { cashwrap, runtime } = setUp(server, { accessToken: 'access-1', refreshToken: 'refresh-1' });
    expect(await take(cashwrap.events.subscribe(), 2)).toEqual(idsOf(1, 2));
    expect(server.calls.map(({ operation }) => operation)).toEqual([
      'events.subscribe',
      'auth.refresh',
      'events.subscribe',
    ]);
    expect(runtime.sleeps).toEqual([]);
  });

  it('goes on where its token expires while the network fails', async () => {
    await using server = await startFakeServer({
      'auth.refresh': (_call, number) => (number === 1 ? cut : ok(tokenPair(2))),
      'events.subscribe': ({ headers }, number) => {
        if (number === 1) return stream(told(1));
        if (number === 2) return cut;
        return headers.authorization === 'Bearer access-2'
          ? stream(told(2), { stays: true })
          : stream([refusal('TOKEN_EXPIRED')]);
      },
    });
    const { cashwrap } = setUp(server, {
      ...{ accessToken: 'access-1', refreshToken: 'refresh-1', maxRetries: 0 },
    });
    expect(await take(cashwrap.events.subscribe(), 2)).toEqual(idsOf(1, 2));
    expect(server.calls.map(({ operation }) => operation)).toEqual([
      ...['events.subscribe', 'events.subscribe', 'events.subscribe'],
      ...['auth.refresh', 'auth.refresh', 'events.subscribe'],
    ]);
  });

  it('ends where a new token is called expired, too', async () => {
    await using server = await startFakeServer({
      'auth.refresh': ok(tokenPair(2)),
      'events.subscribe': stream([refusal('TOKEN_EXPIRED')]),
    });
    const { cashwrap } = setUp(server, { accessToken: 'access-1', refreshToken: 'refresh-1' });
    await expect(take(cashwrap.events.subscribe(), 1)).rejects.toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(server.callsOf('events.subscribe')).toHaveLength(2);
  });

  it('ends the session with it where that was ended elsewhere', async () => {
    await using server = await startFakeServer({
      'auth.refresh': fails('INVALID_REFRESH_TOKEN'),
      'events.subscribe': stream([...told(1), refusal('UNAUTHENTICATED')]),
    });
    let isSignedIn = true;
    const { cashwrap } = setUp(server, {
      ...{ accessToken: 'access-1', refreshToken: 'refresh-1' },
      onTokens: (tokens: unknown) => {
        isSignedIn = tokens !== undefined;
      },
    });
    await expect(take(cashwrap.events.subscribe(), 2)).rejects.toMatchObject({
      code: 'INVALID_REFRESH_TOKEN',
    });
    expect(isSignedIn).toBe(false);
  });

  it('is opened again where nothing comes for longer than the server said', async () => {
    await using server = await startFakeServer({
      'events.subscribe': (_call, number) =>
        number === 1 ? stream(told(1), { stays: true, silenceMs: 50 }) : stream(told(2), { stays: true }),
    });
    expect(await take(setUp(server).cashwrap.events.subscribe(), 2)).toEqual(idsOf(1, 2));
    expect(server.calls[1]?.lastEventId).toBe('cursor-1');
  });

  it('waits for an answer no longer than a call', async () => {
    await using server = await startFakeServer({ 'events.subscribe': silence });
    const { cashwrap } = setUp(server, { timeoutMs: 50, maxRetries: 0 });
    await expect(take(cashwrap.events.subscribe(), 1)).rejects.toMatchObject({
      name: 'CashwrapTimeoutError',
      timeoutMs: 50,
    });
  });

  it('ends with the reason of its signal', async () => {
    await using server = await startFakeServer({ 'events.subscribe': stream(told(1), { stays: true }) });
    const stop = new AbortController();
    const events = setUp(server).cashwrap.events.subscribe({}, { signal: stop.signal });
    expect((await events.next()).value?.id).toBe('event-1');
    const next = events.next();
    stop.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
    expect((await events.next()).done).toBe(true);
  });

  it('closes its connection where its loop is left', async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const open = stream(told(1), { stays: true });
    await using server = await startFakeServer({
      'events.subscribe': {
        write: (response) => {
          response.once('close', closed);
          open.write(response);
        },
      },
    });
    await take(setUp(server).cashwrap.events.subscribe(), 1);
    await isClosed;
  });

  it('says where it was read in the stack of its error', async () => {
    await using server = await startFakeServer({ 'events.subscribe': stream([refusal('FORBIDDEN')]) });
    const events = setUp(server).cashwrap.events.subscribe();
    const error = await events.next().then(
      () => undefined,
      (caught: Error) => caught,
    );
    expect(error?.stack).toContain('subscriptions.test.ts');
  });
});

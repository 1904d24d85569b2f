import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createConnection } from 'node:net';
import { newId } from '@cashwrap/database';
import { createCashwrap } from '@cashwrap/sdk';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listenTo, refusalOf, type SentMessage, someEvent, tell } from './event-streams.ts';
import { sellingAt } from './selling.ts';
import { type Json, listen, ok, PASSWORD, type Shop, startTestServer, type TestServer } from './support.ts';

const ELEVEN_MINUTES_MS = 11 * 60_000;

let server: TestServer;
let shop: Shop;
let storeId: string;

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
/** Where the feed is now, with all that was told before. */
async function now(): Promise<string> {
  await server.app.sequenceEvents();
  return ok(await server.request('GET', '/v1/events?start=newest', { token: shop.owner })).nextCursor;
}
const tellOne = async (of = storeId): Promise<string | undefined> =>
  (await tell(server.database, [someEvent(of)]))[0];

/** The next messages of a stream that say something. */
async function take(stream: AsyncIterator<SentMessage, void>, count: number): Promise<SentMessage[]> {
  const taken: SentMessage[] = [];
  while (taken.length < count) {
    const { value, done } = await stream.next();
    if (done || !value) throw new Error('The stream ended.');
    if (value.event === 'serialized-error') throw Object.assign(new Error('refused'), value.data.data);
    if (value.event === 'message') taken.push(value);
  }
  return taken;
}

/** A stream that has told where it begins. */
async function open(options: Parameters<typeof listenTo>[1]) {
  const stream = listenTo(server.url, options);
  const [first] = await take(stream, 1);
  expect(first?.data).toBeNull();
  return { stream, start: first?.id ?? '' };
}

beforeAll(async () => {
  server = await startTestServer({ feed: true });
  shop = await server.seedShop();
  storeId = shop.stores[0].id;
});
afterAll(() => server[Symbol.asyncDispose]());

describe('a subscription', () => {
  test('tells of a sale as it is made, typed by what it is', async () => {
    const cashwrap = createCashwrap({ baseUrl: server.url, accessToken: shop.owner });
    const feed = cashwrap.events.subscribe({ types: ['sale.completed'], cursor: await now() });
    const first = feed.next();
    const sale = await sellingAt(server, shop).sell({
      lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      payments: [{ method: 'cash', tendered: 100_000 }],
    });
    const { value: event } = await first;
    if (event?.type !== 'sale.completed') throw new Error('Something else was told.');
    expect(event.data).toEqual({
      ...{ saleId: sale.id, storeId, registerId: shop.registers[0].id },
      ...{ total: sale.total, currency: 'EUR' },
    });
    expect(event).toMatchObject({ version: 1, storeId, businessDate: sale.businessDate });
    await feed.return();
  });

  test('says first where it begins, so that one which is cut before anything happens misses nothing', async () => {
    const { stream, start } = await open({ token: shop.owner });
    await stream.return();
    const id = await tellOne();
    const { stream: next } = await open({ token: shop.owner, lastEventId: start });
    const [message] = await take(next, 1);
    expect(message?.data.id).toBe(id);
    expect(message?.id).toBe(message?.data.cursor);
    await next.return();
  });

  test('cut again and again it goes on behind the last message: nothing is lost, and nothing comes twice', async () => {
    let lastEventId = await now();
    const told: string[] = [];
    const writing = (async () => {
      for (let number = 0; number < 60; number++) {
        const events = Array.from({ length: 1 + (number % 4) }, () => someEvent(storeId));
        told.push(...(await tell(server.database, events)));
        if (number % 10 === 9) await server.app.sequenceEvents();
      }
    })();
    const got: string[] = [];
    let cuts = 0;
    const all = 150;
    while (got.length < all) {
      for await (const { event, id, data } of listenTo(server.url, { token: shop.owner, lastEventId })) {
        if (event !== 'message' || id === undefined) continue;
        lastEventId = id;
        if (data === null) continue;
        got.push(data.id);
        if (got.length % 5 === 0) break;
      }
      cuts += 1;
    }
    await writing;
    expect(cuts).toBe(all / 5);
    expect(got).toEqual(told);
  });

  test('goes on by itself in the SDK where connections break in the middle of a message', async () => {
    let connections = 0;
    const cashwrap = createCashwrap({
      baseUrl: server.url,
      accessToken: shop.owner,
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (!response.body) return response;
        connections += 1;
        const lasting = connections > 3;
        let left = 3_000;
        const breaking = new TransformStream<Uint8Array, Uint8Array>({
          transform: (piece, controller) => {
            left -= piece.length;
            controller.enqueue(lasting || left > 0 ? piece : piece.subarray(0, left));
            if (!lasting && left <= 0) controller.error(new Error('cut'));
          },
        });
        return new Response(response.body.pipeThrough(breaking), response);
      },
    });
    const feed = cashwrap.events.subscribe({ storeId, types: ['sale.opened'], cursor: await now() });
    const told = await tell(
      server.database,
      Array.from({ length: 50 }, () => someEvent(storeId)),
    );
    const got: string[] = [];
    for await (const { id } of feed) {
      got.push(id);
      if (got.length === told.length) break;
    }
    expect(got).toEqual(told);
    expect(connections).toBe(4);
  });

  test('ends where the session is revoked, or the user deactivated', async () => {
    for (const end of [
      'UPDATE sessions SET revoked_at = now() WHERE user_id = $1',
      'UPDATE users SET deactivated_at = now() WHERE id = $1',
    ]) {
      const { id } = await server.createUser('manager');
      const { stream } = await open({ token: await server.openSession(id) });
      await rows(end, [id]);
      await rows('UPDATE auth_epoch SET epoch = epoch + 1');
      await expect(take(stream, 1)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    }
  });

  test('tells nothing of a store any more in which the permission is gone, and goes on with the others', async () => {
    const { id } = await server.createUser('manager', { storeId });
    const otherId = shop.stores[1].id;
    await rows(
      `INSERT INTO role_assignments (id, user_id, role, store_id, created_at) VALUES ($1, $2, 'manager', $3, now())`,
      [newId(), id, otherId],
    );
    await rows('UPDATE auth_epoch SET epoch = epoch + 1');
    const token = await server.openSession(id);
    const { stream } = await open({ token });
    const [here, there] = [await tellOne(), await tellOne(otherId)];
    expect((await take(stream, 2)).map(({ data }) => data.id)).toEqual([here, there]);

    await rows('DELETE FROM role_assignments WHERE user_id = $1 AND store_id = $2', [id, otherId]);
    await rows('UPDATE auth_epoch SET epoch = epoch + 1');
    await expect
      .poll(async () => (await server.request('GET', `/v1/events?storeId=${otherId}`, { token })).status)
      .toBe(404);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await tellOne(otherId);
    const last = await tellOne();
    expect((await take(stream, 1)).map(({ data }) => data.id)).toEqual([last]);

    await rows('DELETE FROM role_assignments WHERE user_id = $1', [id]);
    await rows('UPDATE auth_epoch SET epoch = epoch + 1');
    await expect(take(stream, 1)).rejects.toMatchObject({ code: 'FORBIDDEN', status: 403 });
  });

  test('is refused as a call is, with the same errors', async () => {
    const token = shop.owner;
    const beyond = Buffer.from('event:1000000').toString('base64url');
    const clerk = await server.signInAs('clerk');
    const manager = await server.signInAs('manager', { storeId });
    expect(await refusalOf(server.url, {})).toMatchObject({ code: 'UNAUTHENTICATED', status: 401 });
    expect(await refusalOf(server.url, { token: clerk })).toMatchObject({ code: 'FORBIDDEN', status: 403 });
    for (const [options, refusal] of [
      [{ token: manager, input: { storeId: shop.stores[1].id } }, { code: 'NOT_FOUND' }],
      [{ token, input: { storeId: newId() } }, { code: 'NOT_FOUND' }],
      [
        { token, input: { types: ['tea.drunk'] } },
        { code: 'INVALID_INPUT', errors: [{ path: ['types', 0] }] },
      ],
      [{ token, input: { tea: true } }, { code: 'INVALID_INPUT' }],
      [{ token, input: { cursor: 'tea' } }, { code: 'INVALID_CURSOR' }],
      [{ token, lastEventId: 'tea' }, { code: 'INVALID_CURSOR' }],
      [
        { token, input: { cursor: beyond } },
        { code: 'INVALID_CURSOR', detail: expect.stringContaining('end') },
      ],
    ] as const) {
      expect(await refusalOf(server.url, options)).toMatchObject({
        ...refusal,
        requestId: expect.any(String),
      });
    }
  });

  test('asks the database for itself only where something has happened: one look is for all who wait', async () => {
    const cursor = await now();
    const token = await server.signInAs('manager');
    const streams = await Promise.all(
      Array.from({ length: 5 }, async () => (await open({ token, input: { cursor } })).stream),
    );
    const query = vi.spyOn(server.database.pool, 'query');
    const asked = (text: RegExp) => query.mock.calls.filter((call) => text.test(JSON.stringify(call))).length;
    await expect.poll(() => asked(/newest_event/)).toBeGreaterThan(3);
    expect(asked(/from \\"events\\"/)).toBe(0);
    await tellOne();
    await Promise.all(streams.map((stream) => take(stream, 1)));
    expect(asked(/from \\"events\\"/)).toBe(5);
    query.mockRestore();
    await Promise.all(streams.map((stream) => stream.return()));
  });

  test('is one of 20 of a caller at most', async () => {
    const token = await server.signInAs('manager');
    const streams = await Promise.all(Array.from({ length: 20 }, async () => (await open({ token })).stream));
    expect(await refusalOf(server.url, { token })).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    await streams.pop()?.return();
    await expect
      .poll(async () => (await refusalOf(server.url, { token }).catch(() => undefined))?.code)
      .toBeUndefined();
    await Promise.all(streams.map((stream) => stream.return()));
  });

  test('has headers that no cache or proxy keeps it by, and no token in its URL', async () => {
    const cut = new AbortController();
    const response = await fetch(`${server.url}/trpc/events.subscribe`, {
      headers: { authorization: `Bearer ${shop.owner}` },
      signal: cut.signal,
    });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    cut.abort();
  });

  test('goes on with a new token where the old one expires', async () => {
    const user = await server.createUser('manager');
    const refreshed: unknown[] = [];
    const cashwrap = createCashwrap({
      baseUrl: server.url,
      onTokens: (tokens) => void refreshed.push(tokens),
    });
    await cashwrap.auth.login({ username: user.username, password: PASSWORD });
    const feed = cashwrap.events.subscribe({ cursor: await now() });
    const one = await tellOne();
    expect((await feed.next()).value?.id).toBe(one);
    server.clock.advance(ELEVEN_MINUTES_MS);
    const next = feed.next();
    // What is told from now on is told after the server has looked at the token again.
    await expect.poll(() => refreshed.length).toBe(2);
    const two = await tellOne();
    expect((await next).value?.id).toBe(two);
    await feed.return();
  });
});

test('a server that stops sends listeners away at once, and cuts off one that takes nothing', async () => {
  await using stopping = await startTestServer({ feed: true });
  const { server: http, url } = await listen(stopping.app.http);
  const token = await stopping.setUpOwner();
  const stream = listenTo(url, { token });
  await take(stream, 1);
  // More than fits into the buffers on the way.
  await stopping.database.pool.query(
    `INSERT INTO events SELECT n, gen_random_uuid(), 'customer.erased', 1, NULL, NULL, $1, now()
     FROM generate_series(1, 400) AS n`,
    [{ customerId: newId(), mergedIds: Array.from({ length: 1000 }, newId) }],
  );
  const deaf = createConnection(Number(new URL(url).port), '127.0.0.1').pause();
  const query = `input=${encodeURIComponent('{"start":"oldest"}')}`;
  deaf.write(
    `GET /trpc/events.subscribe?${query} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  const [, answer] = (await once(http, 'request')) as [unknown, ServerResponse];
  await expect.poll(() => answer.writableNeedDrain, { timeout: 10_000 }).toBe(true);

  await stopping.app.stop();
  const untilUnavailable = async () => {
    for (;;) await take(stream, 1);
  };
  await expect(untilUnavailable()).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  // Nobody holds the process: it closes without being told to cut anything.
  await new Promise((resolve) => {
    http.close(resolve);
    http.closeIdleConnections();
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { connect, newId, transact } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sequenceEvents } from '../src/modules/events/index.ts';
import { moveOutboxEvents, tryLockFeed } from '../src/modules/events/sequencer.repo.ts';
import { insertOutboxEvents } from '../src/procedure/outbox.repo.ts';
import { someEvent, tell } from './event-streams.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

const WRITERS = 8;
const TRANSACTIONS = 30;
const READERS = 3;

let server: TestServer;
let owner: string;
const storeId = newId();

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const page = async (cursor: string | undefined, limit = 200): Promise<Json> => {
  const query = new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { cursor }) });
  return ok(await server.request('GET', `/v1/events?${query}`, { token: owner }));
};
/** All that there is behind a cursor, and the cursor behind that. */
async function readOn(cursor?: string): Promise<{ ids: string[]; cursor: string }> {
  const { items, nextCursor, hasMore } = await page(cursor);
  const ids = items.map(({ id }: Json) => id);
  if (!hasMore) return { ids, cursor: nextCursor };
  const rest = await readOn(nextCursor);
  return { ids: [...ids, ...rest.ids], cursor: rest.cursor };
}

beforeAll(async () => {
  server = await startTestServer({ feed: true });
  owner = await server.setUpOwner();
});
afterAll(() => server[Symbol.asyncDispose]());

test('an event that was written first and is committed last comes last, to whoever has read the others', async () => {
  const [first, second] = [someEvent(storeId), someEvent(storeId)];
  await server.app.sequenceEvents();
  const { cursor } = await readOn();
  let after = cursor;
  await transact(server.database, async (tx) => {
    await insertOutboxEvents(tx, [first]);
    await tell(server.database, [second]);
    await server.app.sequenceEvents();
    const read = await readOn(cursor);
    expect(read.ids).toEqual([second.id]);
    after = read.cursor;
  });
  await server.app.sequenceEvents();
  expect((await readOn(after)).ids).toEqual([first.id]);
  expect((await readOn(cursor)).ids).toEqual([second.id, first.id]);
});

test('all who read while many write get each committed event once, in one order', async () => {
  const { cursor: start } = await readOn();
  await using other = connect({ connection: server.testDatabase.connection, max: 3 });
  const committed: string[] = [];
  let writing = true;
  let allInOrder = false;

  const write = async (writer: number) => {
    for (let number = 0; number < TRANSACTIONS; number++) {
      const events = Array.from({ length: 1 + (number % 3) }, () => someEvent(storeId));
      await transact(writer % 2 === 0 ? server.database : other, async (tx) => {
        await insertOutboxEvents(tx, events);
        // Some take long after their ids were made, and others pass them by.
        if (number % 5 === 0) await pause(Math.random() * 20);
        if (number % 7 === 3) throw new Error('given up');
      }).then(
        () => committed.push(...events.map(({ id }) => id)),
        (error: Error) => expect(error.message).toBe('given up'),
      );
    }
  };
  const sequence = async (database: TestServer['database']) => {
    while (writing) {
      await sequenceEvents({ database });
      await pause(1);
    }
  };
  const read = async (limit: number) => {
    const ids: string[] = [];
    let cursor = start;
    const next = async () => {
      const { items, nextCursor, hasMore } = await page(cursor, limit);
      ids.push(...items.map(({ id }: Json) => id));
      cursor = nextCursor;
      return hasMore as boolean;
    };
    while (!allInOrder) await next();
    while (await next());
    return ids;
  };
  const readers = Array.from({ length: READERS }, (_, index) => read(3 + 4 * index));
  const sequencers = [sequence(server.database), sequence(other)];
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  writing = false;
  await Promise.all(sequencers);
  // Not before the others are done: whoever finds one of them at work leaves it to them.
  await server.app.sequenceEvents();
  allInOrder = true;
  const [first = [], ...others] = await Promise.all(readers);

  expect(new Set(first).size).toBe(first.length);
  expect([...first].sort()).toEqual([...committed].sort());
  for (const ids of others) expect(ids).toEqual(first);
  expect(await rows('SELECT count(*)::int AS n FROM outbox')).toEqual([{ n: 0 }]);
  const [feed] = await rows(
    'SELECT count(*)::int AS count, max(position)::int AS last, min(position)::int AS first FROM events',
  );
  expect(feed).toEqual({ count: feed.last, last: feed.last, first: 1 });
});

test('a sequencer that is killed before its COMMIT leaves everything to the next one, once', async () => {
  await server.app.sequenceEvents();
  const { cursor } = await readOn();
  await using other = connect({ connection: server.testDatabase.connection, max: 2 });
  let told: string[] = [];
  const killed = transact(other, async (tx) => {
    while (!(await tryLockFeed(tx))) await pause(1);
    // The lock is held: nobody else moves these meanwhile.
    told = await tell(other, [someEvent(storeId), someEvent(storeId), someEvent(storeId)]);
    expect(await moveOutboxEvents(tx, 100)).toBe(3);
    await rows(`SELECT pg_terminate_backend(pid) FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND classid = x'66656564'::int::oid AND database =
        (SELECT oid FROM pg_database WHERE datname = current_database())`);
  });
  await expect(killed).rejects.toThrow();
  expect((await readOn(cursor)).ids).toEqual([]);
  await server.app.sequenceEvents();
  expect((await readOn(cursor)).ids).toEqual(told);
});

test('a second sequencer leaves the work to the one that is at it, and says nothing', async () => {
  await using other = connect({ connection: server.testDatabase.connection, max: 2 });
  await transact(other, async (tx) => {
    while (!(await tryLockFeed(tx))) await pause(1);
    const [id] = await tell(other, [someEvent(storeId)]);
    await sequenceEvents(server);
    expect(await rows('SELECT id FROM outbox WHERE id = $1', [id])).toEqual([{ id }]);
  });
});

import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { fileOf, importCsv } from './csv-files.ts';
import { callAs, countWaiting, rowsOf } from './people.ts';
import { type Answer, countDeadlocks, type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let token: string;
let owner: ReturnType<typeof callAs>;
beforeAll(async () => {
  server = await startTestServer();
  token = await server.setUpOwner();
  owner = callAs(server, token);
});
afterAll(async () => {
  try {
    expect(await countDeadlocks(server.database)).toBe(0);
  } finally {
    await server[Symbol.asyncDispose]();
  }
});

const newCustomer = async (fields: object = {}): Promise<Json> =>
  ok(await owner.post('/customers', { name: 'Ada', ...fields }));
const keyed = (path: string, body: object): Promise<Answer> =>
  server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': newId() } });
const erase = ({ id, version }: Json) => keyed(`/customers/${id}/erase`, { version });
const untilWaiting = (count: number) =>
  vi.waitFor(async () => expect(await countWaiting(server)).toBe(count));

/** Runs `work` in a transaction of another connection that locks customers, and commits it. */
async function locking(work: (lock: (id: string) => Promise<unknown>) => Promise<void>): Promise<void> {
  const client = await server.database.pool.connect();
  try {
    await client.query('BEGIN');
    await work((id) => client.query('SELECT FROM customers WHERE id = $1 FOR NO KEY UPDATE', [id]));
    await client.query('COMMIT');
  } finally {
    client.release(true);
  }
}

describe('whoever has the lock of a customer who was merged meanwhile gets that of who stands for them', () => {
  interface Pair {
    readonly standing: Json;
    readonly merged: Json;
  }

  /** Who stands was made first: the order of the ids alone would be the other one. */
  async function mergedPair(): Promise<Pair> {
    const kept = await newCustomer({ reference: newId() });
    const merged = await newCustomer({ reference: newId() });
    const ends = { version: kept.version, mergedId: merged.id, mergedVersion: merged.version };
    return { standing: ok(await keyed(`/customers/${kept.id}/merge`, ends)), merged };
  }

  test.each([
    ['an erasure', ({ standing }: Pair) => erase(standing)],
    [
      'an import',
      ({ standing, merged }: Pair) =>
        importCsv(
          server,
          '/customers/import',
          token,
          fileOf('reference,note', `${standing.reference},one`, `${merged.reference},two`),
          { onError: 'skip' },
        ),
    ],
  ])('while %s waits', async (_what, change) => {
    const pair = await mergedPair();
    const changes: Promise<Answer>[] = [];
    await locking(async (lock) => {
      await lock(pair.merged.id);
      changes.push(change(pair));
      await untilWaiting(1);
      await lock(pair.standing.id);
    });
    for (const answer of await Promise.all(changes)) ok(answer);
  });
});

test('a customer who is sent again waits for an erasure under way, and is in no answer that is kept', async () => {
  const body = { id: newId(), name: 'Zyxrepeat' };
  const customer = ok(await keyed('/customers', body));
  const answers: Promise<Answer>[] = [];
  await locking(async (lock) => {
    await lock(body.id);
    answers.push(erase(customer));
    await untilWaiting(1);
    answers.push(keyed('/customers', body));
    await untilWaiting(2);
  });
  const [erased, repeated] = await Promise.all(answers);
  expect(erased?.status).toBe(200);
  expect(repeated?.body.code).toBe('ALREADY_EXISTS');
  const kept = await rowsOf(server, `SELECT FROM idempotency_keys WHERE answer::text LIKE '%Zyxrepeat%'`);
  expect(kept).toEqual([]);
});

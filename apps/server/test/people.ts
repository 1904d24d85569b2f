import type { RoleId } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { createApp } from '../src/app.ts';
import {
  type Answer,
  type Caller,
  callerOf,
  type Json,
  listen,
  ok,
  PASSWORD,
  SETUP_TOKEN,
  silent,
  type TestServer,
} from './support.ts';

export type Assignment = { role: RoleId; storeId: string | null };

/** Someone who is signed in. */
export interface Person {
  readonly id: string;
  readonly username: string;
  readonly token: string;
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls a server under `/v1` with a token. */
export function callAs(server: Caller, token: string | undefined) {
  const call =
    (method: string) =>
    (path: string, body?: unknown): Promise<Answer> =>
      server.request(method, `/v1${path}`, { token, ...(body !== undefined && { body }) });
  return {
    ...{ get: call('GET'), post: call('POST'), put: call('PUT'), patch: call('PATCH') },
    delete: call('DELETE'),
  };
}

export async function signIn(server: Caller, username: string, password = PASSWORD): Promise<string> {
  return ok(await callAs(server, undefined).post('/auth/login', { username, password })).accessToken;
}

/** A user with these roles, who is signed in and has chosen their own password. */
export async function personWith(server: TestServer, roles: readonly Assignment[]): Promise<Person> {
  const { id, username } = await server.createUser(null);
  const owner = callAs(server, await server.setUpOwner());
  if (roles.length > 0) ok(await owner.patch(`/users/${id}`, { version: 1, roles }));
  return { id, username, token: await server.openSession(id) };
}

/** An own role with these permissions; answers its id. */
export async function roleOf(server: TestServer, ...permissions: string[]): Promise<string> {
  const owner = callAs(server, await server.setUpOwner());
  return ok(await owner.post('/roles', { name: `Role ${newId()}`, permissions })).id;
}

/** Calls until the authority has had a poll to believe and keeps who is behind the token. */
export async function untilCached(server: Caller, token: string): Promise<void> {
  await sleep(600);
  ok(await callAs(server, token).get('/auth/me'));
}

/** Another server on the same database. */
export async function startTwin({ database, signingKeys, pepper, clock }: TestServer) {
  const app = createApp({
    ...{ database, signingKeys, pepper, newId, setupToken: SETUP_TOKEN, clock: clock.now, log: silent },
  });
  const http = await listen(app.http);
  app.start();
  return {
    ...callerOf(http.url),
    app,
    [Symbol.asyncDispose]: async () => {
      await app.stop();
      await http[Symbol.asyncDispose]();
    },
  };
}

/** A question that waits for an approval, as if a call of this person had just been refused; answers its id. */
export async function askApproval(
  { database, clock }: Pick<TestServer, 'database' | 'clock'>,
  storeId: string,
  requesterId: string,
): Promise<string> {
  const id = newId();
  const now = clock.now();
  const action = {
    permission: 'sales.override_price',
    description: 'Price of "Coffee beans 250 g": 4.99 instead of 6.99; sale total: 4.99 EUR',
    amounts: {
      ...{ currency: 'EUR', currencyDigits: 2, quantity: 1 },
      ...{ before: 699, after: 499, documentTotal: 499 },
    },
  };
  await database.pool.query(
    `INSERT INTO approval_requests
       (id, store_id, operation, fingerprint, permissions, actions, requester_id, asked_at, expires_at)
     VALUES ($1, $2, 'sales.create', $3, $4, $5, $6, $7, $8)`,
    [
      ...[id, storeId, id.replaceAll('-', '').repeat(2), [action.permission], JSON.stringify([action])],
      ...[requesterId, now, new Date(now.getTime() + 300_000)],
    ],
  );
  return id;
}

/** Makes so many calls at once. */
export const atOnce = <T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));

export const codeOf = ({ status, body }: Answer): [number, string | undefined] => [status, body?.code];

export async function rowsOf(server: TestServer, sql: string, params: unknown[] = []): Promise<Json[]> {
  return (await server.database.pool.query(sql, params)).rows;
}

/** How many transactions wait for another one. */
export const countWaiting = async (server: TestServer): Promise<number> =>
  (
    await rowsOf(
      server,
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
  ).length;

/** Tells the people of a store that a product is low; answers the id of the notification. */
export async function tellPeople(
  { database }: Pick<TestServer, 'database'>,
  storeId: string,
  { id = newId(), createdAt = new Date() }: { id?: string; createdAt?: Date } = {},
): Promise<string> {
  await database.pool.query(
    `INSERT INTO notifications (id, kind, store_id, product_id, facts, created_at)
     VALUES ($1, 'low_stock', $2, $1, '{"productName": "Tea", "onHand": 1, "reorderPoint": 5}', $3)`,
    [id, storeId, createdAt],
  );
  return id;
}

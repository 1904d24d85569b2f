import { newId, type Tx, transact } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { attempt } from '../src/modules/identity/attempts.ts';
import { createIdentity } from '../src/modules/identity/index.ts';
import type { StepsCall } from '../src/procedure/handlers.ts';
import { callAs, codeOf, rowsOf, signIn } from './people.ts';
import { type Answer, type Json, PASSWORD, silent, startTestServer, type TestServer } from './support.ts';

const WRONG = 'a-wrong-password';

let server: TestServer;
beforeAll(async () => {
  // Behind one proxy, so that calls can come from anywhere.
  server = await startTestServer({ limits: { trustedProxies: 1 } });
  await server.setUpOwner();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  await rowsOf(server, 'DELETE FROM sign_in_attempts');
});

const login = (username: string, address: string, password = PASSWORD): Promise<Answer> =>
  server.request('POST', '/v1/auth/login', {
    body: { username, password },
    headers: { 'x-forwarded-for': address },
  });
let hosts = 0;
/** An address from which nobody has called before. */
const somewhere = (): string => {
  hosts += 1;
  return `10.${hosts >> 16}.${(hosts >> 8) & 255}.${hosts & 255}`;
};
const times = <T>(n: number, make: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, at) => make(at)));
const tally = (answers: readonly Answer[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const code = body?.code ?? String(status);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
};
const auditOf = (documentId: string): Promise<Json[]> =>
  rowsOf(
    server,
    `SELECT action, actor_id, document_type, after FROM audit_log
     WHERE document_id = $1 AND after ? 'attempt' ORDER BY id`,
    [documentId],
  );

describe('wrong passwords', () => {
  test('at one address shut nobody out at another', async () => {
    const { username } = await server.createUser('cashier');
    const [stranger, home] = [somewhere(), somewhere()];
    for (let guess = 0; guess < 5; guess++) await login(username, stranger, WRONG);
    expect(codeOf(await login(username, stranger))).toEqual([429, 'LOCKED_OUT']);
    expect((await login(username, home)).status).toBe(200);
  });

  test('from 150 addresses at once are told 100 answers; where the user has signed in before they go on', async () => {
    const { username } = await server.createUser('cashier');
    const [home, hotel] = [somewhere(), somewhere()];
    expect((await login(username, home)).status).toBe(200);
    const answers = await times(150, (at) => login(username, somewhere(), `${WRONG}-${at}`));
    expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 100, LOCKED_OUT: 50 });
    expect(codeOf(await login(username, hotel))).toEqual([429, 'LOCKED_OUT']);
    expect((await login(username, home)).status).toBe(200);
    // The right one there does not set those free who guess elsewhere.
    expect(codeOf(await login(username, hotel))).toEqual([429, 'LOCKED_OUT']);
    server.clock.advance(900_000);
    expect((await login(username, hotel)).status).toBe(200);
  });

  test('for a name that nobody has are told just as many answers', async () => {
    const unknown = `nobody-${newId()}`;
    const answers = await times(110, (at) => login(unknown, somewhere(), `${WRONG}-${at}`));
    expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 100, LOCKED_OUT: 10 });
  });

  test('of a hundred names from one address lock that address, for whoever is not known there', async () => {
    const address = somewhere();
    const known = await server.createUser('cashier');
    const other = await server.createUser('cashier');
    expect((await login(known.username, address)).status).toBe(200);
    const answers = await times(120, () => login(`nobody-${newId()}`, address, WRONG));
    expect(tally(answers)).toEqual({ INVALID_CREDENTIALS: 100, LOCKED_OUT: 20 });
    expect(codeOf(await login(other.username, address))).toEqual([429, 'LOCKED_OUT']);
    expect((await login(other.username, somewhere())).status).toBe(200);
    expect((await login(known.username, address)).status).toBe(200);
    // From an address where the person has signed in before, the guard of name and address holds like from any other.
    expect(tally(await times(8, (at) => login(known.username, address, `${WRONG}-${at}`)))).toEqual({
      ...{ INVALID_CREDENTIALS: 5, LOCKED_OUT: 3 },
    });
  });

  test('from one IPv6 network count together, and an IPv4 address is one however it is written', async () => {
    const six = await server.createUser('cashier');
    for (let guess = 0; guess < 5; guess++) await login(six.username, `2001:db8:1:${guess}::1`, WRONG);
    expect(codeOf(await login(six.username, '2001:db8:1:99::7'))).toEqual([429, 'LOCKED_OUT']);
    expect((await login(six.username, '2001:db8:2::1')).status).toBe(200);
    const four = await server.createUser('cashier');
    for (let guess = 0; guess < 5; guess++) await login(four.username, '::ffff:192.0.2.7', WRONG);
    expect(codeOf(await login(four.username, '192.0.2.7'))).toEqual([429, 'LOCKED_OUT']);
    expect((await login(four.username, '192.0.2.8')).status).toBe(200);
  });

  test('count where the proxy says, not where the client says, nor under what is no address', async () => {
    const { username } = await server.createUser('cashier');
    const address = somewhere();
    for (let guess = 0; guess < 5; guess++) await login(username, `198.51.100.${guess}, ${address}`, WRONG);
    expect(codeOf(await login(username, `198.51.100.99, ${address}`))).toEqual([429, 'LOCKED_OUT']);
    for (let guess = 0; guess < 5; guess++) await login(username, `made-up-${guess}`, WRONG);
    expect(codeOf(await login(username, 'made-up-99'))).toEqual([429, 'LOCKED_OUT']);
    expect(await rowsOf(server, `SELECT FROM sign_in_attempts WHERE address LIKE 'made-up%'`)).toEqual([]);
  });

  test('are all forgotten when somebody else sets another password', async () => {
    const { id, username } = await server.createUser('cashier');
    await times(110, (at) => login(username, somewhere(), `${WRONG}-${at}`));
    const address = somewhere();
    expect(codeOf(await login(username, address))).toEqual([429, 'LOCKED_OUT']);
    const password = 'a-password-for-once';
    const owner = callAs(server, await signIn(server, 'owner'));
    expect((await owner.post(`/users/${id}/reset-password`, { password })).status).toBe(204);
    expect((await login(username, address, password)).status).toBe(200);
  });
});

test('a right secret that was compared while its guard was locked opens nothing, and does not unlock it', async () => {
  const guard = { guard: 'pin', subject: `u-${newId()}` } as const;
  const { now } = server.clock;
  const identity = createIdentity({ ...server, setupToken: undefined, clock: now });
  const call = {
    ...{ now: now(), log: silent },
    transact: (work: (tx: Tx, audit: () => void) => Promise<unknown>) =>
      transact(server.database, (tx) => work(tx, () => {})),
  } as unknown as StepsCall;
  const lockMeanwhile = async () => {
    await rowsOf(
      server,
      `INSERT INTO sign_in_attempts (guard, subject, failures, locked_until, last_failed_at) VALUES ($1, $2, 5, $3, $4)`,
      [guard.guard, guard.subject, new Date(now().getTime() + 30_000), now()],
    );
    return true;
  };
  const opened = attempt(identity, call, [guard], lockMeanwhile, async () => 'opened');
  await expect(opened).rejects.toMatchObject({ code: 'LOCKED_OUT' });
  const [row] = await rowsOf(
    server,
    'SELECT failures, locked_until FROM sign_in_attempts WHERE subject = $1',
    [guard.subject],
  );
  expect(row).toMatchObject({ failures: 5, locked_until: expect.any(Date) });
});

describe('the audit log', () => {
  test('tells of the first wrong password and of the lock, and not of each guess', async () => {
    const { id, username } = await server.createUser('cashier');
    await times(300, (at) => login(username, somewhere(), `${WRONG}-${at}`));
    const entries = await auditOf(id);
    expect(entries).toEqual([
      {
        ...{ action: 'auth.login', actor_id: null, document_type: 'user' },
        after: { attempt: 'refused', guard: 'account', failures: 1, lockedUntil: null },
      },
      {
        ...{ action: 'auth.login', actor_id: null, document_type: 'user' },
        after: { attempt: 'locked', guard: 'account', failures: 100, lockedUntil: expect.any(String) },
      },
    ]);
    const address = somewhere();
    const other = await server.createUser('cashier');
    for (let guess = 0; guess < 20; guess++) {
      await login(other.username, address, WRONG);
      server.clock.advance(60_000);
    }
    const guards = (await auditOf(other.id)).map(({ after }) => [after.attempt, after.guard, after.failures]);
    expect(guards).toEqual([
      ['refused', 'account', 1],
      ['locked', 'password', 5],
    ]);
  });

  test('tells of those who are known at the address too, and of who is signed in by their own name', async () => {
    const { id, username } = await server.createUser('cashier');
    const token = await signIn(server, username);
    await server.request('POST', '/v1/auth/login', { body: { username, password: WRONG } });
    for (let guess = 0; guess < 7; guess++) {
      await callAs(server, token).post('/auth/set-pin', { password: WRONG, pin: '4711' });
    }
    expect(
      (await auditOf(id)).map(({ action, actor_id, after }) => [action, actor_id, after.failures]),
    ).toEqual([
      ['auth.login', null, 1],
      ['auth.setPin', id, 1],
      ['auth.setPin', id, 5],
    ]);
  });

  test('holds nothing about names that nobody has', async () => {
    const before = await rowsOf(server, 'SELECT count(*) FROM audit_log');
    await times(120, () => login('typed-by-a-stranger', somewhere(), WRONG));
    expect(await rowsOf(server, 'SELECT count(*) FROM audit_log')).toEqual(before);
  });
});

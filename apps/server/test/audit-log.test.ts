import { randomBytes } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { contract } from '@cashwrap/contract';
import { type ConnectionOptions, connect, newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { AuditChainer } from '../src/modules/audit/chain-audit-log.ts';
import { BrokenChainError, SignedHead, verifyAuditLog } from '../src/modules/audit/index.ts';
import { generateSigningKey, importSigningKeys } from '../src/modules/identity/index.ts';
import { runCommand as runSource } from './command.ts';
import { callRest, operationOf } from './samples.ts';
import {
  type Answer,
  flushStatistics,
  type Json,
  ok,
  type Shop,
  silent,
  startTestServer,
  type TestServer,
} from './support.ts';

const rowsOf = async (server: TestServer, sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;

async function verify(server: TestServer): Promise<Json> {
  const token = await server.setUpOwner();
  return ok(await server.request('POST', '/v1/audit-log/verify', { token, body: {} }));
}

async function openStore(server: TestServer, name = newId()): Promise<Json> {
  const body = { name, timeZone: 'UTC', pricesIncludeTax: true };
  return ok(await server.request('POST', '/v1/stores', { token: await server.setUpOwner(), body }));
}

/** A server with ten chained entries, whose job does not run by itself. */
async function startChained(): Promise<TestServer> {
  const server = await startTestServer();
  await server.setUpOwner();
  while ((await rowsOf(server, 'SELECT FROM audit_log')).length < 10) await openStore(server);
  await server.app.stop();
  await server.app.chainAuditLog();
  const { length } = await rowsOf(server, 'SELECT FROM audit_log');
  // A stopped job links nothing more: what came in between is linked by a fresh one.
  await chainerOf(server).run();
  expect(await rowsOf(server, 'SELECT FROM audit_chain')).toHaveLength(length);
  return server;
}

function chainerOf({ database, auditHeadFile, pepper, clock }: TestServer): AuditChainer {
  return new AuditChainer({ database, clock: clock.now, head: new SignedHead(auditHeadFile, pepper) });
}

describe('the chain', () => {
  test('links each entry by itself within seconds', async () => {
    await using server = await startTestServer({ jobs: true });
    await server.setUpOwner();
    const deadline = Date.now() + 10_000;
    for (;;) {
      const [{ waiting }] = await rowsOf(
        server,
        'SELECT count(*)::int AS waiting FROM audit_log WHERE id NOT IN (SELECT audit_id FROM audit_chain)',
      );
      if (waiting === 0) break;
      expect(Date.now()).toBeLessThan(deadline);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(await verify(server)).toMatchObject({ intact: true, firstBroken: null });
  });

  test('is intact, without gap, in many batches', async () => {
    await using server = await startTestServer();
    await server.setUpOwner();
    await rowsOf(
      server,
      `INSERT INTO audit_log (id, action, document_type, document_id, after, request_id, recorded_at)
       SELECT gen_random_uuid(), 'test', 'thing', gen_random_uuid(), jsonb_build_object('n', n, 'money', 1e15 + n / 7.0),
         'r' || n, now() - n * interval '1 minute'
       FROM generate_series(1, 3500) n`,
    );
    await server.app.chainAuditLog();
    const [{ count, last }] = await rowsOf(
      server,
      'SELECT count(*)::int, max(position) AS last FROM audit_chain',
    );
    expect(last).toBe(count);
    expect(await verify(server)).toEqual({ intact: true, entries: count, unchained: 0, firstBroken: null });
    await openStore(server);
    expect(await verify(server)).toMatchObject({ intact: true });
  });

  test('skips no row of a transaction that commits late', async () => {
    await using server = await startChained();
    const chainer = chainerOf(server);
    await chainer.run();
    const client = await server.database.pool.connect();
    const id = newId();
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO audit_log (id, action, document_type, document_id, request_id, recorded_at)
         VALUES ($1, 'late', 'thing', $1, 'r', now() - interval '90 seconds')`,
        [id],
      );
      await openStore(server);
      await chainer.run();
      await client.query('COMMIT');
    } finally {
      client.release();
    }
    expect(await verify(server)).toMatchObject({ intact: true, unchained: 1 });
    await chainer.run();
    expect(await verify(server)).toMatchObject({ intact: true, unchained: 0 });
    const [{ position, last }] = await rowsOf(
      server,
      'SELECT position, (SELECT max(position) FROM audit_chain) AS last FROM audit_chain WHERE audit_id = $1',
      [id],
    );
    expect(position).toBe(last);
  });

  test('finds a row of any age when a server starts', async () => {
    await using server = await startChained();
    await rowsOf(
      server,
      `INSERT INTO audit_log (id, action, document_type, document_id, request_id, recorded_at)
       VALUES ($1, 'old', 'thing', $1, 'r', '2001-01-01')`,
      [newId()],
    );
    await chainerOf(server).run();
    expect(await verify(server)).toMatchObject({ intact: true, unchained: 0 });
  });

  test('has one writer where two servers run under load, and is one chain without gap', async () => {
    await using server = await startTestServer();
    const token = await server.setUpOwner();
    await using database = connect({ connection: server.testDatabase.connection });
    const { signingKeys, pepper, clock } = server;
    const auditHeadFile = `${server.auditHeadFile}.twin`;
    await server.app.chainAuditLog();
    await copyFile(server.auditHeadFile, auditHeadFile);
    const twin = createApp({
      ...{ database, signingKeys, pepper, auditHeadFile, newId, log: silent },
      ...{ clock: clock.now, setupToken: undefined },
    });
    let writing = true;
    const category = async () => {
      while (writing) {
        ok(await server.request('POST', '/v1/tax-categories', { token, body: { name: newId() } }));
      }
    };
    const chain = async (app: { chainAuditLog(): Promise<void> }) => {
      for (let runs = 0; writing || runs < 3; runs++) await app.chainAuditLog();
    };
    const work = [category(), category(), category(), chain(server.app), chain(twin), chain(twin)];
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    writing = false;
    await Promise.all(work);
    await server.app.chainAuditLog();
    await twin.chainAuditLog();
    const [{ links, distinct, last, entries }] = await rowsOf(
      server,
      `SELECT count(*)::int AS links, count(DISTINCT audit_id)::int AS distinct, max(position) AS last,
         (SELECT count(*)::int FROM audit_log) AS entries FROM audit_chain`,
    );
    expect(links).toBeGreaterThan(100);
    expect([distinct, last, entries]).toEqual([links, links, links]);
    expect(await verify(server)).toEqual({ intact: true, entries: links, unchained: 0, firstBroken: null });
    for (const file of [server.auditHeadFile, auditHeadFile]) {
      expect(await new SignedHead(file, pepper).read()).toMatchObject({ position: links });
    }
    await twin.stop();
  });
});

/** What a superuser might do, and what the verifier says to it. */
const damages: [string, string, { position: number; problem: RegExp; entry?: boolean }][] = [
  [
    'an entry was edited',
    `UPDATE audit_log SET after = '{"price": 1}' WHERE id = $1`,
    at(5, /not as it was/),
  ],
  [
    'its actor was exchanged',
    `UPDATE audit_log SET actor_id = gen_random_uuid() WHERE id = $1`,
    at(5, /not as it was/),
  ],
  [
    'its approver was made up',
    `UPDATE audit_log SET approved_by = gen_random_uuid() WHERE id = $1`,
    at(5, /not as it was/),
  ],
  [
    'its time was moved',
    `UPDATE audit_log SET recorded_at = recorded_at + interval '1 ms' WHERE id = $1`,
    at(5, /not as it was/),
  ],
  ['its request was changed', `UPDATE audit_log SET request_id = '' WHERE id = $1`, at(5, /not as it was/)],
  ['an entry was deleted', 'DELETE FROM audit_log WHERE id = $1', at(5, /deleted from the log/)],
  [
    'a link was deleted',
    'DELETE FROM audit_chain WHERE audit_id = $1',
    at(5, /position 5 was deleted/, false),
  ],
  [
    'an entry and its link were deleted, and the others moved up',
    `WITH gone AS (DELETE FROM audit_log WHERE id = $1), link AS (DELETE FROM audit_chain WHERE audit_id = $1)
     SELECT`,
    at(5, /position 5 was deleted/, false),
  ],
  [
    'a hash was changed',
    `UPDATE audit_chain SET hash = md5('x') || md5('y') WHERE audit_id = $1`,
    at(5, /not as it was/),
  ],
  [
    'two links were exchanged',
    `UPDATE audit_chain SET position = CASE position WHEN 5 THEN -6 ELSE -5 END
       WHERE position IN (5, 6) AND $1::uuid IS NOT NULL`,
    at(5, /not as it was/),
  ],
  [
    'two entries were exchanged',
    `UPDATE audit_log a SET after = b.after, document_id = b.document_id FROM audit_log b
     WHERE a.id = $1 AND b.id = (SELECT audit_id FROM audit_chain WHERE position = 7)`,
    at(5, /not as it was/),
  ],
  [
    'a link was put in front',
    `INSERT INTO audit_chain SELECT 0, gen_random_uuid(), hash, chained_at FROM audit_chain WHERE audit_id = $1`,
    at(0, /was added/),
  ],
  ['the log was truncated', 'TRUNCATE audit_log', at(1, /deleted from the log/)],
  [
    'the chain was truncated',
    'TRUNCATE audit_chain',
    at(1, /cut off: 10 entries were signed, and it has 0/, false),
  ],
  ['both were truncated', 'TRUNCATE audit_chain, audit_log', at(1, /cut off/, false)],
  [
    'the end of the chain was cut off',
    'DELETE FROM audit_chain WHERE position > 7 AND $1::uuid IS NOT NULL',
    at(8, /cut off: 10 .* has 7/, false),
  ],
  [
    'the end of both was cut off',
    `WITH gone AS (DELETE FROM audit_chain WHERE position > 7 AND $1::uuid IS NOT NULL RETURNING audit_id)
     DELETE FROM audit_log WHERE id IN (SELECT audit_id FROM gone)`,
    at(8, /cut off/, false),
  ],
];

function at(position: number, problem: RegExp, entry = true) {
  return { position, problem, entry };
}

describe('the verifier', () => {
  test.each(damages)(
    'finds that %s, and the job adds nothing to what was cut',
    async (_name, damage, expected) => {
      await using server = await startChained();
      expect(await verify(server)).toMatchObject({ intact: true, entries: 10, unchained: 0 });
      const [{ id }] = await rowsOf(server, 'SELECT audit_id AS id FROM audit_chain WHERE position = 5');
      for (const statement of damage.includes('$1') ? [damage] : damage.split(';')) {
        await rowsOf(server, statement, statement.includes('$1') ? [id] : []);
      }
      await rowsOf(server, 'UPDATE audit_chain SET position = -position WHERE position < 0');
      const { intact, firstBroken } = await verify(server);
      expect(intact).toBe(false);
      expect(firstBroken).toEqual({
        entryId: expected.entry ? expect.stringMatching(/^[0-9a-f-]{36}$/) : null,
        position: expected.position,
        problem: expect.stringMatching(expected.problem),
      });
      if (!/cut off/.test(firstBroken.problem)) return;
      const head = await readFile(server.auditHeadFile, 'utf8');
      await expect(chainerOf(server).run()).rejects.toThrow(BrokenChainError);
      await openStore(server);
      await expect(chainerOf(server).run()).rejects.toThrow(BrokenChainError);
      expect(await readFile(server.auditHeadFile, 'utf8')).toBe(head);
      expect((await verify(server)).intact).toBe(false);
    },
  );

  test('finds a chain that was rewritten with hashes that fit', async () => {
    await using server = await startChained();
    // An entry in the middle is edited and all that follows computed again, as the job would.
    await rowsOf(
      server,
      `UPDATE audit_log SET after = '{"price": 1}' WHERE id = (SELECT audit_id FROM audit_chain WHERE position = 4)`,
    );
    await rowsOf(server, 'TRUNCATE audit_chain');
    const { database, clock } = server;
    const elsewhere = new SignedHead(`${server.auditHeadFile}.forged`, randomBytes(32));
    await new AuditChainer({ database, clock: clock.now, head: elsewhere }).run();
    const { intact, firstBroken } = await verify(server);
    expect(intact).toBe(false);
    expect(firstBroken).toMatchObject({ position: 10, problem: expect.stringMatching(/rewritten/) });
    // Longer than it was does not help either, nor does the forger's own head.
    await openStore(server);
    await new AuditChainer({ database, clock: clock.now, head: elsewhere }).run();
    expect((await verify(server)).firstBroken).toMatchObject({ position: 10 });
    await expect(chainerOf(server).run()).rejects.toThrow(BrokenChainError);
    await writeFile(server.auditHeadFile, await readFile(`${server.auditHeadFile}.forged`));
    expect((await verify(server)).firstBroken).toMatchObject({
      position: 0,
      problem: expect.stringMatching(/another PEPPER/),
    });
  });

  test('finds a head that was changed, and one that is gone', async () => {
    await using server = await startChained();
    const head = await readFile(server.auditHeadFile, 'utf8');
    const [header, payload, signature] = head.trim().split('.');
    const earlier = JSON.parse(Buffer.from(payload as string, 'base64url').toString());
    const forged = Buffer.from(JSON.stringify({ ...earlier, position: 3 })).toString('base64url');
    for (const text of ['', 'x', `${header}.${forged}.${signature}`, JSON.stringify(earlier)]) {
      await writeFile(server.auditHeadFile, text);
      expect((await verify(server)).firstBroken).toMatchObject({ entryId: null, position: 0 });
      await expect(chainerOf(server).run()).rejects.toThrow(/signed head/);
    }
    // A token is signed by us too and is no head.
    await writeFile(server.auditHeadFile, await server.setUpOwner());
    expect((await verify(server)).intact).toBe(false);
    await rm(server.auditHeadFile);
    expect((await verify(server)).firstBroken).toMatchObject({
      problem: expect.stringMatching(/no signed head/),
    });
    await writeFile(server.auditHeadFile, head);
    expect((await verify(server)).intact).toBe(true);
  });

  test('finds head and chain that vanish together under a running server, which begins no other', async () => {
    await using server = await startChained();
    const { database, auditHeadFile, pepper, clock } = server;
    const head = new SignedHead(auditHeadFile, pepper);
    const chainer = new AuditChainer({ database, clock: clock.now, head });
    await chainer.run();
    expect((await verify(server)).intact).toBe(true);
    await rm(auditHeadFile);
    await rowsOf(server, 'TRUNCATE audit_chain');
    const cutOff = { entryId: null, position: 1, problem: expect.stringMatching(/cut off: 10 .* has 0/) };
    expect(await verify(server)).toMatchObject({ intact: false, firstBroken: cutOff });
    await expect(chainer.run()).rejects.toThrow(BrokenChainError);
    await expect(readFile(auditHeadFile)).rejects.toThrow('ENOENT');
    expect(await rowsOf(server, 'SELECT FROM audit_chain')).toEqual([]);
    // Another process has not seen it, and finds that no row has a link by now.
    const verifyElsewhere = (at: number) =>
      verifyAuditLog(
        database.db,
        new SignedHead(auditHeadFile, pepper),
        new Date(clock.now().getTime() + at),
      );
    expect((await verifyElsewhere(0)).intact).toBe(true);
    const late = await verifyElsewhere(1_260_000);
    expect(late.firstBroken?.problem).toMatch(/not in the chain/);
  });

  test('finds a row that is much older than the last one with a link and has none itself', async () => {
    await using server = await startChained();
    const insert = (minutes: number) =>
      rowsOf(
        server,
        `INSERT INTO audit_log (id, action, document_type, document_id, request_id, recorded_at)
         VALUES ($1, 'old', 'thing', $1, 'r', $2::timestamptz - $3 * interval '1 minute')`,
        [newId(), server.clock.now(), minutes],
      );
    await insert(15);
    expect(await verify(server)).toMatchObject({ intact: true, unchained: 1 });
    await insert(25);
    const { intact, firstBroken } = await verify(server);
    expect([intact, firstBroken.position]).toEqual([false, 11]);
    expect(firstBroken.problem).toMatch(/not in the chain/);
    await chainerOf(server).run();
    expect(await verify(server)).toMatchObject({ intact: true, unchained: 0 });
  });

  test('does not hang on the signing keys, but on the pepper', async () => {
    await using server = await startChained();
    const { database, clock, auditHeadFile, pepper } = server;
    const app = createApp({
      ...{ database, pepper, auditHeadFile, newId, clock: clock.now, log: silent, setupToken: undefined },
      signingKeys: await importSigningKeys([await generateSigningKey()]),
    });
    await openStore(server);
    await app.chainAuditLog();
    await app.stop();
    expect(await verify(server)).toMatchObject({ intact: true, entries: 11, unchained: 0 });
    const other = new SignedHead(auditHeadFile, randomBytes(32));
    await expect(new AuditChainer({ database, clock: clock.now, head: other }).run()).rejects.toThrow(
      /PEPPER/,
    );
  });

  test.each([
    ['whole', 'SELECT', 10],
    ['cut off', 'DELETE FROM audit_chain WHERE position > 7', 7],
  ])('finds a head that is gone beside a chain that is %s; only an operator accepts it', async (...given) => {
    const [, damage, left] = given;
    await using server = await startChained();
    await rowsOf(server, damage);
    await rm(server.auditHeadFile);
    await openStore(server);
    await expect(chainerOf(server).run()).rejects.toThrow(BrokenChainError);
    await expect(readFile(server.auditHeadFile)).rejects.toThrow('ENOENT');
    expect(await rowsOf(server, 'SELECT FROM audit_chain')).toHaveLength(left);
    const { intact, firstBroken } = await verify(server);
    expect([intact, firstBroken.problem]).toEqual([false, expect.stringMatching(/no signed head/)]);

    const env = await environmentOf(server);
    const { connection } = server.testDatabase;
    expect(await runCommand(connection, env)).toMatchObject({
      code: 1,
      output: expect.stringMatching(/--accept/),
    });
    expect(await runCommand(connection, env, ['--accept'])).toMatchObject({
      code: 0,
      output: expect.stringMatching(new RegExp(`^ACCEPTED: .* with ${left} entries`)),
    });
    await chainerOf(server).run();
    expect(await verify(server)).toMatchObject({ intact: true, entries: 11, unchained: 0 });
  });

  test('finds an older state of database and head together against heads that were kept elsewhere', async () => {
    await using server = await startChained();
    const { database, clock, pepper, auditHeadFile } = server;
    const lines: string[] = [];
    const head = new SignedHead(auditHeadFile, pepper);
    const announce = (auditHead: string, position: number) =>
      void lines.push(JSON.stringify({ level: 30, msg: 'audit head', auditHead, position }));
    const chainer = new AuditChainer({ database, clock: clock.now, head, announce });
    await chainer.run();
    const early = await readFile(auditHeadFile);
    const [{ last }] = await rowsOf(server, 'SELECT max(position) AS last FROM audit_chain');
    clock.advance(60_000);
    await openStore(server);
    await chainer.run();
    await openStore(server);
    await chainer.run();
    // Once a minute at the most, and what has come meanwhile with the next.
    expect(lines.map((line) => JSON.parse(line).position)).toEqual([last, last + 1]);
    clock.advance(60_000);
    await chainer.run();
    clock.advance(60_000);
    await chainer.run();
    expect(lines.map((line) => JSON.parse(line).position)).toEqual([last, last + 1, last + 2]);

    const kept = `${auditHeadFile}.log`;
    await writeFile(kept, ['a line of something else', ...lines, await server.setUpOwner()].join('\n'));
    const { connection } = server.testDatabase;
    const env = await environmentOf(server);
    const verified = (...args: string[]) => runCommand(connection, env, args);
    expect(await verified('--against', kept)).toMatchObject({
      ...{ code: 0, output: expect.stringMatching(/Compared with 3 earlier heads/) },
    });

    // The machine is put back, database and head file alike, and goes on.
    await rowsOf(
      server,
      `WITH gone AS (DELETE FROM audit_chain WHERE position > ${last} RETURNING audit_id)
       DELETE FROM audit_log WHERE id IN (SELECT audit_id FROM gone)`,
    );
    await writeFile(auditHeadFile, early);
    expect(await verified()).toMatchObject({ code: 0 });
    expect(await verified('--against', kept)).toMatchObject({
      ...{ code: 1, output: expect.stringMatching(new RegExp(`cut off: ${last + 2} entries were signed`)) },
    });
    for (let i = 0; i < 3; i++) await openStore(server);
    await chainerOf(server).run();
    expect(await verified()).toMatchObject({ code: 0 });
    const rewritten = new RegExp(`BROKEN at position ${last + 1}, entry .*rewritten`);
    expect(await verified('--against', kept)).toMatchObject({
      ...{ code: 1, output: expect.stringMatching(rewritten) },
    });
    // One head alone does, whatever is kept beside it.
    const { auditHead } = JSON.parse(lines[1] ?? '');
    expect(await verified('--against', auditHead)).toMatchObject({ code: 1 });
    expect(await verified('--against', JSON.parse(lines[0] ?? '').auditHead)).toMatchObject({ code: 0 });
    const forged = `${auditHead.slice(0, -4)}AAAA`;
    for (const [against, said] of [
      [forged, /was changed, or signed with another PEPPER/],
      ['/dev/null', /neither a signed head nor a file/],
    ] as const) {
      expect(await verified('--against', against)).toMatchObject({
        ...{ code: 2, output: expect.stringMatching(said) },
      });
    }
  }, 30_000);

  test('is a command with an exit code', async () => {
    await using server = await startChained();
    const { connection } = server.testDatabase;
    expect(await runCommand(connection, {})).toMatchObject({ code: 2 });
    const env = await environmentOf(server);
    expect(await runCommand(connection, env)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^10 entries/),
    });
    await rowsOf(
      server,
      `UPDATE audit_log SET action = 'x' WHERE id = (SELECT audit_id FROM audit_chain WHERE position = 3)`,
    );
    const broken = await runCommand(connection, env);
    expect(broken).toMatchObject({ code: 1, output: expect.stringMatching(/BROKEN at position 3, entry/) });
  });
});

/** The environment of a command in production. */
async function environmentOf({ auditHeadFile, pepper }: TestServer): Promise<Record<string, string>> {
  return {
    ...{ NODE_ENV: 'production', AUDIT_HEAD_FILE: auditHeadFile, PEPPER: pepper.toString('base64') },
    SIGNING_KEYS: JSON.stringify([await generateSigningKey()]),
  };
}

const runCommand = (connection: ConnectionOptions, env: Record<string, string>, args: string[] = []) =>
  runSource('verify-audit.ts', connection, env, args);

describe('auditLog.list', () => {
  let server: TestServer;
  let shop: Shop;
  beforeAll(async () => {
    server = await startTestServer();
    shop = await server.seedShop();
    await server.app.chainAuditLog();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const list = (input: Json = {}, token = shop.owner): Promise<Answer> =>
    callRest(server, operationOf(contract, 'auditLog.list'), input, { token });

  test('shows every field of an entry', async () => {
    const [store] = shop.stores;
    const { items } = ok(await list({ documentId: store.id }));
    expect(items).toEqual([
      {
        ...{ id: expect.any(String), actorId: expect.any(String), sessionId: expect.any(String) },
        ...{ registerId: null, storeId: store.id, action: 'stores.create', documentType: 'store' },
        ...{ documentId: store.id, before: null, after: expect.objectContaining({ name: store.name }) },
        ...{ approvedBy: null, requestId: expect.any(String), recordedAt: store.createdAt, chained: true },
      },
    ]);
  });

  test('is filtered by store, actor, document, action and time', async () => {
    const all: Json[] = ok(await list({ limit: 200 })).items;
    const of = async (input: Json) => ok(await list({ ...input, limit: 200 })).items;
    const [here] = shop.stores;
    expect(await of({ storeId: here.id })).toEqual(all.filter((entry) => entry.storeId === here.id));
    expect(await of({ action: 'products.create' })).toHaveLength(3);
    expect(await of({ action: 'products.%' })).toEqual([]);
    expect(await of({ actorId: newId() })).toEqual([]);
    const middle = all[5].recordedAt;
    const [before, after] = [await of({ recordedTo: middle }), await of({ recordedFrom: middle })];
    expect(before).toEqual(all.filter((entry) => entry.recordedAt < middle));
    expect(after).toEqual(all.filter((entry) => entry.recordedAt >= middle));
    const upwards = await of({ sort: 'recordedAt' });
    expect(upwards).toEqual([...all].reverse());
  });

  test('is filtered by session, register, kind of document and request', async () => {
    const [till] = shop.registers;
    const sale = await server.request('POST', '/v1/sales', {
      token: shop.owner,
      headers: { 'idempotency-key': newId(), 'x-request-id': `sale-${till.id}` },
      body: {
        ...{ storeId: till.storeId, registerId: till.id, payments: [{ method: 'cash', tendered: 1000 }] },
        lines: [{ productId: shop.products.voucher.id, quantity: 1 }],
      },
    });
    const { id: documentId } = ok(sale);
    const all: Json[] = ok(await list({ limit: 200 })).items;
    const made = all.find((entry) => entry.documentId === documentId);
    for (const field of ['sessionId', 'registerId', 'documentType', 'requestId']) {
      const { items } = ok(await list({ [field]: made[field], limit: 200 }));
      expect(items).toEqual(all.filter((entry) => entry[field] === made[field]));
      expect(items.map((entry: Json) => entry.documentId)).toContain(documentId);
    }
    expect(ok(await list({ requestId: made.requestId })).items).toEqual([made]);
    for (const other of [{ sessionId: newId() }, { registerId: newId() }, { documentType: 'sal%' }]) {
      expect(ok(await list(other)).items).toEqual([]);
    }
  });

  test('reads one store, or one person, by an index in the order of the list', async () => {
    await using other = await startTestServer();
    const token = await other.setUpOwner();
    const store = await openStore(other);
    const [{ actor_id: actorId }] = await rowsOf(other, 'SELECT actor_id FROM audit_log LIMIT 1');
    // Far more rows of others, before, between and after.
    await rowsOf(
      other,
      `INSERT INTO audit_log (id, actor_id, store_id, action, document_type, document_id, request_id, recorded_at)
       SELECT gen_random_uuid(), CASE WHEN n % 100 = 0 THEN $1 ELSE gen_random_uuid() END,
         CASE WHEN n % 100 = 1 THEN $2 ELSE gen_random_uuid() END, 'test', 'thing', gen_random_uuid(), 'r',
         now() - n * interval '1 minute' FROM generate_series(1, 10000) n`,
      [actorId, store.id],
    );
    await rowsOf(other, 'ANALYZE audit_log');
    const scans = async (): Promise<Json> => {
      await flushStatistics(other.database);
      const found = await rowsOf(
        other,
        `SELECT indexrelname AS name, idx_scan::int AS scans, idx_tup_read::int AS read FROM pg_stat_user_indexes
         WHERE relname = 'audit_log'`,
      );
      return Object.fromEntries(found.map(({ name, ...counts }) => [name, counts]));
    };
    for (const [filter, index] of [
      [{ storeId: store.id }, 'audit_log_store'],
      [{ actorId }, 'audit_log_actor'],
    ] as const) {
      const before = await scans();
      const query = new URLSearchParams({ ...filter, limit: '20' });
      const { items } = ok(await other.request('GET', `/v1/audit-log?${query}`, { token }));
      expect(items).toHaveLength(20);
      const after = await scans();
      expect([index, after[index].scans]).toEqual([index, before[index].scans + 1]);
      // Not all hundred rows of it, to sort them: one page, in order.
      expect(after[index].read - before[index].read).toBeLessThan(30);
    }
  });

  test('shows what concerns the whole business to those who hold the permission in all stores', async () => {
    const [here, there] = shop.stores;
    const everywhere = await server.signInAs('accountant');
    const hereOnly = await server.signInAs('manager', { storeId: here.id });
    const seen = async (token: string, input: Json = {}) =>
      new Set(ok(await list({ ...input, limit: 200 }, token)).items.map((entry: Json) => entry.storeId));
    expect(await seen(everywhere)).toEqual(new Set([null, here.id, there.id]));
    expect(await seen(hereOnly)).toEqual(new Set([here.id]));
    expect(await seen(hereOnly, { storeId: here.id })).toEqual(new Set([here.id]));
    const hidden = await list({ storeId: there.id }, hereOnly);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'NOT_FOUND']);
    const cashier = await list({}, await server.signInAs('cashier'));
    expect([cashier.status, cashier.body.code]).toEqual([403, 'FORBIDDEN']);
  });

  test.each([
    ['recordedFrom', 'yesterday'],
    ['recordedTo', '2026-01-01'],
    ['recordedFrom', '0000-01-01T00:00:00Z'],
    ['recordedTo', '9999-12-31T23:59:59-23:59'],
    ['actorId', 'me'],
    ['storeId', 'x'],
    ['sort', 'action'],
  ])('with %s=%s is refused as input', async (field, value) => {
    const answer = await list({ [field]: value });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path).toEqual([field]);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { MAX_CSV_BYTES, MAX_CSV_IN_JSON } from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fileOf } from './csv-files.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const HEADER = 'sku,name,tax_category,price';
const query = async (sql: string): Promise<Json[]> => (await server.database.pool.query(sql)).rows;
const upload = (body: string | Uint8Array, parameters = '', type = 'text/csv', token = shop.owner) =>
  server.request('POST', `/v1/products/import${parameters}`, {
    token,
    body,
    headers: { 'content-type': type },
  });

/** Opens a request by hand, so that its body can be left unfinished. */
async function openRequest(path: string, headers: readonly string[], token = shop.owner) {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  // The server ends the connection while the rest of a body is under way.
  socket.on('error', () => {});
  const lines = [`POST ${path} HTTP/1.1`, 'Host: localhost', `Authorization: Bearer ${token}`, ...headers];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return {
    socket,
    hasAnswer: () => answer !== '',
    answered: async () => {
      while (!answer.includes('\r\n\r\n')) await once(socket, 'data');
      return answer;
    },
  };
}

describe('a file as the body', () => {
  test('is taken with the other fields in the query, in the encodings of spreadsheets', async () => {
    const text = fileOf(HEADER, 'U-1,Käse ☕,Standard,1').replaceAll(',', ';');
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    const bodies: [string | Uint8Array, string][] = [
      [text, 'text/csv'],
      [`\ufeff${text}`, 'text/csv; charset=utf-8'],
      [utf16, 'text/csv'],
      [Buffer.from(utf16).swap16(), 'Text/CSV; charset="UTF-16"'],
    ];
    for (const [body, type] of bodies) {
      const result = ok(await upload(body, '?dryRun=true&delimiter=%3B&onError=skip', type));
      expect(result).toMatchObject({ dryRun: true, rows: 1, created: 1, errorCount: 0 });
    }
    expect(ok(await upload(text))).toMatchObject({ created: 1 });
    expect(await query(`SELECT name FROM products WHERE sku = 'U-1'`)).toEqual([{ name: 'Käse ☕' }]);
  });

  test('in another encoding is refused, with the line', async () => {
    const body = Buffer.from(fileOf(HEADER, 'L-1,Cheese,Standard,1', 'L-2,Käse,Standard,1'), 'latin1');
    const answer = await upload(body);
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([
      ...[400, 'CSV_MALFORMED'],
      { row: 3, column: null },
    ]);
    expect(answer.body.detail).toContain('neither UTF-8 nor UTF-16');
    const declared = await upload(body, '', 'text/csv; charset=windows-1252');
    expect([declared.status, declared.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  test('may not be given twice, nor with unknown or wrong fields, nor to what takes none', async () => {
    const twice = await upload('sku\r\n', '?csv=sku');
    expect(twice.body).toMatchObject({ code: 'INVALID_INPUT', errors: [{ path: ['csv'] }] });
    expect((await upload('sku\r\n', '?colour=red')).body.errors[0].path).toEqual(['colour']);
    expect((await upload('sku\r\n', '?dryRun=perhaps')).body.errors[0].path).toEqual(['dryRun']);
    const elsewhere = await server.request('POST', '/v1/products', {
      token: shop.owner,
      body: 'sku\r\n',
      headers: { 'content-type': 'text/csv' },
    });
    expect(elsewhere.status).toBe(415);
    expect((await upload('sku\r\n', '', 'text/plain')).status).toBe(415);
  });

  test('may be 32 MiB, as JSON over both faces, too, and elsewhere a body may not', async () => {
    const csv = `sku\r\n${' '.repeat(MAX_CSV_BYTES - 5)}`;
    expect((await upload(csv)).status).toBe(400);
    expect((await upload(`${csv} `)).body.code).toBe('PAYLOAD_TOO_LARGE');
    const large = fileOf('sku', ...Array.from({ length: 30_000 }, (_, at) => `NONE-${at}-${'x'.repeat(40)}`));
    expect(large.length).toBeGreaterThan(1_048_576);
    const answers = [
      await server.request('POST', '/v1/products/import', { token: shop.owner, body: { csv: large } }),
      (await server.trpc('products.import', { csv: large }, { token: shop.owner })).problem,
    ];
    expect(answers[0]).toMatchObject({ status: 400, body: { code: 'IMPORT_REFUSED' } });
    expect(answers[1]).toMatchObject({ code: 'IMPORT_REFUSED' });
    const listed = await server.trpc('products.create', { name: large }, { token: shop.owner });
    expect(listed.problem?.code).toBe('PAYLOAD_TOO_LARGE');
  });

  test('of 2 GB is refused before it is sent, and an endless line when it is too long', async () => {
    const announced = await openRequest('/v1/products/import', [
      'Content-Type: text/csv',
      'Content-Length: 2000000000',
    ]);
    expect(await announced.answered()).toMatch(/^HTTP\/1\.1 413 [\s\S]*PAYLOAD_TOO_LARGE/);
    announced.socket.destroy();
    const endless = await openRequest('/v1/products/import', [
      'Content-Type: text/csv',
      'Transfer-Encoding: chunked',
    ]);
    const piece = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    let answered = false;
    const answer = endless.answered().then((text) => {
      answered = true;
      return text;
    });
    let sent = 0;
    while (!answered && sent < 200) {
      if (!endless.socket.write(piece)) await Promise.race([once(endless.socket, 'drain'), answer]);
      sent += 1;
    }
    expect(await answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeLessThan(60);
    endless.socket.destroy();
  });

  test('is not read of who may not send it', async () => {
    const unread = ['Content-Type: text/csv', 'Content-Length: 1000000'];
    for (const [token, status] of [
      ['nobody', 401],
      [await server.signInAs('cashier'), 403],
    ] as const) {
      for (const path of ['/v1/products/import', '/trpc/products.import']) {
        const type = path.startsWith('/trpc') ? ['Content-Type: application/json', unread[1] ?? ''] : unread;
        const { socket, answered } = await openRequest(path, type, token);
        expect(await answered()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
        socket.destroy();
      }
    }
  });

  test('is let in alone: another one is told to come again', async () => {
    const list = () => server.request('GET', '/v1/products', { token: shop.owner });
    const open = async () => {
      const opened = await openRequest('/v1/products/import', [
        'Content-Type: text/csv',
        'Content-Length: 1000',
      ]);
      // A new connection is taken up later than what comes over one that is open.
      await list();
      return opened;
    };
    let first = await open();
    let second = await upload('sku\r\n');
    while (second.status !== 503) {
      // Either may have come first.
      if (first.hasAnswer()) first = await open();
      second = await upload('sku\r\n');
    }
    expect([second.body.code, second.body.retryable, second.headers.get('retry-after')]).toEqual([
      ...['IMPORT_IN_PROGRESS', true],
      '5',
    ]);
    const twin = await server.trpc('products.import', { csv: 'sku\r\n' }, { token: shop.owner });
    expect(twin.problem?.code).toBe('IMPORT_IN_PROGRESS');
    expect(ok(await list()).items.length).toBeGreaterThan(0);
    first.socket.destroy();
    while (second.status === 503) second = await upload('sku\r\n');
    expect(second.status).toBe(200);
  });
});

describe('a file as the answer', () => {
  test('is itself over REST, and an object over tRPC', async () => {
    const answer = await server.request('GET', '/v1/products/export?status=active', { token: shop.owner });
    expect([
      answer.status,
      answer.headers.get('content-type'),
      answer.headers.get('content-disposition'),
    ]).toEqual([...[200, 'text/csv; charset=utf-8'], 'attachment; filename=products.csv']);
    const { data } = await server.trpc('products.export', { status: 'active' }, { token: shop.owner });
    expect(data).toEqual({
      mediaType: 'text/csv; charset=utf-8',
      fileName: 'products.csv',
      content: answer.body,
    });
    expect(answer.body.split('\r\n')).toHaveLength(
      Number((await query(`SELECT count(*) + 2 AS lines FROM products WHERE status = 'active'`))[0].lines),
    );
  });

  test('that fails before its first byte is an error, and later ends without its end', async () => {
    await query('ALTER TABLE bundle_components RENAME TO bundle_components_away');
    try {
      const answer = await server.request('GET', '/v1/products/export', { token: shop.owner }).catch(String);
      expect(JSON.stringify(answer)).not.toContain('"status":200');
    } finally {
      await query('ALTER TABLE bundle_components_away RENAME TO bundle_components');
    }
  });

  test('is whole over REST where JSON is too small for it, and made while it is read', async () => {
    await query(
      `INSERT INTO products (id, sku, name, description, tax_category_id, price, sold_by, track_stock, allow_oversell,
         status, search_text, created_at, updated_at)
       SELECT gen_random_uuid(), 'LONG-' || n, 'Long', repeat('x', 5000), '${shop.taxCategories.standard.id}', 1, 'unit',
         true, false, 'draft', ' long ', now(), now()
       FROM generate_series(1, 2500) n`,
    );
    const whole = ok(await server.request('GET', '/v1/products/export?status=draft', { token: shop.owner }));
    expect(whole.length).toBeGreaterThan(MAX_CSV_IN_JSON);
    expect(whole.trimEnd().split('\r\n')).toHaveLength(2501);
    const { problem } = await server.trpc('products.export', { status: 'draft' }, { token: shop.owner });
    expect(problem).toMatchObject({ status: 400, code: 'EXPORT_TOO_LARGE' });
    // Who stops reading holds no connection to the database.
    const stopped = new AbortController();
    const half = await fetch(`${server.url}/v1/products/export?status=draft`, {
      headers: { authorization: `Bearer ${shop.owner}` },
      signal: stopped.signal,
    });
    await half.body?.getReader().read();
    const holding = () =>
      query(`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'`);
    await expect.poll(holding).toEqual([]);
    stopped.abort();
  });
});

test('an import whose client has gone is finished, and found under its key', async () => {
  const key = newId();
  const body = JSON.stringify({ csv: fileOf(HEADER, 'GONE,Gone,Standard,1') });
  const gone = await openRequest('/v1/products/import', [
    ...['Content-Type: application/json', `Content-Length: ${body.length}`, `Idempotency-Key: ${key}`],
  ]);
  gone.socket.end(body);
  gone.socket.destroySoon();
  let again = await server.request('POST', '/v1/products/import', {
    token: shop.owner,
    body: JSON.parse(body),
    headers: { 'idempotency-key': key },
  });
  while (again.status === 503) {
    again = await server.request('POST', '/v1/products/import', {
      token: shop.owner,
      body: JSON.parse(body),
      headers: { 'idempotency-key': key },
    });
  }
  expect(ok(again)).toMatchObject({ created: 1 });
  expect(await query(`SELECT count(*)::int AS n FROM products WHERE sku = 'GONE'`)).toEqual([{ n: 1 }]);
});

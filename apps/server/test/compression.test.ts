import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
/** A list that is larger than what is not worth it. */
const LIST = '/v1/products';

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire. */
  readonly bytes: Buffer;
}

/** `fetch` unpacks by itself; this does not. */
async function send(
  path: string,
  { method = 'GET', encoding = 'br, gzip', body }: { method?: string; encoding?: string; body?: object } = {},
): Promise<RawAnswer> {
  const sent = request(server.url + path, {
    method,
    headers: {
      authorization: `Bearer ${shop.owner}`,
      'accept-encoding': encoding,
      'idempotency-key': newId(),
      ...(body && { 'content-type': 'application/json' }),
    },
  });
  sent.end(body && JSON.stringify(body));
  const [answer] = await once(sent, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) };
}

const parse = (bytes: Buffer) => JSON.parse(bytes.toString());

describe('what is read', () => {
  test.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip, deflate', gunzipSync],
    ['gzip', 'br;q=0, gzip;q=0.5', gunzipSync],
    ['deflate', 'deflate', inflateSync],
  ])('is packed as %s where a caller takes "%s"', async (encoding, taken, unpack) => {
    const plain = await send(LIST, { encoding: 'identity' });
    const packed = await send(LIST, { encoding: taken });
    expect([packed.status, packed.headers['content-encoding']]).toEqual([200, encoding]);
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(parse(unpack(packed.bytes))).toEqual(parse(plain.bytes));
    // The same tag, being weak; and caches are told what it depends on either way.
    for (const name of ['etag', 'vary', 'cache-control']) {
      expect(packed.headers[name], name).toBe(plain.headers[name]);
    }
    expect(packed.headers.vary).toContain('Accept-Encoding');
  });

  test.each(['', 'identity', 'gzip;q=0', 'zstd'])(
    'is not packed where a caller takes "%s"',
    async (encoding) => {
      const { headers, bytes } = await send(LIST, { encoding });
      expect(headers['content-encoding']).toBeUndefined();
      expect(headers['content-length']).toBe(String(bytes.length));
      expect(parse(bytes).items.length).toBeGreaterThan(2);
    },
  );

  test('is left as it is where it is short', async () => {
    const { headers } = await send(`/v1/tax-categories/${shop.taxCategories.standard.id}`);
    expect([headers['content-encoding'], headers.vary]).toEqual([
      undefined,
      'Authorization, Accept-Encoding',
    ]);
  });

  test('HEAD has the headers of the packed GET', async () => {
    const { date: _, 'x-request-id': _id, ...get } = (await send(LIST)).headers;
    const head = await send(LIST, { method: 'HEAD' });
    // How a body is cut up is no business of an answer without one.
    const { 'transfer-encoding': chunked, ...ofBody } = get;
    expect(chunked).toBe('chunked');
    expect(head.headers).toMatchObject(ofBody);
    expect(head.headers['content-length']).toBeUndefined();
    expect(head.bytes.length).toBe(0);
  });

  test('over tRPC is packed, too', async () => {
    const { headers, bytes } = await send('/trpc/products.list?input=%7B%7D');
    expect(headers['content-encoding']).toBe('br');
    expect(parse(brotliDecompressSync(bytes)).result.data.items.length).toBeGreaterThan(2);
  });

  test('as a file is packed while it is made', async () => {
    const { headers, bytes } = await send('/v1/products/export', { encoding: 'gzip' });
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(bytes).toString()).toContain(shop.products.coffee.sku);
  });

  test('the OpenAPI document and the reference are packed', async () => {
    for (const path of ['/openapi.json', '/docs/swagger-ui-bundle.js']) {
      const { headers, bytes } = await send(path);
      expect([path, headers['content-encoding']]).toEqual([path, 'br']);
      expect(bytes.length).toBeLessThan(600_000);
    }
  });
});

describe('never packed is', () => {
  test('an answer that holds credentials', async () => {
    const { username } = await server.createUser('owner');
    const signIn = { method: 'POST', body: { username, password: PASSWORD } };
    for (const path of ['/v1/auth/login', '/trpc/auth.login']) {
      const { status, headers, bytes } = await send(path, signIn);
      expect([status, headers['content-encoding']]).toEqual([200, undefined]);
      expect(bytes.length).toBeGreaterThan(1024);
    }
  });

  test('a stream of events: each message leaves at once', async () => {
    const input = encodeURIComponent('{}');
    const sent = request(`${server.url}/trpc/events.subscribe?input=${input}`, {
      headers: { authorization: `Bearer ${shop.owner}`, 'accept-encoding': 'br, gzip' },
    });
    sent.end();
    const [answer] = await once(sent, 'response');
    expect(answer.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(answer.headers['content-encoding']).toBeUndefined();
    const [first] = await once(answer, 'data');
    expect(first.toString()).toContain('event: connected');
    sent.destroy();
  });
});

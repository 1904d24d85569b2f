import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let product: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  product = `/v1/products/${shop.products.coffee.id}`;
});
afterAll(() => server[Symbol.asyncDispose]());

const read = (path: string, headers: Record<string, string> = {}, token: string | null = shop.owner) =>
  server.request('GET', path, { headers, ...(token !== null && { token }) });
const tagOf = ({ headers }: Answer): string => headers.get('etag') ?? '';
const varyOf = ({ headers }: Answer) => (headers.get('vary') ?? '').split(', ').sort();

async function change(fields: object): Promise<void> {
  const { version } = ok(await read(product));
  ok(await server.request('PATCH', product, { token: shop.owner, body: { version, ...fields } }));
}

describe('what a till keeps', () => {
  test.each(['/v1/products', '/v1/tax-rates?limit=2', '/v1/settings'])(
    'GET %s has a tag, and who has that is told 304',
    async (path) => {
      const whole = await read(path);
      expect(whole.status).toBe(200);
      expect(tagOf(whole)).toMatch(/^W\/"[\w-]{43}"$/);
      expect(whole.headers.get('cache-control')).toBe('private, no-cache');
      expect(varyOf(whole)).toEqual(['Accept-Encoding', 'Authorization']);

      const unchanged = await read(path, { 'if-none-match': tagOf(whole) });
      expect([unchanged.status, unchanged.body]).toEqual([304, undefined]);
      // What the 200 would have said of itself (RFC 9110, 15.4.5), and nothing about a body.
      for (const name of ['etag', 'cache-control', 'vary']) {
        expect(unchanged.headers.get(name), name).toBe(whole.headers.get(name));
      }
      expect(unchanged.headers.get('date')).toBeTruthy();
      expect(unchanged.headers.get('content-type')).toBeNull();
    },
  );

  test('has another tag once it has changed, and another one for each page', async () => {
    const before = await read(product);
    const listed = await read('/v1/products?limit=1');
    await change({ name: 'Coffee beans, roasted on Monday' });
    const after = await read(product, { 'if-none-match': tagOf(before) });
    expect([after.status, after.body.name]).toEqual([200, 'Coffee beans, roasted on Monday']);
    expect(tagOf(after)).not.toBe(tagOf(before));
    expect(tagOf(await read(product))).toBe(tagOf(after));
    const next = await read(`/v1/products?limit=1&cursor=${listed.body.nextCursor}`, {
      'if-none-match': tagOf(listed),
    });
    expect(next.status).toBe(200);
  });

  test('is compared weakly, by any tag of a list, or by *', async () => {
    const tag = tagOf(await read(product));
    const strong = tag.slice('W/'.length);
    const statusOf = async (ifNoneMatch: string) =>
      (await read(product, { 'if-none-match': ifNoneMatch })).status;
    for (const same of [tag, strong, `"a, b", ${tag}`, `"x",${strong},W/"y"`, '*', ' * ']) {
      expect([same, await statusOf(same)]).toEqual([same, 304]);
    }
    for (const other of ['"x"', `W/"${strong}"`, strong.slice(1, -1), '', '"*"', strong.toLowerCase()]) {
      expect([other, await statusOf(other)]).toEqual([other, 200]);
    }
  });

  test('is answered 304 although fetch adds Cache-Control: no-cache, and whatever the date is', async () => {
    const tag = tagOf(await read(product));
    const headers = { 'if-none-match': tag, 'cache-control': 'no-cache', pragma: 'no-cache' };
    expect((await read(product, headers)).status).toBe(304);
    const dated = { 'if-none-match': '"x"', 'if-modified-since': new Date(Date.now() + 1e9).toUTCString() };
    expect((await read(product, dated)).status).toBe(200);
  });

  test('HEAD says the same as GET, without a body', async () => {
    const whole = await read(product);
    const head = await server.request('HEAD', product, { token: shop.owner });
    expect([head.status, head.body, tagOf(head)]).toEqual([200, undefined, tagOf(whole)]);
    expect(head.headers.get('content-length')).toBe(whole.headers.get('content-length'));
    const headers = { 'if-none-match': tagOf(whole) };
    expect((await server.request('HEAD', product, { token: shop.owner, headers })).status).toBe(304);
  });

  test('has a tag of its own for who may see less of it', async () => {
    await change({ cost: 432 });
    const cashier = await server.signInAs('cashier');
    const asOwner = await read(product);
    const asCashier = await read(product, { 'if-none-match': tagOf(asOwner) }, cashier);
    expect([asOwner.body.cost, asCashier.status, asCashier.body.cost]).toEqual([432, 200, null]);
  });

  test('is refused as ever, whatever somebody claims to have', async () => {
    const any = { 'if-none-match': '*' };
    const nobody = await server.signInAs(null);
    const refused = [
      [await read(product, any, null), 401],
      [await read(product, any, nobody), 403],
      [await read(`/v1/products/${newId()}`, any), 404],
      [await read('/v1/products?limit=0', any), 400],
    ] as const;
    for (const [{ status, headers, body }, expected] of refused) {
      expect([status, body.status]).toEqual([expected, expected]);
      expect([headers.get('etag'), headers.get('cache-control')]).toEqual([null, 'no-store']);
    }
  });
});

test('what no till keeps has no tag, and no cache may keep it', async () => {
  const { headers } = await read('/v1/sales');
  expect([headers.get('etag'), headers.get('cache-control')]).toEqual([null, 'no-store']);
});

test('the OpenAPI document has a tag, for everybody', async () => {
  const whole = await read('/openapi.json', {}, null);
  expect(whole.headers.get('cache-control')).toBe('public, no-cache');
  expect(varyOf(whole)).toEqual(['Accept-Encoding']);
  expect((await read('/openapi.json', { 'if-none-match': tagOf(whole) }, null)).status).toBe(304);
});

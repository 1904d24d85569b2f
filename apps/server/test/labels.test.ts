import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  // By itself it would fetch the reader from the net.
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(await readFile(wasm)).buffer } });
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const create = async (fields: object): Promise<Json> => {
  const body = {
    sku: newId(),
    name: 'Thing',
    taxCategoryId: shop.taxCategories.standard.id,
    price: 1299,
    ...fields,
  };
  return ok(await server.request('POST', '/v1/products', { token: shop.owner, body }));
};
const label = (id: string, query = '') =>
  server.request('GET', `/v1/products/${id}/label${query}`, { token: shop.owner });

type Picture = Exclude<Parameters<typeof readBarcodes>[0], Blob | ArrayBuffer>;

/** What a reader that is not the library that drew it sees in a picture. */
async function readPicture(picture: Picture): Promise<[string, string][]> {
  const found = await readBarcodes(picture, { tryHarder: true });
  return found.map(({ format, text }) => [format, text]);
}

/** The bars of an SVG as pixels: it draws them as upright lines, each path with one width. */
function rasterize(svg: string): Picture {
  const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [, lineWidth, path = ''] of svg.matchAll(/stroke-width="(\d+)" d="([^"]+)"/g)) {
    for (const [, x, y0, y1] of path.matchAll(/M([\d.]+) ([\d.]+)L[\d.]+ ([\d.]+)/g)) {
      const left = Math.round(Number(x) - Number(lineWidth) / 2);
      for (let y = Math.min(Number(y0), Number(y1)); y < Math.max(Number(y0), Number(y1)); y++) {
        for (let column = left; column < left + Number(lineWidth); column++) {
          data.fill(0, (Math.floor(y) * width + column) * 4, (Math.floor(y) * width + column) * 4 + 3);
        }
      }
    }
  }
  return { data, width, height, colorSpace: 'srgb' };
}

test.each([
  ['9783769260854', 'EAN13', '9783769260854'],
  ['73513537', 'EAN8', '73513537'],
  // The bars of a UPC-A are those of the EAN-13 with a zero in front.
  ['012345678905', 'EAN13', '0012345678905'],
  ['98412345678908', 'ITF', '98412345678908'],
  ['ABC-abc_1234/~%^', 'Code128', 'ABC-abc_1234/~%^'],
  ['12345', 'Code128', '12345'],
])('the barcode %s is read as %s, off the PNG and off the SVG', async (code, format, text) => {
  const { id } = await create({ barcodes: [code], name: 'Käse “jung” 250 g' });
  const png = await label(id, '?format=png');
  expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(await readPicture(new Uint8Array(png.body))).toEqual([[format, text]]);
  const svg = await label(id);
  expect([svg.status, svg.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  expect(await readPicture(rasterize(svg.body))).toEqual([[format, text]]);
});

test('name and price stand beneath, as text that is no markup, and in the currency of the business', async () => {
  const name = '<script>alert("1")</script> & söns 茶';
  const { id } = await create({ name, barcodes: ['LBL-1'], soldBy: 'measure', unitLabel: 'kg' });
  const { body: svg } = await label(id);
  expect(svg).not.toContain('<script');
  expect(svg).toContain('&lt;script&gt;alert');
  expect(svg).toContain('>€12.99 / kg</text>');
  expect((await label(id, '?format=png')).status).toBe(200);
  const open = await create({ kind: 'open_price', price: 0, barcodes: ['LBL-2'] });
  expect((await label(open.id)).body.match(/<text/g)).toHaveLength(1);
});

test('the price is written as in the first store, or as is asked for', async () => {
  const { id } = await create({ barcodes: ['LBL-5'], price: 123_456 });
  const priceIn = async (query: string) => (await label(id, query)).body;
  expect(await priceIn('')).toContain('€1,234.56');
  expect(await priceIn('?locale=de-DE')).toContain('1.234,56\u00a0€');
  await server.database.pool.query(`UPDATE stores SET locale = 'fr-FR' WHERE id = $1`, [shop.stores[0].id]);
  expect(await priceIn('')).toContain('1\u202f234,56\u00a0€');
  await server.database.pool.query(`UPDATE stores SET locale = 'en-US' WHERE id = $1`, [shop.stores[0].id]);
  expect((await label(id, '?locale=xx_yy')).body.errors[0].path).toEqual(['locale']);
});

test('an SVG has the size of its picture', async () => {
  const { id } = await create({ barcodes: ['LBL-6'] });
  const [, width, height, ...box] =
    /<svg width="(\d+)" height="(\d+)" viewBox="0 0 (\d+) (\d+)"/.exec((await label(id)).body) ?? [];
  expect(Number(width)).toBeGreaterThan(100);
  expect([width, height]).toEqual(box);
});

test('a name that is too long is cut', async () => {
  const { id } = await create({ name: 'A very long name '.repeat(10).trim(), barcodes: ['4006381333948'] });
  expect((await label(id)).body).toMatch(/>A very long name[^<]{1,20}…<\/text>/);
});

test('over tRPC the SVG is text and the PNG is Base64', async () => {
  const { id } = await create({ barcodes: ['LBL-3'] });
  const [svg, png] = await Promise.all(
    ['svg', 'png'].map((format) => server.trpc('products.label', { id, format }, { token: shop.owner })),
  );
  expect(svg?.data).toEqual({ mediaType: 'image/svg+xml', content: (await label(id)).body });
  expect(png?.data.mediaType).toBe('image/png');
  expect(Buffer.from(png?.data.content, 'base64')).toEqual((await label(id, '?format=png')).body);
});

test('one of several barcodes may be asked for, in any form', async () => {
  const { id } = await create({ barcodes: ['LBL-4', '012345678929'] });
  expect((await label(id)).body).toBe((await label(id, '?barcode=LBL-4')).body);
  const png = await label(id, '?format=png&barcode=0012345678929');
  expect((await readPicture(new Uint8Array(png.body)))[0]?.[1]).toContain('12345678929');
  const wrong = await label(id, '?barcode=LBL-3');
  expect([wrong.status, wrong.body.code, wrong.body.errors[0].path]).toEqual([
    400,
    'INVALID_REFERENCE',
    ['barcode'],
  ]);
});

test('without a barcode, or without a product, there is no label', async () => {
  const none = await label(shop.products.voucher.id);
  expect([none.status, none.body.code]).toEqual([409, 'NO_BARCODE']);
  const missing = await label(newId());
  expect([missing.status, missing.body.code]).toEqual([404, 'NOT_FOUND']);
});

import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let body: Json;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  n += 1;
  body = { sku: `P-${n}`, name: `Thing ${n}`, taxCategoryId: shop.taxCategories.standard.id, price: 100 };
});

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const create = (fields: object = {}) =>
  server.request('POST', '/v1/products', { token: shop.owner, body: { ...body, ...fields } });
const update = (id: string, fields: object) =>
  server.request('PATCH', `/v1/products/${id}`, { token: shop.owner, body: fields });
const get = (path: string) => server.request('GET', `/v1${path}`, { token: shop.owner });
const read = async (id: string): Promise<Json> => ok(await get(`/products/${id}`));
const search = async (query: string, as = 'search'): Promise<string[]> =>
  ok(await get(`/products?limit=200&${as}=${encodeURIComponent(query)}`)).items.map((item: Json) => item.sku);

test('a product is added, read, found by its barcode and listed', async () => {
  const answer = await create({
    description: 'Two\nlines \ud83e\uded8',
    name: `B\u00e4r \ud83d\udc3b ${n}`,
    barcodes: [`BC-${n}-b`, `BC-${n}-a`],
    cost: 40,
    status: 'draft',
  });
  expect(answer.status).toBe(201);
  const product = answer.body;
  expect(answer.headers.get('location')).toBe(`/v1/products/${product.id}`);
  expect(product).toMatchObject({
    ...{
      name: `B\u00e4r \ud83d\udc3b ${n}`,
      description: 'Two\nlines \ud83e\uded8',
      cost: 40,
      status: 'draft',
    },
    ...{ barcodes: [`BC-${n}-b`, `BC-${n}-a`], soldBy: 'unit', unitLabel: null, version: 1 },
    ...{ trackStock: true, allowOversell: false },
  });
  expect(await read(product.id)).toEqual(product);
  expect(ok(await get(`/products/barcode/BC-${n}-a`))).toEqual({
    ...product,
    scanned: { code: `BC-${n}-a`, price: null, quantity: null },
  });
  expect(ok(await get(`/products?sku=P-${n}`)).items).toEqual([product]);
  expect(ok(await get(`/products?barcode=BC-${n}-b`)).items).toEqual([product]);
  expect(await search('draft', 'status')).toContain(`P-${n}`);
  expect((await get(`/products/barcode/BC-${n}-c`)).body.code).toBe('NOT_FOUND');
  expect((await get(`/products/${newId()}`)).body.code).toBe('NOT_FOUND');
});

describe('an update', () => {
  test('changes what is given, leaves the rest and counts the version', async () => {
    const before = ok(await create({ barcodes: [`U-${n}`], cost: 5, description: 'kept' }));
    server.clock.advance(1000);
    const after = ok(await update(before.id, { version: 1, price: 0, cost: null, name: 'New name' }));
    expect(after).toEqual({
      ...before,
      ...{ version: 2, price: 0, cost: null, name: 'New name', updatedAt: after.updatedAt },
    });
    expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
    expect(await read(before.id)).toEqual(after);
    const [entry] = await rows(
      `SELECT * FROM audit_log WHERE document_id = $1 AND action = 'products.update'`,
      [before.id],
    );
    expect([entry.before, entry.after]).toEqual([before, after]);
  });

  test('with what is stored already changes nothing: no version, no audit row', async () => {
    const attributes = { organic: true, origin: 'IT' };
    const product = ok(await create({ barcodes: [`N-${n}-a`, `N-${n}-b`], cost: 5, attributes }));
    const { sku, name, barcodes, price, cost, status, brand, components, options } = product;
    const same = { sku, name, barcodes, price, cost, status, brand, components, options };
    const reordered = { origin: 'IT', organic: true };
    for (const fields of [{ price }, { attributes: reordered }, same]) {
      expect(ok(await update(product.id, { version: 1, ...fields }))).toEqual(product);
    }
    expect(await read(product.id)).toEqual(product);
    expect(await rows('SELECT action FROM audit_log WHERE document_id = $1', [product.id])).toHaveLength(1);
    const changed = ok(await update(product.id, { version: 1, barcodes: barcodes.toReversed() }));
    expect([changed.version, changed.barcodes]).toEqual([2, barcodes.toReversed()]);
  });

  test('replaces the barcodes as a whole, and gives the old ones free', async () => {
    const product = ok(await create({ barcodes: [`R-${n}-1`, `R-${n}-2`] }));
    ok(await update(product.id, { version: 1, barcodes: [`R-${n}-3`, `R-${n}-2`] }));
    expect((await read(product.id)).barcodes).toEqual([`R-${n}-3`, `R-${n}-2`]);
    expect((await get(`/products/barcode/R-${n}-1`)).status).toBe(404);
    ok(await create({ sku: `P-${n}-b`, barcodes: [`R-${n}-1`] }));
    expect((await read(ok(await update(product.id, { version: 2, barcodes: [] })).id)).barcodes).toEqual([]);
  });

  test('of a stale version is refused with the current one and changes nothing', async () => {
    const product = ok(await create());
    const current = ok(await update(product.id, { version: 1, name: 'Second' }));
    for (const version of [1, 3]) {
      const answer = await update(product.id, { version, name: 'Third' });
      expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT']);
      expect(answer.body.details).toEqual({ currentVersion: 2 });
    }
    expect(await read(product.id)).toEqual(current);
  });

  test('of which 10 come at once with one version succeeds once', async () => {
    const product = ok(await create());
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => update(product.id, { version: 1, price: 1000 + i })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    for (const { status, body: problem } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, problem.code, problem.details]).toEqual([409, 'CONFLICT', { currentVersion: 2 }]);
    }
    expect(await read(product.id)).toEqual(done[0]?.body);
    expect(
      await rows(`SELECT FROM audit_log WHERE document_id = $1 AND action = 'products.update'`, [product.id]),
    ).toHaveLength(1);
  });

  test.each([
    ['version', {}],
    ['soldBy', { version: 1, soldBy: 'measure' }],
    ['trackStock', { version: 1, trackStock: false }],
    ['status', { version: 1, status: 'archived' }],
    ['createdAt', { version: 1, createdAt: '2020-01-01T00:00:00Z' }],
    ['taxCategoryId', { version: 1, taxCategoryId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00' }],
  ])('with a wrong %s (%j) is refused, naming the field, and changes nothing', async (field, fields) => {
    const product = ok(await create());
    const answer = await update(product.id, fields);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toEqual([field]);
    expect(await read(product.id)).toEqual(product);
  });

  test('of a product that does not exist is not found', async () => {
    expect((await update(newId(), { version: 1, name: 'x' })).body.code).toBe('NOT_FOUND');
  });
});

describe('a value that another product has', () => {
  const refused = ({ status, body: problem }: Answer) => [status, problem.code, problem.details];

  test('is refused, naming the holder, for SKU and barcode, in create and in update', async () => {
    const holder = ok(await create({ barcodes: [`H-${n}`, `I-${n}`] }));
    const other = ok(await create({ sku: `P-${n}-b`, barcodes: [`J-${n}`] }));
    const bySku = [409, 'ALREADY_EXISTS', { field: 'sku', value: `P-${n}`, holderId: holder.id }];
    const byBarcode = [409, 'ALREADY_EXISTS', { field: 'barcode', value: `I-${n}`, holderId: holder.id }];
    expect(refused(await create())).toEqual(bySku);
    expect(refused(await update(other.id, { version: 1, sku: `P-${n}` }))).toEqual(bySku);
    expect(refused(await create({ sku: `P-${n}-c`, barcodes: [`new-${n}`, `I-${n}`] }))).toEqual(byBarcode);
    expect(refused(await update(other.id, { version: 1, barcodes: [`I-${n}`] }))).toEqual(byBarcode);
    expect(await read(other.id)).toEqual(other);
    expect(await read(holder.id)).toEqual(holder);
    expect(await rows('SELECT FROM products WHERE sku = $1', [`P-${n}-c`])).toEqual([]);
    expect(await rows('SELECT FROM product_barcodes WHERE code = $1', [`new-${n}`])).toEqual([]);
  });

  test('is kept by the product itself in its own update', async () => {
    const product = ok(await create({ barcodes: [`K-${n}`] }));
    ok(await update(product.id, { version: 1, sku: product.sku, barcodes: [`K-${n}`], cost: 1 }));
    expect(await read(product.id)).toMatchObject({ version: 2, sku: product.sku, barcodes: [`K-${n}`] });
  });

  test('is had by one of 20 that want the SKU at once; the others are told by whom', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create()));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const expected = { field: 'sku', value: `P-${n}`, holderId: made[0]?.body.id };
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(refused(answer)).toEqual([409, 'ALREADY_EXISTS', expected]);
    }
    expect(await rows('SELECT FROM products WHERE sku = $1', [`P-${n}`])).toHaveLength(1);
  });

  test('is had by one of 20 that want two barcodes at once, in opposite orders', async () => {
    const codes = [`X-${n}`, `Y-${n}`];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        create({ sku: `P-${n}-${i}`, barcodes: i % 2 ? codes : [...codes].reverse() }),
      ),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect([answer.status, answer.body.code, answer.body.details.holderId]).toEqual([
        ...[409, 'ALREADY_EXISTS', made[0]?.body.id],
      ]);
    }
    expect(await rows('SELECT FROM products WHERE sku LIKE $1', [`P-${n}-%`])).toHaveLength(1);
    const held = await rows('SELECT code FROM product_barcodes WHERE product_id = $1', [made[0]?.body.id]);
    expect(held).toHaveLength(2);
  });

  test('is had by one of two products that are given it at once', async () => {
    const products = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => ok(await create({ sku: `P-${n}-${i}` }))),
    );
    const answers = await Promise.all(
      products.map(({ id }) => update(id, { version: 1, sku: `P-${n}-z`, barcodes: [`Z-${n}`] })),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect([answer.status, answer.body.code, answer.body.details.holderId]).toEqual([
        ...[409, 'ALREADY_EXISTS', done[0]?.body.id],
      ]);
    }
    expect(await rows('SELECT FROM products WHERE version = 2 AND sku LIKE $1', [`P-${n}-%`])).toHaveLength(
      1,
    );
  });
});

describe('a search', () => {
  test('is refused with control characters and half of a character', async () => {
    for (const text of ['%00', '%0A', '%EF%BF%BD%00']) {
      const answer = await get(`/products?search=a${text}b`);
      expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, ['search']]);
    }
    const answer = await server.trpc('products.list', { search: 'a\ud83db' }, { token: shop.owner });
    expect(answer.problem).toMatchObject({ status: 400, errors: [{ path: ['search'] }] });
  });
});

test.each([
  ['name', { name: 'a\u0000b' }],
  ['name', { name: 'a\nb' }],
  ['name', { name: 'a\u0085b' }],
  ['name', { name: 'half \ud83d' }],
  ['name', { name: '\udc3b half' }],
  ['name', { name: '' }],
  ['name', { name: 'n'.repeat(201) }],
  ['sku', { sku: 'a\u0007b' }],
  ['description', { description: 'a\u0000b' }],
  ['description', { description: 'half \ud83d' }],
  ['barcodes', { barcodes: ['\ud83d\udc3b'] }],
  ['barcodes', { barcodes: ['a b'] }],
  ['barcodes', { barcodes: ['same', 'same'] }],
  ['barcodes', { barcodes: 'ABC' }],
  ['price', { price: 10 ** 15 }],
  ['price', { price: 10 ** 12 + 1 }],
  ['price', { price: 1.5 }],
  ['price', { price: -1 }],
  ['price', { price: '100' }],
  ['cost', { cost: 10 ** 15 }],
  ['taxCategoryId', { taxCategoryId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00' }],
  ['taxCategoryId', { taxCategoryId: '01936F5E-7C3A-7B1E-9D0A-4F2B8C6D1E00' }],
  ['status', { status: 'archived' }],
  ['id', { id: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00' }],
  ['version', { version: 7 }],
  ['__proto__x', { __proto__x: 1 }],
  ['attributes', { attributes: JSON.parse('{"__proto__": "x"}') }],
  ['optionValues', { optionValues: JSON.parse('{"__proto__": "x"}') }],
])(
  'a product with a wrong %s (%j) is refused, naming the field, and nothing is written',
  async (field, fields) => {
    const before = await rows('SELECT count(*) FROM products');
    const answer = await create(fields);
    expect(answer.status).toBe(400);
    expect(['INVALID_INPUT', 'INVALID_REFERENCE']).toContain(answer.body.code);
    expect(answer.body.errors[0].path[0]).toBe(field);
    expect(await rows('SELECT count(*) FROM products')).toEqual(before);
  },
);

test('the largest price, and the longest name and SKU in wide characters, are kept as they are', async () => {
  const fields = { price: 10 ** 12, sku: '\u8336'.repeat(64), name: '\u8336'.repeat(200) };
  const product = ok(await create(fields));
  expect(await read(product.id)).toMatchObject(fields);
});

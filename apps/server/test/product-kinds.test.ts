import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  n += 1;
});

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const post = (path: string, body: unknown) =>
  server.request('POST', `/v1${path}`, { token: shop.owner, body });
const create = (fields: object = {}) =>
  post('/products', { sku: newId(), name: `Thing ${n}`, taxCategoryId: standard(), price: 100, ...fields });
const createVariant = (parent: Json, optionValues: Json, fields: object = {}) =>
  post('/products', {
    sku: newId(),
    name: `${parent.name} variant`,
    parentId: parent.id,
    optionValues,
    ...fields,
  });
const update = (id: string, fields: object) =>
  server.request('PATCH', `/v1/products/${id}`, { token: shop.owner, body: fields });
const get = async (path: string): Promise<Json> =>
  ok(await server.request('GET', `/v1${path}`, { token: shop.owner }));
const read = (id: string) => get(`/products/${id}`);
const archive = (id: string, version: number) => post(`/products/${id}/archive`, { version });
const unarchive = (id: string, version: number) => post(`/products/${id}/unarchive`, { version });
const standard = () => shop.taxCategories.standard.id;
const outcome = ({ status, body }: Answer) => [status, body.code, body.details];
const refusedAt = ({ status, body }: Answer) => [
  status,
  body.code,
  body.errors?.map((each: Json) => each.path),
];
const invalid = (...paths: unknown[][]) => [400, 'INVALID_INPUT', paths];

const OPTIONS = [
  { name: 'Size', values: ['S', 'M', 'L'] },
  { name: 'Colour', values: ['red', 'blue'] },
];
const newParent = async (fields: object = {}): Promise<Json> =>
  ok(await create({ name: `Shirt ${n}`, options: OPTIONS, ...fields }));

describe('a variant', () => {
  test('takes from its parent what it leaves out, and goes on following its price', async () => {
    const category = ok(await post('/categories', { name: `Shirts ${n}` }));
    const parent = await newParent({
      ...{ taxCategoryId: shop.taxCategories.reduced.id, categoryId: category.id, brand: 'Loom' },
      ...{ soldBy: 'measure', unitLabel: 'm' },
    });
    expect(parent).toMatchObject({ trackStock: false, options: OPTIONS, inheritsPrice: false });
    const variant = ok(await createVariant(parent, { Colour: 'red', Size: 'M' }));
    expect(variant).toMatchObject({
      ...{ kind: 'standard', parentId: parent.id, optionValues: { Size: 'M', Colour: 'red' }, options: [] },
      ...{ taxCategoryId: shop.taxCategories.reduced.id, categoryId: category.id, brand: 'Loom' },
      ...{ soldBy: 'measure', unitLabel: 'm', trackStock: true, price: 100, inheritsPrice: true },
    });
    ok(await update(parent.id, { version: 1, price: 120, brand: 'Weaver' }));
    expect(await read(variant.id)).toMatchObject({
      price: 120,
      inheritsPrice: true,
      brand: 'Loom',
      version: 1,
    });
    const own = ok(await update(variant.id, { version: 1, price: 90 }));
    expect(own).toMatchObject({ price: 90, inheritsPrice: false });
    expect(ok(await update(variant.id, { version: 2, price: null }))).toMatchObject({
      ...{ price: 120, inheritsPrice: true },
    });
    expect((await get(`/products?parentId=${parent.id}`)).items).toEqual([await read(variant.id)]);
  });

  test('may have all of it otherwise, and none of it', async () => {
    const parent = await newParent({ brand: 'Loom', unitLabel: 'm', soldBy: 'measure' });
    const fields = {
      brand: null,
      unitLabel: null,
      soldBy: 'unit',
      price: 5,
      taxCategoryId: shop.taxCategories.reduced.id,
    };
    expect(ok(await createVariant(parent, { Size: 'S', Colour: 'red' }, fields))).toMatchObject(fields);
  });

  test.each([
    [{ Size: 'M' }, ['optionValues', 'Colour']],
    [{}, ['optionValues', 'Size'], ['optionValues', 'Colour']],
    [{ Size: 'XXL', Colour: 'red' }, ['optionValues', 'Size']],
    [{ Size: 'M', Colour: 'red', Cut: 'slim' }, ['optionValues', 'Cut']],
    [{ size: 'M', Colour: 'red' }, ['optionValues', 'Size'], ['optionValues', 'size']],
  ] as [Json, ...string[][]][])('with the values %j is refused, naming each', async (values, ...paths) => {
    const parent = await newParent();
    expect(refusedAt(await createVariant(parent, values))).toEqual(invalid(...paths));
    expect(await rows('SELECT FROM products WHERE parent_id = $1', [parent.id])).toEqual([]);
  });

  test('with the values of another is refused, naming it, also of 10 at once and in another order', async () => {
    const parent = await newParent();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        createVariant(parent, i % 2 ? { Size: 'M', Colour: 'red' } : { Colour: 'red', Size: 'M' }),
      ),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect([
        answer.status,
        answer.body.code,
        answer.body.details.field,
        answer.body.details.holderId,
      ]).toEqual([...[409, 'ALREADY_EXISTS', 'optionValues', made[0]?.body.id]]);
    }
    ok(await createVariant(parent, { Size: 'M', Colour: 'blue' }));
  });

  test('is of a parent that has options and is on sale', async () => {
    const parent = await newParent();
    const variant = ok(await createVariant(parent, { Size: 'M', Colour: 'red' }));
    const values = { Size: 'S', Colour: 'red' };
    for (const id of [variant.id, shop.products.coffee.id]) {
      expect(refusedAt(await createVariant({ id }, values))).toEqual(invalid(['parentId']));
    }
    expect((await createVariant({ id: newId() }, values)).body.code).toBe('INVALID_REFERENCE');
    const other = await newParent();
    ok(await archive(other.id, 1));
    expect(refusedAt(await createVariant(other, values))).toEqual(invalid(['parentId']));
  });

  test('is not made while its parent loses the value', async () => {
    for (let round = 0; round < 5; round++) {
      const parent = await newParent();
      const [fewer, variant] = await Promise.all([
        update(parent.id, { version: 1, options: [{ name: 'Size', values: ['S'] }, OPTIONS[1]] }),
        createVariant(parent, { Size: 'M', Colour: 'red' }),
      ]);
      expect([fewer.status, variant.status].sort()).toEqual(fewer.status === 200 ? [200, 400] : [201, 400]);
    }
  });
});

describe('the options of a parent', () => {
  test('may grow and change their order; a value that a variant has stays, archived or not', async () => {
    const parent = await newParent();
    const variant = ok(await createVariant(parent, { Size: 'M', Colour: 'red' }));
    ok(await archive(variant.id, 1));
    const grown = [OPTIONS[1], { name: 'Size', values: ['XS', 'M'] }];
    expect(ok(await update(parent.id, { version: 1, options: grown })).options).toEqual(grown);
    for (const options of [
      [OPTIONS[1], { name: 'Size', values: ['XS'] }],
      [OPTIONS[1]],
      [...grown, { name: 'Cut', values: ['slim'] }],
      [],
    ]) {
      expect(refusedAt(await update(parent.id, { version: 2, options }))).toEqual(invalid(['options']));
    }
    expect(refusedAt(await update(shop.products.coffee.id, { version: 1, options: OPTIONS }))).toEqual(
      invalid(['options']),
    );
  });
});

describe('a bundle', () => {
  const newBundle = (components: Json, fields: object = {}) =>
    create({ kind: 'bundle', components, ...fields });

  test('holds products and variants in their order, and has no stock', async () => {
    const parent = await newParent();
    const variant = ok(await createVariant(parent, { Size: 'M', Colour: 'red' }));
    const components = [
      { productId: variant.id, quantity: 2 },
      { productId: shop.products.apples.id, quantity: 0.25 },
      { productId: shop.products.voucher.id, quantity: 1 },
    ];
    const bundle = ok(await newBundle(components, { barcodes: [`B-${n}`] }));
    expect(bundle).toMatchObject({ kind: 'bundle', components, trackStock: false, soldBy: 'unit' });
    expect(await read(bundle.id)).toEqual(bundle);
    expect((await get(`/products?kind=bundle&barcode=B-${n}`)).items).toEqual([bundle]);
    expect((await get(`/products/barcode/B-${n}`)).components).toEqual(components);
    const fewer = components.slice(1).reverse();
    expect(ok(await update(bundle.id, { version: 1, components: fewer })).components).toEqual(fewer);
    expect((await read(bundle.id)).components).toEqual(fewer);
  });

  test('holds nothing that has no stock of its own, and no half of a unit', async () => {
    const parent = await newParent();
    const bundle = ok(await newBundle([{ productId: shop.products.coffee.id, quantity: 1 }]));
    const open = ok(await create({ kind: 'open_price', price: undefined }));
    const archived = ok(await create());
    ok(await archive(archived.id, 1));
    for (const { id } of [parent, bundle, open, archived]) {
      const components = [
        { productId: shop.products.coffee.id, quantity: 1 },
        { productId: id, quantity: 1 },
      ];
      const refused = invalid(['components', 1, 'productId']);
      expect(refusedAt(await newBundle(components))).toEqual(refused);
      if (id !== bundle.id)
        expect(refusedAt(await update(bundle.id, { version: 1, components }))).toEqual(refused);
    }
    expect(refusedAt(await newBundle([{ productId: shop.products.coffee.id, quantity: 1.5 }]))).toEqual(
      invalid(['components', 0, 'quantity']),
    );
    const missing = await newBundle([{ productId: newId(), quantity: 1 }]);
    expect([missing.body.code, missing.body.errors[0].path]).toEqual([
      ...['INVALID_REFERENCE', ['components', 0, 'productId']],
    ]);
    expect(await read(bundle.id)).toEqual(bundle);
  });

  test.each([[[]], [[{ quantity: 0 }]], [[{ quantity: 0.0001 }]], [[{ quantity: 1 }, { quantity: 2 }]]])(
    'with the components %j is refused as input',
    async (quantities: Json[]) => {
      const components = quantities.map((each) => ({ productId: shop.products.apples.id, ...each }));
      const answer = await newBundle(components);
      expect([answer.status, answer.body.code, answer.body.errors[0].path[0]]).toEqual([
        ...[400, 'INVALID_INPUT', 'components'],
      ]);
    },
  );
});

test.each([
  ['trackStock', { kind: 'open_price', price: undefined, trackStock: true }],
  ['trackStock', { options: OPTIONS, trackStock: true }],
  ['price', { kind: 'open_price', price: 100 }],
  ['price', { price: undefined }],
  ['price', { price: null }],
  ['taxCategoryId', { taxCategoryId: undefined }],
  ['options', { kind: 'open_price', price: 0, options: OPTIONS }],
  ['options', { options: [OPTIONS[0], { name: 'Size', values: ['x'] }] }],
  ['options', { options: [{ name: 'Size', values: ['M', 'M'] }] }],
  ['options', { options: [{ name: 'Size', values: [] }] }],
  ['optionValues', { optionValues: { Size: 'M' } }],
  ['components', { components: [{ productId: newId(), quantity: 1 }] }],
  ['kind', { kind: 'service' }],
  ['plu', { plu: '0040' }],
  ['plu', { plu: '1234567' }],
  ['imageUrl', { imageUrl: 'javascript:alert(1)' }],
  ['imageUrl', { imageUrl: 'shelf.png' }],
  ['brand', { brand: '' }],
  ['categoryId', { categoryId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00' }],
  ['attributes', { attributes: { 'Not A Name': 1 } }],
  ['attributes', { attributes: { deep: { er: 1 } } }],
  ['attributes', { attributes: { huge: 1e16 } }],
  ['attributes', { attributes: { text: 'x'.repeat(501) } }],
  ['attributes', { attributes: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`a${i}`, 1])) }],
  ['barcodes', { barcodes: ['4006381333932'] }],
  ['barcodes', { barcodes: ['012345678905', '0012345678905'] }],
])(
  'a new product with a wrong %s (%j) is refused, naming the field, and nothing is written',
  async (field, fields) => {
    const before = await rows('SELECT count(*) FROM products');
    const answer = await create(fields);
    expect([answer.status, answer.body.errors?.[0].path[0]]).toEqual([400, field]);
    expect(await rows('SELECT count(*) FROM products')).toEqual(before);
  },
);

test.each([
  ['price', { price: null }],
  ['price', { price: -1 }],
  ['components', { components: [{ productId: newId(), quantity: 1 }] }],
  ['categoryId', { categoryId: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00' }],
  ['kind', { kind: 'bundle' }],
  ['parentId', { parentId: newId() }],
])('a change of %s to %j is refused', async (field, fields) => {
  const product = ok(await create());
  const answer = await update(product.id, { version: 1, ...fields });
  expect([answer.status, answer.body.errors?.[0].path[0]]).toEqual([400, field]);
  expect(await read(product.id)).toEqual(product);
});

test('what else a product has is kept, changed and taken away', async () => {
  const category = ok(await post('/categories', { name: `Kept ${n}` }));
  const fields = {
    ...{
      plu: String(7000 + n),
      categoryId: category.id,
      brand: 'Élan',
      imageUrl: 'https://example.com/a.png',
    },
    attributes: { country_of_origin: 'IT', organic: true, strength: 4.5 },
  };
  const product = ok(await create(fields));
  expect(product).toMatchObject(fields);
  expect(await read(product.id)).toEqual(product);
  const none = { plu: null, categoryId: null, brand: null, imageUrl: null, attributes: {} };
  expect(ok(await update(product.id, { version: 1, ...none }))).toMatchObject(none);
  ok(await create({ plu: fields.plu }));
});

test('a PLU that another product has is refused, naming it, in create and update and of 10 at once', async () => {
  const plu = String(8000 + n);
  const answers = await Promise.all(Array.from({ length: 10 }, () => create({ plu })));
  const [holder] = answers.filter(({ status }) => status === 201);
  const taken = [409, 'ALREADY_EXISTS', { field: 'plu', value: plu, holderId: holder?.body.id }];
  for (const answer of answers.filter(({ status }) => status !== 201)) expect(outcome(answer)).toEqual(taken);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const other = ok(await create());
  expect(outcome(await update(other.id, { version: 1, plu }))).toEqual(taken);
});

describe('an archived product', () => {
  test('is read, keeps what it has, and comes back', async () => {
    const product = ok(await create({ barcodes: [`A-${n}`] }));
    server.clock.advance(1000);
    const archived = ok(await archive(product.id, 1));
    expect(archived).toEqual({ ...product, status: 'archived', version: 2, updatedAt: archived.updatedAt });
    expect(await read(product.id)).toEqual(archived);
    expect(ok(await archive(product.id, 2))).toEqual(archived);
    expect((await create({ barcodes: [`A-${n}`] })).body.code).toBe('ALREADY_EXISTS');
    expect(refusedAt(await update(product.id, { version: 2, status: 'active' }))).toEqual(
      invalid(['status']),
    );
    expect(ok(await unarchive(product.id, 2))).toMatchObject({ status: 'active', version: 3 });
    expect(ok(await unarchive(product.id, 3)).version).toBe(3);
    expect(outcome(await archive(product.id, 1))).toEqual([409, 'CONFLICT', { currentVersion: 3 }]);
    expect((await archive(newId(), 1)).body.code).toBe('NOT_FOUND');
  });

  test('is none that bundles or variants need; those come back after it', async () => {
    const component = ok(await create());
    const bundle = ok(
      await create({
        kind: 'bundle',
        components: [{ productId: component.id, quantity: 1 }],
        status: 'draft',
      }),
    );
    const parent = await newParent();
    const variant = ok(await createVariant(parent, { Size: 'M', Colour: 'red' }));
    const inUse = (id: string) => [409, 'PRODUCT_IN_USE', { productIds: [id] }];
    expect(outcome(await archive(component.id, 1))).toEqual(inUse(bundle.id));
    expect(outcome(await archive(parent.id, 1))).toEqual(inUse(variant.id));
    for (const [upper, lower] of [
      [bundle, component],
      [variant, parent],
    ]) {
      ok(await archive(upper.id, 1));
      ok(await archive(lower.id, 1));
      expect(outcome(await unarchive(upper.id, 2))).toEqual(inUse(lower.id));
      ok(await unarchive(lower.id, 2));
      ok(await unarchive(upper.id, 2));
    }
  });

  test('is in no bundle that is made at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      const component = ok(await create());
      const [archived, bundle] = await Promise.all([
        archive(component.id, 1),
        create({ kind: 'bundle', components: [{ productId: component.id, quantity: 1 }] }),
      ]);
      expect([archived.status, bundle.status]).toEqual(archived.status === 200 ? [200, 400] : [409, 201]);
    }
  });
});

describe('the history of prices', () => {
  const history = async (id: string, query = ''): Promise<Json[]> =>
    (await get(`/products/${id}/history${query}`)).items;

  test('has each price and cost from the first on, with who and when, in the transaction of the change', async () => {
    const product = ok(await create({ cost: 40 }));
    server.clock.advance(1000);
    ok(await update(product.id, { version: 1, price: 120, name: 'Other' }));
    server.clock.advance(1000);
    const last = await update(product.id, { version: 2, price: 120, cost: null });
    const entries = await history(product.id);
    expect(entries).toMatchObject([
      { field: 'cost', before: 40, after: null },
      { field: 'price', before: 100, after: 120 },
      { field: 'cost', before: null, after: 40 },
      { field: 'price', before: null, after: 100 },
    ]);
    expect(entries[0]).toMatchObject({ productId: product.id, priceListId: null, minQuantity: null });
    expect(entries[0].changedAt).toBe(last.body.updatedAt);
    expect(entries[0].changedBy).toBe((await get('/auth/me')).id);
    expect((await history(product.id, '?sort=changedAt')).map(({ id }) => id)).toEqual(
      entries.map(({ id }) => id).reverse(),
    );
    const [same] = await rows(
      `SELECT c.xmin = a.xmin AND c.xmin = p.xmin AS together FROM price_changes c, audit_log a, products p
       WHERE c.id = $1 AND a.request_id = $2 AND p.id = $3`,
      [entries[0].id, last.headers.get('x-request-id'), product.id],
    );
    expect(same).toEqual({ together: true });
  });

  test('of a variant has its own prices, and that it gave them up', async () => {
    const parent = await newParent();
    const variant = ok(await createVariant(parent, { Size: 'M', Colour: 'red' }));
    ok(await update(variant.id, { version: 1, price: 90 }));
    server.clock.advance(1000);
    ok(await update(variant.id, { version: 2, price: null }));
    expect(await history(variant.id)).toMatchObject([
      { field: 'price', before: 90, after: null },
      { field: 'price', before: null, after: 90 },
    ]);
  });

  test('cannot be changed, and is of a product that there is', async () => {
    const answer = await server.request('GET', `/v1/products/${newId()}/history`, { token: shop.owner });
    expect(answer.body.code).toBe('NOT_FOUND');
  });
});

import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atOnce, callAs, codeOf, rowsOf } from './people.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
let yenStoreId: string;
let groupId: string;
let n = 0;
let name: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
  const store = { name: 'Ginza', timeZone: 'Asia/Tokyo', currency: 'JPY', pricesIncludeTax: true };
  yenStoreId = ok(await owner.post('/stores', store)).id;
  groupId = ok(await owner.post('/customer-groups', { name: 'Trade' })).id;
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(() => {
  n += 1;
  name = `List ${n}`;
});

const rows = (sql: string, params: unknown[] = []) => rowsOf(server, sql, params);
const create = (fields: object = {}) => owner.post('/price-lists', { name, ...fields });
const newList = async (fields: object = {}): Promise<Json> => ok(await create(fields));
const read = async (id: string): Promise<Json> => ok(await owner.get(`/price-lists/${id}`));
const update = (id: string, fields: object) => owner.patch(`/price-lists/${id}`, { version: 1, ...fields });
const setPrices = (id: string, prices: readonly object[]) =>
  owner.put(`/price-lists/${id}/prices`, { prices });
const entriesOf = async (id: string, query = ''): Promise<Json[]> =>
  ok(await owner.get(`/price-lists/${id}/prices?limit=200${query}`)).items;
/** Product, quantity and price of each, in the order of the list. */
const pricesOf = async (id: string): Promise<Json[]> =>
  (await entriesOf(id)).map(({ productId, minQuantity, unitPrice }) => [productId, minQuantity, unitPrice]);
const changesOf = (id: string) =>
  rows(
    `SELECT product_id, field, min_quantity::float8, before, after FROM price_changes
     WHERE price_list_id = $1 ORDER BY id`,
    [id],
  );

describe('a price list', () => {
  test('is added, read and listed with everything that was given', async () => {
    const given = {
      ...{ currency: 'EUR', storeId: shop.stores[0].id, customerGroupId: groupId },
      ...{ startsOn: '2026-01-01', endsOn: '2026-01-01' },
    };
    const answer = await create(given);
    expect(answer.status).toBe(201);
    const { body: list } = answer;
    expect(answer.headers.get('location')).toBe(`/v1/price-lists/${list.id}`);
    expect(list).toEqual({
      ...{ id: list.id, name, ...given, status: 'active', version: 1 },
      ...{ createdAt: list.createdAt, updatedAt: list.createdAt },
    });
    expect(await read(list.id)).toEqual(list);
    const listed = async (query: string): Promise<boolean> =>
      ok(await owner.get(`/price-lists?limit=200&${query}`)).items.some((item: Json) => item.id === list.id);
    expect(await listed(`storeId=${shop.stores[0].id}&customerGroupId=${groupId}&status=active`)).toBe(true);
    expect(await listed(`storeId=${shop.stores[1].id}`)).toBe(false);
    expect(await listed('status=archived')).toBe(false);
  });

  test.each([
    ['EUR', {}],
    ['USD', { currency: 'USD' }],
    ['JPY', { store: 'yen' }],
    ['JPY', { store: 'yen', currency: 'JPY' }],
  ])(
    'is in %s if made with %j',
    async (currency, { store, ...fields }: { store?: string; currency?: string }) => {
      const list = await newList({ ...fields, ...(store && { storeId: yenStoreId }) });
      expect(await read(list.id)).toMatchObject({ currency, startsOn: null, endsOn: null });
    },
  );

  test('of a store in another currency is refused, and which it must have is said', async () => {
    const answer = await create({ storeId: yenStoreId, currency: 'EUR' });
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors).toEqual([
      { path: ['currency'], message: 'must be JPY, the currency of the store' },
    ]);
  });

  test.each([
    ['currency', { currency: 'ZZZ' }, 'INVALID_INPUT'],
    ['currency', { currency: 'XAU' }, 'INVALID_INPUT'],
    ['currency', { currency: 'eur' }, 'INVALID_INPUT'],
    ['storeId', { storeId: newId() }, 'INVALID_REFERENCE'],
    ['customerGroupId', { customerGroupId: newId() }, 'INVALID_REFERENCE'],
    ['endsOn', { startsOn: '2026-02-01', endsOn: '2026-01-31' }, 'INVALID_INPUT'],
    ['startsOn', { startsOn: '2026-02-30' }, 'INVALID_INPUT'],
    ['name', { name: 'two\nlines' }, 'INVALID_INPUT'],
    ['status', { status: 'archived' }, 'INVALID_INPUT'],
  ])(
    'with a wrong %s (%j) is refused, naming the field, and nothing is written',
    async (field, fields, code) => {
      const answer = await create(fields);
      expect(codeOf(answer)).toEqual([400, code]);
      expect(answer.body.errors[0].path).toEqual([field]);
      expect(await rows('SELECT FROM price_lists WHERE name = $1', [name])).toEqual([]);
    },
  );

  test('whose name is taken is refused, naming the holder, also of 10 at once, new or renamed', async () => {
    const answers = await atOnce(10, () => create());
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    name = `Another ${n}`;
    const other = await newList();
    const renamed = await update(other.id, { name: `List ${n}` });
    for (const answer of [...answers.filter(({ status }) => status !== 201), renamed]) {
      expect(codeOf(answer)).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'name', value: `List ${n}`, holderId: made[0]?.body.id });
    }
    expect(await read(other.id)).toEqual(other);
  });

  test('is renamed, rescheduled, archived and taken up again', async () => {
    const before = await newList({ startsOn: '2026-01-01', endsOn: '2026-12-31' });
    const after = ok(await update(before.id, { name: `${name} b`, endsOn: null, status: 'archived' }));
    expect(after).toEqual({
      ...before,
      ...{ name: `${name} b`, endsOn: null, status: 'archived', version: 2, updatedAt: after.updatedAt },
    });
    expect(await read(before.id)).toEqual(after);
    expect(ok(await update(before.id, { version: 2, status: 'active' }))).toMatchObject({ version: 3 });
    expect(ok(await update(before.id, { version: 3, status: 'active' }))).toMatchObject({ version: 3 });
    const entries = await rows('SELECT before, after FROM audit_log WHERE document_id = $1 ORDER BY id', [
      before.id,
    ]);
    expect(entries).toHaveLength(3);
    expect(entries[1]).toEqual({ before, after });
  });

  test.each([
    ['endsOn', { endsOn: '2025-12-31' }],
    ['startsOn', { startsOn: '2027-01-01' }],
    ['endsOn', { startsOn: '2026-06-02', endsOn: '2026-06-01' }],
  ])('cannot end before it starts, with the day that stays: %s of %j', async (field, fields) => {
    const list = await newList({ startsOn: '2026-01-01', endsOn: '2026-12-31' });
    const answer = await update(list.id, fields);
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path).toEqual([field]);
    expect(await read(list.id)).toEqual(list);
  });

  test.each(['currency', 'storeId', 'customerGroupId'])('never changes its %s', async (field) => {
    const { id } = await newList();
    const answer = await update(id, { [field]: field === 'currency' ? 'USD' : null });
    expect([codeOf(answer), answer.body.errors[0].path]).toEqual([[400, 'INVALID_INPUT'], [field]]);
  });

  test('of a stale version is refused; of 10 changes at once one is made', async () => {
    const { id } = await newList();
    const answers = await atOnce(10, (i) => update(id, { endsOn: `2026-01-${10 + i}` }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect([codeOf(answer), answer.body.details]).toEqual([[409, 'CONFLICT'], { currentVersion: 2 }]);
    }
  });

  test('that is not there is not found', async () => {
    const { coffee } = shop.products;
    for (const answer of [
      await owner.get(`/price-lists/${newId()}`),
      await owner.get(`/price-lists/${newId()}/prices`),
      await update(newId(), { name }),
      await setPrices(newId(), [{ productId: coffee.id, unitPrice: 1 }]),
    ]) {
      expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
    }
  });
});

describe('prices of a list', () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await newList());
  });

  test('are set, read, changed and taken away, each change with its history', async () => {
    const { coffee, apples } = shop.products;
    const first = await setPrices(id, [
      { productId: coffee.id, unitPrice: 900 },
      { productId: coffee.id, minQuantity: 10, unitPrice: 800 },
      { productId: apples.id, minQuantity: 2.5, unitPrice: 0 },
      { productId: apples.id, unitPrice: null },
    ]);
    expect(ok(first)).toEqual({ set: 3, removed: 0, unchanged: 1 });
    const entry = { productId: coffee.id, sku: coffee.sku, productName: coffee.name };
    expect(await entriesOf(id, `&productId=${coffee.id}`)).toEqual([
      { ...entry, minQuantity: 1, unitPrice: 900 },
      { ...entry, minQuantity: 10, unitPrice: 800 },
    ]);

    const second = await setPrices(id, [
      { productId: coffee.id, unitPrice: 900 },
      { productId: coffee.id, minQuantity: 10, unitPrice: null },
      { productId: apples.id, minQuantity: 2.5, unitPrice: 150 },
    ]);
    expect(ok(second)).toEqual({ set: 1, removed: 1, unchanged: 1 });
    expect(new Set(await pricesOf(id))).toEqual(
      new Set([
        [coffee.id, 1, 900],
        [apples.id, 2.5, 150],
      ]),
    );
    const change = (
      productId: string,
      min_quantity: number,
      before: number | null,
      after: number | null,
    ) => ({
      ...{ product_id: productId, field: 'price', min_quantity, before, after },
    });
    expect(await changesOf(id)).toEqual([
      change(coffee.id, 1, null, 900),
      change(coffee.id, 10, null, 800),
      change(apples.id, 2.5, null, 0),
      change(coffee.id, 10, 800, null),
      change(apples.id, 2.5, 0, 150),
    ]);
    const [audited] = await rows(
      `SELECT before, after FROM audit_log WHERE document_id = $1 ORDER BY id DESC LIMIT 1`,
      [id],
    );
    expect(audited.before.prices).toEqual([
      { productId: coffee.id, minQuantity: 10, unitPrice: 800 },
      { productId: apples.id, minQuantity: 2.5, unitPrice: 0 },
    ]);
    expect(audited.after.prices.map(({ unitPrice }: Json) => unitPrice)).toEqual([null, 150]);
  });

  test('are not set for what has its price typed in, but may be taken away', async () => {
    const taxCategoryId = shop.taxCategories.standard.id;
    const fields = { sku: `OPEN-${n}`, name: 'Flowers', kind: 'open_price', taxCategoryId };
    const productId = ok(await owner.post('/products', fields)).id;
    const refused = await setPrices(id, [
      { productId: shop.products.coffee.id, unitPrice: 1 },
      { productId, unitPrice: 1 },
    ]);
    expect(codeOf(refused)).toEqual([400, 'INVALID_INPUT']);
    expect(refused.body.errors).toEqual([
      { path: ['prices', 1, 'unitPrice'], message: expect.stringContaining('typed in') },
    ]);
    expect(await entriesOf(id)).toEqual([]);
    ok(await setPrices(id, [{ productId, unitPrice: null }]));
  });

  test('that are what they were leave neither history nor audit row', async () => {
    const price = { productId: shop.products.coffee.id, unitPrice: 900 };
    ok(await setPrices(id, [price]));
    const before = await rows('SELECT count(*) FROM audit_log');
    expect(ok(await setPrices(id, [price]))).toEqual({ set: 0, removed: 0, unchanged: 1 });
    expect(await changesOf(id)).toHaveLength(1);
    expect(await rows('SELECT count(*) FROM audit_log')).toEqual(before);
  });

  test('of one list leave those of another alone', async () => {
    name = `Other ${n}`;
    const other = await newList();
    const { coffee } = shop.products;
    ok(await setPrices(id, [{ productId: coffee.id, unitPrice: 1 }]));
    ok(await setPrices(other.id, [{ productId: coffee.id, unitPrice: 2 }]));
    ok(await setPrices(id, [{ productId: coffee.id, unitPrice: null }]));
    expect([await pricesOf(id), await pricesOf(other.id)]).toEqual([[], [[coffee.id, 1, 2]]]);
  });

  test.each([
    ['unitPrice', { unitPrice: -1 }],
    ['unitPrice', { unitPrice: 1e15 }],
    ['unitPrice', { unitPrice: 1_000_000_000_001 }],
    ['unitPrice', { unitPrice: 9.5 }],
    ['unitPrice', { unitPrice: '9' }],
    ['unitPrice', {}],
    ['minQuantity', { unitPrice: 1, minQuantity: 0.0001 }],
    ['minQuantity', { unitPrice: 1, minQuantity: 1.0005 }],
    ['minQuantity', { unitPrice: 1, minQuantity: 0 }],
    ['minQuantity', { unitPrice: 1, minQuantity: 2.5 }],
    ['productId', { unitPrice: 1, productId: newId() }],
  ])('with a wrong %s (%j) are refused, naming the place, and none is set', async (field, fields) => {
    const { coffee, voucher } = shop.products;
    const answer = await setPrices(id, [
      { productId: voucher.id, unitPrice: 1 },
      { productId: coffee.id, ...fields },
    ]);
    expect(codeOf(answer)).toEqual([400, field === 'productId' ? 'INVALID_REFERENCE' : 'INVALID_INPUT']);
    expect(answer.body.errors[0].path).toEqual(['prices', 1, field]);
    expect([await pricesOf(id), await changesOf(id)]).toEqual([[], []]);
  });

  test('without a quantity are those of any: from 1 on by the unit, from 0.001 on by measure', async () => {
    const { coffee, apples } = shop.products;
    const prices = [coffee, apples].map((product) => ({ productId: product.id, unitPrice: 5 }));
    ok(await setPrices(id, prices));
    const entries = await entriesOf(id);
    const least = (productId: string) =>
      entries.find((entry: Json) => entry.productId === productId)?.minQuantity;
    expect([least(coffee.id), least(apples.id)]).toEqual([1, 0.001]);
    const twice = await setPrices(id, [
      ...prices,
      { productId: apples.id, unitPrice: 6, minQuantity: 0.001 },
    ]);
    expect([codeOf(twice), twice.body.errors[0].path]).toEqual([[400, 'INVALID_INPUT'], ['prices']]);
  });

  test('that name a product and quantity twice, or none at all, are refused', async () => {
    const price = { productId: shop.products.coffee.id, unitPrice: 1 };
    for (const prices of [[], [price, { ...price, minQuantity: 1 }], Array(1001).fill(price)]) {
      const answer = await setPrices(id, prices);
      expect([codeOf(answer), answer.body.errors[0].path]).toEqual([[400, 'INVALID_INPUT'], ['prices']]);
    }
  });

  test('take the largest price and quantity', async () => {
    const largest = { minQuantity: 99_999_999_999, unitPrice: 1_000_000_000_000 };
    ok(await setPrices(id, [{ productId: shop.products.coffee.id, ...largest }]));
    expect(await entriesOf(id)).toMatchObject([largest]);
  });

  test('are read page by page in both directions, quantities within a product in order', async () => {
    const { coffee, apples, voucher } = shop.products;
    const prices = [coffee, apples, voucher].flatMap(({ id: productId }) =>
      [100, 9, 1, 20].map((minQuantity) => ({ productId, minQuantity, unitPrice: minQuantity })),
    );
    expect(ok(await setPrices(id, prices)).set).toBe(12);
    const key = ({ productId, minQuantity }: Json) => `${productId} ${String(minQuantity).padStart(5)}`;
    const inOrder = prices.map(key).sort();
    for (const [sort, expected] of [
      ['product', inOrder],
      ['-product', [...inOrder].reverse()],
    ] as const) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = `sort=${sort}&limit=5${cursor && `&cursor=${cursor}`}`;
        const { items, nextCursor }: Json = ok(await owner.get(`/price-lists/${id}/prices?${query}`));
        seen.push(...items.map(key));
        cursor = nextCursor;
      }
      expect(seen).toEqual(expected);
    }
    const { nextCursor } = ok(await owner.get(`/price-lists/${id}/prices?limit=5`));
    const other = await owner.get(`/price-lists/${id}/prices?productId=${coffee.id}&cursor=${nextCursor}`);
    expect(codeOf(other)).toEqual([400, 'INVALID_CURSOR']);
  });

  test('set by many at once end as one of them, and the history tells each step', async () => {
    const productIds = Object.values(shop.products).map(({ id: productId }) => productId);
    const answers = await atOnce(12, (i) => {
      const turned = i % 2 ? productIds : [...productIds].reverse();
      const unitPrice = i % 4 === 3 ? null : i + 1;
      return setPrices(
        id,
        turned.map((productId) => ({ productId, unitPrice })),
      );
    });
    for (const answer of answers) ok(answer);
    const changes = await changesOf(id);
    for (const productId of productIds) {
      const steps = changes.filter(({ product_id }) => product_id === productId);
      // Each found what the one before it had left.
      expect(steps.map(({ before }) => before)).toEqual([
        null,
        ...steps.slice(0, -1).map(({ after }) => after),
      ]);
      const stored = (await pricesOf(id)).find(([itsId]) => itsId === productId);
      expect(stored?.[2] ?? null).toBe(steps.at(-1)?.after);
    }
    // All of one call are set together.
    expect(new Set((await pricesOf(id)).map(([, , price]) => price)).size).toBeLessThanOrEqual(1);
  });
});

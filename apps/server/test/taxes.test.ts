import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = shop.owner;
});
afterAll(() => server[Symbol.asyncDispose]());

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const post = (path: string, body: unknown) => server.request('POST', `/v1${path}`, { token: owner, body });
const get = (path: string) => server.request('GET', `/v1${path}`, { token: owner });

describe('a tax category', () => {
  test('is added, read and listed', async () => {
    const answer = await post('/tax-categories', { name: 'Erm\u00e4\u00dfigt' });
    expect(answer.status).toBe(201);
    const { body: category } = answer;
    expect(category).toMatchObject({ name: 'Erm\u00e4\u00dfigt', version: 1 });
    expect(answer.headers.get('location')).toBe(`/v1/tax-categories/${category.id}`);
    expect(ok(await get(`/tax-categories/${category.id}`))).toEqual(category);
    expect(ok(await get('/tax-categories')).items).toContainEqual(category);
    expect((await get(`/tax-categories/${newId()}`)).body.code).toBe('NOT_FOUND');
  });

  test('whose name is taken is refused, naming the holder, also of 10 at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('/tax-categories', { name: 'Raced' })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, body.code, body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', made[0]?.body.id]);
    }
    expect(await rows(`SELECT FROM tax_categories WHERE name = 'Raced'`)).toHaveLength(1);
  });
});

describe('a tax rate', () => {
  let fields: Json;
  let n = 0;
  beforeEach(() => {
    n += 1;
    fields = {
      storeId: shop.stores[0].id,
      taxCategoryId: shop.taxCategories.standard.id,
      name: `Rate ${n}`,
      percentage: 8.875,
      validFrom: '2026-01-01',
    };
  });
  const create = (changes: object = {}) => post('/tax-rates', { ...fields, ...changes });
  const stored = (name = fields.name) =>
    rows('SELECT rate_ppm, valid_from::text, valid_to::text FROM tax_rates WHERE name = $1', [name]);

  test('is added, read and listed, exact to four decimals', async () => {
    const answer = await create({ validTo: '2026-12-31' });
    expect(answer.status).toBe(201);
    const { body: rate } = answer;
    expect(rate).toMatchObject({ ...fields, validTo: '2026-12-31', version: 1 });
    expect(answer.headers.get('location')).toBe(`/v1/tax-rates/${rate.id}`);
    expect(ok(await get(`/tax-rates/${rate.id}`))).toEqual(rate);
    expect(await stored()).toEqual([{ rate_ppm: 88_750, valid_from: '2026-01-01', valid_to: '2026-12-31' }]);
    const list = ok(await get(`/tax-rates?storeId=${fields.storeId}&taxCategoryId=${fields.taxCategoryId}`));
    expect(list.items).toContainEqual(rate);
  });

  test.each([0, 0.0001, 5.5, 33.3333, 99.9999, 100])(
    'of %s per cent comes back as it was given',
    async (p) => {
      const { id } = ok(await create({ percentage: p }));
      expect(ok(await get(`/tax-rates/${id}`)).percentage).toBe(p);
    },
  );

  test.each([101, 100.0001, -1, -0.0001, 0.00001, '19', null])(
    'of %j per cent is refused, naming the field, and nothing is written',
    async (percentage) => {
      const answer = await create({ percentage });
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
      expect(answer.body.errors[0].path).toEqual(['percentage']);
      expect(await stored()).toEqual([]);
    },
  );

  test.each([
    ['validTo', { validTo: '2025-12-31' }],
    ['validFrom', { validFrom: '2026-02-30' }],
    ['validFrom', { validFrom: '01.01.2026' }],
    ['taxCategoryId', { taxCategoryId: newId() }],
    ['name', { name: 'a\u0007b' }],
    ['ratePpm', { ratePpm: 1 }],
  ])('with a wrong %s (%j) is refused, naming the field, and nothing is written', async (field, changes) => {
    const before = await rows('SELECT count(*) FROM tax_rates');
    const answer = await create(changes);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toEqual([field]);
    expect(await rows('SELECT count(*) FROM tax_rates')).toEqual(before);
  });

  test('for a store that does not exist is refused as not found', async () => {
    const answer = await create({ storeId: newId() });
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
  });

  test('of the same name never overlaps another in its store and category', async () => {
    const held = ok(await create({ validFrom: '2026-03-01', validTo: '2026-06-30' }));
    const overlapping = [
      { validFrom: '2026-06-30', validTo: '2026-07-31' },
      { validFrom: '2026-01-01', validTo: '2026-03-01' },
      { validFrom: '2026-04-01', validTo: '2026-04-01' },
      { validFrom: '2020-01-01', validTo: null },
    ];
    for (const range of overlapping) {
      const answer = await create(range);
      expect([answer.status, answer.body.code]).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'name', value: fields.name, holderId: held.id });
    }
    expect(await stored()).toHaveLength(1);
    ok(await create({ validFrom: '2026-07-01', validTo: null }));
    ok(await create({ validFrom: '2026-01-01', validTo: '2026-02-28' }));
    ok(await create({ validFrom: '2026-03-01', storeId: shop.stores[1].id }));
    ok(await create({ validFrom: '2026-03-01', taxCategoryId: shop.taxCategories.reduced.id }));
    ok(await create({ validFrom: '2026-03-01', name: `${fields.name} b` }));
    expect(await stored()).toHaveLength(5);
  });

  test('of which 10 overlapping ones come at once exists once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => create({ validFrom: `2026-01-${10 + i}`, percentage: i })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
      expect([status, body.code, body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', made[0]?.body.id]);
    }
    expect(await stored()).toHaveLength(1);
  });

  test('is listed for the days on which it applies, both ends included', async () => {
    const { id } = ok(await create({ validFrom: '2027-03-01', validTo: '2027-03-31' }));
    const on = async (day: string): Promise<boolean> =>
      ok(await get(`/tax-rates?validOn=${day}&limit=200`)).items.some((rate: Json) => rate.id === id);
    expect(await on('2027-02-28')).toBe(false);
    expect(await on('2027-03-01')).toBe(true);
    expect(await on('2027-03-31')).toBe(true);
    expect(await on('2027-04-01')).toBe(false);
  });
});

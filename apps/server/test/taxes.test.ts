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
const patch = (path: string, body: unknown) => server.request('PATCH', `/v1${path}`, { token: owner, body });
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

  test('is renamed, and keeps its name to itself, also of 6 at once', async () => {
    const categories = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => ok(await post('/tax-categories', { name: `Before ${i}` }))),
    );
    const answers = await Promise.all(
      categories.map(({ id }) => patch(`/tax-categories/${id}`, { version: 1, name: 'After' })),
    );
    const [renamed, ...more] = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    expect(more).toEqual([]);
    const before = categories.find(({ id }) => id === renamed.id);
    expect(renamed).toEqual({ ...before, name: 'After', version: 2, updatedAt: renamed.updatedAt });
    expect(ok(await get(`/tax-categories/${renamed.id}`))).toEqual(renamed);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.code]).toEqual([409, 'ALREADY_EXISTS']);
      expect(body.details).toEqual({ field: 'name', value: 'After', holderId: renamed.id });
    }
    expect(ok(await patch(`/tax-categories/${renamed.id}`, { version: 2, name: 'After' }))).toEqual(renamed);
  });

  test('of a stale version, or that is not there, is not renamed', async () => {
    const { id } = ok(await post('/tax-categories', { name: 'Stale' }));
    const stale = await patch(`/tax-categories/${id}`, { version: 2, name: 'Fresh' });
    expect([stale.status, stale.body.code, stale.body.details]).toEqual([
      ...[409, 'CONFLICT', { currentVersion: 1 }],
    ]);
    const missing = await patch(`/tax-categories/${newId()}`, { version: 1, name: 'Fresh' });
    expect([missing.status, missing.body.code]).toEqual([404, 'NOT_FOUND']);
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

  const update = (id: string, changes: object) => patch(`/tax-rates/${id}`, { version: 1, ...changes });

  test('changes in what is given, keeps the rest and counts the version', async () => {
    const before = ok(await create({ validTo: '2026-12-31' }));
    server.clock.advance(1000);
    const changes = { name: `${fields.name} b`, percentage: 0.0001, validFrom: '2025-06-01', validTo: null };
    const after = ok(await update(before.id, changes));
    expect(after).toEqual({ ...before, ...changes, version: 2, updatedAt: after.updatedAt });
    expect(Date.parse(after.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
    expect(ok(await get(`/tax-rates/${before.id}`))).toEqual(after);
    expect(ok(await update(before.id, { ...changes, version: 2 }))).toEqual(after);
    const entries = await rows(
      'SELECT before, after, store_id FROM audit_log WHERE document_id = $1 ORDER BY id',
      [before.id],
    );
    expect(entries).toHaveLength(2);
    expect(entries[1]).toEqual({ before, after, store_id: before.storeId });
  });

  test.each([
    ['percentage', { percentage: 101 }],
    ['percentage', { percentage: -1 }],
    ['validTo', { validTo: '2025-12-31' }],
    ['validFrom', { validFrom: '2027-01-01' }],
    ['validTo', { validFrom: '2026-03-02', validTo: '2026-03-01' }],
    ['storeId', { storeId: newId() }],
    ['taxCategoryId', { taxCategoryId: newId() }],
  ])('cannot be given a wrong %s (%j)', async (field, changes) => {
    const rate = ok(await create({ validTo: '2026-12-31' }));
    const answer = await update(rate.id, changes);
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path).toEqual([field]);
    expect(ok(await get(`/tax-rates/${rate.id}`))).toEqual(rate);
  });

  test('never comes to overlap another of its name by a change, which names that one', async () => {
    const first = ok(await create({ validTo: '2026-06-30' }));
    const second = ok(await create({ validFrom: '2026-07-01' }));
    const other = ok(await create({ name: `${fields.name} b` }));
    for (const [id, changes, holderId] of [
      [first.id, { validTo: '2026-07-01' }, second.id],
      [first.id, { validTo: null }, second.id],
      [second.id, { validFrom: '2026-06-30' }, first.id],
      [other.id, { name: fields.name, validFrom: '2026-07-01' }, second.id],
    ]) {
      const answer = await update(id, changes);
      expect([answer.status, answer.body.code]).toEqual([409, 'ALREADY_EXISTS']);
      expect(answer.body.details).toEqual({ field: 'name', value: fields.name, holderId });
    }
    // The days that it has itself are no overlap.
    ok(await update(second.id, { validFrom: '2026-07-02' }));
    ok(await update(first.id, { validTo: '2026-07-01' }));
  });

  test('of which 8 are moved to the same days at once: one is, and the others hear of it', async () => {
    const rates = await Promise.all(
      Array.from({ length: 8 }, async (_, i) =>
        ok(await create({ validFrom: `2026-01-${10 + i}`, validTo: `2026-01-${10 + i}` })),
      ),
    );
    const days = { validFrom: '2027-01-01', validTo: '2027-12-31' };
    const answers = await Promise.all(rates.map(({ id }) => update(id, days)));
    const [moved, ...more] = answers.filter(({ status }) => status === 200).map(({ body }) => body);
    expect(more).toEqual([]);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.code, body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', moved.id]);
    }
  });

  test('of a stale version is refused; of 8 changes at once one is made', async () => {
    const { id } = ok(await create());
    const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => update(id, { percentage: i })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.code, body.details]).toEqual([409, 'CONFLICT', { currentVersion: 2 }]);
    }
  });
});

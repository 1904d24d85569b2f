import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let owner: string;
let n = 0;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.setUpOwner();
});
afterAll(() => server[Symbol.asyncDispose]());

const rows = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const post = (path: string, body: unknown, token = owner) =>
  server.request('POST', `/v1${path}`, { token, body });
const get = (path: string, token = owner) => server.request('GET', `/v1${path}`, { token });
const storeBody = (fields: object = {}) => {
  n += 1;
  return { name: `Store ${n}`, timeZone: 'Europe/Berlin', pricesIncludeTax: true, ...fields };
};
const createStore = async (fields: object = {}): Promise<Json> =>
  ok(await post('/stores', storeBody(fields)));

describe('a store', () => {
  test('is opened, read and listed as it was given, with what was left out', async () => {
    const given = storeBody({
      name: 'Hafenstra\u00dfe \ud83d\uded2',
      address: { line1: 'Hafenstr. 1', city: 'Hamburg', postalCode: '20359', country: 'DE' },
      phone: '+49 40 123',
      email: 'hafen@example.com',
      businessDayCutoffHour: 4,
      locale: 'de-DE',
      cashRounding: { step: 5, mode: 'half_up' },
    });
    const answer = await post('/stores', given);
    expect(answer.status).toBe(201);
    const store = answer.body;
    expect(answer.headers.get('location')).toBe(`/v1/stores/${store.id}`);
    expect(store).toMatchObject({
      ...given,
      currency: 'EUR',
      currencyDigits: 2,
      taxRounding: 'line',
      roundingMode: 'half_up',
      version: 1,
    });
    expect(store.createdAt).toBe(store.updatedAt);
    expect(ok(await get(`/stores/${store.id}`))).toEqual(store);
    expect(ok(await get('/stores?limit=200')).items).toContainEqual(store);
  });

  test('without an address, telephone or cash rounding has none of them', async () => {
    const store = await createStore();
    expect(ok(await get(`/stores/${store.id}`))).toMatchObject({
      ...{ address: {}, phone: null, email: null, cashRounding: null },
      ...{ businessDayCutoffHour: 0, locale: 'en-US' },
    });
  });

  test.each([
    ['JPY', 0],
    ['KWD', 3],
    ['HUF', 2],
    ['CLF', 4],
    ['USD', 2],
    ['PKR', 2],
    ['COP', 2],
    ['ISK', 0],
  ])('in %s has the %i digits of ISO 4217', async (currency, digits) => {
    const { id } = await createStore({ currency });
    expect(ok(await get(`/stores/${id}`))).toMatchObject({ currency, currencyDigits: digits });
  });

  test.each(['ZZZ', 'ABC', 'eur', 'EURO', 'E\u0000R', ''])(
    'in the unknown currency "%s" is refused, and nothing is written',
    async (currency) => {
      const body = storeBody({ currency });
      const answer = await post('/stores', body);
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
      expect(answer.body.errors[0].path).toEqual(['currency']);
      expect(await rows('SELECT FROM stores WHERE name = $1', [body.name])).toEqual([]);
    },
  );

  test.each([
    ['timeZone', { timeZone: 'Europe/Atlantis' }],
    ['locale', { locale: 'no-such-locale-tag-x' }],
    ['email', { email: 'no address' }],
    ['businessDayCutoffHour', { businessDayCutoffHour: 24 }],
    ['name', { name: ' padded' }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'half \ud83d' }],
    ['address', { address: { planet: 'Earth' } }],
    ['cashRounding', { cashRounding: { step: 1, mode: 'half_up' } }],
    ['id', { id: newId() }],
    ['currencyDigits', { currencyDigits: 3 }],
    ['pricesIncludeTax', { pricesIncludeTax: 'false' }],
  ])('with a wrong %s (%j) is refused, naming the field, and nothing is written', async (field, fields) => {
    const before = await rows('SELECT count(*) FROM stores');
    const answer = await post('/stores', storeBody(fields));
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_INPUT']);
    expect(answer.body.errors[0].path[0]).toBe(field);
    expect(await rows('SELECT count(*) FROM stores')).toEqual(before);
  });

  test('whose name is taken is refused, naming the holder, also of 20 at once', async () => {
    const body = storeBody();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/stores', body)));
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect([answer.status, answer.body.code]).toEqual([409, 'ALREADY_EXISTS']);
      const [{ body: holder }] = made as [Json];
      expect(answer.body.details).toEqual({ field: 'name', value: body.name, holderId: holder.id });
    }
    const stored = await rows('SELECT id FROM stores WHERE name = $1', [body.name]);
    expect(stored).toHaveLength(1);
    expect(await rows('SELECT kind FROM registers WHERE store_id = $1', [stored[0].id])).toHaveLength(1);
  });

  test('that does not exist is not found', async () => {
    const answer = await get(`/stores/${newId()}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND']);
  });

  test('is made with exactly one virtual register, and no second one can be', async () => {
    const store = await createStore();
    const { items } = ok(await get(`/registers?storeId=${store.id}`));
    expect(items).toMatchObject([{ kind: 'virtual', storeId: store.id, lastSaleNumber: 0, version: 1 }]);
    const [virtual] = items;
    expect(ok(await get(`/registers/${virtual.id}`))).toEqual(virtual);
    const till = await post('/registers', { storeId: store.id, name: 'Another', kind: 'virtual' });
    expect([till.status, till.body.errors[0].path]).toEqual([400, ['kind']]);
  });
});

describe('a register', () => {
  test('is added, read and listed, by kind too', async () => {
    const store = await createStore();
    const answer = await post('/registers', { storeId: store.id, name: 'Till 1' });
    expect(answer.status).toBe(201);
    const till = answer.body;
    expect(till).toMatchObject({ storeId: store.id, name: 'Till 1', kind: 'till', lastSaleNumber: 0 });
    expect(answer.headers.get('location')).toBe(`/v1/registers/${till.id}`);
    expect(ok(await get(`/registers/${till.id}`))).toEqual(till);
    expect(ok(await get(`/registers?storeId=${store.id}&kind=till`)).items).toEqual([till]);
    expect(ok(await get(`/registers?storeId=${store.id}`)).items).toHaveLength(2);
  });

  test('has a name of its own within its store only, also under a race', async () => {
    const [one, two] = [await createStore(), await createStore()];
    ok(await post('/registers', { storeId: two.id, name: 'Till 1' }));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post('/registers', { storeId: one.id, name: 'Till 1' })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 201);
    for (const { status, body } of refused) {
      expect([status, body.code, body.details.holderId]).toEqual([409, 'ALREADY_EXISTS', made[0]?.body.id]);
    }
    expect(await rows(`SELECT FROM registers WHERE store_id = $1 AND kind = 'till'`, [one.id])).toHaveLength(
      1,
    );
  });

  test('cannot be added to a store that does not exist, nor to one that the caller cannot see', async () => {
    const [mine, other] = [await createStore(), await createStore()];
    const manager = await server.signInAs('manager', { storeId: mine.id });
    const missing = await post('/registers', { storeId: newId(), name: 'Till' }, manager);
    const unseen = await post('/registers', { storeId: other.id, name: 'Till' }, manager);
    const strip = ({ requestId: _, ...problem }: Json) => problem;
    expect(missing.body.code).toBe('NOT_FOUND');
    expect(strip(unseen.body)).toEqual(strip(missing.body));
    expect((await post('/registers', { storeId: mine.id, name: 'Till' }, manager)).status).toBe(201);
    expect(await rows(`SELECT FROM registers WHERE store_id = $1`, [other.id])).toHaveLength(1);
  });
});

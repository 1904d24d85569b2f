import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personWith } from './people.ts';
import { type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let here: string;
let there: string;
let [one, two] = ['', ''];
/** The documents, in the order in which they were recorded. */
let documents: Json[];

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  [here, there] = [shop.stores[0].id, shop.stores[1].id];
  one = await selling.newProduct({ allowOversell: true });
  two = await selling.newProduct();
  const adjust = (storeId: string, reason: string, quantities: Record<string, number>) =>
    selling.create('/inventory/adjustments', {
      ...{ storeId, reason, note: reason },
      lines: Object.entries(quantities).map(([productId, quantity]) => ({
        ...{ productId, quantity, ...(quantity > 0 && { unitCost: 40 }) },
      })),
    });
  documents = [
    await adjust(here, 'opening_stock', { [one]: 2, [two]: 9 }),
    await adjust(there, 'opening_stock', { [one]: 6 }),
    await selling.sell({
      lines: [{ productId: one, quantity: 3 }],
      payments: [{ method: 'cash', tendered: 1000 }],
    }),
    // What was sold below zero at 40 has cost 70: a revaluation.
    await selling.create('/inventory/adjustments', {
      ...{ storeId: here, reason: 'found', note: '', lines: [{ productId: one, quantity: 5, unitCost: 70 }] },
    }),
    await adjust(here, 'theft', { [two]: -1 }),
  ];
});
afterAll(() => server[Symbol.asyncDispose]());

const list = async (query: object): Promise<Json[]> =>
  (await selling.get(`/inventory/movements?${new URLSearchParams({ ...query })}`)).items;
/** Number, kind, quantity and value of each. */
const steps = async (query: object): Promise<Json[]> =>
  (await list({ sort: 'recordedAt', ...query })).map(({ number, kind, quantity, value }) => [
    ...[number, kind, quantity, value],
  ]);

describe('movements are listed', () => {
  test('of a product in a store in the order of their numbers, with running balances', async () => {
    const expected = [
      [1, 'adjustment', 2, 80],
      [2, 'sale', -3, -120],
      [3, 'adjustment', 5, 350],
      [4, 'revaluation', 0, -30],
    ];
    expect(await steps({ storeId: here, productId: one })).toEqual(expected);
    const latestFirst = await list({ storeId: here, productId: one });
    expect(latestFirst.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
    expect(latestFirst.map(({ onHandAfter, valueAfter }) => [onHandAfter, valueAfter])).toEqual([
      ...[
        [4, 280],
        [4, 310],
        [-1, -40],
        [2, 80],
      ],
    ]);
  });

  test('with the document that caused each, a revaluation with that of what came in', async () => {
    const caused = (await list({ storeId: here, productId: one, sort: 'recordedAt' })).map(
      ({ documentType, documentId }) => [documentType, documentId],
    );
    expect(caused).toEqual([
      ['stock_adjustment', documents[0].id],
      ['sale', documents[2].id],
      ['stock_adjustment', documents[3].id],
      ['stock_adjustment', documents[3].id],
    ]);
  });

  test('of a product in all stores, of a store, of a kind, and of a document', async () => {
    const there6 = [1, 'adjustment', 6, 240];
    expect(await steps({ productId: one, kind: 'adjustment' })).toEqual([
      [1, 'adjustment', 2, 80],
      there6,
      [3, 'adjustment', 5, 350],
    ]);
    expect(await steps({ storeId: there })).toEqual([there6]);
    expect(await steps({ kind: 'sale' })).toEqual([[2, 'sale', -3, -120]]);
    expect(await steps({ kind: 'revaluation' })).toEqual([[4, 'revaluation', 0, -30]]);
    expect(await steps({ kind: 'receipt' })).toEqual([]);
    expect(await list({ documentId: documents[0].id, sort: 'recordedAt' })).toEqual(documents[0].movements);
    expect(await steps({ documentId: documents[0].id, productId: two })).toEqual([[1, 'adjustment', 9, 360]]);
    expect(await steps({ documentId: documents[0].id, storeId: there })).toEqual([]);
    expect(await list({ documentId: newId() })).toEqual([]);
  });

  test('of a time, from its first instant to before its end, in every way of filtering', async () => {
    const [first, found, theft] = [0, 3, 4].map((i) => documents[i].movements[0].recordedAt);
    for (const filter of [{}, { storeId: here }, { productId: one }, { storeId: here, productId: one }]) {
      const whole = await list(filter);
      const within = (from: string, to: string) =>
        whole.filter(({ recordedAt }) => recordedAt >= from && recordedAt < to);
      expect(await list({ ...filter, recordedFrom: found })).toEqual(within(found, '9'));
      expect(await list({ ...filter, recordedTo: found })).toEqual(within('0', found));
      expect(await list({ ...filter, recordedFrom: first, recordedTo: theft })).toEqual(within(first, theft));
      expect(await list({ ...filter, recordedFrom: theft, recordedTo: first })).toEqual([]);
      const always = { recordedFrom: '1900-01-01T00:00:00Z', recordedTo: '9999-12-31T23:59:59.999Z' };
      expect(await list({ ...filter, ...always })).toEqual(whole);
    }
    expect(await steps({ recordedFrom: found, kind: 'adjustment' })).toEqual([
      [3, 'adjustment', 5, 350],
      [2, 'adjustment', -1, -40],
    ]);
  });

  test.each(['recordedAt', '-recordedAt'])(
    'page by page by %s, each once, in every way of filtering',
    async (sort) => {
      const filters: Record<string, string>[] = [
        ...[{}, { storeId: here }, { productId: one }, { storeId: here, productId: one }],
      ];
      for (const filter of filters) {
        const whole = await list({ sort, ...filter });
        const seen: Json[] = [];
        let cursor: string | null = null;
        do {
          const query = new URLSearchParams({ sort, limit: '2', ...filter, ...(cursor && { cursor }) });
          const page: Json = await selling.get(`/inventory/movements?${query}`);
          seen.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(seen).toEqual(whole);
      }
    },
  );

  test('to who works in one store those of that store alone', async () => {
    const token = await server.signInAs('clerk', { storeId: there });
    const read = (query: string) => server.request('GET', `/v1/inventory/movements?${query}`, { token });
    expect(ok(await read(`productId=${one}`)).items).toMatchObject([{ storeId: there, quantity: 6 }]);
    expect(ok(await read(`documentId=${documents[0].id}`)).items).toEqual([]);
    expect((await read(`storeId=${here}`)).body.code).toBe('NOT_FOUND');
  });
});

describe('corrections are listed', () => {
  const corrections = async (query: object): Promise<Json[]> =>
    (await selling.get(`/inventory/adjustments?${new URLSearchParams({ ...query })}`)).items;

  test('the latest first, by store and reason, without their movements', async () => {
    const [first, elsewhere, , found, theft] = documents;
    const summary = ({ movements: _m, damagedMovements: _d, ...rest }: Json) => rest;
    expect(await corrections({})).toEqual([theft, found, elsewhere, first].map(summary));
    expect(await corrections({ storeId: here, sort: 'createdAt' })).toEqual(
      [first, found, theft].map(summary),
    );
    expect(await corrections({ reason: 'opening_stock' })).toEqual([elsewhere, first].map(summary));
    expect(await corrections({ storeId: there, reason: 'theft' })).toEqual([]);
    expect(await corrections({ createdFrom: found.createdAt })).toEqual([theft, found].map(summary));
    expect(await corrections({ createdFrom: first.createdAt, createdTo: theft.createdAt })).toEqual(
      [found, elsewhere, first].map(summary),
    );
  });

  test('to who works in one store those of that store alone; the others cannot be read either', async () => {
    const token = await server.signInAs('clerk', { storeId: there });
    const read = (path: string) => server.request('GET', `/v1/inventory/adjustments${path}`, { token });
    expect(ok(await read('')).items.map(({ id }: Json) => id)).toEqual([documents[1].id]);
    expect((await read(`/${documents[0].id}`)).body.code).toBe('NOT_FOUND');
    expect(ok(await read(`/${documents[1].id}`))).toEqual(documents[1]);
  });
});

test('a history that is written later is found by its own time', async () => {
  const DAY = 86_400_000;
  const productId = await selling.newProduct();
  server.clock.advance(-DAY);
  const { token } = await personWith(server, [{ role: 'clerk', storeId: here }]);
  const body = { storeId: here, reason: 'found', lines: [{ productId, quantity: 1 }] };
  const headers = { 'idempotency-key': newId() };
  const entered = ok(
    await server.request('POST', '/v1/inventory/adjustments', { token, headers, body }),
  ).movements;
  server.clock.advance(DAY);
  const [{ recordedAt }] = entered;
  const next = new Date(Date.parse(recordedAt) + 1).toISOString();
  expect(await list({ productId, recordedFrom: recordedAt, recordedTo: next })).toMatchObject([
    { id: entered[0].id, recordedAt },
  ]);
  expect(await list({ productId, recordedFrom: next })).toEqual([]);
});

test.each([
  ['movements', 'kind', 'theft'],
  ['movements', 'documentId', '7'],
  ['movements', 'recordedFrom', 'yesterday'],
  ['damaged-movements', 'kind', 'set_aside'],
  ['adjustments', 'reason', 'sale'],
])('%s with %s=%s is refused, naming the field', async (what, field, value) => {
  const path = `/v1/inventory/${what}?${field}=${value}`;
  const { status, body } = await server.request('GET', path, { token: shop.owner });
  expect([status, body.code, body.errors[0].path]).toEqual([400, 'INVALID_INPUT', [field]]);
});

test('are recorded in the order of their numbers, also by a process whose clock is behind', async () => {
  const productId = await selling.newProduct();
  await selling.stockUp({ [productId]: 5 });
  server.clock.advance(-10_000);
  try {
    await selling.sell({
      ...{ lines: [{ productId, quantity: 1 }], payments: [{ method: 'cash', tendered: 1000 }] },
    });
    const lines = [{ productId, unitCost: 60 }];
    await selling.create('/inventory/revaluations', { storeId: here, note: 'Dearer', lines });
    const damaged = [{ productId, quantity: 1 }];
    await selling.create('/inventory/damaged', { storeId: here, action: 'set_aside', lines: damaged });
  } finally {
    server.clock.advance(10_000);
  }
  const moved = await list({ storeId: here, productId, sort: 'recordedAt' });
  expect(moved.map(({ kind }) => kind)).toEqual(['adjustment', 'sale', 'revaluation', 'adjustment']);
  const times = moved.map(({ recordedAt }) => recordedAt);
  expect(times).toEqual(times.map(() => times[0]));
});

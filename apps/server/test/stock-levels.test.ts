import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personWith, roleOf } from './people.ts';
import { type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let here: string;
let there: string;
/** By what a test calls them. */
let ids: Record<'espresso' | 'lungo' | 'tea' | 'honey', string>;
let [drinks, coffees] = ['', ''];
const supplierId = newId();

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  [here, there] = [shop.stores[0].id, shop.stores[1].id];
  drinks = (await selling.create('/categories', { name: 'Drinks' })).id;
  coffees = (await selling.create('/categories', { name: 'Coffees', parentId: drinks })).id;
  ids = {
    espresso: await selling.newProduct({
      ...{ sku: 'CF-01', name: 'Espresso roast', brand: 'Müller', categoryId: coffees },
      ...{ barcodes: ['036000291452'], allowOversell: true },
    }),
    lungo: await selling.newProduct({ sku: 'CF-02', name: 'Lungo roast', categoryId: coffees }),
    tea: await selling.newProduct({ sku: 'TE-01', name: 'Green tea', categoryId: drinks }),
    honey: await selling.newProduct({ sku: 'HO-01', name: 'Honey', soldBy: 'measure' }),
  };
  const { espresso, lungo, tea, honey } = ids;
  await selling.stockUp({ [espresso]: 5 });
  await selling.stockUp({ [lungo]: 4, [tea]: 3, [honey]: 1.25 });
  await selling.stockUp({ [tea]: 8 }, { storeId: there });
  // Three of five damaged, then four more sold than there are; of lungo nothing is left.
  await selling.create('/inventory/damaged', {
    ...{ storeId: here, action: 'set_aside', lines: [{ productId: espresso, quantity: 3 }] },
  });
  const take = (productId: string, quantity: number) => ({ productId, quantity: -quantity });
  const lines = [take(espresso, 6), take(lungo, 4)];
  await selling.create('/inventory/adjustments', { storeId: here, reason: 'correction', lines });
  await selling.rows(
    `INSERT INTO reorder_points (store_id, product_id, point, quantity, low_since, updated_at)
     VALUES ($1, $2, 3, 12, now(), now()), ($1, $3, 1, NULL, NULL, now())`,
    [here, tea, honey],
  );
  await selling.rows(
    `INSERT INTO suppliers (id, name, currency, address, contacts, terms, note, status, created_at, updated_at, version)
     VALUES ($1, 'Roasters', 'EUR', '{}', '[]', '', '', 'active', now(), now(), 1)`,
    [supplierId],
  );
  await selling.rows(
    `INSERT INTO supplier_products (supplier_id, product_id, pack_size, preferred, updated_at)
     VALUES ($1, $2, 1, true, now()), ($1, $3, 1, true, now())`,
    [supplierId, espresso, tea],
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const list = async (query: object): Promise<Json[]> =>
  (await selling.get(`/inventory/stock-levels?${new URLSearchParams({ ...query })}`)).items;
/** What a test calls the products of these levels, in the order of the list. */
const named = async (query: object): Promise<(string | undefined)[]> =>
  (await list({ storeId: here, ...query })).map(
    ({ productId }) => Object.entries(ids).find(([, id]) => id === productId)?.[0],
  );

test('a level tells what is there, damaged, and when it is ordered again', async () => {
  const [espresso] = await list({ storeId: here, productId: ids.espresso });
  expect(espresso).toMatchObject({
    ...{ storeId: here, sku: 'CF-01', productName: 'Espresso roast' },
    ...{ onHand: -4, value: -160, unitCost: 40, damaged: 3, damagedValue: 120 },
    ...{ inTransit: 0, onOrder: 0, reorderPoint: null, reorderQuantity: null, lowSince: null },
  });
  const [tea] = await list({ storeId: here, productId: ids.tea });
  expect(tea).toMatchObject({ onHand: 3, value: 120, reorderPoint: 3, reorderQuantity: 12 });
  expect(new Date(tea.lowSince).getTime()).toBeGreaterThan(0);
});

test('all stores are listed where none is named, in the order in which stock first came', async () => {
  const levels = await list({ productId: ids.tea });
  expect(levels.map(({ storeId, onHand }) => [storeId, onHand])).toEqual([
    [here, 3],
    [there, 8],
  ]);
  expect(await list({ productId: ids.tea, sort: '-createdAt' })).toEqual([...levels].reverse());
});

describe('levels are found', () => {
  test.each<[string, object, string[]]>([
    ['in stock', { stock: 'in_stock' }, ['honey', 'tea']],
    ['out of stock', { stock: 'out' }, ['espresso', 'lungo']],
    ['below zero', { stock: 'negative' }, ['espresso']],
    ['at the reorder point or below', { stock: 'low' }, ['tea']],
    ['with damaged goods', { stock: 'damaged' }, ['espresso']],
    ['by a word of the name', { search: 'roast' }, ['espresso', 'lungo']],
    ['by the beginnings of words, in any order', { search: 'ro esp' }, ['espresso']],
    ['not by the middle of a word', { search: 'oast' }, []],
    ['by the brand, without its accent', { search: 'muller' }, ['espresso']],
    ['by the SKU', { search: 'cf-02' }, ['lungo']],
    ['by the SKU without what stands between', { search: 'TE01' }, ['tea']],
    ['by the beginning of a barcode', { search: '036000' }, ['espresso']],
    ['by a barcode in another form', { search: '0036000291452' }, ['espresso']],
    ['by nothing that is a word', { search: '---' }, []],
    ['with an empty search: all', { search: '' }, ['espresso', 'honey', 'lungo', 'tea']],
    ['by what LIKE would read as anything', { search: '%' }, []],
    ['by several at once', { search: 'roast', stock: 'negative' }, ['espresso']],
  ])('%s', async (_, query, expected) => {
    expect((await named(query)).sort()).toEqual(expected);
  });

  test('by category, with those below it, and by supplier', async () => {
    expect((await named({ categoryId: drinks })).sort()).toEqual(['espresso', 'lungo', 'tea']);
    expect((await named({ categoryId: coffees })).sort()).toEqual(['espresso', 'lungo']);
    expect(await named({ categoryId: newId() })).toEqual([]);
    expect((await named({ supplierId })).sort()).toEqual(['espresso', 'tea']);
    expect(await named({ supplierId, categoryId: coffees })).toEqual(['espresso']);
    expect(await named({ supplierId: newId() })).toEqual([]);
  });

  test('page by page, each once, with a filter', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ categoryId: drinks, limit: '1', ...(cursor && { cursor }) });
      const page: Json = await selling.get(`/inventory/stock-levels?${query}`);
      seen.push(...page.items.map(({ storeId, productId }: Json) => `${storeId} ${productId}`));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(4);
    expect(new Set(seen).size).toBe(4);
  });
});

test('who works in one store sees the levels of that store alone', async () => {
  const token = await server.signInAs('cashier', { storeId: there });
  const read = (query: string) => server.request('GET', `/v1/inventory/stock-levels?${query}`, { token });
  expect(ok(await read('search=tea')).items).toMatchObject([{ storeId: there, onHand: 8 }]);
  expect((await read(`storeId=${here}`)).body.code).toBe('NOT_FOUND');
});

test.each([
  ['stock', 'some'],
  ['categoryId', 'drinks'],
  ['supplierId', '1'],
  ['search', 'x'.repeat(101)],
])('%s=%s is refused, naming the field', async (field, value) => {
  const path = `/v1/inventory/stock-levels?${field}=${value}`;
  const { status, body } = await server.request('GET', path, { token: shop.owner });
  expect([status, body.code, body.errors[0].path]).toEqual([400, 'INVALID_INPUT', [field]]);
});

test('who may see stock in a store, but not the store, is told what is missing; of another store nothing is told', async () => {
  const role = { role: await roleOf(server, 'inventory.read'), storeId: here };
  const { token } = await personWith(server, [role]);
  const levels = (storeId: string) =>
    server.request('GET', `/v1/inventory/stock-levels?storeId=${storeId}`, { token });
  const { status, body } = await levels(here);
  expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
  expect(body.detail).toContain('"stores.read"');
  expect((await levels(there)).body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
});

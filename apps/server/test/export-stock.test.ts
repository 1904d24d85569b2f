import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, importCsv } from './csv-files.ts';
import { endWithCleanBooks, type Selling, sellingAt } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
let selling: Selling;
let here: string;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  selling = sellingAt(server, shop);
  here = shop.stores[0].id;
});
afterAll(() => endWithCleanBooks(server));

const exported = async (storeId: string, style: object = {}): Promise<string> => {
  const query = new URLSearchParams({ storeId, ...style });
  return ok(await server.request('GET', `/v1/inventory/export?${query}`, { token: shop.owner }));
};
const enter = (csv: string, storeId: string, options: object = {}) =>
  importCsv(server, '/inventory/import', shop.owner, csv, { storeId, ...options });
const levelsOf = (storeId: string): Promise<Json[]> =>
  selling.rows(
    `SELECT p.sku, l.on_hand::float8 AS on_hand, l.value, l.last_unit_cost AS unit_cost
     FROM stock_levels l JOIN products p ON p.id = l.product_id WHERE l.store_id = $1 AND l.on_hand > 0 ORDER BY p.sku`,
    [storeId],
  );

test('a store without stock gives a header, and one that is not there no file', async () => {
  expect(await exported(here)).toBe(fileOf('sku,barcode,quantity,unit_cost'));
  const { body } = await server.request('GET', `/v1/inventory/export?storeId=${shop.products.apples.id}`, {
    token: shop.owner,
  });
  expect(body.code).toBe('NOT_FOUND');
});

test('all of the stock stands in it by SKU, zero and below as well, as spreadsheets read it', async () => {
  const { coffee, apples } = shop.products;
  const formula = await selling.newProduct({ sku: '=A1', allowOversell: true });
  await selling.stockUp({ [formula]: 2 });
  const take = (productId: string, quantity: number) => ({ productId, quantity });
  const lines = [
    take(formula, -5),
    { ...take(coffee.id, 1200), unitCost: 350 },
    { ...take(apples.id, 0.5), unitCost: 120 },
  ];
  await selling.create('/inventory/adjustments', { storeId: here, reason: 'correction', lines });
  const gone = await selling.newProduct({ sku: 'GONE' });
  await selling.stockUp({ [gone]: 1 });
  await selling.create('/inventory/adjustments', { storeId: here, reason: 'theft', lines: [take(gone, -1)] });
  expect(await exported(here)).toBe(
    fileOf(
      'sku,barcode,quantity,unit_cost',
      "'=A1,,-3,0.40",
      'APL,2000001000007,0.5,1.20',
      'COF-250,4006381333931,1200,3.50',
      'GONE,,0,0.40',
    ),
  );
  expect(await exported(here, { delimiter: ';', decimalMark: ',' })).toContain(
    fileOf('APL;2000001000007;0,5;1,20', 'COF-250;4006381333931;1200;3,50'),
  );
});

test('as the opening stock of another store it gives the same levels; what is below zero is refused', async () => {
  const there = shop.stores[1].id;
  const csv = await exported(here);
  const refused = await enter(csv, there);
  expect(refused.body).toMatchObject({ code: 'IMPORT_REFUSED', details: { errorCount: 1 } });
  expect(refused.body.details.errors).toMatchObject([
    { row: 2, column: 'quantity', value: '-3', message: 'must be at least 0' },
  ]);
  expect(await levelsOf(there)).toEqual([]);
  expect(ok(await enter(csv, there, { onError: 'skip' }))).toMatchObject({
    created: 2,
    unchanged: 1,
    skipped: 1,
  });
  expect(await levelsOf(there)).toEqual(await levelsOf(here));
});

test('its costs have the digits of the currency of the store', async () => {
  const { store } = await selling.newStore({ currency: 'JPY' });
  const lines = [{ productId: shop.products.coffee.id, quantity: 3, unitCost: 420 }];
  await selling.stockUp({}, { storeId: store.id, lines });
  expect(await exported(store.id)).toBe(
    fileOf('sku,barcode,quantity,unit_cost', 'COF-250,4006381333931,3,420'),
  );
});

test('more rows than are read at once all stand in it once, and come back the same', async () => {
  const [{ store: from }, { store: to }] = [await selling.newStore({}), await selling.newStore({})];
  const skus = Array.from({ length: 2300 }, (_, at) => `M-${String((at * 7919) % 2300).padStart(4, '0')}`);
  const products = fileOf(
    'sku,name,tax_category,price,cost',
    ...skus.map((sku) => `${sku},Many,Standard,5,2`),
  );
  ok(await importCsv(server, '/products/import', shop.owner, products));
  const stock = skus.map((sku, at) => `${sku},${at + 1},${(at % 97) + 0.25}`);
  ok(await enter(fileOf('sku,quantity,unit_cost', ...stock), from.id));
  const csv = await exported(from.id);
  const rows = csv.trimEnd().split('\r\n').slice(1);
  expect(rows.map((row) => row.split(',')[0])).toEqual([...skus].sort());
  expect(ok(await enter(csv, to.id))).toMatchObject({ created: 2300, skipped: 0 });
  expect(await levelsOf(to.id)).toEqual(await levelsOf(from.id));
  expect(await exported(to.id)).toBe(csv);
});

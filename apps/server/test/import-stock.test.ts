import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, importCsv } from './csv-files.ts';
import { startTwin } from './people.ts';
import { brokenBooks } from './selling.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const send = (csv: string, options: object = {}, token = shop.owner) =>
  importCsv(server, '/inventory/import', token, csv, { storeId: shop.stores[0].id, ...options });
const query = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;

async function makeProducts(prefix: string, count: number): Promise<void> {
  const lines = Array.from({ length: count }, (_, at) => `${prefix}-${at},Product ${at},Standard,5,2`);
  const csv = fileOf('sku,name,tax_category,price,cost', ...lines);
  expect(ok(await importCsv(server, '/products/import', shop.owner, csv)).created).toBe(count);
}

test('enters the opening stock as adjustments of 500 lines, with its cost', async () => {
  await makeProducts('S', 1200);
  const lines = Array.from({ length: 1200 }, (_, at) => `S-${at},${at + 1},${at % 2 === 0 ? '3.10' : ''}`);
  const result = ok(await send(fileOf('sku,quantity,unit_cost', ...lines)));
  expect(result).toMatchObject({ rows: 1200, created: 1200, updated: 0, unchanged: 0, skipped: 0 });
  const adjustments = await query(
    `SELECT a.reason, count(*)::int AS lines FROM stock_adjustments a
     JOIN stock_movements m ON m.document_id = a.id GROUP BY a.id, a.reason ORDER BY a.id`,
  );
  expect(adjustments).toEqual([500, 500, 200].map((lines) => ({ reason: 'opening_stock', lines })));
  const levels = await query(
    `SELECT p.sku, l.on_hand::float8 AS on_hand, l.value FROM stock_levels l JOIN products p ON p.id = l.product_id
     WHERE p.sku IN ('S-0', 'S-9') ORDER BY p.sku`,
  );
  expect(levels).toEqual([
    { sku: 'S-0', on_hand: 1, value: 310 },
    { sku: 'S-9', on_hand: 10, value: 2000 },
  ]);
  const audited = await query(`SELECT store_id, after FROM audit_log WHERE action = 'inventory.import'`);
  expect(audited).toHaveLength(3);
  const { errors: _errors, ...counts } = result;
  for (const row of audited) expect(row).toEqual({ store_id: shop.stores[0].id, after: counts });
  // The same file once more would double it.
  const again = await send(fileOf('sku,quantity,unit_cost', ...lines));
  expect(again.body).toMatchObject({ code: 'IMPORT_REFUSED', details: { errorCount: 1200 } });
});

test('finds products by their barcodes, and refuses wrong rows by column', async () => {
  await makeProducts('W', 1);
  const csv = fileOf(
    'sku,barcode,quantity,unit_cost',
    // The EAN-13 of the product, as a case has it.
    ',04006381333931,5,',
    'COF-250,,6,',
    'APL,4006381333931,1.5,',
    'WRAP,,1,',
    'NONE,,1,',
    ',,1,',
    'W-0,,0.5,',
    'W-0,,0.0001,',
    'APL,,-1,',
    'APL,,,',
    'APL,,99999999999,1000000',
  );
  const { details } = (await send(csv)).body;
  expect(details.errors.map(({ row, column, message }: Json) => [row, column, message])).toEqual([
    [3, 'sku', 'its product stands in row 2 already'],
    [4, 'barcode', 'is no barcode of the product with this SKU'],
    [5, 'quantity', 'the stock of this product is not tracked'],
    [6, 'sku', 'there is no such product'],
    [7, null, 'names no product: it needs a sku or a barcode'],
    [8, 'quantity', 'must be a whole number: the product is sold by the unit'],
    [9, 'quantity', 'must have at most 3 decimal places'],
    [10, 'quantity', 'must be at least 0'],
    [11, 'quantity', 'is required'],
    [11, 'sku', 'its product stands in row 4 already'],
    [12, 'quantity', 'is worth more than can be kept'],
    [12, 'sku', 'its product stands in row 4 already'],
  ]);
  const levels = async () =>
    query('SELECT product_id FROM stock_levels WHERE product_id = $1', [shop.products.coffee.id]);
  expect(await levels()).toEqual([]);
  expect(ok(await send(csv, { onError: 'skip' }))).toMatchObject({ created: 1, skipped: 10, errorCount: 12 });
  expect(await levels()).toHaveLength(1);
});

test('is entered once by two files that race', async () => {
  await makeProducts('R', 3);
  const csv = fileOf('sku,quantity', 'R-0,1', 'R-1,1', 'R-2,1');
  // A second process has a gate of its own: only the database stands between the two.
  await using other = await startTwin(server);
  const answers = await Promise.all(
    [server, other].map((each) =>
      importCsv(each, '/inventory/import', shop.owner, csv, { storeId: shop.stores[0].id }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  const [{ sum }] = await query(
    `SELECT sum(on_hand)::int FROM stock_levels l JOIN products p ON p.id = l.product_id WHERE p.sku LIKE 'R-%'`,
  );
  expect(sum).toBe(3);
});

test('leaves books that agree', async () => {
  expect(await brokenBooks(server)).toEqual([]);
});

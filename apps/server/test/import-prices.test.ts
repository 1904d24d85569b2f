import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, importCsv } from './csv-files.ts';
import { type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
const listId = newId();
const yenListId = newId();
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  await query(
    `INSERT INTO price_lists (id, name, currency, status, created_at, updated_at)
     VALUES ($1, 'Club', 'EUR', 'active', now(), now()), ($2, 'Yen', 'JPY', 'active', now(), now())`,
    [listId, yenListId],
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const query = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const send = (csv: string, options: object = {}, id = listId) =>
  importCsv(server, `/price-lists/${id}/import`, shop.owner, csv, options);
const read = (id: string, parameters = '') =>
  server.request('GET', `/v1/price-lists/${id}/export${parameters}`, { token: shop.owner });

test('sets, changes and takes away prices, each with its history, and leaves the others', async () => {
  const first = fileOf('sku,min_quantity,unit_price', 'COF-250,,6.50', 'COF-250,10,5.99', 'APL,0.5,2.49');
  expect(ok(await send(first))).toMatchObject({ rows: 3, created: 3, updated: 0, unchanged: 0 });
  const second = fileOf(
    'sku,min_quantity,unit_price',
    'COF-250,1,6.50',
    'COF-250,10,5.49',
    'APL,0.5,',
    'WRAP,1,',
  );
  expect(ok(await send(second))).toMatchObject({ created: 0, updated: 2, unchanged: 2 });
  expect(ok(await read(listId))).toBe(
    fileOf(
      'sku,product_name,min_quantity,unit_price',
      'COF-250,Coffee beans 250 g,1,6.50',
      'COF-250,Coffee beans 250 g,10,5.49',
    ),
  );
  const changes = await query(
    `SELECT p.sku, c.min_quantity::float8 AS quantity, c.before, c.after FROM price_changes c
     JOIN products p ON p.id = c.product_id WHERE c.price_list_id = $1 AND c.field = 'price'
     ORDER BY c.changed_at, p.sku, c.min_quantity`,
    [listId],
  );
  expect(changes).toEqual([
    { sku: 'APL', quantity: 0.5, before: null, after: 249 },
    { sku: 'COF-250', quantity: 1, before: null, after: 650 },
    { sku: 'COF-250', quantity: 10, before: null, after: 599 },
    { sku: 'APL', quantity: 0.5, before: 249, after: null },
    { sku: 'COF-250', quantity: 10, before: 599, after: 549 },
  ]);
});

test('export and import change nothing, however the file is written', async () => {
  const audited = await query('SELECT count(*) FROM audit_log');
  for (const style of ['', '?delimiter=%3B&decimalMark=,&bom=true', '?delimiter=%09']) {
    const csv = ok(await read(listId, style));
    expect(ok(await send(csv))).toMatchObject({ created: 0, updated: 0, unchanged: 2, errorCount: 0 });
  }
  expect(await query('SELECT count(*) FROM audit_log')).toEqual(audited);
});

test('refuses wrong rows by column, and sets none of the file', async () => {
  const csv = fileOf(
    'sku,min_quantity,unit_price',
    'COF-250,2,1',
    'COF-250,2,2',
    'NONE,1,1',
    'APL,0,1',
    'APL,0.0001,1',
    'APL,1,-1',
    'APL,1,1000000000000000',
    'COF-250,1.5,1',
  );
  const before = ok(await read(listId));
  const answer = await send(csv);
  expect([answer.status, answer.body.code]).toEqual([400, 'IMPORT_REFUSED']);
  expect(answer.body.details.errors.map(({ row, column }: Json) => [row, column])).toEqual([
    [3, 'min_quantity'],
    [4, 'sku'],
    [5, 'min_quantity'],
    [6, 'min_quantity'],
    [7, 'unit_price'],
    [8, 'unit_price'],
    [9, 'min_quantity'],
  ]);
  expect(ok(await read(listId))).toBe(before);
});

test('refuses a price for what has its price typed in', async () => {
  const taxCategoryId = shop.taxCategories.standard.id;
  const body = { sku: 'OPEN-1', name: 'Flowers', kind: 'open_price', taxCategoryId };
  ok(await server.request('POST', '/v1/products', { token: shop.owner, body }));
  const answer = await send(fileOf('sku,unit_price', 'APL,2', 'OPEN-1,5'));
  expect(answer.body.details.errors).toMatchObject([
    { row: 3, column: 'unit_price', message: expect.stringContaining('typed in') },
  ]);
  expect(ok(await send(fileOf('sku,unit_price', 'OPEN-1,')))).toMatchObject({ unchanged: 1, errorCount: 0 });
});

test('has money in the digits of the currency of the list', async () => {
  const { details } = (await send(fileOf('sku,unit_price', 'COF-250,650.5'), {}, yenListId)).body;
  expect(details.errors[0].message).toContain('must be a whole number');
  ok(await send(fileOf('sku,unit_price', 'COF-250,650'), {}, yenListId));
  expect(
    await query('SELECT unit_price FROM price_list_entries WHERE price_list_id = $1', [yenListId]),
  ).toEqual([{ unit_price: 650 }]);
});

test('of a list of one store is in the audit log of that store', async () => {
  const id = newId();
  const storeId = shop.stores[1].id;
  await query(
    `INSERT INTO price_lists (id, name, currency, store_id, status, created_at, updated_at)
     VALUES ($1, 'Harbour', 'EUR', $2, 'active', now(), now())`,
    [id, storeId],
  );
  ok(await send(fileOf('sku,unit_price', 'COF-250,6'), {}, id));
  expect(await query('SELECT store_id FROM audit_log WHERE document_id = $1', [id])).toEqual([
    { store_id: storeId },
  ]);
});

test('of a list that is not there is not found', async () => {
  expect((await send('sku,unit_price\r\n', {}, newId())).body.code).toBe('NOT_FOUND');
  expect((await read(newId())).body.code).toBe('NOT_FOUND');
});

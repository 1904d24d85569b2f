import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ean13 } from '../bench/ean13.ts';
import { searchTextOf } from '../src/modules/catalog/domain/search-text.ts';
import { fileOf, importCsv } from './csv-files.ts';
import { type Json, ok, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let owner: string;
let taxCategoryId: string;
let shelf: Json;
beforeAll(async () => {
  server = await startTestServer();
  owner = await server.setUpOwner();
  taxCategoryId = (await post('/tax-categories', { name: 'Standard' })).id;
  shelf = await post('/categories', { name: 'Hot drinks' });
  for (const product of CATALOGUE) await create(product);
  await create({ name: 'Instant coffee', sku: 'INS-1', categoryId: shelf.id, status: 'draft' });
});
afterAll(() => server[Symbol.asyncDispose]());

/** Name and SKU, and what else it is found by. */
const CATALOGUE = [
  { name: 'Coffee beans 250 g', sku: 'COF-250', brand: 'Élan', barcodes: ['4006381333931'] },
  { name: 'Ground coffee 1 kg', sku: 'COF-1000' },
  { name: 'Toffee', sku: 'TOF-1', plu: '40' },
  { name: 'Crème fraîche 200 g', sku: 'DAI-7' },
  { name: 'Milk chocolate', sku: 'CHO-1' },
  { name: 'Whole milk 1 l', sku: 'DAI-1' },
  { name: 'Buttermilk', sku: 'DAI-2' },
  { name: 'Brown sugar', sku: 'SUG-1' },
  { name: 'Spaghetti 500 g', sku: 'PAS-1' },
  { name: 'Straßenkreide', sku: 'TOY-1' },
  { name: '100% juice', sku: 'under_score' },
  { name: 'Milk', sku: 'X' },
  { name: 'Latte', sku: 'LAT-1' },
  { name: 'Rye bread', sku: 'BRE-1' },
];

const post = async (path: string, body: unknown): Promise<Json> =>
  ok(await server.request('POST', `/v1${path}`, { token: owner, body }));
const create = (fields: object) => post('/products', { taxCategoryId, price: 100, ...fields });
const list = (query: Record<string, string>) =>
  server.request('GET', `/v1/products?${new URLSearchParams(query)}`, { token: owner });
const search = async (text: string, filter: Record<string, string> = {}): Promise<string[]> =>
  ok(await list({ search: text, ...filter })).items.map(({ sku }: Json) => sku);

describe('a search finds', () => {
  test.each([
    ['parts of names in any order', 'beans cof', ['COF-250']],
    ['parts inside of words', 'ghett', ['PAS-1']],
    ['words of the brand', 'elan coffee', ['COF-250']],
    ['whatever the case and the accents', 'CREME fraîche', ['DAI-7']],
    ['what accents cannot be taken from', 'strassen', ['TOY-1']],
    ['part of a SKU', 'cof 25', ['COF-250']],
    ['a SKU without what stands between', 'cof250', ['COF-250']],
    ['a SKU in small letters', 'tof-1', ['TOF-1']],
    ['part of a barcode', '638133', ['COF-250']],
    ['a PLU', '40', ['TOF-1', 'COF-250']],
    ['a word that was left unfinished', 'choc', ['CHO-1']],
    ['two letters at the beginning of a word', 'su', ['SUG-1']],
    ['signs as what stands between words', '%juice_', ['under_score']],
    ['one letter too few', 'cofee', ['INS-1', 'COF-1000', 'COF-250']],
    ['a wrong letter', 'suger', ['SUG-1']],
    ['letters that changed places', 'sphagetti', ['PAS-1']],
    ['a typing error in one word of several', 'grund coffee', ['COF-1000']],
    ['a typing error in an unfinished word', 'chocal', ['CHO-1']],
    ['a typing error that is part of another word', 'late', ['LAT-1', 'CHO-1']],
    ['a letter too few in a short word', 'bred', ['BRE-1']],
  ])('%s: "%s"', async (_what, text, skus) => {
    expect((await search(text)).sort()).toEqual([...skus].sort());
  });

  test.each([
    ['qwxzjk'],
    ['coffee qwxzjk'],
    ['%'],
    ['___'],
    ["' OR '1'='1"],
    ['\\'],
    ['400638133393x'],
    ['q'],
  ])('nothing for "%s"', async (text) => {
    expect(await search(text)).toEqual([]);
  });
});

describe('the best come first:', () => {
  test.each([
    ['the code itself', 'X', 'X'],
    ['the barcode itself', '4006381333931', 'COF-250'],
    ['the PLU itself', '40', 'TOF-1'],
    ['what begins with it', 'coffee', 'COF-250'],
  ])('%s', async (_what, text, sku) => {
    expect((await search(text))[0]).toBe(sku);
  });

  test('names that begin so, then whole words, then parts; the shorter name first', async () => {
    expect(await search('milk')).toEqual(['X', 'CHO-1', 'DAI-1', 'DAI-2']);
  });
});

test('the other filters hold, too', async () => {
  expect(await search('coffee', { status: 'draft' })).toEqual(['INS-1']);
  expect(await search('cofee', { status: 'draft' })).toEqual(['INS-1']);
  expect(await search('coffee', { categoryId: shelf.id })).toEqual(['INS-1']);
  expect(await search('COF-250', { status: 'draft' })).toEqual([]);
  expect(await search('milk', { sku: 'X' })).toEqual(['X']);
  expect(await search('milk', { kind: 'bundle' })).toEqual([]);
});

test('what is archived is found where it is asked for', async () => {
  const { id } = await create({ name: 'Rhubarb soda', sku: 'OLD-1' });
  await post(`/products/${id}/archive`, { version: 1 });
  expect([await search('rhubarb'), await search('rhubrab'), await search('OLD-1')]).toEqual([[], [], []]);
  expect(await search('rhubarb', { status: 'archived' })).toEqual(['OLD-1']);
  expect(await search('rhubrab', { status: 'archived' })).toEqual(['OLD-1']);
  const listed = async (query: Record<string, string>) =>
    ok(await list({ sku: 'OLD-1', ...query })).items.length;
  expect([await listed({}), await listed({ search: '' })]).toEqual([1, 1]);
});

test('white space around what is typed says nothing, and nothing typed is no search', async () => {
  expect(await search('  choc ')).toEqual(['CHO-1']);
  expect(await search('COF-250 ')).toEqual(['COF-250']);
  const all = ok(await list({ limit: '3' }));
  for (const nothing of ['', '   ']) expect(ok(await list({ search: nothing, limit: '3' }))).toEqual(all);
  expect((await list({ search: 'a\nb' })).status).toBe(400);
  expect((await list({ search: 'x'.repeat(101) })).status).toBe(400);
});

test('there is one page, whatever the sort, of as many as are asked for', async () => {
  const answer = ok(await list({ search: 'milk', limit: '2', sort: '-createdAt' }));
  expect([answer.items.map(({ sku }: Json) => sku), answer.nextCursor]).toEqual([['X', 'CHO-1'], null]);
  const { nextCursor } = ok(await list({ limit: '2' }));
  const refused = await list({ search: 'milk', cursor: nextCursor });
  expect([refused.status, refused.body.errors[0].path]).toEqual([400, ['cursor']]);
});

test('what is changed is found by what it is now', async () => {
  const product = await create({ name: 'Quinoa', sku: newId(), barcodes: ['old-1'], brand: 'Andes' });
  const body = { version: 1, name: 'Bulgur', sku: 'NEW-77', brand: null, barcodes: ['new-1'], plu: '7777' };
  ok(await server.request('PATCH', `/v1/products/${product.id}`, { token: owner, body }));
  for (const gone of ['quinoa', 'andes', 'old-1', product.sku]) expect(await search(gone)).toEqual([]);
  for (const now of ['bulgur', 'new77', 'new-1', '7777', 'bulgr'])
    expect(await search(now)).toEqual(['NEW-77']);
});

test('a word that was misspelt once corrects nobody for ever', async () => {
  const product = await create({ name: 'Marjorann tea', sku: 'TEA-9' });
  const change = { version: 1, name: 'Marjoram tea' };
  ok(await server.request('PATCH', `/v1/products/${product.id}`, { token: owner, body: change }));
  for (const text of ['marjorann', 'tea marjorann', 'marjorann teaa'])
    expect(await search(text)).toEqual(['TEA-9']);
});

/** With a check digit that is wrong. */
const swapped = (code: string) => `${code.slice(0, 12)}${(Number(code[12]) + 1) % 10}`;

test('the label of a scale is found by what it is for', async () => {
  const layout = {
    prefix: '26',
    pluDigits: 5,
    value: 'weight',
    valueDigits: 5,
    decimals: 3,
    priceCheckDigit: false,
  };
  const settings = ok(await server.request('GET', '/v1/settings', { token: owner }));
  const body = { version: settings.version, labelLayouts: [layout] };
  ok(await server.request('PATCH', '/v1/settings', { token: owner, body }));
  await create({ name: 'Gouda', sku: 'GOU-1', plu: '77001', soldBy: 'measure', unitLabel: 'kg' });
  const scanned = ean13(267700100550);
  expect(await search(scanned)).toEqual(['GOU-1']);
  expect(await search(scanned, { status: 'draft' })).toEqual([]);
  for (const other of [
    ean13(267700200550),
    ean13(997700100550),
    `${scanned.slice(0, 12)}x`,
    swapped(scanned),
  ]) {
    expect(await search(other)).toEqual([]);
  }
});

test('what a file adds or changes is found by what it is now', async () => {
  await create({ name: 'Persimmon', sku: 'CSV-1', brand: 'Orchard' });
  const csv = fileOf(
    'sku,name,tax_category,price,barcodes,brand',
    'CSV-1,Physalis,Standard,1,,',
    'CSV-2,Kumquat,Standard,1,csv-code,Citrine',
  );
  expect(ok(await importCsv(server, '/products/import', owner, csv))).toMatchObject({
    created: 1,
    updated: 1,
  });
  for (const gone of ['persimmon', 'orchard']) expect(await search(gone)).toEqual([]);
  for (const now of ['physalis', 'phisalis']) expect(await search(now)).toEqual(['CSV-1']);
  for (const now of ['kumquat', 'citrin', 'csv-code', 'kumqaut'])
    expect(await search(now)).toEqual(['CSV-2']);
});

test('the text that is searched is that of the product, however it was written', async () => {
  const { rows } = await server.database.pool.query(
    `SELECT name, brand, sku, plu, search_text, ARRAY(
       SELECT code FROM product_barcodes b WHERE b.product_id = p.id ORDER BY position) AS barcodes FROM products p`,
  );
  expect(rows.length).toBeGreaterThan(CATALOGUE.length);
  for (const { search_text, ...product } of rows) expect(search_text).toBe(searchTextOf(product));
});

import { newId } from '@cashwrap/database';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fileOf, importCsv } from './csv-files.ts';
import { startTwin } from './people.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

let server: TestServer;
let shop: Shop;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
});
afterAll(() => server[Symbol.asyncDispose]());

const send = (csv: string, options: object = {}): Promise<Answer> =>
  importCsv(server, '/products/import', shop.owner, csv, options);
const query = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const exported = async (parameters = ''): Promise<string> =>
  ok(await server.request('GET', `/v1/products/export${parameters}`, { token: shop.owner }));
const bySku = async (sku: string): Promise<Json> =>
  ok(await server.request('GET', `/v1/products?${new URLSearchParams({ sku })}`, { token: shop.owner }))
    .items[0];
/** Everything that an import may write. */
const stored = async (): Promise<Json> =>
  (
    await query(`SELECT (SELECT json_agg(p ORDER BY id) FROM products p) AS products,
      (SELECT json_agg(b ORDER BY code) FROM product_barcodes b) AS barcodes,
      (SELECT json_agg(b ORDER BY bundle_id, product_id) FROM bundle_components b) AS components,
      (SELECT json_agg(c ORDER BY id) FROM categories c) AS categories,
      (SELECT count(*) FROM price_changes) AS changes, (SELECT count(*) FROM audit_log) AS audited`)
  )[0];
const unchanged = { created: 0, updated: 0, skipped: 0, errorCount: 0, errors: [] };

/** The first row below the header is wrong so, and nothing is written. */
async function expectRowError(header: string, line: string, column: string, message: string): Promise<void> {
  const before = await stored();
  const answer = await send(fileOf(header, line));
  expect([answer.status, answer.body.code]).toEqual([400, 'IMPORT_REFUSED']);
  expect(answer.body.details.errors).toContainEqual({
    ...{ row: 2, column, value: expect.any(String) },
    message: expect.stringContaining(message),
  });
  expect(answer.body.details.errorCount).toBe(answer.body.details.errors.length);
  expect(await stored()).toEqual(before);
}

describe('an import', () => {
  test('adds and changes products, and leaves alone what does not differ', async () => {
    const apples = await bySku('APL');
    const result = ok(
      await send(
        fileOf(
          'sku,name,tax_category,price,cost,barcodes,category',
          'TEA-100,Tea 100 g,Reduced,4.50,2,96385074,Drinks > Hot drinks',
          'COF-250,Coffee beans 250 g,Standard,7.49,3.50,4006381333931,',
          'APL,Apples,Reduced,2.99,1.20,2000001000007,',
        ),
      ),
    );
    expect(result).toEqual({ ...unchanged, dryRun: false, rows: 3, created: 1, updated: 1, unchanged: 1 });
    expect(await bySku('APL')).toEqual(apples);
    const { id, ...tea } = await bySku('TEA-100');
    const path = await query(
      'SELECT p.name AS parent, c.name FROM categories c JOIN categories p ON p.id = c.parent_id WHERE c.id = $1',
      [tea.categoryId],
    );
    expect(path).toEqual([{ parent: 'Drinks', name: 'Hot drinks' }]);
    expect(tea).toMatchObject({
      ...{ name: 'Tea 100 g', price: 450, cost: 200, barcodes: ['96385074'], version: 1, soldBy: 'unit' },
      ...{
        trackStock: true,
        status: 'active',
        kind: 'standard',
        taxCategoryId: shop.taxCategories.reduced.id,
      },
    });
    expect(await bySku('COF-250')).toMatchObject({ price: 749, version: 2, description: '' });
    const changes = await query(
      `SELECT p.sku, c.field, c.before, c.after FROM price_changes c JOIN products p ON p.id = c.product_id
       WHERE c.changed_at = (SELECT max(changed_at) FROM price_changes) ORDER BY p.sku, c.field`,
    );
    expect(changes).toEqual([
      { sku: 'COF-250', field: 'price', before: 699, after: 749 },
      { sku: 'TEA-100', field: 'cost', before: null, after: 200 },
      { sku: 'TEA-100', field: 'price', before: null, after: 450 },
    ]);
    const audited = await query(`SELECT after FROM audit_log WHERE action = 'products.import'`);
    expect(audited).toEqual([
      { after: { dryRun: false, rows: 3, created: 1, updated: 1, unchanged: 1, skipped: 0, errorCount: 0 } },
    ]);
  });

  test('leaves what has no column, and empties what has an empty cell', async () => {
    ok(await send(fileOf('sku,name,tax_category,price,brand,plu', 'E-1,Egg,Reduced,1,Hen,71')));
    ok(await send(fileOf('sku,name', 'E-1,Large egg')));
    expect(await bySku('E-1')).toMatchObject({ name: 'Large egg', brand: 'Hen', plu: '71', version: 2 });
    ok(await send(fileOf('sku,brand,status', 'E-1,,')));
    expect(await bySku('E-1')).toMatchObject({ brand: null, plu: '71', status: 'active', version: 3 });
  });

  test('makes variants and bundles, before or behind what they name', async () => {
    const csv = fileOf(
      'sku,name,kind,parent_sku,options,option_values,tax_category,price,components',
      'SHIRT-M,Shirt M,,SHIRT,,Size: M,,,',
      'SHIRT-L,Shirt L,,SHIRT,,Size: L,,21.00,',
      'SET,Set,bundle,,,,Standard,30,SHIRT-M:1|MUG:2',
      'SHIRT,Shirt,,,Size: M|L,,Standard,20.00,',
      'MUG,Mug,,,,,Standard,8,',
      'DEPT,Department,open_price,,,,Standard,,',
    );
    expect(ok(await send(csv))).toMatchObject({ rows: 6, created: 6 });
    const [shirt, medium, set, mug] = await Promise.all(['SHIRT', 'SHIRT-M', 'SET', 'MUG'].map(bySku));
    expect(shirt).toMatchObject({ options: [{ name: 'Size', values: ['M', 'L'] }], trackStock: false });
    expect(medium).toMatchObject({
      ...{ parentId: shirt.id, optionValues: { Size: 'M' }, inheritsPrice: true, trackStock: true },
      taxCategoryId: shop.taxCategories.standard.id,
    });
    const held = await query(
      'SELECT product_id, quantity::float8 FROM bundle_components WHERE bundle_id = $1 ORDER BY position',
      [set.id],
    );
    expect(held).toEqual([
      { product_id: medium.id, quantity: 1 },
      { product_id: mug.id, quantity: 2 },
    ]);
    expect(await bySku('DEPT')).toMatchObject({ kind: 'open_price', price: 0, trackStock: false });
    expect(ok(await send(csv))).toMatchObject({ ...unchanged, unchanged: 6 });
  });

  test('keeps a UPC-E as the UPC-A that it is, and takes both for one number', async () => {
    const csv = (barcodes: string) =>
      fileOf('sku,name,tax_category,price,barcodes', `U-1,U,Standard,1,${barcodes}`);
    ok(await send(csv('04252614')));
    expect(await bySku('U-1')).toMatchObject({ barcodes: ['042100005264'] });
    expect(ok(await send(csv('042100005264')))).toMatchObject({ unchanged: 1 });
    const twice = await send(csv('04252614|042100005264'));
    expect([twice.status, twice.body.details.errors[0].column]).toEqual([400, 'barcodes']);
  });

  test('lets barcodes and PLUs pass from one product to another', async () => {
    const header = 'sku,name,tax_category,price,plu,barcodes';
    ok(await send(fileOf(header, 'X-1,A,Standard,1,801,AAA|BBB', 'X-2,B,Standard,1,802,CCC')));
    expect(
      ok(await send(fileOf(header, 'X-1,A,Standard,1,802,CCC', 'X-2,B,Standard,1,801,BBB|AAA'))),
    ).toMatchObject({
      updated: 2,
    });
    expect(await bySku('X-1')).toMatchObject({ plu: '802', barcodes: ['CCC'] });
    expect(await bySku('X-2')).toMatchObject({ plu: '801', barcodes: ['BBB', 'AAA'] });
  });

  test('of a dry run checks and counts everything and writes nothing', async () => {
    const before = await stored();
    const csv = fileOf(
      'sku,name,tax_category,price',
      'DRY,Dry,Standard,1',
      'COF-250,New name,Standard,9',
      'BAD,,Standard,x',
    );
    const result = ok(await send(csv, { dryRun: true }));
    expect(result).toMatchObject({
      dryRun: true,
      rows: 3,
      created: 1,
      updated: 1,
      skipped: 1,
      errorCount: 1,
    });
    expect(result.errors).toEqual([
      { row: 4, column: 'price', value: 'x', message: expect.stringContaining('must be a number') },
    ]);
    expect(await stored()).toEqual(before);
  });

  test('skips wrong rows, and what depends on them, where that is asked for', async () => {
    const csv = fileOf(
      'sku,name,kind,parent_sku,options,option_values,tax_category,price,components',
      'GOOD,Good,,,,,Standard,1,',
      'PARENT,Parent,,,Size: S,,Nowhere,1,',
      'CHILD,Child,,PARENT,,Size: S,,,',
      'BOX,Box,bundle,,,,Standard,1,CHILD:1',
    );
    const result = ok(await send(csv, { onError: 'skip' }));
    expect(result).toMatchObject({ rows: 4, created: 1, skipped: 3, errorCount: 3 });
    expect(result.errors.map(({ row, column, message }: Json) => [row, column, message])).toEqual([
      [3, 'tax_category', 'there is no such tax category'],
      [4, 'parent_sku', 'is in this file, and wrong itself'],
      [5, 'components', 'is in this file, and wrong itself'],
    ]);
    expect((await bySku('GOOD')).name).toBe('Good');
    expect(await bySku('PARENT')).toBeUndefined();
  });

  test('lists the first 1,000 errors and counts all', async () => {
    const lines = Array.from({ length: 1500 }, (_, at) => `MANY-${at},Name,Standard,-1`);
    const { status, body } = await send(fileOf('sku,name,tax_category,price', ...lines));
    expect([status, body.details.errorCount, body.details.errors.length]).toEqual([400, 1500, 1000]);
    expect(body.details.errors[999].row).toBe(1001);
    expect(body.detail).toMatch(
      /^row 2, price: must not be negative; .* \(and 997 more\)\. Nothing was imported\.$/,
    );
  });

  test('is once under its key', async () => {
    const headers = { 'idempotency-key': newId() };
    const body = { csv: fileOf('sku,name,tax_category,price', 'ONCE,Once,Standard,1') };
    const call = (csv: string) =>
      server.request('POST', '/v1/products/import', { token: shop.owner, body: { csv }, headers });
    expect(ok(await call(body.csv)).created).toBe(1);
    const again = await call(body.csv);
    expect([ok(again).created, again.headers.get('idempotent-replayed')]).toEqual([1, 'true']);
    expect((await call(`${body.csv}ONCE2,x,Standard,1\r\n`)).body.code).toBe('IDEMPOTENCY_MISMATCH');
    const twin = await server.trpc('products.import', body, { token: shop.owner, headers });
    expect([twin.data.created, twin.headers.get('idempotent-replayed')]).toEqual([1, 'true']);
  });

  test('by two processes at once makes each product once', async () => {
    // Each has a gate of its own: only the database stands between the two.
    await using twin = await startTwin(server);
    const lines = Array.from({ length: 300 }, (_, at) => `RACE-${at},Name,Standard,1,Raced > ${at % 3}`);
    const csv = fileOf('sku,name,tax_category,price,category', ...lines);
    const answers = await Promise.all(
      [server, twin].map((each) => importCsv(each, '/products/import', shop.owner, csv)),
    );
    const results = answers.map(ok);
    expect(results.map(({ created }) => created).sort((a, b) => a - b)).toEqual([0, 300]);
    expect(results.map(({ unchanged }) => unchanged).sort((a, b) => a - b)).toEqual([0, 300]);
    expect(await query(`SELECT count(*)::int AS n FROM categories WHERE name = 'Raced'`)).toEqual([{ n: 1 }]);
  });

  test('takes both permissions', async () => {
    const { id } = await server.createUser(null);
    const token = ok(
      await server.request('POST', '/v1/api-keys', {
        token: shop.owner,
        body: { name: `Adder ${id}`, permissions: ['products.create'] },
      }),
    ).secret;
    const answer = await importCsv(server, '/products/import', token, 'sku\r\n');
    expect([answer.status, answer.body.code]).toEqual([403, 'FORBIDDEN']);
    expect(answer.body.detail).toContain('products.update');
  });
});

describe('a row is refused, by its column, with', () => {
  const NEW = 'sku,name,tax_category,price';
  beforeAll(async () => {
    const csv = fileOf(
      'sku,name,kind,options,parent_sku,option_values,tax_category,price,barcodes,plu,components',
      'R-1,Held,,,,,Standard,1,HELD,7001,',
      'R-P,Parent,,Size: S|M,,,Standard,1,,,',
      'R-S,Small,,,R-P,Size: S,,,,,',
      'R-B,Bundle,bundle,,,,Standard,1,,,R-1:1',
      'R-AP,Archived parent,,Size: S,,,Standard,1,,,',
      'R-AC,Archived component,,,,,Standard,1,,,',
    );
    expect(ok(await send(csv)).created).toBe(6);
    for (const sku of ['R-AP', 'R-AC']) {
      const { id, version } = await bySku(sku);
      ok(
        await server.request('POST', `/v1/products/${id}/archive`, { token: shop.owner, body: { version } }),
      );
    }
  });

  test.each([
    ['no SKU', NEW, ',Name,Standard,1', 'sku', 'is required'],
    ['no name', NEW, 'N-1,,Standard,1', 'name', 'is required'],
    ['no price', NEW, 'N-1,Name,Standard,', 'price', 'is required'],
    ['a negative price', NEW, 'N-1,Name,Standard,-0.01', 'price', 'must not be negative'],
    ['a price of 10^15', NEW, 'N-1,Name,Standard,1000000000000000', 'price', 'too large'],
    ['three decimals', NEW, 'N-1,Name,Standard,1.999', 'price', 'at most 2 decimal places'],
    ['a tax category that is not there', NEW, 'N-1,Name,Luxury,1', 'tax_category', 'no such tax category'],
    ['a name too long', NEW, `N-1,${'x'.repeat(201)},Standard,1`, 'name', 'at most 200 characters'],
    ['a held barcode', `${NEW},barcodes`, 'N-1,Name,Standard,1,HELD', 'barcodes', 'the SKU R-1'],
    [
      'a wrong check digit',
      `${NEW},barcodes`,
      'N-1,Name,Standard,1,4006381333932',
      'barcodes',
      'check digit',
    ],
    ['a held PLU', `${NEW},plu`, 'N-1,Name,Standard,1,7001', 'plu', 'the SKU R-1'],
    ['an unknown parent', `${NEW},parent_sku`, 'N-1,Name,Standard,1,NOBODY', 'parent_sku', 'no such product'],
    [
      'itself as its parent',
      `${NEW},parent_sku`,
      'N-1,Name,Standard,1,N-1',
      'parent_sku',
      'that has options',
    ],
    [
      'a variant as its parent',
      `${NEW},parent_sku`,
      'N-1,Name,Standard,1,R-S',
      'parent_sku',
      'that has options',
    ],
    [
      'a parent without options',
      `${NEW},parent_sku`,
      'N-1,Name,Standard,1,R-1',
      'parent_sku',
      'that has options',
    ],
    [
      'a value that is no option',
      `${NEW},parent_sku,option_values`,
      'N-1,Name,,,R-P,Size: XL',
      'option_values',
      'one of the values',
    ],
    [
      'a variant that is there',
      `${NEW},parent_sku,option_values`,
      'N-1,Name,,,R-P,Size: S',
      'option_values',
      'SKU R-S',
    ],
    ['a category too deep', `${NEW},category`, 'N-1,Name,Standard,1,A>B>C>D>E>F>G>H>I>J>K', 'category', '10'],
    ['an empty category', `${NEW},category`, 'N-1,Name,Standard,1,A >  > B', 'category', 'must not be empty'],
    [
      'a bad boolean',
      `${NEW},track_stock`,
      'N-1,Name,Standard,1,maybe',
      'track_stock',
      'must be true or false',
    ],
    ['a bad word', `${NEW},kind`, 'N-1,Name,Standard,1,thing', 'kind', 'must be one of: standard'],
    ['a bad address', `${NEW},image_url`, 'N-1,Name,Standard,1,ftp://x', 'image_url', 'must be'],
    [
      'attributes with a name that JavaScript has for itself',
      `${NEW},attributes`,
      'N-1,Name,Standard,1,"{""__proto__"":""x""}"',
      'attributes',
      '__proto__',
    ],
    [
      'attributes that are no JSON',
      `${NEW},attributes`,
      'N-1,Name,Standard,1,organic',
      'attributes',
      'JSON object',
    ],
    [
      'a quantity of 0.0001',
      `${NEW},kind,components`,
      'N-1,Name,Standard,1,bundle,R-1:0.0001',
      'components',
      'must',
    ],
    [
      'half a unit',
      `${NEW},kind,components`,
      'N-1,Name,Standard,1,bundle,R-1:0.5',
      'components',
      'whole number',
    ],
    [
      'a bundle in a bundle',
      `${NEW},kind,components`,
      'N-1,Name,Standard,1,bundle,R-B:1',
      'components',
      'has no stock',
    ],
    [
      'an empty bundle',
      `${NEW},kind,components`,
      'N-1,Name,Standard,1,bundle,',
      'components',
      'must not be empty',
    ],
    [
      'another kind',
      'sku,kind',
      'R-1,bundle',
      'kind',
      'is fixed when a product is made: here it is standard',
    ],
    ['another way of selling', 'sku,sold_by', 'R-1,measure', 'sold_by', 'is fixed'],
    [
      'another parent',
      'sku,parent_sku',
      'R-S,R-1',
      'parent_sku',
      'is fixed when a product is made: here it is R-P',
    ],
    [
      'fewer options than variants have',
      'sku,options',
      'R-P,Size: M',
      'options',
      'the variant with the SKU R-S',
    ],
    [
      'a bundle by measure',
      `${NEW},kind,sold_by,components`,
      'N-1,Name,Standard,1,bundle,measure,R-1:1',
      'sold_by',
      'must be unit',
    ],
    [
      'an archived parent',
      `${NEW},parent_sku,option_values`,
      'N-1,Name,,,R-AP,Size: S',
      'parent_sku',
      'is archived',
    ],
    [
      'an archived component',
      `${NEW},kind,components`,
      'N-1,Name,Standard,1,bundle,R-AC:1',
      'components',
      'is archived',
    ],
    ['options that come', 'sku,options', 'R-1,Size: S', 'options', 'cannot come or go'],
    ['options that go', 'sku,options', 'R-P,', 'options', 'cannot come or go'],
    ['the status of the archive', 'sku,status', 'R-1,archived', 'status', 'products.archive'],
  ])('%s', async (_what, header, line, column, message) => {
    await expectRowError(header, line, column, message);
  });

  test('what stands in the file already, naming the other row', async () => {
    const csv = fileOf(
      `${NEW},barcodes`,
      'D-1,Name,Standard,1,DUP',
      'D-1,Name,Standard,1,',
      'D-2,Name,Standard,1,DUP',
    );
    const { details } = (await send(csv)).body;
    expect(details.errors.map(({ row, column, message }: Json) => [row, column, message])).toEqual([
      [3, 'sku', 'stands in row 2 already'],
      [4, 'barcodes', 'stands in row 2 already'],
    ]);
  });
});

describe('a barcode is the same in every form of GTIN:', () => {
  const header = 'sku,name,tax_category,price,barcodes';
  const UPC = '036000291452';

  test('another row or product that has it is named, and so is a cell that has it twice', async () => {
    ok(await send(fileOf(header, 'G-1,Tissues,Standard,1,4006381333931X|614141000036')));
    const csv = fileOf(
      header,
      `G-2,Name,Standard,1,${UPC}`,
      `G-3,Name,Standard,1,0${UPC}`,
      'G-4,Name,Standard,1,96385074X|0614141000036',
      `G-5,Name,Standard,1,10036000291459|00036000291452|${UPC}`,
    );
    const answer = await send(csv);
    expect([answer.status, answer.body.code]).toEqual([400, 'IMPORT_REFUSED']);
    const { errors } = answer.body.details;
    expect(errors.map(({ row, column, value, message }: Json) => [row, column, value, message])).toEqual([
      [3, 'barcodes', `0${UPC}`, 'stands in row 2 already'],
      [4, 'barcodes', '0614141000036', 'belongs to the product with the SKU G-1'],
      [5, 'barcodes', '00036000291452', 'stands in row 2 already'],
      [5, 'barcodes', UPC, 'is a barcode before it, with more or fewer zeros in front'],
      [5, 'barcodes', UPC, 'stands in row 2 already'],
    ]);
  });

  test('a product may have it in another form than before, and pass it on', async () => {
    ok(await send(fileOf(header, 'G-6,Name,Standard,1,036000291452')));
    expect(ok(await send(fileOf(header, 'G-6,Name,Standard,1,0036000291452'))).updated).toBe(1);
    const csv = fileOf(header, 'G-6,Name,Standard,1,', 'G-7,Name,Standard,1,00036000291452');
    expect(ok(await send(csv))).toMatchObject({ created: 1, updated: 1 });
    expect(await bySku('G-7')).toMatchObject({ barcodes: ['00036000291452'] });
  });
});

describe('what is no CSV is refused whole, where rows may be skipped, too:', () => {
  let before: Json;
  beforeEach(async () => {
    before = await stored();
  });

  test('a quote that is open at row 99,999', async () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, at) => `Q-${at},${at === 99_997 ? '"' : ''}Name,Standard,1`,
    );
    const answer = await send(fileOf('sku,name,tax_category,price', ...lines), { onError: 'skip' });
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([
      ...[400, 'CSV_MALFORMED'],
      { row: 99_999, column: '2' },
    ]);
    expect(await stored()).toEqual(before);
  });

  test('an unknown column, and none', async () => {
    for (const csv of ['sku,nmae\r\nA,B\r\n', '']) {
      expect((await send(csv, { onError: 'skip' })).body.code).toBe('CSV_MALFORMED');
    }
    expect(await stored()).toEqual(before);
  });
});

describe('export and import', () => {
  test('change nothing, whatever the texts are', async () => {
    const texts = fc
      .array(
        fc.constantFrom(
          '"',
          "'",
          ',',
          ';',
          '=',
          '+',
          '-',
          '@',
          '|',
          ':',
          '>',
          '\\',
          '007',
          '☕',
          '🍎',
          ' x',
          'é',
        ),
        {
          minLength: 1,
          maxLength: 6,
        },
      )
      .map((parts) => parts.join('').trim());
    const styles = fc.constantFrom<Record<string, string>>(
      {},
      { delimiter: ';', decimalMark: ',' },
      { delimiter: '\t', bom: 'true' },
      { delimiter: ';', decimalMark: '.' },
    );
    let n = 0;
    const product = fc.record({
      ...{
        sku: texts,
        name: texts,
        brand: texts,
        description: fc.oneof(
          fc.tuple(texts, texts).map((two) => two.join('\n\t')),
          fc.constantFrom('', '  ', '\n', ' \n', "'", '\t=1'),
        ),
      },
      ...{
        price: fc.nat(1_000_000),
        cost: fc.option(fc.nat(1000)),
        barcode: texts,
        category: fc.array(texts, { maxLength: 3 }),
      },
      attributes: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(texts, fc.boolean(), fc.nat())),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(product, { minLength: 1, maxLength: 5 }), styles, async (those, style) => {
        for (const { sku, barcode, category, ...fields } of those) {
          n += 1;
          // Made by the API and by SQL, not by the import that is to be tried.
          const { id } = ok(
            await server.request('POST', '/v1/products', {
              token: shop.owner,
              body: {
                ...{ ...fields, sku: `${sku}${n}`, taxCategoryId: shop.taxCategories.standard.id },
                barcodes: [`${barcode.replaceAll(/[^!-~]/g, '')}${n}X`, `X${n}`],
              },
            }),
          );
          let path: string[] = [];
          for (const [depth, name] of category.entries()) {
            const own = newId();
            const above = path.at(-1) ?? null;
            path = [...path, own];
            await query(
              `INSERT INTO categories (id, name, parent_id, path, created_at, updated_at)
               VALUES ($1, $2, $3, $4, now(), now())`,
              [own, `${name}${n}-${depth}`, above, path],
            );
          }
          await query('UPDATE products SET category_id = $2 WHERE id = $1', [id, path.at(-1) ?? null]);
        }
        const before = await stored();
        const csv = await exported(`?${new URLSearchParams(style)}`);
        const cells = parse(csv, {
          delimiter: style.delimiter ?? ',',
          bom: true,
        }).flat();
        for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        const { decimalMark = '.' } = style;
        const result = ok(await send(csv, { decimalMark }));
        expect(result).toMatchObject({ ...unchanged, unchanged: before.products.length });
        expect(await stored()).toEqual(before);
        expect(await exported(`?${new URLSearchParams(style)}`)).toBe(csv);
      }),
      { numRuns: 15 },
    );
  });
});

// Last, because what exports everything would take its time with these.
test('an import writes as many as there are, page by page', async () => {
  const file = (price: string) =>
    fileOf(
      'sku,name,parent_sku,option_values,options,tax_category,price',
      'PAGES-V,Variant,PAGES-P,Size: S,,,',
      ...Array.from({ length: 5100 }, (_, at) => `PAGE-${at},Page,,,,Standard,${price}`),
      `PAGES-P,Parent,,,Size: S,Standard,${price}`,
    );
  expect(ok(await send(file('1')))).toMatchObject({ created: 5102 });
  expect(ok(await send(file('2')))).toMatchObject({ updated: 5101, unchanged: 1 });
  const [{ n }] = await query(
    `SELECT count(*)::int AS n FROM products WHERE sku LIKE 'PAGE%' AND price = 200`,
  );
  expect(n).toBe(5101);
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, importCsv } from './csv-files.ts';
import { callAs } from './people.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

// A file and a person make the same products, and are refused the same ones.

let server: TestServer;
let shop: Shop;
/** Products that others may name, by SKU. */
const fixtures = new Map<string, Json>();
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  await fixture('PLAIN', { barcodes: [UPC], plu: '7001' });
  await fixture('KILO', { soldBy: 'measure', unitLabel: 'kg' });
  await fixture('DEPT', { kind: 'open_price', price: 0 });
  await fixture('PACK', { kind: 'bundle', components: [holds('PLAIN', 1)] });
  await fixture('PARENT', { options: SIZES, brand: 'Loom', soldBy: 'measure', unitLabel: 'm' });
  await fixture('SMALL', { parentId: idOf('PARENT'), optionValues: { Size: 'S' } });
  for (const sku of ['OLD', 'OLD-PARENT']) {
    const { id } = await fixture(sku, { options: sku === 'OLD' ? [] : SIZES });
    ok(await as().post(`/products/${id}/archive`, { version: 1 }));
  }
});
afterAll(() => server[Symbol.asyncDispose]());

const as = () => callAs(server, shop.owner);
const query = async (sql: string, params: unknown[] = []): Promise<Json[]> =>
  (await server.database.pool.query(sql, params)).rows;
const idOf = (sku: string): string => fixtures.get(sku)?.id;
const holds = (sku: string, quantity: number) => ({ productId: idOf(sku), quantity });
const base = () => ({ name: 'Thing', taxCategoryId: shop.taxCategories.standard.id, price: 100 });
async function fixture(sku: string, fields: object): Promise<Json> {
  const made = ok(await as().post('/products', { ...base(), sku, ...fields }));
  fixtures.set(sku, made);
  return made;
}

const UPC = '036000291452';
const SIZES = [{ name: 'Size', values: ['S', 'M'] }];

/** Mostly left out. */
const seldom = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
/** Mostly there. */
const often = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 6, arbitrary: value });

const options = fc.constantFrom(
  [],
  SIZES,
  [{ name: 'Size', values: ['S', 'M', 'L'] }],
  [{ name: 'Size', values: ['M'] }],
);
const barcodes = fc.subarray(
  [UPC, `0${UPC}`, `00${UPC}`, '4006381333931', '04006381333931', 'ABC', '96385075'],
  {
    maxLength: 2,
  },
);
const components = fc
  .array(
    fc.tuple(
      fc.constantFrom('PLAIN', 'PLAIN', 'KILO', 'KILO', 'DEPT', 'PACK', 'PARENT', 'SMALL', 'OLD'),
      fc.constantFrom(1, 2, 0.5),
    ),
    { maxLength: 2 },
  )
  .filter((those) => new Set(those.map(([sku]) => sku)).size === those.length);
const plain = {
  brand: seldom(fc.constantFrom('Élan', '007')),
  description: seldom(fc.constantFrom('', 'Some\nlines')),
  plu: seldom(fc.constantFrom('7001', '7002', '07')),
  barcodes: seldom(barcodes),
  unitLabel: seldom(fc.constantFrom('kg')),
  allowOversell: seldom(fc.boolean()),
  cost: seldom(fc.nat(500)),
  status: seldom(fc.constantFrom('draft', 'active', 'archived')),
};

type Fields = Record<string, unknown>;
type Drawn = Fields & { parent?: string | undefined; components?: [string, number][] | undefined };

/** The fields as the API takes them. */
function inputOf({ parent, components: held, ...fields }: Drawn): Fields {
  return {
    ...fields,
    ...(parent !== undefined && { parentId: idOf(parent) }),
    ...(held && { components: held.map(([sku, quantity]) => holds(sku, quantity)) }),
  };
}

/** Columns, and how each has a value of the API. */
const COLUMNS: Record<string, [column: string, write: (value: never) => string]> = {
  sku: ['sku', String],
  name: ['name', String],
  kind: ['kind', String],
  parent: ['parent_sku', String],
  options: [
    'options',
    (those: typeof SIZES) => those.map(({ name, values }) => `${name}: ${values.join('|')}`).join('; '),
  ],
  optionValues: [
    'option_values',
    (values: object) =>
      Object.entries(values)
        .map(([name, value]) => `${name}: ${value}`)
        .join('; '),
  ],
  components: ['components', (held: [string, number][]) => held.map((each) => each.join(':')).join('|')],
  barcodes: ['barcodes', (codes: string[]) => codes.join('|')],
  taxCategoryId: ['tax_category', () => 'Standard'],
  price: ['price', (minor: number) => String(minor / 100)],
  cost: ['cost', (minor: number) => String(minor / 100)],
  soldBy: ['sold_by', String],
  unitLabel: ['unit_label', String],
  trackStock: ['track_stock', String],
  allowOversell: ['allow_oversell', String],
  description: ['description', (text: string) => `"${text}"`],
  brand: ['brand', String],
  plu: ['plu', String],
  status: ['status', String],
};

/** The fields as a file of one row: what is left out has no column, what is null an empty cell. */
function csvOf(drawn: Drawn): string {
  const given = Object.entries(drawn).filter(([, value]) => value !== undefined);
  const cells = given.map(([field, value]) => {
    const [column, write] = COLUMNS[field] ?? [field, String];
    return [column, value === null ? '' : write(value as never)];
  });
  return fileOf(cells.map(([column]) => column).join(','), cells.map(([, cell]) => cell).join(','));
}

/** What there is of a product, but for what is its own in any case; leaves nothing behind that another could run into. */
async function takeAway(sku: string): Promise<Json> {
  const [{ id, ...kept }] = await query(
    `SELECT p.*, ARRAY(SELECT code FROM product_barcodes WHERE product_id = p.id ORDER BY position) AS barcodes,
       ARRAY(SELECT (product_id, quantity)::text FROM bundle_components WHERE bundle_id = p.id ORDER BY position) AS held,
       ARRAY(SELECT (field, before, after)::text FROM price_changes WHERE product_id = p.id ORDER BY id) AS changes
     FROM products p WHERE sku = $1`,
    [sku],
  );
  await query('DELETE FROM product_barcodes WHERE product_id = $1', [id]);
  await query('DELETE FROM bundle_components WHERE bundle_id = $1', [id]);
  await query(
    `UPDATE products SET sku = id::text, plu = NULL, price = coalesce(price, 0), parent_id = NULL WHERE id = $1`,
    [id],
  );
  const {
    sku: _sku,
    search_text,
    created_at: _created,
    updated_at: _updated,
    version: _version,
    ...same
  } = kept;
  return { ...same, search_text: search_text.replaceAll(sku.toLowerCase(), '') };
}

const accepted = ({ status, body }: Answer): boolean => {
  expect(status, JSON.stringify(body)).toBeLessThan(500);
  return status < 300;
};
let n = 0;

test('new products are accepted and refused alike, and are the same afterwards', async () => {
  const drawn = fc.record({
    kind: seldom(fc.constantFrom('standard', 'open_price', 'bundle', 'bundle')),
    parent: seldom(fc.constantFrom('PARENT', 'PARENT', 'PARENT', 'OLD-PARENT', 'PLAIN', 'SMALL')),
    optionValues: seldom(
      fc.constantFrom<Json[]>({ Size: 'M' }, { Size: 'M' }, { Size: 'S' }, { Size: 'XL' }, { Colour: 'red' }),
    ),
    options: seldom(options),
    components: seldom(components),
    taxCategoryId: often(fc.constant('standard')),
    price: often(fc.constantFrom(0, 100)),
    soldBy: seldom(fc.constantFrom('unit', 'measure')),
    trackStock: seldom(fc.boolean()),
    ...plain,
  });
  // Few draws of a variant with its values would fit together.
  const variant = drawn.map((fields) => ({
    ...{ ...fields, parent: 'PARENT', optionValues: { Size: 'M' }, options: undefined },
    ...{ kind: undefined, components: undefined },
  }));
  const bundle = fc
    .tuple(drawn, components)
    .map(([fields, held]) => ({ ...fields, kind: 'bundle', components: held, parent: undefined }));
  const outcomes = { both: 0, neither: 0 };
  await fc.assert(
    fc.asyncProperty(fc.oneof(drawn, drawn, variant, bundle), async (fields) => {
      n += 1;
      const taxCategoryId = fields.taxCategoryId && shop.taxCategories.standard.id;
      const product: Drawn = { name: 'Thing', ...fields, taxCategoryId };
      const [byHand, byFile] = [`hand${n}`, `file${n}`];
      const made = await as().post('/products', inputOf({ ...product, sku: byHand }));
      const one = accepted(made) ? await takeAway(byHand) : null;
      const imported = await importCsv(
        server,
        '/products/import',
        shop.owner,
        csvOf({ ...product, sku: byFile }),
      );
      const other = accepted(imported) ? await takeAway(byFile) : null;
      expect(other, JSON.stringify([made.body, imported.body])).toEqual(one);
      outcomes[one ? 'both' : 'neither'] += 1;
    }),
    { numRuns: 150 },
  );
  // It has seen both.
  expect(Math.min(outcomes.both, outcomes.neither)).toBeGreaterThan(15);
});

test('changes are accepted and refused alike, and come to the same', async () => {
  const targets: Record<string, () => Promise<Fields> | Fields> = {
    standard: () => ({}),
    measured: () => ({ soldBy: 'measure' }),
    open: () => ({ kind: 'open_price', price: 0 }),
    bundle: () => ({ kind: 'bundle', components: [holds('PLAIN', 1), holds('KILO', 0.5)] }),
    parent: () => ({ options: SIZES }),
    variant: async () => {
      const parent = ok(
        await as().post('/products', { ...base(), sku: `P${n}-${Math.random()}`, options: SIZES }),
      );
      return { parentId: parent.id, optionValues: { Size: 'S' }, price: 30 };
    },
  };
  const changes = fc.record({
    name: seldom(fc.constantFrom('Other', '=1')),
    price: seldom(fc.constantFrom(null, 0, 300)),
    options: seldom(options),
    components: seldom(components),
    ...plain,
    cost: seldom(fc.option(fc.nat(500))),
    unitLabel: seldom(fc.constantFrom(null, 'kg')),
  });
  const outcomes = { both: 0, neither: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(targets)),
      fc.boolean(),
      changes,
      async (target, isArchived, drawn) => {
        n += 1;
        // Where a product is so already, a file may say it: that it has no price, and that it is archived.
        const fields = {
          ...drawn,
          ...(target === 'open' && drawn.price === null && { price: undefined }),
          ...(isArchived && drawn.status === 'archived' && { status: undefined }),
        };
        const twins = await Promise.all(
          [`hand${n}`, `file${n}`].map(async (sku) => {
            const own = (await targets[target]?.()) ?? {};
            const made = ok(await as().post('/products', { ...base(), ...own, sku }));
            if (target === 'parent') {
              const values = { parentId: made.id, optionValues: { Size: 'S' }, status: 'draft' };
              const { id } = ok(await as().post('/products', { ...base(), ...values, sku: `${sku}-S` }));
              if (isArchived) ok(await as().post(`/products/${id}/archive`, { version: 1 }));
            }
            return isArchived ? ok(await as().post(`/products/${made.id}/archive`, { version: 1 })) : made;
          }),
        );
        const [{ id, version }] = twins as [Json];
        const changed = await as().patch(`/products/${id}`, { ...inputOf(fields), version });
        const one = { accepted: accepted(changed), ...(await takeAway(`hand${n}`)) };
        const csv = csvOf({ sku: `file${n}`, ...fields, ...(fields.name === '=1' && { name: "'=1" }) });
        const imported = await importCsv(server, '/products/import', shop.owner, csv);
        const other = { accepted: accepted(imported), ...(await takeAway(`file${n}`)) };
        const parents = { parent_id: one.parent_id };
        expect({ ...other, ...parents }, JSON.stringify([changed.body, imported.body])).toEqual(one);
        outcomes[one.accepted ? 'both' : 'neither'] += 1;
      },
    ),
    { numRuns: 80 },
  );
  expect(Math.min(outcomes.both, outcomes.neither)).toBeGreaterThan(5);
});

test('search finds them alike', async () => {
  await using twin = await startTestServer();
  const { owner } = await twin.seedShop();
  const words = fc.constantFrom(
    'Crème',
    'fraîche',
    'Coffee',
    'beans',
    'STRAẞE',
    '250 g',
    'Milk',
    'A/B-7',
    'Øl',
    '茶',
  );
  const product = fc.record({
    name: fc.array(words, { minLength: 1, maxLength: 4 }).map((those) => those.join(' ')),
    brand: fc.option(words),
    plu: fc.boolean(),
    barcode: fc.boolean(),
  });
  const those = fc.sample(product, { numRuns: 60, seed: 7 }).map(({ plu, barcode, ...fields }, at) => ({
    ...{ ...fields, sku: `SKU-${at}/X` },
    plu: plu ? String(at + 100) : null,
    barcodes: barcode ? [`BC-${at}`, `X${at}`] : [],
  }));
  for (const each of those) ok(await as().post('/products', { ...base(), ...each }));
  const file = (rename: (name: string) => string) =>
    fileOf(
      'sku,name,tax_category,price,brand,plu,barcodes',
      ...those.map(({ sku, name, brand, plu, barcodes: codes }) =>
        [sku, rename(name), 'Standard', '1', brand ?? '', plu ?? '', codes.join('|')].join(','),
      ),
    );
  // Some of them are new so, others become so.
  const lines = file((name) => `${name} before`).split('\r\n');
  ok(await importCsv(twin, '/products/import', owner, fileOf(...lines.slice(0, 31))));
  ok(
    await importCsv(
      twin,
      '/products/import',
      owner,
      file((name) => name),
    ),
  );
  const find = async (caller: TestServer, token: string, search: string) => {
    const answer = await callAs(caller, token).get(`/products?${new URLSearchParams({ search })}`);
    return ok(answer).items.map(({ sku, name }: Json) => [sku, name]);
  };
  // Fixtures of the other tests are on one server only.
  const own = (found: string[][]) => found.filter(([sku]) => sku?.startsWith('SKU-'));
  for (const typed of [
    'creme',
    'cofee',
    'mikl',
    'strasse',
    'ol',
    '茶',
    'a b 7',
    'sku7x',
    'bc-12',
    '101',
    'X3',
    'frai',
  ]) {
    const found = own(await find(server, shop.owner, typed));
    expect(own(await find(twin, owner, typed)), typed).toEqual(found);
    expect(found, typed).not.toEqual([]);
  }
});

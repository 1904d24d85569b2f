import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { atOnce, callAs, codeOf, rowsOf } from './people.ts';
import { sellingAt } from './selling.ts';
import {
  type Answer,
  countDeadlocks,
  type Json,
  ok,
  type Shop,
  startTestServer,
  type TestServer,
} from './support.ts';

let server: TestServer;
let shop: Shop;
let owner: ReturnType<typeof callAs>;
let newProduct: (fields?: object) => Promise<string>;
beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  owner = callAs(server, shop.owner);
  ({ newProduct } = sellingAt(server, shop));
});
afterAll(() => server[Symbol.asyncDispose]());

let n = 0;
let name: string;
beforeEach(() => {
  n += 1;
  name = `Supplier ${n}`;
});

const SUPPLIERS = '/inventory/suppliers';
const create = (fields: object = {}) => owner.post(SUPPLIERS, { name, ...fields });
const update = (id: string, fields: object) => owner.patch(`${SUPPLIERS}/${id}`, { version: 1, ...fields });
const read = async (id: string): Promise<Json> => ok(await owner.get(`${SUPPLIERS}/${id}`));
const newSupplier = async (fields: object = {}): Promise<string> =>
  ok(await create({ name: `Supplier ${newId()}`, ...fields })).id;
const list = async (query: Record<string, string>): Promise<string[]> =>
  ok(await owner.get(`${SUPPLIERS}?${new URLSearchParams(query)}`)).items.map(({ id }: Json) => id);
const setProducts = (id: string, products: Json[], remove: string[] = []) =>
  owner.put(`${SUPPLIERS}/${id}/products`, { products, remove });
const productsOf = async (id: string): Promise<Json[]> =>
  ok(await owner.get(`${SUPPLIERS}/${id}/products`)).items;
const preferredOf = async (productId: string): Promise<string[]> =>
  (
    await rowsOf(server, 'SELECT supplier_id FROM supplier_products WHERE product_id = $1 AND preferred', [
      productId,
    ])
  ).map((row) => row.supplier_id);
const auditOf = (id: string) =>
  rowsOf(server, 'SELECT action, before, after FROM audit_log WHERE document_id = $1 ORDER BY id', [id]);
const pathsOf = ({ body }: Answer) => body.errors?.map(({ path }: Json) => path);

const everything = {
  ...{ currency: 'USD', address: { line1: 'Harbour 1', city: 'Hamburg', country: 'DE' } },
  ...{ email: 'orders@example.com', phone: '+49 40 1234', website: 'https://example.com/shop' },
  ...{ taxNumber: 'DE123', accountNumber: 'K-77', paymentTermDays: 30, terms: 'Ex works', leadTimeDays: 5 },
  contacts: [
    { name: 'Grace Hopper', role: 'Sales', email: 'grace@example.com', phone: null },
    { name: 'Ada Lovelace', role: null, email: null, phone: '+49 40 99' },
  ],
  ...{ minimumOrderValue: 25_000, note: 'Closed in August' },
};

describe('a supplier', () => {
  test('is added with all that is known of it, read and changed', async () => {
    const answer = await create({ code: `C-${n}`, ...everything });
    expect(answer.status).toBe(201);
    const { body: supplier } = answer;
    expect(answer.headers.get('location')).toBe(`/v1${SUPPLIERS}/${supplier.id}`);
    expect(supplier).toMatchObject({ name, code: `C-${n}`, ...everything, status: 'active', version: 1 });
    expect(await read(supplier.id)).toEqual(supplier);

    const changes = { name: `${name} b`, code: null, address: {}, contacts: [], minimumOrderValue: null };
    const changed = ok(await update(supplier.id, changes));
    expect(changed).toEqual({ ...supplier, ...changes, version: 2, updatedAt: changed.updatedAt });
    expect(await read(supplier.id)).toEqual(changed);
  });

  test('that says nothing is in the currency of the catalogue', async () => {
    expect(ok(await create())).toMatchObject({
      currency: 'EUR',
      contacts: [],
      terms: '',
      leadTimeDays: null,
    });
  });

  test('that is changed to what it is changes nothing', async () => {
    const supplier = ok(await create(everything));
    const { address, contacts } = everything;
    expect(ok(await update(supplier.id, { name, address, contacts }))).toEqual(supplier);
    expect(await auditOf(supplier.id)).toHaveLength(1);
  });

  test('is archived and taken up again', async () => {
    const id = await newSupplier();
    const path = `${SUPPLIERS}/${id}`;
    expect(ok(await owner.post(`${path}/archive`, { version: 1 }))).toMatchObject({
      status: 'archived',
      version: 2,
    });
    expect(ok(await owner.post(`${path}/archive`, { version: 2 }))).toMatchObject({ version: 2 });
    expect(await list({ status: 'archived', limit: '200' })).toContain(id);
    expect(await list({ status: 'active', limit: '200' })).not.toContain(id);
    expect(ok(await owner.post(`${path}/unarchive`, { version: 2 }))).toMatchObject({
      status: 'active',
      version: 3,
    });
    expect(await read(id)).toMatchObject({ status: 'active', version: 3 });
  });

  test('is found by part of its name or code, whatever the case, and by what it delivers', async () => {
    const id = await newSupplier({ name: `Blue 100%_ Roasters ${n}`, code: `Roast-${n}` });
    const productId = await newProduct();
    ok(await setProducts(id, [{ productId }]));
    expect(await list({ search: `100%_ ROASTERS ${n}` })).toEqual([id]);
    expect(await list({ search: `oAST-${n}` })).toEqual([id]);
    expect(await list({ productId })).toEqual([id]);
    expect(await list({ search: `Blue 100xx Roasters ${n}` })).toEqual([]);
    expect(await list({ productId: newId() })).toEqual([]);
  });

  test('whose code is taken is refused, naming the holder, also of 10 at once', async () => {
    const code = `Code-${n}`;
    const answers = await atOnce(10, () => create({ code }));
    const [made, ...more] = answers.filter(({ status }) => status === 201).map(({ body }) => body);
    expect(more).toEqual([]);
    const id = await newSupplier();
    for (const refused of [...answers.filter(({ status }) => status !== 201), await update(id, { code })]) {
      expect(codeOf(refused)).toEqual([409, 'ALREADY_EXISTS']);
      expect(refused.body.details).toEqual({ field: 'code', value: code, holderId: made.id });
    }
    expect(await read(id)).toMatchObject({ code: null, version: 1 });
  });

  test('is refused at another version, and where there is none', async () => {
    const id = await newSupplier();
    const stale = [
      update(id, { version: 2, name }),
      owner.post(`${SUPPLIERS}/${id}/archive`, { version: 2 }),
      owner.post(`${SUPPLIERS}/${id}/unarchive`, { version: 2 }),
    ];
    for (const answer of await Promise.all(stale)) {
      expect(codeOf(answer)).toEqual([409, 'CONFLICT']);
      expect(answer.body.details).toEqual({ currentVersion: 1 });
    }
    const path = `${SUPPLIERS}/${newId()}`;
    const missing = [
      ...[owner.get(path), update(newId(), { name }), owner.post(`${path}/archive`, { version: 1 })],
      ...[owner.get(`${path}/products`), owner.put(`${path}/products`, {})],
    ];
    for (const answer of await Promise.all(missing)) expect(codeOf(answer)).toEqual([404, 'NOT_FOUND']);
  });

  test('is changed once by 10 at once from the same version', async () => {
    const id = await newSupplier();
    const answers = await atOnce(10, (i) => update(id, { note: `Note ${i}` }));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await read(id)).version).toBe(2);
  });

  test.each([
    ['a name of white space', { name: ' ' }, ['name']],
    ['a currency that nobody pays with', { currency: 'XAU' }, ['currency']],
    ['an email that is none', { email: 'orders' }, ['email']],
    ['a website that runs a script', { website: 'javascript:alert(1)' }, ['website']],
    ['a contact without a name', { contacts: [{ phone: '1' }] }, ['contacts', 0, 'name']],
    ['a term in the past', { paymentTermDays: -1 }, ['paymentTermDays']],
    ['a fraction of a day', { leadTimeDays: 1.5 }, ['leadTimeDays']],
  ])('with %s is refused at its field', async (_what, fields, path) => {
    const answer = await create(fields);
    expect(codeOf(answer)).toEqual([400, 'INVALID_INPUT']);
    expect(pathsOf(answer)).toEqual([path]);
  });

  test('keeps people out of the audit log, and says which of their fields changed', async () => {
    const { id } = ok(await create(everything));
    ok(await update(id, { contacts: [], phone: '+49 40 5678', leadTimeDays: 6 }));
    const [made, changed] = await auditOf(id);
    expect(made.after.changedFields.sort()).toEqual(['contacts', 'email', 'phone']);
    expect(changed).toMatchObject({
      ...{ action: 'inventory.suppliers.update', before: { leadTimeDays: 5 }, after: { leadTimeDays: 6 } },
    });
    expect(changed.after.changedFields.sort()).toEqual(['contacts', 'phone']);
    expect(JSON.stringify([made, changed])).not.toMatch(/Grace|Ada|orders@|\+49/);
  });
});

describe('what a supplier delivers', () => {
  const terms = { supplierSku: 'A-1', packSize: 6, cost: 250, leadTimeDays: 3, minimumOrder: 12 };

  test('is set, changed, taken away and counted, and the rest stays', async () => {
    const id = await newSupplier();
    const [a, b, c] = [await newProduct(), await newProduct(), await newProduct()];
    const first = await setProducts(id, [{ productId: a, ...terms, preferred: true }, { productId: b }]);
    expect(ok(first)).toEqual({ set: 2, removed: 0, unchanged: 0 });
    const [ofA, ofB] = await productsOf(id);
    expect(ofA).toMatchObject({ supplierId: id, productId: a, ...terms, preferred: true });
    const nothing = { supplierSku: null, cost: null, leadTimeDays: null, minimumOrder: null };
    expect(ofB).toMatchObject({ productId: b, packSize: 1, ...nothing, preferred: false });

    const second = await setProducts(
      id,
      [{ productId: a, ...terms, preferred: true }, { productId: c }],
      [b],
    );
    expect(ok(second)).toEqual({ set: 1, removed: 1, unchanged: 1 });
    expect((await productsOf(id)).map(({ productId }) => productId)).toEqual([a, c]);
    expect((await productsOf(id))[0]).toEqual(ofA);
    const [, , last] = await auditOf(id);
    expect(last.before.products).toMatchObject([{ productId: b }]);
    expect(last.after.products).toMatchObject([{ productId: c, packSize: 1 }]);

    const path = `${SUPPLIERS}/${id}/products`;
    expect(ok(await owner.get(`${path}?productId=${c}`)).items).toHaveLength(1);
    expect(ok(await owner.get(`${path}?sort=-product`)).items[0].productId).toBe(c);
  });

  test('set to what it is changes nothing, and neither does taking away what is not there', async () => {
    const id = await newSupplier();
    const productId = await newProduct();
    ok(await setProducts(id, [{ productId, ...terms }]));
    const before = await productsOf(id);
    const other = await newProduct();
    const again = await setProducts(id, [{ productId, ...terms }], [other]);
    expect(ok(again)).toEqual({ set: 0, removed: 0, unchanged: 2 });
    expect(await productsOf(id)).toEqual(before);
    expect(await auditOf(id)).toHaveLength(2);
  });

  test('moves the preference away from the supplier before, which is written down', async () => {
    const [first, second] = [await newSupplier(), await newSupplier()];
    const [a, b] = [await newProduct(), await newProduct()];
    const preferred = [a, b].map((productId) => ({ productId, preferred: true }));
    ok(await setProducts(first, preferred));
    expect(ok(await setProducts(second, preferred))).toEqual({ set: 2, removed: 0, unchanged: 0 });
    expect([await preferredOf(a), await preferredOf(b)]).toEqual([[second], [second]]);
    expect((await productsOf(first)).map((product) => product.preferred)).toEqual([false, false]);
    expect((await auditOf(second))[1].before.formerlyPreferred).toEqual(
      expect.arrayContaining([
        { productId: a, supplierId: first },
        { productId: b, supplierId: first },
      ]),
    );
    ok(await setProducts(second, [{ productId: a }]));
    expect(await preferredOf(a)).toEqual([]);
  });

  test('has one preferred supplier after many have raced for it, without a deadlock', async () => {
    const suppliers = await atOnce(6, () => newSupplier());
    const productIds = await atOnce(8, () => newProduct());
    const answers = await atOnce(18, (i) => {
      const order = i % 2 === 0 ? productIds : [...productIds].reverse();
      const products = order.map((productId) => ({ productId, preferred: true, cost: i }));
      return setProducts(suppliers[i % 6] ?? '', products);
    });
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const productId of productIds) expect(await preferredOf(productId)).toHaveLength(1);
    expect(await countDeadlocks(server.database)).toBe(0);
  });

  test('may change supplier SKUs with each other, and not take one that is in use', async () => {
    const id = await newSupplier();
    const [a, b, c] = [await newProduct(), await newProduct(), await newProduct()];
    const named = (productId: string, supplierSku: string) => ({ productId, supplierSku });
    ok(await setProducts(id, [named(a, 'X'), named(b, 'Y')]));
    ok(await setProducts(id, [named(a, 'Y'), named(b, 'X')]));
    expect((await productsOf(id)).map(({ supplierSku }) => supplierSku)).toEqual(['Y', 'X']);

    const refused = await setProducts(id, [named(a, 'Z'), named(c, 'X')]);
    expect(codeOf(refused)).toEqual([409, 'ALREADY_EXISTS']);
    expect(refused.body.details).toEqual({ field: 'supplierSku', value: 'X', holderId: b });
    expect((await productsOf(id)).map(({ supplierSku }) => supplierSku)).toEqual(['Y', 'X']);
    // It is free for another supplier, and for whoever comes after.
    ok(await setProducts(await newSupplier(), [named(c, 'X')]));
    ok(await setProducts(id, [named(c, 'X')], [b]));
  });

  test('is refused as a whole where a part is wrong, at its field', async () => {
    const id = await newSupplier();
    const good = { productId: await newProduct(), cost: 1 };
    const other = await newProduct();
    const weighed = await newProduct({ soldBy: 'measure', unitLabel: 'kg' });
    const cases: [Json[], string[], string, Json[]][] = [
      [[good, { productId: newId() }], [], 'INVALID_REFERENCE', [['products', 1, 'productId']]],
      [[good], [newId()], 'INVALID_REFERENCE', [['remove', 0]]],
      [[good, good], [], 'INVALID_INPUT', [['products']]],
      [[good], [good.productId], 'INVALID_INPUT', [['remove', 0]]],
      [[good, { productId: other, packSize: 0.5 }], [], 'INVALID_INPUT', [['products', 1, 'packSize']]],
      [
        [good, { productId: other, minimumOrder: 1.5 }],
        [],
        'INVALID_INPUT',
        [['products', 1, 'minimumOrder']],
      ],
      [[good, { productId: other, packSize: 0 }], [], 'INVALID_INPUT', [['products', 1, 'packSize']]],
      [[good, { productId: other, cost: -1 }], [], 'INVALID_INPUT', [['products', 1, 'cost']]],
      [
        [
          { ...good, supplierSku: 'S' },
          { productId: other, supplierSku: 'S' },
        ],
        ...([[], 'INVALID_INPUT', [['products', 1, 'supplierSku']]] as [string[], string, Json[]]),
      ],
    ];
    for (const [products, remove, code, paths] of cases) {
      const answer = await setProducts(id, products, remove);
      expect(codeOf(answer)).toEqual([400, code]);
      expect(pathsOf(answer)).toEqual(paths);
    }
    expect(await productsOf(id)).toEqual([]);
    ok(await setProducts(id, [{ productId: weighed, packSize: 12.5, minimumOrder: 0.5 }]));
  });
});

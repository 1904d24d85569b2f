import {
  builtInRoleNames,
  builtInRoles,
  contract,
  operationsOf,
  Product,
  StockAdjustment,
  SupplierReturn,
} from '@cashwrap/contract';
import { newId } from '@cashwrap/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptAnswers } from '../src/modules/kept-answers.ts';
import { callAs, codeOf, type Person, personWith, roleOf, rowsOf } from './people.ts';
import { type Answer, type Json, ok, type Shop, startTestServer, type TestServer } from './support.ts';

const REFUSED = [403, 'FORBIDDEN'];

let server: TestServer;
let shop: Shop;
/** Makes and changes products and stock in all stores, and sees no costs. */
let unseeing: Person;
/** The same, and sees the costs of the first store. */
let seeingHere: Person;
let cashier: string;
let here: string;
let there: string;

beforeAll(async () => {
  server = await startTestServer();
  shop = await server.seedShop();
  [here, there] = [shop.stores[0].id, shop.stores[1].id];
  const work = await roleOf(
    server,
    ...['stores.read', 'taxes.read', 'products.read', 'products.create', 'products.update'],
    ...['inventory.read', 'inventory.adjust'],
  );
  const sight = await roleOf(server, 'products.read_cost');
  const everywhere = { role: work, storeId: null };
  unseeing = await personWith(server, [everywhere]);
  seeingHere = await personWith(server, [everywhere, { role: sight, storeId: here }]);
  cashier = await server.signInAs('cashier');
});
afterAll(() => server[Symbol.asyncDispose]());

const as = (token: string) => callAs(server, token);
const post = (token: string, path: string, body: unknown, key = newId()) =>
  server.request('POST', `/v1${path}`, { token, body, headers: { 'idempotency-key': key } });

let made = 0;
const bodyOf = (fields: object = {}) => {
  made += 1;
  const sku = `COST-${made}`;
  return { sku, name: `Thing ${made}`, taxCategoryId: shop.taxCategories.standard.id, price: 900, ...fields };
};
const newProduct = async (fields: object = {}): Promise<Product> =>
  ok(await post(shop.owner, '/products', bodyOf({ cost: 400, ...fields })));
const costOf = async (id: string): Promise<number> => ok(await as(shop.owner).get(`/products/${id}`)).cost;
const adjustment = (productId: string, storeId: string, line: object = {}) => ({
  ...{ storeId, reason: 'found', lines: [{ productId, quantity: 2, ...line }] },
});

test('all built-in roles but the cashier’s see what products cost', () => {
  const seeing = builtInRoleNames.filter((name) => {
    const held: readonly string[] = builtInRoles[name].permissions;
    return held.includes('products.read_cost');
  });
  expect(seeing).toEqual(builtInRoleNames.filter((name) => name !== 'cashier'));
});

describe('without the permission', () => {
  test('a product is answered without its cost, however it is found', async () => {
    const { coffee } = shop.products;
    expect(coffee.cost).toBe(350);
    for (const path of [
      `/products/${coffee.id}`,
      `/products/barcode/${coffee.barcodes[0]}`,
      '/products?sku=COF-250',
      '/products?search=coffee+beans',
    ]) {
      const full = ok(await as(shop.owner).get(path));
      const hidden = full.items
        ? { ...full, items: [{ ...full.items[0], cost: null }] }
        : { ...full, cost: null };
      expect((full.items?.[0] ?? full).cost, path).toBe(350);
      expect(ok(await as(cashier).get(path)), path).toEqual(hidden);
    }
    expect(ok(await as(seeingHere.token).get(`/products/${coffee.id}`))).toEqual(coffee);
  });

  test('products are made and changed without showing or losing their cost', async () => {
    const { token } = unseeing;
    expect(ok(await post(token, '/products', bodyOf()))).toMatchObject({ cost: null, price: 900 });
    const { id } = await newProduct();
    const steps: [string, () => Promise<Answer>][] = [
      ['changed', () => as(token).patch(`/products/${id}`, { version: 1, price: 950 })],
      ['changed to what it was', () => as(token).patch(`/products/${id}`, { version: 2, price: 950 })],
      ['archived', () => post(token, `/products/${id}/archive`, { version: 2 })],
      ['archived again', () => post(token, `/products/${id}/archive`, { version: 3 })],
      ['on sale again', () => post(token, `/products/${id}/unarchive`, { version: 3 })],
    ];
    for (const [what, step] of steps) {
      expect(ok(await step()), what).toMatchObject({ id, cost: null, price: 950 });
      expect(await costOf(id), what).toBe(400);
    }
    const audit = await rowsOf(
      server,
      `SELECT before ->> 'cost' AS before, after ->> 'cost' AS after FROM audit_log
       WHERE document_id = $1 AND actor_id = $2`,
      [id, unseeing.id],
    );
    expect(audit).toEqual(Array(3).fill({ before: '400', after: '400' }));
  });

  test('no cost is set', async () => {
    const { token } = unseeing;
    const { id, sku } = await newProduct();
    const body = bodyOf({ cost: 5 });
    const file = { csv: `sku,name,tax_category,price,cost\r\n${sku},Renamed,Standard,9.00,\r\n` };
    const stock = { storeId: here, csv: `sku,quantity,unit_cost\r\n${sku},5,1.00\r\n` };
    for (const refused of [
      await post(token, '/products', body),
      await as(token).patch(`/products/${id}`, { version: 1, cost: 5 }),
      await as(token).patch(`/products/${id}`, { version: 1, cost: null }),
      await post(token, '/products/import', file),
      await post(token, '/products/import', { ...file, dryRun: true }),
      await post(token, '/inventory/adjustments', adjustment(id, here, { unitCost: 1 })),
      await post(token, '/inventory/import', stock),
      await post(seeingHere.token, '/inventory/adjustments', adjustment(id, there, { unitCost: 1 })),
      await post(seeingHere.token, '/inventory/import', { ...stock, storeId: there }),
    ]) {
      expect(codeOf(refused)).toEqual(REFUSED);
      expect(refused.body.detail).toContain('products.read_cost');
    }
    expect(ok(await as(shop.owner).get(`/products?sku=${body.sku}`)).items).toEqual([]);
    expect(ok(await as(shop.owner).get(`/products/${id}`))).toMatchObject({ version: 1, cost: 400 });
    expect(await rowsOf(server, 'SELECT 1 FROM stock_levels WHERE product_id = $1', [id])).toEqual([]);
    ok(await post(seeingHere.token, '/inventory/import', stock));
    ok(await as(seeingHere.token).patch(`/products/${id}`, { version: 1, cost: 5 }));
    expect(await costOf(id)).toBe(5);
  });

  test('the history tells the changes of prices alone, and pages of it are full', async () => {
    const { id } = await newProduct();
    ok(await as(shop.owner).patch(`/products/${id}`, { version: 1, cost: 410 }));
    ok(await as(shop.owner).patch(`/products/${id}`, { version: 2, price: 910, cost: 420 }));
    const told = async (token: string, query = ''): Promise<Json> => {
      const { items, nextCursor } = ok(await as(token).get(`/products/${id}/history?sort=changedAt${query}`));
      return { nextCursor, changes: items.map(({ field, after }: Json) => [field, after]) };
    };
    const prices = {
      nextCursor: null,
      changes: [
        ['price', 900],
        ['price', 910],
      ],
    };
    expect(await told(cashier)).toEqual(prices);
    expect(await told(cashier, '&limit=2')).toEqual(prices);
    const { changes } = await told(seeingHere.token);
    expect(changes.filter(([field]: [string]) => field === 'cost')).toEqual([
      ...[
        ['cost', 400],
        ['cost', 410],
        ['cost', 420],
      ],
    ]);
    expect(changes).toHaveLength(5);
  });

  test('an export has no column of costs, and imported again it leaves them', async () => {
    const { id, sku, name } = await newProduct();
    const full: string = ok(await as(shop.owner).get('/products/export'));
    const csv: string = ok(await as(unseeing.token).get('/products/export'));
    const columns = (file: string) => file.split('\r\n')[0]?.split(',') ?? [];
    expect(columns(full)).toContain('cost');
    expect(columns(csv)).toEqual(columns(full).filter((column) => column !== 'cost'));
    expect(ok(await post(unseeing.token, '/products/import', { csv }))).toMatchObject({
      updated: 0,
      created: 0,
    });
    const renamed = csv.replace(`${sku},${name},`, `${sku},Renamed,`);
    expect(ok(await post(unseeing.token, '/products/import', { csv: renamed }))).toMatchObject({
      updated: 1,
    });
    expect(ok(await as(shop.owner).get(`/products/${id}`))).toMatchObject({ name: 'Renamed', cost: 400 });
  });

  test('stock is answered without its value, by the permission in its store', async () => {
    const { id } = await newProduct();
    for (const [token, storeId, shown] of [
      [unseeing.token, here, false],
      [seeingHere.token, there, false],
      [seeingHere.token, here, true],
      [shop.owner, there, true],
    ] as const) {
      const found = ok(await post(token, '/inventory/adjustments', adjustment(id, storeId)));
      const path = `/inventory/adjustments/${found.id}`;
      const full = ok(await as(shop.owner).get(path));
      expect(full.movements).toMatchObject([{ quantity: 2, value: 800 }]);
      const hidden = {
        ...full,
        movements: [{ ...full.movements[0], value: null, unitCost: null, valueAfter: null }],
      };
      expect(found).toEqual(shown ? full : hidden);
      expect(ok(await as(token).get(path))).toEqual(found);
    }
    const levels = async (token: string) =>
      ok(await as(token).get(`/inventory/stock-levels?productId=${id}`)).items.map(
        ({ storeId, onHand, value, unitCost }: Json) => [storeId, onHand, value, unitCost],
      );
    expect(await levels(shop.owner)).toEqual([
      [here, 4, 1600, 400],
      [there, 4, 1600, 400],
    ]);
    expect(await levels(seeingHere.token)).toEqual([
      [here, 4, 1600, 400],
      [there, 4, null, null],
    ]);
    expect(await levels(cashier)).toEqual([
      [here, 4, null, null],
      [there, 4, null, null],
    ]);
  });
});

describe('an answer that was kept', () => {
  test('shows no cost any more to whoever lost the permission to see it', async () => {
    const person = await personWith(server, [{ role: 'manager', storeId: null }]);
    const body = bodyOf({ cost: 400 });
    const calls: [method: string, path: string, body: object, key: string][] = [];
    const first = async (method: string, path: string, body: object): Promise<Json> => {
      const key = newId();
      calls.push([method, path, body, key]);
      return ok(await call(method, path, body, key));
    };
    const call = (method: string, path: string, body: object, key: string) =>
      server.request(method, `/v1${path}`, {
        ...{ token: person.token, body, headers: { 'idempotency-key': key } },
      });
    const product = await first('POST', '/products', body);
    const stock = await first('POST', '/inventory/adjustments', adjustment(product.id, here));
    const answers = [
      ...[product, stock],
      await first('PATCH', `/products/${product.id}`, { version: 1, price: 950 }),
      await first('POST', `/products/${product.id}/archive`, { version: 2 }),
      await first('POST', `/products/${product.id}/unarchive`, { version: 3 }),
    ];
    const repeat = () => Promise.all(calls.map((each) => call(...each)));
    expect((await repeat()).map(ok)).toEqual(answers);
    expect(stock.movements[0]).toMatchObject({ value: 800, valueAfter: 800 });

    const work = await roleOf(
      server,
      'stores.read',
      'products.create',
      'products.update',
      'inventory.adjust',
    );
    const { version } = ok(await as(shop.owner).get(`/users/${person.id}`));
    ok(
      await as(shop.owner).patch(`/users/${person.id}`, {
        ...{ version, roles: [{ role: work, storeId: null }] },
      }),
    );
    const repeated = await repeat();
    expect(repeated.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual(Array(5).fill('true'));
    const movements = [{ ...stock.movements[0], value: null, unitCost: null, valueAfter: null }];
    expect(repeated.map(ok)).toEqual(
      answers.map((answer) => (answer === stock ? { ...stock, movements } : { ...answer, cost: null })),
    );
  });

  test('is one of those that know what to hide, wherever a cost is answered', () => {
    const answering = operationsOf(contract).flatMap(({ name, operation: { kind, output } }) =>
      kind === 'mutation' && (output === Product || output === StockAdjustment || output === SupplierReturn)
        ? [name]
        : [],
    );
    expect(answering).not.toEqual([]);
    expect(Object.keys(keptAnswers)).toEqual(expect.arrayContaining(answering));
  });
});

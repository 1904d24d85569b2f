import { migrate, migrationsFolder, rollback } from '@cashwrap/database';
import { expect, test } from 'vitest';
import { searchTextOf } from '../src/modules/catalog/domain/search-text.ts';
import { searchTextOf as customerSearchTextOf } from '../src/modules/customers/domain/search-text.ts';
import { countingAt } from './counting.ts';
import { personWith, roleOf, rowsOf, signIn } from './people.ts';
import { purchasingAt } from './purchasing.ts';
import { brokenBooks, card, cash, sellingAt } from './selling.ts';
import { type Json, ok, openShift, startTestServer } from './support.ts';
import { returningAt } from './taking-back.ts';
import { transferringAt } from './transferring.ts';

/** The audit log is never changed: it still tells of shifts that are gone. */
const SHIFT_AUDIT =
  'Each shift has an audit row of its opening and one of its closing, which tell of it as it is';

test('going back before sales and forward again keeps stock in order, though sales were made', async () => {
  await using server = await startTestServer();
  const shop = await server.seedShop();
  const selling = sellingAt(server, shop);
  const product = await selling.newProduct();
  await selling.stockUp({ [product]: 10 });
  await selling.sell({ lines: [{ productId: product, quantity: 3 }], payments: [card(300)] });
  const [levels] = await selling.rows(
    'SELECT sum(on_hand) AS on_hand, sum(value) AS value FROM stock_levels',
  );

  await rollback(server.database, { folder: migrationsFolder, target: { to: '0000_ground' } });
  expect(await selling.rows("SELECT 1 FROM pg_tables WHERE tablename = 'sales'")).toEqual([]);
  await migrate(server.database, { folder: migrationsFolder });

  expect(await selling.rows('SELECT sum(on_hand) AS on_hand, sum(value) AS value FROM stock_levels')).toEqual(
    [levels],
  );
  await selling.sell({ lines: [{ productId: product, quantity: 1 }], payments: [card(100)] });
  // The audit log is never changed: it still tells of what is gone, and of nothing else.
  expect((await brokenBooks(server)).map(({ name }) => name)).toEqual([
    SHIFT_AUDIT,
    'Each sale has one audit row of its completion, by its cashier and in its store, which tells of it as it is',
    'Each correction of stock has one audit row, by whoever made it and in its store',
  ]);
});

test('going back before shifts and forward again leaves sales and their money, for cash too', async () => {
  await using server = await startTestServer();
  const shop = await server.seedShop();
  const selling = sellingAt(server, shop);
  const sell = () =>
    selling.sell({ lines: [{ productId: shop.products.voucher.id, quantity: 1 }], payments: [cash(150)] });
  const { id } = await sell();
  await selling.create(`/shifts/${shop.shifts[0].id}/cash-movements`, {
    ...{ kind: 'paid_out', amount: 100, reason: 'Milk' },
  });

  await rollback(server.database, { folder: migrationsFolder, target: { to: '0007_inventory' } });
  expect(await selling.rows('SELECT kind, amount FROM transactions')).toEqual([
    { kind: 'sale', amount: 150 },
  ]);
  await migrate(server.database, { folder: migrationsFolder });

  expect(await selling.get(`/sales/${id}`)).toMatchObject({ shiftId: null, payments: [{ method: 'cash' }] });
  await openShift(server, shop.owner, shop.registers[0]);
  expect((await sell()).number).toBe(2);
  expect((await brokenBooks(server)).map(({ name }) => name)).toEqual([
    SHIFT_AUDIT,
    'Each movement of cash beside sales, and each opening without one, has one audit row, which tells of it as it is',
  ]);
});

test('going back before the guards of people and forward again leaves own roles their power over PINs', async () => {
  await using server = await startTestServer();
  await server.setUpOwner();
  const managing = await roleOf(server, 'users.manage', 'users.reset_pin');
  const selling = await roleOf(server, 'sales.create');
  const wrong = { username: 'owner', password: 'a-wrong-password' };
  await server.request('POST', '/v1/auth/login', { body: wrong });
  const permissionsOf = async (id: string) =>
    (await rowsOf(server, 'SELECT permissions FROM roles WHERE id = $1', [id]))[0].permissions;

  await rollback(server.database, { folder: migrationsFolder, target: { to: '0002_people' } });
  expect(await permissionsOf(managing)).toEqual(['users.manage']);
  await migrate(server.database, { folder: migrationsFolder });

  expect(await permissionsOf(managing)).toEqual(['users.manage', 'users.reset_pin']);
  expect(await permissionsOf(selling)).toEqual(['sales.create']);
  expect(await signIn(server, 'owner')).toBeTruthy();
});

test('going back before the ledger was shown takes from own roles what nobody knows there', async () => {
  await using server = await startTestServer();
  await server.setUpOwner();
  const bookkeeping = await roleOf(server, 'sales.read', 'transactions.read', 'shifts.read');

  await rollback(server.database, {
    folder: migrationsFolder,
    target: { to: '0009_customers_and_accounts' },
  });
  const [role] = await rowsOf(server, 'SELECT permissions FROM roles WHERE id = $1', [bookkeeping]);
  expect(role.permissions).toEqual(['sales.read', 'shifts.read']);
  await migrate(server.database, { folder: migrationsFolder });
  expect(await brokenBooks(server)).toEqual([]);
});

test('what was sold and returned before there were reports is in them, and the feed goes on', async () => {
  await using server = await startTestServer();
  const shop = await server.seedShop();
  const selling = sellingAt(server, shop);
  const returning = returningAt(server, shop, selling);
  const productId = await selling.newProduct({ allowOversell: true, cost: 40 });
  const sale = await selling.sell({ lines: [{ productId, quantity: 3 }], payments: [card(300)] });
  await server.app.sequenceEvents();
  await returning.takeBack(sale, { 0: 1 });
  await roleOf(server, 'reports.read', 'events.read', 'sales.read');
  const stamps = () =>
    selling.rows(
      `SELECT (SELECT json_agg(local_hour) FROM sales) AS sold_at, (SELECT json_agg(local_hour) FROM returns) AS returned_at,
         (SELECT json_agg(json_build_array(type, store_id, business_date) ORDER BY id)
          FROM (SELECT id, type, store_id, business_date FROM outbox UNION ALL
                SELECT id, type, store_id, business_date FROM events) told) AS told`,
    );
  const report = async () => {
    const { businessDate: day } = sale;
    const path = `/v1/reports/sales-summary?from=${day}&to=${day}&groupBy=hour`;
    return { ...ok(await server.request('GET', path, { token: shop.owner })), readAt: '' };
  };
  const [before, reported] = [await stamps(), await report()];
  expect(reported.totals).toMatchObject([{ saleCount: 1, returnCount: 1 }]);

  await rollback(server.database, { folder: migrationsFolder, target: { to: '0011_life_of_a_sale' } });
  expect(await selling.rows("SELECT permissions FROM roles WHERE 'sales.read' = ANY(permissions)")).toEqual([
    { permissions: ['sales.read'] },
  ]);
  await migrate(server.database, { folder: migrationsFolder });

  expect(await stamps()).toEqual(before);
  expect(await report()).toEqual(reported);
  await server.app.sequenceEvents();
  await server.app.refreshRollups();
  expect(await report()).toEqual(reported);
  expect(await brokenBooks(server)).toEqual([]);
});

test('products that were there before search are found by it, typing errors and all', async () => {
  await using server = await startTestServer();
  const shop = await server.seedShop();
  const selling = sellingAt(server, shop);
  const names = ['Crème Fraîche 200 g', '70 % CACAO — “Noir”', 'İstanbul Çay', '½ l', 'a_b%c', '緑茶'];
  for (const [i, name] of names.entries()) await selling.newProduct({ name, barcodes: [`old-${i}`] });
  const parentId = await selling.newProduct({ options: [{ name: 'Size', values: ['M'] }], price: 250 });
  const variant = { parentId, optionValues: { Size: 'M' }, taxCategoryId: undefined, price: undefined };
  const variantId = await selling.newProduct(variant);
  const texts = () =>
    selling.rows(`SELECT name, brand, sku, plu, search_text, ARRAY(
      SELECT code FROM product_barcodes b WHERE b.product_id = p.id ORDER BY position) AS barcodes FROM products p ORDER BY id`);
  const before = await texts();

  await rollback(server.database, { folder: migrationsFolder, target: { to: '0004_trust' } });
  await migrate(server.database, { folder: migrationsFolder });

  expect(await texts()).toEqual(before);
  for (const { search_text, ...product } of before) expect(search_text).toBe(searchTextOf(product));
  const found = ok(await server.request('GET', '/v1/products?search=creem', { token: shop.owner })).items;
  expect(found.map(({ name }: { name: string }) => name)).toEqual(['Crème Fraîche 200 g']);
  // What was a variant is a product of its own then, at the price that it had.
  expect(await selling.get(`/products/${variantId}`)).toMatchObject({ parentId: null, price: 250 });
});

test('customers that were there before search are found by it, with what they have bought', async () => {
  await using server = await startTestServer();
  const shop = await server.seedShop();
  const selling = sellingAt(server, shop);
  const productId = await selling.newProduct({ trackStock: false });
  const people = [
    { name: 'Jürgen Müller', email: 'j.mueller@mail.example', phone: '+49 (0)30 12-34' },
    { name: 'İpek Çay', email: null, phone: '0170 1234' },
    { name: 'a_b%c', email: null, phone: 'at the desk' },
    { name: '緑茶', email: null, phone: null },
  ];
  for (const each of people) {
    const { id: customerId } = await selling.create('/customers', each);
    for (let i = 0; i < 2; i++) {
      await selling.sell({ customerId, lines: [{ productId, quantity: 1 }], payments: [card(100)] });
    }
  }
  const customers = () =>
    selling.rows('SELECT name, company, email, reference, phone, search_text FROM customers ORDER BY id');
  const totals = () => selling.rows('SELECT * FROM customer_totals ORDER BY customer_id');
  const before = [await customers(), await totals()];

  await rollback(server.database, { folder: migrationsFolder, target: { to: '0008_shifts' } });
  await migrate(server.database, { folder: migrationsFolder });

  expect([await customers(), await totals()]).toEqual(before);
  for (const { search_text, ...customer } of await customers()) {
    expect(search_text).toBe(customerSearchTextOf(customer));
  }
  const found = ok(await server.request('GET', '/v1/customers?search=muler', { token: shop.owner })).items;
  expect(found.map(({ name }: { name: string }) => name)).toEqual(['Jürgen Müller']);
});

test('going back before purchasing and forward again keeps the goods, though their documents are gone', async () => {
  await using server = await startTestServer();
  const shop = await server.seedShop();
  const buying = purchasingAt(server, shop);
  const transferring = transferringAt(server, shop.owner, buying);
  const counting = countingAt(server, shop);
  const productId = await buying.newProduct({ allowOversell: true, cost: 40 });
  const sell = () => buying.sell({ lines: [{ productId, quantity: 3 }], payments: [card(300)] });
  const roleId = await roleOf(server, 'products.read_cost', 'inventory.adjust', 'suppliers.read');

  // Below zero, so that what is received revalues it.
  await sell();
  const supplierId = await buying.newSupplier();
  const orderId = await buying.order(supplierId, [{ productId, quantity: 30, unitCost: 70 }]);
  ok(await buying.receive(orderId, { lines: [{ productId, quantity: 25, damaged: 2 }], freight: 100 }));
  ok(await buying.returnGoods({ supplierId, lines: [{ productId, quantity: 1 }] }));
  // Both stores, and two people in one of them.
  const clerk = await personWith(server, [{ role: 'manager', storeId: null }]);
  const sent = await transferring.sent({ [productId]: 6 });
  ok(await transferring.receive(sent, [{ productId, quantity: 2, damaged: 1 }]));
  const arrived = ok(await transferring.receive(sent, [{ productId, quantity: 1 }], clerk.token));
  ok(await transferring.close(arrived, 'returned'));
  for (const [action, quantity] of [
    ['set_aside', 2],
    ['restore', 1],
    ['write_off', 1],
  ] as const) {
    const lines = [{ productId, quantity }];
    await buying.create('/inventory/damaged', { storeId: buying.here.store.id, action, lines });
  }
  const stocktakeId = await counting.open();
  await counting.count(stocktakeId, { [productId]: 15 });
  await counting.finish(stocktakeId);
  expect(await brokenBooks(server)).toEqual([]);
  const goods = () =>
    buying.rows(
      `SELECT l.store_id, l.product_id, l.on_hand, l.value, sum(m.quantity) AS moved, sum(m.value) AS worth,
         sum(m.value) FILTER (WHERE m.kind = 'revaluation') AS revalued
       FROM stock_levels l JOIN stock_movements m USING (store_id, product_id) GROUP BY l.id ORDER BY l.id`,
    );
  const before = await goods();
  expect(before).toHaveLength(2);
  expect(before[0].revalued).not.toBeNull();
  const permissions = async () =>
    (await rowsOf(server, 'SELECT permissions FROM roles WHERE id = $1', [roleId]))[0].permissions;

  await rollback(server.database, {
    ...{ folder: migrationsFolder, target: { to: '0006_registration_store' } },
  });
  expect(await permissions()).toEqual(['inventory.adjust']);
  expect(await goods()).toEqual(before);
  await migrate(server.database, { folder: migrationsFolder });

  expect(await goods()).toEqual(before);
  await sell();
  const again = await buying.order(await buying.newSupplier(), [{ productId, quantity: 1, unitCost: 70 }]);
  expect((await buying.orderOf(again)).number).toBe(1);
  const adjustments: Json[] = (await buying.get('/inventory/adjustments')).items;
  for (const { id } of adjustments) {
    expect((await buying.get(`/inventory/adjustments/${id}`)).movements).not.toEqual([]);
  }
  // The audit log is never changed: it still tells of the documents that are gone, and of nothing else.
  for (const { name } of await brokenBooks(server)) expect(name).toContain(' audit row');
});

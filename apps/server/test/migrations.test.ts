import { migrate, migrationsFolder, rollback } from '@cashwrap/database';
import { expect, test } from 'vitest';
import { searchTextOf } from '../src/modules/catalog/domain/search-text.ts';
import { roleOf, rowsOf, signIn } from './people.ts';
import { brokenBooks, card, sellingAt } from './selling.ts';
import { ok, startTestServer } from './support.ts';

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
  // The audit log is never changed: it still tells of the sale that is gone, and of nothing else.
  expect((await brokenBooks(server)).map(({ name }) => name)).toEqual([
    'Each sale has one audit row of its making, by its cashier and in its store, which tells of it as it is',
    'Each correction of stock has one audit row, by whoever made it and in its store',
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

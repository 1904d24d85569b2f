import { migrate, migrationsFolder, rollback } from '@cashwrap/database';
import { expect, test } from 'vitest';
import { roleOf, rowsOf, signIn } from './people.ts';
import { brokenBooks, card, sellingAt } from './selling.ts';
import { startTestServer } from './support.ts';

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

import { expect, test } from 'vitest';
import { fixtureFolder } from '../test/fixtures.ts';
import { createTestDatabase } from './testing.ts';

test('test databases are apart from each other, and are dropped', async () => {
  const [one, two] = await Promise.all([
    createTestDatabase({ folder: fixtureFolder }),
    createTestDatabase({ folder: fixtureFolder }),
  ]);
  await one.database.pool.query(
    `INSERT INTO items (id, name) VALUES ('00000000-0000-7000-8000-000000000000', 'x')`,
  );
  expect((await two.database.pool.query('SELECT FROM items')).rowCount).toBe(0);
  const name = 'database' in one.connection ? one.connection.database : '';
  await one[Symbol.asyncDispose]();
  const { rowCount } = await two.database.pool.query('SELECT FROM pg_database WHERE datname = $1', [name]);
  expect(rowCount).toBe(0);
  await two[Symbol.asyncDispose]();
});

import { expect, test } from 'vitest';
import { fixtureFolder } from '../test/fixtures.ts';
import { createTestDatabase, createTestTemplate, type TestDatabase } from './testing.ts';

test('test databases are apart from each other, and are dropped', async () => {
  const [one, two] = await Promise.all([
    createTestDatabase({ folder: fixtureFolder }),
    createTestDatabase({ folder: fixtureFolder }),
  ]);
  await one.database.pool.query(
    `INSERT INTO items (id, name) VALUES ('00000000-0000-7000-8000-000000000000', 'x')`,
  );
  expect((await two.database.pool.query('SELECT FROM items')).rowCount).toBe(0);
  await one[Symbol.asyncDispose]();
  const { rowCount } = await two.database.pool.query('SELECT FROM pg_database WHERE datname = $1', [
    one.name,
  ]);
  expect(rowCount).toBe(0);
  await two[Symbol.asyncDispose]();
});

test('databases that are copied from a filled one hold what it holds, and outlive it', async () => {
  const count = async ({ database }: TestDatabase) =>
    (await database.pool.query('SELECT FROM merchants_seen')).rowCount;
  const template = await createTestTemplate(async ({ pool }) => {
    await pool.query('CREATE TABLE merchants_seen (name text)');
    await pool.query("INSERT INTO merchants_seen VALUES ('Fig & Fern')");
  });
  await using one = await template.createDatabase();
  await using two = await template.createDatabase();
  await one.database.pool.query('DELETE FROM merchants_seen');
  expect([await count(one), await count(two)]).toEqual([0, 1]);
  await template[Symbol.asyncDispose]();
  expect(await count(two)).toBe(1);
});

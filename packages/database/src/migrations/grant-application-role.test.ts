import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { fixtureFolder } from '../../test/fixtures.ts';
import { type ConnectionOptions, connect, type Database } from '../connect.ts';
import { sqlState } from '../sql-error.ts';
import { createTestDatabase } from '../testing.ts';
import { grantApplicationRole } from './grant-application-role.ts';
import { migrationStatus } from './migrate.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

/** A login role that is gone after the test; roles belong to the whole server. */
async function createRole({ pool }: Database, options = 'LOGIN') {
  const name = `app_${randomUUID().replaceAll('-', '')}`;
  await pool.query(`CREATE ROLE ${name} ${options}`);
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      await pool.query(`DROP OWNED BY ${name}; DROP ROLE ${name}`);
    },
  };
}

function as(user: string, connection: ConnectionOptions): ConnectionOptions {
  if ('url' in connection) throw new Error('The test server is reached over its socket');
  return { ...connection, user };
}

test('the application may do everything but change append-only tables', async () => {
  await using test = await createTestDatabase({ folder: fixtureFolder });
  await using role = await createRole(test.database);
  // As an earlier version had granted it.
  await test.database.pool.query(`GRANT ALL ON movements TO ${role.name}`);
  await grantApplicationRole(test.database, role.name, { appendOnlyTables: ['movements'] });
  await grantApplicationRole(test.database, role.name, { appendOnlyTables: ['movements'] });

  await using application = connect({ connection: as(role.name, test.connection) });
  const { pool } = application;
  const id = randomUUID();
  await pool.query(`INSERT INTO items (id, name) VALUES ($1, 'Apple')`, [id]);
  await pool.query('INSERT INTO movements (id, item_id, delta) VALUES ($1, $2, 1)', [randomUUID(), id]);
  await pool.query('UPDATE items SET amount = 1');
  expect((await pool.query('SELECT delta FROM movements')).rows).toEqual([{ delta: 1 }]);
  expect((await migrationStatus(application, { folder: fixtureFolder })).pending).toEqual([]);

  for (const refused of [
    'UPDATE movements SET delta = 2',
    'DELETE FROM movements',
    'TRUNCATE movements',
    'SELECT * FROM movements FOR UPDATE',
    'DELETE FROM cashwrap_migrations',
    'DROP TABLE items',
    'CREATE TABLE mine ()',
  ]) {
    await expect(pool.query(refused), refused).rejects.toSatisfy(
      (error) => sqlState(error) === INSUFFICIENT_PRIVILEGE,
    );
  }
  await pool.query('DELETE FROM items WHERE false');
});

test('a role that the grants cannot bind is refused', async () => {
  await using test = await createTestDatabase({ folder: fixtureFolder });
  await using superuser = await createRole(test.database, 'SUPERUSER');
  const grant = (role: string, appendOnlyTables = ['movements']) =>
    grantApplicationRole(test.database, role, { appendOnlyTables });
  await expect(grant(superuser.name)).rejects.toThrow('is a superuser');
  await expect(grant('nobody_here')).rejects.toThrow('There is no role nobody_here');
  await using role = await createRole(test.database);
  await expect(grant(role.name, ['movement'])).rejects.toThrow('There is no table movement');
  await using owner = await createRole(test.database);
  await test.database.pool.query(`GRANT ${owner.name} TO ${role.name}`);
  await using asOwner = connect({ connection: as(owner.name, test.connection) });
  await expect(grantApplicationRole(asOwner, role.name, { appendOnlyTables: [] })).rejects.toThrow(
    'acts as the owner',
  );
});

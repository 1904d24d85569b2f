import { createHash, randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type ConnectionOptions, clientConfig, connect, type Database } from './connect.ts';
import { isAlive } from './embedded/cluster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/index.ts';
import { migrate } from './migrations/migrate.ts';
import { readMigrations } from './migrations/migration-files.ts';
import { migrationsFolder } from './migrations/migrations-folder.ts';

/** A database of a test's own, fully migrated. Disposing closes and drops it. */
export interface TestDatabase extends AsyncDisposable {
  readonly name: string;
  readonly database: Database;
  /** For further pools and other processes. Its user owns the tables. */
  readonly connection: ConnectionOptions;
}

export interface TestDatabaseOptions {
  /** The migrations to apply; the project's by default. */
  readonly folder?: string;
  /** Connections of the pool. */
  readonly max?: number;
}

/**
 * A fresh database on a server that all test processes of this user share; 30 to 60 ms when the server runs and the
 * template is there. The server stops when the last test database and the last {@link startTestServer} are disposed.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { folder = migrationsFolder, max } = options;
  return createFrom((server) => templateFor(server, folder), max);
}

/** A filled database that others are copied from. Disposing drops it; the copies stay. */
export interface TestTemplate extends AsyncDisposable {
  /** A copy of a test's own: 40 to 100 ms for the 60 MB of the demo shop. */
  createDatabase(): Promise<TestDatabase>;
}

/** Fills a fresh database once, for tests that each begin with a lot in it. */
export async function createTestTemplate(fill: (database: Database) => Promise<void>): Promise<TestTemplate> {
  const filled = await createTestDatabase();
  try {
    await fill(filled.database);
    // A database that somebody is connected to cannot be copied.
    await filled.database.close();
  } catch (error) {
    await filled[Symbol.asyncDispose]();
    throw error;
  }
  return {
    createDatabase: () => createFrom(async () => filled.name),
    [Symbol.asyncDispose]: () => filled[Symbol.asyncDispose](),
  };
}

async function createFrom(
  templateOn: (server: EmbeddedPostgres) => Promise<string>,
  max?: number,
): Promise<TestDatabase> {
  const server = await startTestServer();
  // The process id tells later runs whether anybody can still use it.
  const name = `test_${process.pid}_${randomUUID().replaceAll('-', '')}`;
  try {
    const template = await templateOn(server);
    await asSuperuser(server, (client) =>
      client.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`),
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
  const connection = server.connection(name);
  const database = connect({ connection, applicationName: 'cashwrap test', ...(max ? { max } : {}) });
  return {
    name,
    database,
    connection,
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await asSuperuser(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      await server.stop();
    },
  };
}

/** Joins the shared server or starts it. A test run that holds it does not pay for a start in each test file. */
export async function startTestServer(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({
    // 18 is the server's major version: another one could not read the folder.
    dataDir: join(await scratchSpace(), `cashwrap-test-${userInfo().uid}`, 'postgres-18'),
    fsync: false,
    settings: { max_connections: '300', autovacuum: 'off', max_wal_size: '256MB' },
  });
  // Once in a process: to look takes as long as to make a database.
  abandonedDropped ??= dropAbandoned(server);
  await abandonedDropped;
  return server;
}

let abandonedDropped: Promise<void> | undefined;

const ENOUGH_BYTES = 2 ** 31;

/** Memory where there is plenty (a container's /dev/shm is often 64 MB): a database is 300 files, made for each test. */
export async function scratchSpace(): Promise<string> {
  const memory = '/dev/shm';
  const freeBytes = await statfs(memory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return freeBytes > ENOUGH_BYTES ? memory : tmpdir();
}

/** By their folders, those that this process has seen to be there. */
const templates = new Map<string, string>();

/** The migrated template of a folder; made by the first who needs it, while the others wait. */
async function templateFor(server: EmbeddedPostgres, folder: string): Promise<string> {
  const known = templates.get(folder);
  if (known !== undefined) return known;
  const migrations = await readMigrations(folder);
  const hash = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16);
  const template = `template_${hash}`;
  await asSuperuser(server, async (client) => {
    if (await exists(client, template)) return;
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
    if (await exists(client, template)) return;

    // Renamed when it is done, so that one which was interrupted is never used.
    const making = `${template}_making`;
    await client.query(`DROP DATABASE IF EXISTS ${making} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${making} STRATEGY file_copy`);
    const database = connect({ connection: server.connection(making), max: 1 });
    try {
      await migrate(database, { folder });
    } finally {
      await database.close();
    }
    await client.query(`ALTER DATABASE ${making} RENAME TO ${template}`);
  });
  templates.set(folder, template);
  return template;
}

async function exists(client: pg.Client, database: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
  return rowCount === 1;
}

/** Drops what killed test runs left, and templates of a day ago. */
async function dropAbandoned(server: EmbeddedPostgres): Promise<void> {
  await asSuperuser(server, async (client) => {
    const { rows } = await client.query<{ name: string; old: boolean }>(
      `SELECT datname AS name,
         (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - interval '1 day' AS old
       FROM pg_database WHERE datname LIKE 'test\\_%' OR datname LIKE 'template\\_%'`,
    );
    const abandoned = rows.filter(({ name, old }) =>
      name.startsWith('test_') ? !isAlive(Number(name.split('_')[1])) : old,
    );
    for (const { name } of abandoned) {
      // Another process may be dropping it, too.
      await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`).catch(() => {});
    }
  });
}

async function asSuperuser<T>(server: EmbeddedPostgres, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clientConfig(server.connection('postgres')));
  client.on('error', () => {});
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

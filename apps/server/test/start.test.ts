import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, migrateJobQueue, migrationsFolder, rollback } from '@cashwrap/database';
import { createTestDatabase } from '@cashwrap/database/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSecrets } from '../src/secrets.ts';
import { endOf, startProgram } from './command.ts';

let folder: string;
let secrets: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cashwrap-start-'));
  const { signingKeys, pepper } = await makeSecrets();
  secrets = { SIGNING_KEYS: JSON.stringify(signingKeys), PEPPER: pepper };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the real server in production; answers what it said until it ended, or was ready and told to stop. */
async function start(settings: NodeJS.ProcessEnv) {
  const env = { NODE_ENV: 'production', PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' };
  const program = startProgram('main.ts', { ...env, ...secrets, ...settings });
  let printed = '';
  let told = false;
  program.stdout.on('data', (text) => {
    printed += text;
    // Told twice, it would end at once.
    if (!told && printed.includes('is ready at')) told = program.kill('SIGTERM');
  });
  return endOf(program);
}

function urlOf(connection: ConnectionOptions, changes: { user?: string; database?: string } = {}): string {
  if ('url' in connection) return connection.url;
  const { host, user, database } = { ...connection, ...changes };
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}`;
}

describe('without migrating, the server', () => {
  test('starts on a database at its version, and refuses an older and a newer one', async () => {
    await using it = await createTestDatabase();
    const settings = { DATABASE_URL: urlOf(it.connection) };
    expect((await start(settings)).output).toMatch(
      /^Cashwrap cannot start\.\nThe tables of the job queue .*`pnpm migrate up`/,
    );
    await migrateJobQueue(it.database);
    expect(await start(settings)).toMatchObject({ code: 0, output: expect.stringContaining('is ready at') });

    await it.database.pool.query(
      `INSERT INTO cashwrap_migrations (idx, tag, hash) VALUES (999, '0999_next', '')`,
    );
    const newer = await start(settings);
    expect(newer.output).toMatch(
      /^Cashwrap cannot start\.\nThe database is newer than this code: .*0999_next.*\n$/,
    );
    expect(newer.code).toBe(1);

    await it.database.pool.query('DELETE FROM cashwrap_migrations WHERE idx = 999');
    await rollback(it.database, { folder: migrationsFolder, target: { to: null } });
    const older = await start(settings);
    expect(older.output).toMatch(/^Cashwrap cannot start\.\nThe database is older .*`pnpm migrate up`.*\n$/);
    expect(older.code).toBe(1);
  });
});

describe('a start that fails says which variable to look at, without a stack', () => {
  const refused = async (settings: NodeJS.ProcessEnv) => {
    const { code, output } = await start(settings);
    expect(code).toBe(1);
    expect(output).not.toContain('    at ');
    return output;
  };

  test('where the database cannot be had', async () => {
    await using it = await createTestDatabase();
    const [nowhere, unknown, otherUser, noSocket, unreadable] = await Promise.all(
      [
        'postgresql://u:p@127.0.0.1:1/cashwrap',
        urlOf(it.connection, { database: 'no_such_database' }),
        urlOf(it.connection, { user: 'nobody_we_know' }),
        'postgresql://u@localhost/cashwrap?host=%2Fno%2Fsuch%2Fsocket',
        'postgresql://u:p@127.0.0.1:port/cashwrap',
      ].map((DATABASE_URL) => refused({ DATABASE_URL })),
    );
    expect(nowhere).toMatch(/DATABASE_URL.*ECONNREFUSED/);
    expect(unknown).toMatch(/DATABASE_URL does not exist.*no_such_database/);
    expect(otherUser).toMatch(/DATABASE_URL .*nobody_we_know/);
    expect(noSocket).toMatch(/DATABASE_URL.*ENOENT/);
    expect(unreadable).toMatch(/DATABASE_URL .*cannot be read/);
  });

  test('where the folder cannot be made: at once, in /proc too', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await refused({ DATA_DIR: file })).toMatch(/^Cashwrap cannot start\.\nDATA_DIR.*ENOTDIR/);
    if (process.platform !== 'linux') return;
    expect(await refused({ DATA_DIR: '/proc/x' })).toMatch(/DATA_DIR.*ENOENT/);
    expect(await refused({ DATA_DIR: '/proc/x', NODE_ENV: 'development' })).toMatch(/DATA_DIR.*ENOENT/);
    expect(await readdir(folder)).toEqual(['file']);
  });

  test('where it cannot listen', async () => {
    await using it = await createTestDatabase();
    await migrateJobQueue(it.database);
    const settings = { DATABASE_URL: urlOf(it.connection) };
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const { port } = other.address() as { port: number };
      expect(await refused({ ...settings, PORT: String(port) })).toMatch(/set PORT.*EADDRINUSE/);
    } finally {
      other.close();
    }
    expect(await refused({ ...settings, HOST: '192.0.2.1' })).toMatch(/HOST is no address.*EADDRNOTAVAIL/);
  });
});

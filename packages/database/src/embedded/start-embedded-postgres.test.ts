import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { eventually, scratchFolder } from '../../test/fixtures.ts';
import { connect } from '../connect.ts';
import { isAlive } from './cluster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

const start = (dataDir: string, log?: (message: string) => void) =>
  startEmbeddedPostgres({ dataDir, fsync: false, ...(log ? { log } : {}) });

test('starts cold, keeps its data over a stop, starts warm', async () => {
  await using folder = await scratchFolder();
  const dataDir = join(folder.path, 'postgres');
  await using first = await start(dataDir);
  await Promise.all([first.ensureDatabase('Shop "1"'), first.ensureDatabase('Shop "1"')]);
  {
    await using database = connect({ connection: first.connection('Shop "1"') });
    await database.pool.query('CREATE TABLE kept AS SELECT 1 AS one');
  }
  await Promise.all([first.stop(), first.stop()]);
  expect(await access(join(dataDir, 'postmaster.pid')).catch(() => 'gone')).toBe('gone');

  await using second = await start(dataDir);
  await using database = connect({ connection: second.connection('Shop "1"') });
  const { rows } = await database.pool.query(
    `SELECT one, uuidv7() IS NOT NULL AS uuid, current_setting('listen_addresses') AS listen,
       (SELECT datlocprovider FROM pg_database WHERE datname = current_database()) AS provider
     FROM kept`,
  );
  expect(rows).toEqual([{ one: 1, uuid: true, listen: '', provider: 'b' }]);
});

test('the data and the socket are private', async () => {
  await using folder = await scratchFolder();
  const dataDir = join(folder.path, 'postgres');
  await using _embedded = await start(dataDir);
  for (const path of [dataDir, `${dataDir}.socket`]) {
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  }
});

test.runIf(process.getuid?.() === 0)('where the server cannot go, a symlink leads to the data', async () => {
  await using folder = await scratchFolder();
  await chmod(folder.path, 0o700);
  const dataDir = join(folder.path, 'postgres');
  await using first = await start(dataDir);
  const place = await readlink(dataDir);
  await first.stop();
  await using second = await start(dataDir);
  await using database = connect({ connection: second.connection('postgres') });
  expect((await database.pool.query('SHOW data_directory')).rows).toEqual([{ data_directory: place }]);
  await second.stop();
  await Promise.all(['', '.socket', '.log'].map((end) => rm(place + end, { recursive: true })));
});

test('a long path gets a short socket', async () => {
  await using folder = await scratchFolder();
  await using embedded = await start(join(folder.path, 'x'.repeat(100), 'postgres'));
  await using database = connect({ connection: embedded.connection('postgres') });
  await database.ping();
  const connection = embedded.connection('postgres');
  expect(connection).toHaveProperty('host', expect.stringMatching(/^\/tmp\/cashwrap-[0-9a-f]{16}$/));
  if ('host' in connection) await rm(connection.host, { recursive: true });
});

test('two at once on a new folder share one server; the last to leave stops it', async () => {
  await using folder = await scratchFolder();
  const dataDir = join(folder.path, 'postgres');
  const [one, two] = await Promise.all([start(dataDir), start(dataDir)]);
  expect(one.pid).toBe(two.pid);
  await one.stop();
  await using database = connect({ connection: two.connection('postgres') });
  await database.ping();
  await database.close();
  await two.stop();
  await eventually(async () => !isAlive(two.pid));
  expect((await readdir(folder.path)).filter((name) => name.includes('.init'))).toEqual([]);
});

test('a server whose process was killed is adopted, and stopped by who adopted it', async () => {
  await using folder = await scratchFolder();
  const dataDir = join(folder.path, 'postgres');
  const holder = await hold(dataDir);
  holder.process.kill('SIGKILL');
  await once(holder.process, 'exit');
  expect(isAlive(holder.postmaster)).toBe(true);

  const adopted = await start(dataDir);
  expect(adopted.pid).toBe(holder.postmaster);
  await adopted.stop();
  await expectStopped(dataDir);
});

test('a process that joins and leaves does not stop the server of another', async () => {
  await using folder = await scratchFolder();
  const dataDir = join(folder.path, 'postgres');
  const holder = await hold(dataDir);
  const guest = await start(dataDir);
  expect(guest.pid).toBe(holder.postmaster);
  await guest.stop();
  expect(isAlive(holder.postmaster)).toBe(true);
  holder.process.stdin.end();
  await once(holder.process, 'exit');
  await expectStopped(dataDir);
});

test('after kill -9 of the postmaster the same pool works again, and nobody is harmed', async () => {
  await using folder = await scratchFolder();
  await using embedded = await start(join(folder.path, 'postgres'));
  await using database = connect({ connection: embedded.connection('postgres') });
  const idle = database.ping();
  const held = await database.pool.connect();
  await idle;
  const running = expect(database.pool.query('SELECT pg_sleep(20)')).rejects.toThrow();

  const before = embedded.pid;
  process.kill(before, 'SIGKILL');
  await running;
  held.release(true);
  await serves(embedded);
  await database.ping();
  await eventually(async () => embedded.pid !== before);
});

test('a crash of one backend, which restarts all others, is survived as well', async () => {
  await using folder = await scratchFolder();
  const log: string[] = [];
  await using embedded = await start(join(folder.path, 'postgres'), (message) => log.push(message));
  await using database = connect({ connection: embedded.connection('postgres') });
  const { rows } = await database.pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const before = embedded.pid;
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  await eventually(async () => log.includes('The embedded PostgreSQL is back'));
  expect(embedded.pid).toBe(before);
  await database.ping();
});

test('a folder that is not a cluster is refused, and left as it is', async () => {
  await using folder = await scratchFolder();
  await writeFile(join(folder.path, 'notes.txt'), 'mine');
  await expect(start(folder.path)).rejects.toThrow('neither empty nor a PostgreSQL data directory');
  expect(await readFile(join(folder.path, 'notes.txt'), 'utf8')).toBe('mine');
  await rm(`${folder.path}.socket`, { recursive: true, force: true });
});

test('what initdb of a killed process left is removed', async () => {
  await using folder = await scratchFolder();
  const dataDir = join(folder.path, 'postgres');
  const dead = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(dead, 'exit');
  await mkdir(`${dataDir}.init-${dead.pid}-0`, { recursive: true });
  await using _embedded = await start(dataDir);
  expect((await readdir(folder.path)).filter((name) => name.includes('.init'))).toEqual([]);
});

test('a setting that the server refuses is an error with its log', async () => {
  await using folder = await scratchFolder();
  const dataDir = join(folder.path, 'postgres');
  await (await start(dataDir)).stop();
  const wrong = startEmbeddedPostgres({ dataDir, fsync: false, settings: { shared_buffers: 'plenty' } });
  await expect(wrong).rejects.toThrow('shared_buffers');
});

interface Holder {
  readonly process: ChildProcessByStdio<Writable, Readable, null>;
  readonly postmaster: number;
}

async function hold(dataDir: string): Promise<Holder> {
  const script = fileURLToPath(new URL('../../test/hold-postgres.ts', import.meta.url));
  const child = spawn(process.execPath, ['--conditions=@cashwrap/source', script, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { process: child, postmaster: Number.parseInt(String(line), 10) };
}

async function expectStopped(dataDir: string): Promise<void> {
  expect(await access(join(dataDir, 'postmaster.pid')).catch(() => 'gone')).toBe('gone');
}

async function serves(embedded: EmbeddedPostgres): Promise<void> {
  await eventually(async () => {
    await using probe = connect({ connection: embedded.connection('postgres'), max: 1 });
    return probe.ping().then(
      () => true,
      () => false,
    );
  });
}

import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, type Database, startEmbeddedPostgres } from '@cashwrap/database';
import { makeSecrets } from '../src/secrets.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** A PostgreSQL of the bench's own, in a folder that disposing removes, and the way to start API processes on it. */
export interface Stage extends AsyncDisposable {
  /** Makes an empty database. */
  createDatabase(name: string): Promise<StageDatabase>;
  serverVersion(): Promise<string>;
  /** The environment of an API process in production, on a database. */
  environment(database: StageDatabase): Readonly<Record<string, string>>;
  /** Starts a program of the API in a process of its own; resolves when it is ready. */
  startServer(
    program: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<ServerProcess>;
  readonly secrets: Awaited<ReturnType<typeof makeSecrets>>;
  readonly folder: string;
}

export interface StageDatabase {
  readonly connection: ConnectionOptions;
  readonly url: string;
  /** 8 connections. */
  readonly database: Database;
}

export async function openStage(): Promise<Stage> {
  const cleanup = new AsyncDisposableStack();
  try {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'cashwrap-bench-')));
    // PostgreSQL may run as another user, which must reach its folder.
    await chmod(folder, 0o755);
    cleanup.defer(() => rm(folder, { recursive: true, force: true }));
    const server = cleanup.use(await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') }));
    const secrets = await makeSecrets();
    return {
      folder,
      secrets,
      createDatabase: async (name) => {
        await server.ensureDatabase(name);
        const connection = server.connection(name);
        const database = cleanup.use(connect({ connection, applicationName: 'cashwrap-bench' }));
        return { connection, url: urlOf(connection), database };
      },
      serverVersion: () => serverVersion(server.connection('postgres')),
      environment: ({ url }) => ({
        NODE_ENV: 'production',
        PORT: '0',
        DATABASE_URL: url,
        DATA_DIR: folder,
        MIGRATE: 'on',
        LOG_LEVEL: 'error',
        RATE_LIMIT_PER_MINUTE: '0',
        SIGNING_KEYS: JSON.stringify(secrets.signingKeys),
        PEPPER: secrets.pepper,
        SETUP_TOKEN: secrets.setupToken,
      }),
      startServer: async (program, environment) =>
        cleanup.use(await startServerProcess(program, environment)),
      [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
    };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

async function serverVersion(connection: ConnectionOptions): Promise<string> {
  await using database = connect({ connection, max: 1 });
  const { rows } = await database.pool.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? 'unknown';
}

/** Where a database is, as a URL. */
export function urlOf(connection: ConnectionOptions): string {
  if ('url' in connection) return connection.url;
  const { host, user, database } = connection;
  return `postgresql://${user}@${encodeURIComponent(host)}/${database}`;
}

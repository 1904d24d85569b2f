import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type ConnectionOptions, clientConfig } from '../connect.ts';
import { sqlState } from '../sql-error.ts';
import { type Cluster, openCluster, SUPERUSER } from './cluster.ts';
import type { Keeper } from './keeper.ts';
import { joinOrStart, postmasterEnd, type Settings } from './postmaster.ts';

export interface EmbeddedPostgresOptions {
  /** PostgreSQL's own folder. Its socket folder and log lie beside it, or in /tmp where the path is long. */
  readonly dataDir: string;
  /** Off only for tests: a crash of the machine would then lose data. */
  readonly fsync?: boolean;
  /** Further server settings. They count where this process is the one that starts the server. */
  readonly settings?: Settings;
  /** Told when the server is lost and when it is back. */
  readonly log?: (message: string) => void;
}

/** A PostgreSQL server on this machine, reached over a unix socket only. */
export interface EmbeddedPostgres extends AsyncDisposable {
  /** How to reach one of its databases. It stays the same when the server is restarted. */
  connection(database: string): ConnectionOptions;
  /** Creates the database unless it exists. */
  ensureDatabase(database: string): Promise<void>;
  /** The postmaster's process id; another one after a restart. */
  readonly pid: number;
  /** Leaves the server, and stops it if no other process uses it. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL of a data directory, or joins the one that runs there already: another process's, or one
 * that outlived its process. Whoever leaves last stops it; a process that was killed counts as gone.
 * While it is in use it is restarted when it dies.
 *
 * @throws EmbeddedPostgresError with a sentence that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, fsync = true, log = () => {} } = options;
  const settings: Settings = {
    ...(fsync ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
    ...options.settings,
  };
  const cluster = await openCluster(dataDir, fsync);
  const stopping = new AbortController();
  let keeper = await joinOrStart(cluster, settings, stopping.signal);
  let rejoining: Promise<void> | undefined;

  const superviseKeeper = () => {
    keeper.lost.then(() => {
      if (stopping.signal.aborted) return;
      log('The connection to the embedded PostgreSQL was lost; starting it again');
      rejoining = rejoin(cluster, settings, stopping.signal, log).then((next) => {
        keeper = next;
        rejoining = undefined;
        log('The embedded PostgreSQL is back');
        superviseKeeper();
      });
      // It rejects only when stop() interrupts it, and stop() looks at it then.
      rejoining.catch(() => {});
    });
  };
  superviseKeeper();

  const leaveServer = async () => {
    stopping.abort();
    const isJoined = await Promise.resolve(rejoining).then(
      () => true,
      () => false,
    );
    if (isJoined) await leave(cluster, keeper);
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= leaveServer();
    return stopped;
  };
  const connection = (database: string) => ({ host: cluster.socketDir, user: SUPERUSER, database });
  return {
    connection,
    ensureDatabase: (database) => ensureDatabase(connection('postgres'), database),
    get pid() {
      return keeper.pid;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function rejoin(
  cluster: Cluster,
  settings: Settings,
  signal: AbortSignal,
  log: (message: string) => void,
): Promise<Keeper> {
  for (;;) {
    try {
      return await joinOrStart(cluster, settings, signal);
    } catch (error) {
      signal.throwIfAborted();
      log(error instanceof Error ? error.message : String(error));
      await sleep(1_000, undefined, { signal });
    }
  }
}

async function leave(cluster: Cluster, { pid, leave, lost }: Keeper): Promise<void> {
  let isLast = false;
  await leave((others) => {
    isLast = others === 0;
    // While the lock is held: whoever joins waits for it, is turned away, and starts a server of its own.
    if (isLast) process.kill(pid, 'SIGINT');
  }).catch(() => {
    // The server died in this moment: there is nothing to leave.
  });
  await lost;
  if (isLast) await postmasterEnd(cluster, pid);
}

async function ensureDatabase(maintenance: ConnectionOptions, database: string): Promise<void> {
  const client = new pg.Client(clientConfig(maintenance));
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`);
  } catch (error) {
    if (!ALREADY_THERE.has(sqlState(error))) throw error;
  } finally {
    await client.end();
  }
}

/** Another process was faster: duplicate_database, or a unique violation in the catalog. */
const ALREADY_THERE: ReadonlySet<string | undefined> = new Set(['42P04', '23505']);

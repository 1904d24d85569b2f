import pg from 'pg';
import { BatchingSocket } from './batching-socket.ts';
import { openReader, type Reader } from './session.ts';

// Drizzle asks pg's global parsers, so this is the one place. `bigint` columns arrive as numbers or not at all.
pg.types.setTypeParser(pg.types.builtins.INT8, parseSafeInteger);

/** Where a database is: an address, or the parts of one (`host` may be a socket's folder). */
export type ConnectionOptions =
  | { readonly url: string }
  | {
      readonly host: string;
      readonly user: string;
      readonly database: string;
      readonly port?: number;
      readonly password?: string;
    };

/** The limits of a connection's statements; 0 is none. */
export interface Timeouts {
  /** One statement. */
  readonly statementMs: number;
  /** One wait for a lock. */
  readonly lockMs: number;
  /** A transaction that says nothing: its locks must not be held for ever by a stuck caller. */
  readonly idleInTransactionMs: number;
  /** A new connection, or the answer to a ping: a database that is frozen or cut off refuses nothing, it is silent. */
  readonly answerMs: number;
}

export interface ConnectOptions {
  readonly connection: ConnectionOptions;
  /** Connections at most. More than 8 are slower, measured. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  readonly timeouts?: Partial<Timeouts>;
  /** Told when a connection is lost. It must not throw; the statements under way fail by themselves. */
  readonly onClientError?: (error: Error) => void;
}

/** A pool of connections to one database. */
export interface Database extends AsyncDisposable {
  /** Reads on any connection of the pool. */
  readonly db: Reader;
  readonly pool: pg.Pool;
  /** One round trip; rejects when the database does not answer in time. */
  ping(): Promise<void>;
  /** Waits for what is under way, then closes every connection. May be called more than once. */
  close(): Promise<void>;
}

/**
 * What a page out of order costs beside the next one. The default of 4 means a turning disk: with it small tables
 * are read whole, and the plan of a prepared statement stays so while they grow. A URL's own `options` win.
 */
const RANDOM_PAGE_COST = 1.1;
/** Compiling a plan takes longer than any statement of ours runs; planners that guess its rows too high would. */
const JIT = 'off';
/** Likewise: to start other processes for a part of a statement takes longer than the statement. */
const PARALLEL_WORKERS = 0;
const DEFAULT_TIMEOUTS: Timeouts = {
  statementMs: 30_000,
  lockMs: 2_000,
  idleInTransactionMs: 15_000,
  answerMs: 5_000,
};

/** Opens a pool. Nothing connects before the first query. */
export function connect(options: ConnectOptions): Database {
  const { connection, max = 8, applicationName = 'cashwrap', onClientError = () => {} } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const pool = new pg.Pool({
    ...clientConfig(connection),
    application_name: applicationName,
    max,
    pipeline: true,
    stream: () => new BatchingSocket(),
    options: `-c random_page_cost=${RANDOM_PAGE_COST} -c jit=${JIT} -c max_parallel_workers_per_gather=${PARALLEL_WORKERS}`,
    keepAlive: true,
    connectionTimeoutMillis: timeouts.answerMs,
    idleTimeoutMillis: 60_000,
    statement_timeout: timeouts.statementMs,
    lock_timeout: timeouts.lockMs,
    idle_in_transaction_session_timeout: timeouts.idleInTransactionMs,
  });

  // pg-pool's end() resolves before the connections are closed, so they are counted here.
  const open = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    open.add(client);
    // A client that is checked out has no other listener: without this a restart of PostgreSQL ends the process.
    client.on('error', onClientError);
  });
  pool.on('remove', (client) => open.delete(client));
  // The same error as the client's: heard above, and it must have a listener here as well.
  pool.on('error', () => {});

  // `query_timeout` is of single statements, too, which the types of pg do not tell. It ends the connection as well.
  const question = { text: 'SELECT 1', query_timeout: timeouts.answerMs };

  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= closePool(pool, open);
    return closed;
  };
  return {
    db: openReader(pool),
    pool,
    ping: async () => {
      await pool.query(question);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What pg needs to reach a database. */
export function clientConfig(connection: ConnectionOptions): pg.ClientConfig {
  if ('url' in connection) return { connectionString: connection.url };
  const { host, user, database, port = 5432, password } = connection;
  // A socket takes no TLS, whatever PGSSLMODE says.
  return { host, user, database, port, password, ...(host.startsWith('/') ? { ssl: false } : {}) };
}

async function closePool(pool: pg.Pool, open: ReadonlySet<pg.PoolClient>): Promise<void> {
  await pool.end();
  while (open.size > 0) await new Promise<void>((resolve) => pool.once('remove', () => resolve()));
}

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('An int8 from the database is beyond 2^53 - 1');
  return value;
}

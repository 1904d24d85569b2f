import { readFile, realpath } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { sqlState } from '../sql-error.ts';
import { type Cluster, SUPERUSER } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';

/**
 * A connection that a process holds for as long as it uses the server. It tells at once when the server dies, and
 * the server's own list of keepers tells who else uses it: unlike a file of process ids it cannot go stale.
 */
export interface Keeper {
  /** The postmaster's process id. */
  readonly pid: number;
  /** Resolves when the connection is gone. */
  readonly lost: Promise<void>;
  /** Runs `leave` while nobody can join, and tells it whether anybody else uses the server; then disconnects. */
  leave(leave: (others: number) => void): Promise<void>;
}

/** `starting`: a server is there and not ready yet (or stopping). `absent`: there is none. */
export type Knock = Keeper | 'starting' | 'absent';

const APPLICATION_NAME = 'cashwrap keeper';
/** An advisory lock of the database `postgres`: joining and leaving happen one at a time. */
const LOCK = 0x63_77_6b_70;
const CANNOT_CONNECT_NOW = '57P03';

/** Connects to the cluster's server, if there is one, and registers as its user. */
export async function knock(cluster: Cluster): Promise<Knock> {
  const socket = new Socket();
  const client = new pg.Client({
    host: cluster.socketDir,
    port: 5432,
    user: SUPERUSER,
    database: 'postgres',
    application_name: `${APPLICATION_NAME} joining`,
    ssl: false,
    stream: () => socket,
  });
  client.on('error', () => {});
  const lost = new Promise<void>((resolve) => client.on('end', resolve));
  try {
    await client.connect();
    await assertOurs(client, cluster);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(`SET application_name = '${APPLICATION_NAME}'`);
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK]);
    const pid = await postmasterPid(cluster);
    if (pid === undefined) throw new Error('The server has gone');
    // A program that ends without stop() must not be held up by this connection.
    socket.unref();
    return { pid, lost, leave: (leave) => disconnect(client, socket, leave) };
  } catch (error) {
    await client.end().catch(() => {});
    if (error instanceof EmbeddedPostgresError) throw error;
    return sqlState(error) === CANNOT_CONNECT_NOW ? 'starting' : 'absent';
  }
}

/** The first line of postmaster.pid; undefined when no server has the data directory. */
export async function postmasterPid({ dataDir }: Cluster): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return pid > 0 ? pid : undefined;
}

async function assertOurs(client: pg.Client, { dataDir, socketDir }: Cluster): Promise<void> {
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  const served = await realpath(rows[0]?.data_directory ?? '').catch(() => undefined);
  if (served === dataDir) return;
  throw new EmbeddedPostgresError(
    `The socket in ${socketDir} belongs to a PostgreSQL of another data directory (${served}), not of ${dataDir}.`,
  );
}

async function disconnect(client: pg.Client, socket: Socket, leave: (others: number) => void): Promise<void> {
  socket.ref();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const { rows } = await client.query<{ others: number }>(
      `SELECT count(*)::int AS others FROM pg_stat_activity
       WHERE application_name = $1 AND pid <> pg_backend_pid()`,
      [APPLICATION_NAME],
    );
    leave(rows[0]?.others ?? 0);
    // A backend that ends gives its lock up before it leaves the list; the next one must not count it.
    await client.query(`SET application_name = '${APPLICATION_NAME} left'`);
  } finally {
    await client.end().catch(() => {});
  }
}

import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg, { type Pool, type PoolClient } from 'pg';
import { casing } from './casing.ts';
import * as schema from './schema/index.ts';

type Drizzle = NodePgDatabase<typeof schema>;

declare const inTransaction: unique symbol;

/**
 * Reads, outside or inside of a transaction. It has no insert, update or delete: a writer takes a {@link Tx},
 * so that passing the plain pool to one does not compile.
 */
export type Reader = Omit<
  Drizzle,
  'transaction' | 'insert' | 'update' | 'delete' | 'refreshMaterializedView'
>;

/** An open transaction on one connection. Only `transact()` makes one; it is refused after the transaction's end. */
export type Tx = Omit<Drizzle, 'transaction'> & { readonly [inTransaction]: true };

/** What stands behind a {@link Reader}. */
export interface Session {
  readonly client: Pool | PoolClient;
  /** Drizzle's own instance: what prepared queries are cached by. */
  readonly drizzle: object;
  /** Set for a transaction. */
  readonly transaction?: TransactionState;
}

/** The state of one transaction. */
export interface TransactionState {
  /** Statements already sent whose answers are awaited together with COMMIT's. */
  readonly sentWithCommit: PromiseLike<unknown>[];
  /** A statement failed in the driver, which may leave its name unusable there: the connection is not reused. */
  spoiled: boolean;
  ended: boolean;
  /** Round trips so far; they stop counting with the transaction. */
  flushes(): number;
}

interface PooledConnection {
  readonly drizzle: Drizzle;
  /** How often everything sent on this connection has been answered. */
  drains: number;
}

const sessions = new WeakMap<object, Session>();
const connections = new WeakMap<PoolClient, PooledConnection>();

/** The reader on a pool: each query runs by itself on some connection. */
export function openReader(pool: Pool): Reader {
  const reader = drizzle(pool, { schema, casing });
  sessions.set(reader, { client: pool, drizzle: reader });
  return reader;
}

/** The handle of a transaction that begins now on `client`, and the function that ends it. */
export function openTx(client: PoolClient): { tx: Tx; state: TransactionState; end: () => void } {
  const connection = connectionOf(client);
  const before = connection.drains;
  let finalCount: number | undefined;
  const state: TransactionState = {
    sentWithCommit: [],
    spoiled: false,
    ended: false,
    flushes: () => finalCount ?? connection.drains - before,
  };
  // Building Drizzle for each transaction would cost more than its statements; a cached instance alone would
  // let a forgotten `await` write into the next transaction. So: a fresh object that inherits from it.
  const tx: Tx = Object.create(connection.drizzle);
  sessions.set(tx, { client, drizzle: connection.drizzle, transaction: state });
  Object.defineProperty(tx, 'session', {
    get: () => {
      if (state.ended) throw new Error(ENDED);
      return Reflect.get(connection.drizzle, 'session');
    },
  });
  return {
    tx,
    state,
    end: () => {
      finalCount = connection.drains - before;
    },
  };
}

const ENDED = 'This transaction has ended: an await is missing somewhere in the function given to transact()';

/** What stands behind a reader or transaction; throws for a transaction that has ended. */
export function sessionOf(db: Reader): Session {
  const session = sessions.get(db);
  if (!session) throw new TypeError('Not a reader from connect() or a transaction from transact()');
  if (session.transaction?.ended) throw new Error(ENDED);
  return session;
}

/** The pool that a reader reads on; throws for a transaction. */
export function poolOf(db: Reader): Pool {
  const { client } = sessionOf(db);
  if (!(client instanceof pg.Pool))
    throw new TypeError('A snapshot is taken on a pool, not inside of a transaction');
  return client;
}

/**
 * Round trips to the server that the transaction took so far, BEGIN and COMMIT included. Statements that were
 * sent together count once. It can be read after the transaction, too.
 */
export function flushCount(tx: Tx): number {
  return sessions.get(tx)?.transaction?.flushes() ?? 0;
}

function connectionOf(client: PoolClient): PooledConnection {
  const known = connections.get(client);
  if (known) return known;
  const connection: PooledConnection = { drizzle: drizzle(client, { schema, casing }), drains: 0 };
  connections.set(client, connection);
  client.on('drain', () => {
    connection.drains++;
  });
  return connection;
}

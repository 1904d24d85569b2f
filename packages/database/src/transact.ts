import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient, QueryConfig } from 'pg';
import type { Database } from './connect.ts';
import { firstFailure } from './flush.ts';
import { openTx, poolOf, type Reader, type TransactionState, type Tx } from './session.ts';
import { isConnectionError, sqlState } from './sql-error.ts';
import { CommitUnknownError, TransactionRolledBackError } from './transaction-errors.ts';

export interface TransactOptions {
  /** Runs at most, the first included. */
  readonly attempts?: number;
  /** Looked at before each run and before COMMIT; a statement under way is not cancelled. */
  readonly signal?: AbortSignal;
  /** `repeatable_read`: every statement sees the database as the first one did. Default: READ COMMITTED. */
  readonly isolation?: 'read_committed' | 'repeatable_read';
}

/** Prepared, as all that follows is: pg then sends it in one write with the statements of the first flush. */
const BEGIN = {
  read_committed: { name: 'begin', text: 'BEGIN' },
  repeatable_read: { name: 'begin_repeatable_read', text: 'BEGIN ISOLATION LEVEL REPEATABLE READ' },
  snapshot: { name: 'begin_snapshot', text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' },
};
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/**
 * Runs `fn` in a transaction and commits what it did. What `fn` throws rolls back and is thrown on.
 * A deadlock or serialization failure runs `fn` again, so `fn` may touch nothing but the database.
 *
 * @throws TransactionRolledBackError when `fn` returned though a statement had failed.
 * @throws CommitUnknownError when the connection was lost during COMMIT.
 */
export async function transact<T>(
  database: Pick<Database, 'pool'>,
  fn: (tx: Tx) => Promise<T>,
  { attempts = 5, signal, isolation = 'read_committed' }: TransactOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await runOnce(await database.pool.connect(), BEGIN[isolation], fn, signal);
    } catch (error) {
      if (attempt >= attempts || !mayRunAgain(error)) throw error;
    }
    await sleep(backoffMs(attempt), undefined, { signal });
  }
}

/**
 * Runs `read` so that all it reads is of one moment, however many statements it takes: none of them can write.
 *
 * @param db The reader on a pool, not that of a transaction, which is of its own moment already.
 */
export async function inSnapshot<T>(db: Reader, read: (snapshot: Reader) => Promise<T>): Promise<T> {
  return runOnce(await poolOf(db).connect(), BEGIN.snapshot, read, undefined);
}

async function runOnce<T>(
  client: PoolClient,
  begin: QueryConfig,
  fn: (tx: Tx) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  let lost: Error | undefined;
  const onError = (error: Error) => {
    lost ??= error;
  };
  client.on('error', onError);
  const { tx, state, end } = openTx(client);
  try {
    // Not awaited: it travels with the first statement. If it is lost, so is everything behind it.
    client.query(begin).catch(() => {});
    const result = await fn(tx);
    signal?.throwIfAborted();
    state.ended = true;
    // Lost before COMMIT is sent: certainly not stored, so this is an ordinary error.
    if (lost) throw lost;
    await commit(client, state);
    return result;
  } catch (error) {
    state.ended = true;
    // Always sent, even when COMMIT has failed: BEGIN may still be unanswered, so the status says nothing yet.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    end();
    client.off('error', onError);
    const reusable = !lost && !state.spoiled && client.getTransactionStatus() === 'I';
    client.release(!reusable);
  }
}

async function commit(client: PoolClient, state: TransactionState): Promise<void> {
  const [committed, ...others] = await Promise.allSettled([client.query('COMMIT'), ...state.sentWithCommit]);
  if (committed.status === 'fulfilled' && committed.value.command === 'COMMIT') return;

  const failed = firstFailure([...others, committed]);
  if (failed && !isConnectionError(failed.reason)) throw failed.reason;
  if (committed.status === 'rejected') throw new CommitUnknownError(committed.reason);
  throw new TransactionRolledBackError();
}

function mayRunAgain(error: unknown): boolean {
  const state = sqlState(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED;
}

/** Random, so that the two of a deadlock do not meet again. */
function backoffMs(attempt: number): number {
  return Math.random() * Math.min(250, 10 * 2 ** attempt);
}

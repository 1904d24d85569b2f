import { sessionOf, type Tx } from './session.ts';
import { sqlState } from './sql-error.ts';

/** The results of statements, in their order. */
export type Results<Statements extends readonly unknown[]> = {
  -readonly [Index in keyof Statements]: Awaited<Statements[Index]>;
};

/**
 * One round trip for several independent statements: they are pipelined, that is sent without waiting for each
 * other. Prepared ones are on their way when they are called, Drizzle's builders when they come here: give the
 * statements of one flush in one form if their order matters.
 *
 * Waits for all, then throws the error that failed the transaction, or returns the results.
 */
export async function flush<const Statements extends readonly PromiseLike<unknown>[]>(
  tx: Tx,
  statements: Statements,
): Promise<Results<Statements>> {
  sessionOf(tx);
  const outcomes = await Promise.allSettled(statements);
  const failure = firstFailure(outcomes);
  if (failure) throw failure.reason;
  // TypeScript does not carry a tuple through filter and map: none was rejected, so same length, same order.
  return outcomes.filter(isFulfilled).map(({ value }) => value) as Results<Statements>;
}

/** The failure that the others follow from: once a transaction has failed, PostgreSQL answers 25P02 to the rest. */
export function firstFailure(
  outcomes: readonly PromiseSettledResult<unknown>[],
): PromiseRejectedResult | undefined {
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
  return failures.find(({ reason }) => sqlState(reason) !== IN_FAILED_TRANSACTION) ?? failures[0];
}

const IN_FAILED_TRANSACTION = '25P02';

function isFulfilled<T>(outcome: PromiseSettledResult<T>): outcome is PromiseFulfilledResult<T> {
  return outcome.status === 'fulfilled';
}

/**
 * The transaction's last statements travel in one round trip with COMMIT. Only for statements whose results decide
 * nothing (inserts of audit and outbox rows): if one fails, PostgreSQL rolls back and `transact()` throws its error.
 */
export function flushWithCommit(tx: Tx, statements: readonly PromiseLike<unknown>[]): void {
  const { transaction } = sessionOf(tx);
  // `then` is what sends a Drizzle builder; it must happen now, before COMMIT is sent.
  transaction?.sentWithCommit.push(...statements.map(send));
}

function send(statement: PromiseLike<unknown>): Promise<unknown> {
  const sent = new Promise((resolve, reject) => {
    statement.then(resolve, reject);
  });
  // transact() reports it; until then it must not count as unhandled.
  sent.catch(() => {});
  return sent;
}

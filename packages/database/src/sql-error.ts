import pg from 'pg';

/**
 * The SQLSTATE of a PostgreSQL error, also of one wrapped by Drizzle; undefined for any other error.
 * Read this and never the message: Drizzle's holds the parameters.
 */
export function sqlState(error: unknown): string | undefined {
  return databaseError(error)?.code;
}

/** The name of the constraint that a PostgreSQL error is about. */
export function constraintName(error: unknown): string | undefined {
  return databaseError(error)?.constraint;
}

/** The connection is gone, or could not be had: PostgreSQL is down, starting, stopping, full, or out of reach. */
export function isConnectionError(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith('08') || CONNECTION_STATES.has(state);
  return causes(error).some(
    (cause) =>
      DRIVER_MESSAGES.has(cause.message) ||
      // ENOENT is a missing socket only when it comes from connect; elsewhere it is a missing file.
      ('code' in cause && SYSTEM_CODES.has(cause.code)) ||
      ('code' in cause && 'syscall' in cause && cause.code === 'ENOENT' && cause.syscall === 'connect'),
  );
}

/** Ended by an administrator, a crash or a timeout; starting up, or not accepting connections; too many of them. */
const CONNECTION_STATES: ReadonlySet<string> = new Set([
  '55000',
  '57P01',
  '57P02',
  '57P03',
  '57P05',
  '25P03',
  '53300',
]);

const SYSTEM_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What pg 8.23 says; it gives these errors no code. */
const DRIVER_MESSAGES: ReadonlySet<string> = new Set([
  'Connection terminated',
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'Client has encountered a connection error and is not queryable',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
]);

// By class and not by the look of `code`: Node's EPIPE has five capitals, too.
function databaseError(error: unknown): pg.DatabaseError | undefined {
  return causes(error).find((cause) => cause instanceof pg.DatabaseError);
}

/** The error and what it was caused by, outermost first. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < 10; next = next.cause) chain.push(next);
  return chain;
}

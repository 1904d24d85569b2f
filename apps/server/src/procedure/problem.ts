import { errors, type Problem, problemType } from '@cashwrap/contract';
import { CommitUnknownError, constraintName, isConnectionError, sqlState } from '@cashwrap/database';
import { Failure } from './failure.ts';

/** What PostgreSQL answers when it cannot work right now, though the call itself may be fine. */
const UNAVAILABLE_STATES = new Set([
  '25006', // read-only transaction: a standby, or a database that was set read-only
  '40001', // serialization failure, after all attempts
  '40P01', // deadlock, after all attempts
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '55P03', // lock not available within lock_timeout
  '57014', // statement_timeout
]);

const NUMERIC_VALUE_OUT_OF_RANGE = '22003';
/** The bounds of what each input keeps to by itself and sums may pass. */
const BOUNDS = new Set([
  'accounts_range',
  'stock_levels_value_bound',
  'stock_levels_damaged',
  'stock_movements_value_bound',
]);

/** Turns whatever was thrown into an error of the catalogue. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof CommitUnknownError) {
    return new Failure('UNAVAILABLE', {
      detail:
        'The database was lost while it stored this change, which may have happened or not. Repeat the call ' +
        'under the same Idempotency-Key; without one, look before you repeat it.',
    });
  }
  const state = sqlState(error);
  if (state === NUMERIC_VALUE_OUT_OF_RANGE || BOUNDS.has(constraintName(error) ?? '')) {
    return new Failure('AMOUNT_OUT_OF_RANGE', {
      detail:
        'A quantity or its value would become larger than can be kept (10^12 minor units, or a quantity of ' +
        '99,999,999,999.999). Nothing was changed.',
    });
  }
  if (isConnectionError(error) || (state !== undefined && UNAVAILABLE_STATES.has(state))) {
    return new Failure('UNAVAILABLE', {
      detail: 'The database cannot answer right now. Nothing was changed; try again in a moment.',
    });
  }
  return new Failure('INTERNAL', {
    detail: 'Something went wrong on our side. Quote the request id when you report it.',
  });
}

/** The body of an error: the same on every face. */
export function toProblem(failure: Failure, requestId: string): Problem {
  const { status, title, retryable } = errors[failure.code];
  return {
    type: problemType(failure.code),
    title,
    status,
    detail: failure.message,
    code: failure.code,
    requestId,
    retryable,
    ...(failure.fields && { errors: [...failure.fields] }),
    ...(failure.details && { details: failure.details }),
  };
}

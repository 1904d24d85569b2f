import { errors, type Problem, problemType } from '@cashwrap/contract';
import { isConnectionError, sqlState } from '@cashwrap/database';
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

/** Turns whatever was thrown into an error of the catalogue. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const state = sqlState(error);
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

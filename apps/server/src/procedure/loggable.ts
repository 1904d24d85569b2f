import { constraintName, sqlState } from '@cashwrap/database';

/**
 * What may be logged of an error. One that comes from a statement holds what people typed, and hashes, in its
 * message, its `params` and its `detail`: of such a one only its SQLSTATE, its constraint and its place.
 */
export function loggable(error: unknown): unknown {
  const chain = causes(error);
  const state = sqlState(error);
  if (state === undefined && !chain.some((cause) => 'params' in cause)) return error;
  const root = chain.at(-1);
  return {
    type: root?.name,
    sqlState: state,
    // An error of the connection has a code of Node's and no parameters.
    code: root && 'code' in root ? root.code : undefined,
    constraint: constraintName(error),
    stack: chain[0] && frames(chain[0]),
  };
}

/** The error and what it was caused by, outermost first. */
function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < 10; next = next.cause) chain.push(next);
  return chain;
}

/** The stack without the message at its head. */
function frames({ stack = '', message }: Error): string {
  const at = stack.indexOf(message);
  return at < 0 ? '' : stack.slice(at + message.length).trim();
}

import { isApiError, isCashwrapError } from './errors.ts';

/** One attempt of a call. Like all that hooks are told, it may be logged as it is: no token, key or input is in it. */
export interface AttemptEvent {
  /** The dotted name of the operation, such as `sales.create`. */
  readonly operation: string;
  /** What the server logs the call under; the same for all its attempts. */
  readonly requestId: string;
  /** Counts the attempts of the call, from 1. */
  readonly attempt: number;
}

/** Why an attempt failed. */
export interface AttemptFailure {
  /** The code of the server's error such as `CONFLICT`, else the name of what was thrown, such as `CashwrapTimeoutError`. */
  readonly error: string;
  /** What the system calls the cause, where it does so, such as `ECONNREFUSED`. */
  readonly cause: string | undefined;
}

/** An attempt that was answered, or was not: then there is no status, or that of somebody in between. */
export interface AnswerEvent extends AttemptEvent {
  /** The HTTP status. */
  readonly status: number | undefined;
  /** How long it took, in milliseconds; of a subscription, until it was open. */
  readonly ms: number;
  readonly failure: AttemptFailure | undefined;
}

/** An attempt that failed and is followed by another. */
export interface RetryEvent extends AttemptEvent {
  /** How long is waited until then, in milliseconds. */
  readonly waitMs: number;
  readonly failure: AttemptFailure;
}

/**
 * Told what goes over the wire, for logs and figures: of every attempt, also of a refresh of tokens, which is an
 * `auth.refresh`. What a hook throws is printed and leaves the call alone.
 */
export interface CashwrapHooks {
  /** An attempt is about to be sent. */
  onAttempt?(event: AttemptEvent): void;
  /** An attempt is over: answered, failed or stopped. */
  onAnswer?(event: AnswerEvent): void;
  /** A failed attempt will be followed by another. */
  onRetry?(event: RetryEvent): void;
}

/** Calls a hook. It may throw, or be asynchronous and reject: neither is the caller's business. */
export function tell(hook: () => unknown): void {
  const complain = (error: unknown) => console.error('A hook given to createCashwrap failed:', error);
  try {
    Promise.resolve(hook()).catch(complain);
  } catch (error) {
    complain(error);
  }
}

export function describeAttemptFailure(error: unknown): AttemptFailure {
  if (isApiError(error)) return { error: error.code, cause: undefined };
  const name = error instanceof Error ? error.name : typeof error;
  return { error: name, cause: isCashwrapError(error) ? codeOf(error.cause) : undefined };
}

/** `fetch` of Node says what happened in the cause of the error that it throws. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

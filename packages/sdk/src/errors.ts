import type { ErrorCode, ErrorDetails, FieldError, Problem } from '@cashwrap/contract';

/** What is known about a call that failed. */
export interface FailedCall {
  /** The dotted name of the operation, such as `products.update`. */
  readonly operation: string;
  /** What the server logs the call under. */
  readonly requestId: string;
  /** The key that the call was sent with. Call again with the same one to finish what may have happened. */
  readonly idempotencyKey: string | undefined;
}

/** Found on errors of every copy of this package and of every realm, where `instanceof` is not. */
const BRAND = Symbol.for('@cashwrap/sdk/error');

/** What every error of the SDK has. Tell them apart by `name`, or with {@link isCashwrapError}. */
export abstract class CashwrapError extends Error implements FailedCall {
  abstract override get name(): string;
  readonly operation: string;
  readonly requestId: string;
  readonly idempotencyKey: string | undefined;

  constructor(message: string, call: FailedCall, options?: ErrorOptions) {
    super(message, options);
    this.operation = call.operation;
    this.requestId = call.requestId;
    this.idempotencyKey = call.idempotencyKey;
  }

  /** @internal */
  get [BRAND](): true {
    return true;
  }
}

/**
 * The server answered with an error. `code` says which and `details` what else a program can rely on; after
 * `isCashwrapError(error, 'CONFLICT')` both are typed for that code.
 */
export class CashwrapApiError<Code extends ErrorCode = ErrorCode> extends CashwrapError {
  override get name(): 'CashwrapApiError' {
    return 'CashwrapApiError';
  }

  /** From the server's catalogue. A newer server may know codes that this version does not. */
  readonly code: Code;
  /** The HTTP status. */
  readonly status: number;
  /** The same for every occurrence of the code. */
  readonly title: string;
  /** What was wrong this time, and what to do. */
  readonly detail: string;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** What else a program can rely on; by code. */
  readonly details: ErrorDetails<Code>;
  /** What was wrong with each invalid field of the input. */
  readonly errors: readonly FieldError[];
  /** How long the server asked to wait before another attempt, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, call: FailedCall, retryAfterMs?: number) {
    // Where the request failed before it was given an id, ours is all there is.
    const requestId = problem.requestId || call.requestId;
    super(`${problem.detail} (${problem.code}, request ${requestId})`, { ...call, requestId });
    this.code = problem.code as Code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.retryable = problem.retryable;
    this.details = problem.details as ErrorDetails<Code>;
    this.errors = problem.errors ?? [];
    this.retryAfterMs = retryAfterMs;
  }
}

/** What is known about a call that got no answer from Cashwrap. */
export interface UnansweredCall extends FailedCall {
  /** Where the call went, without its input. */
  readonly url: string;
  /** How often it was sent. */
  readonly attempts: number;
}

/**
 * No answer came: the network failed, or something in between answered instead of Cashwrap (`status`). Whether
 * a mutation happened is not known; `cause` is what `fetch` threw.
 */
export class CashwrapConnectionError extends CashwrapError {
  override get name(): 'CashwrapConnectionError' | 'CashwrapTimeoutError' {
    return 'CashwrapConnectionError';
  }

  readonly url: string;
  readonly attempts: number;
  /** The HTTP status of an answer that was not from Cashwrap, such as a proxy's 502. */
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(
    reason: string,
    call: UnansweredCall,
    options: ErrorOptions & { status?: number; retryAfterMs?: number | undefined } = {},
  ) {
    const { status, retryAfterMs, ...errorOptions } = options;
    const times = call.attempts === 1 ? '1 attempt' : `${call.attempts} attempts`;
    super(`${reason} at ${call.url} (${times}, request ${call.requestId})`, call, errorOptions);
    this.url = call.url;
    this.attempts = call.attempts;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** No answer came in time. Whether a mutation happened is not known. */
export class CashwrapTimeoutError extends CashwrapConnectionError {
  override get name(): 'CashwrapTimeoutError' {
    return 'CashwrapTimeoutError';
  }

  /** Which option it was that did not suffice: of each attempt, or of the call in all. */
  readonly limit: TimeLimit;
  /** How long that was. */
  readonly timeoutMs: number;

  /** `cause`: what the last attempt had failed with, where one had. */
  constructor(limit: TimeLimit, timeoutMs: number, call: UnansweredCall, options?: ErrorOptions) {
    super(`No answer within ${timeoutMs} ms${limit === 'totalTimeoutMs' ? ' in all' : ''}`, call, options);
    this.limit = limit;
    this.timeoutMs = timeoutMs;
  }
}

/** The options that limit the time of a call. */
export type TimeLimit = 'timeoutMs' | 'totalTimeoutMs';

/** Every error of the server: `switch (error.code)` types `details` for each code. */
export type AnyApiError = { [Code in ErrorCode]: CashwrapApiError<Code> }[ErrorCode];

/** Every error that the SDK itself makes, told apart by `name`. */
export type AnyCashwrapError = AnyApiError | CashwrapConnectionError | CashwrapTimeoutError;

/**
 * Whether something that was caught is an error of the SDK; with codes, whether it is the server's error with
 * one of them. Works for errors of another copy of this package too.
 *
 * @example
 * ```ts
 * if (isCashwrapError(error, 'CONFLICT')) console.log(error.details.currentVersion);
 * ```
 */
export function isCashwrapError(error: unknown): error is AnyCashwrapError;
export function isCashwrapError<Code extends ErrorCode>(
  error: unknown,
  ...codes: readonly [Code, ...Code[]]
): error is CashwrapApiError<Code>;
export function isCashwrapError(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  if (typeof error !== 'object' || error === null || !(BRAND in error)) return false;
  return codes.length === 0 || ('code' in error && codes.includes(error.code as ErrorCode));
}

/**
 * Whether something that was caught is an error that the server answered, whatever its code. Works for errors of
 * another copy of this package too.
 *
 * @example
 * ```ts
 * if (isApiError(error)) {
 *   switch (error.code) {
 *     case 'INSUFFICIENT_STOCK':
 *       return error.details.lines;
 *     case 'CONFLICT':
 *       return error.details.currentVersion;
 *   }
 * }
 * ```
 */
export function isApiError(error: unknown): error is AnyApiError {
  return isCashwrapError(error) && 'code' in error;
}

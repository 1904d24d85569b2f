import type { CashwrapHooks } from './hooks.ts';
import type { TokenStorage } from './storage.ts';
import type { CashwrapTokens } from './tokens.ts';

/** What {@link createCashwrap} takes. The tokens of a session go into `storage`, or are given here, or an `apiKey` is. */
export interface CashwrapOptions extends Partial<CashwrapTokens> {
  /** Where the server is, such as `https://pos.example.com`. */
  readonly baseUrl: string | URL;
  /**
   * Keeps the session for later runs and shares it with other clients: see `webStorage`, `memoryStorage`, and
   * `fileStorage` of `@cashwrap/sdk/node`.
   */
  readonly storage?: TokenStorage | undefined;
  /**
   * Calls in the name of an API key, such as `cw_…`, and not of a person: nobody signs in, nothing is refreshed. What it
   * may do the key says. Keep it on servers: whoever sees it can use it.
   */
  readonly apiKey?: string | undefined;
  /**
   * By which the device proves that it is a register, from `registers.pair`. Sent with the calls that ask for it: `auth.pinLogin`
   * and `approvals.create`.
   */
  readonly registerToken?: string | undefined;
  /**
   * Told the new tokens whenever they change, and `undefined` when the session has ended, also where another client of
   * the same `storage` did it. Without a storage, keep them, and give them to the next {@link createCashwrap}. Awaited
   * before the call goes on; what it throws reaches the caller.
   */
  readonly onTokens?: ((tokens: CashwrapTokens | undefined) => void | Promise<void>) | undefined;
  /** How often a call is repeated where that is safe and may help. Default: 2. */
  readonly maxRetries?: number | undefined;
  /** How long one attempt may take, in milliseconds; `Infinity`: as long as it takes. Default: 30 000. */
  readonly timeoutMs?: number | undefined;
  /**
   * How long a call may take in all, in milliseconds: all its attempts, the waits between them, and what it waits for
   * new tokens. Default: `Infinity`. Subscriptions go on for longer.
   */
  readonly totalTimeoutMs?: number | undefined;
  /** Told of each attempt, for logs and figures. */
  readonly hooks?: CashwrapHooks | undefined;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/** What any call takes beside its input. */
export interface CallOptions {
  /** Stops the call: it rejects with the reason of the signal. What was sent may have happened. */
  readonly signal?: AbortSignal | undefined;
  /** In place of the client's. */
  readonly maxRetries?: number | undefined;
  /** In place of the client's. */
  readonly timeoutMs?: number | undefined;
  /** In place of the client's. Of a list, for each page. */
  readonly totalTimeoutMs?: number | undefined;
  /** What the server logs the call under: up to 64 letters, digits and `_ . -`. Default: a new UUID. */
  readonly requestId?: string | undefined;
  /** In place of the client's. */
  readonly registerToken?: string | undefined;
}

/** What a subscription takes beside its input. */
export interface SubscriptionOptions {
  /** Ends the subscription: it rejects with the reason of the signal. To leave the loop ends it, too. */
  readonly signal?: AbortSignal | undefined;
  /** How often the first connection is tried again, in place of the client's. A later one is tried for as long as it takes. */
  readonly maxRetries?: number | undefined;
  /** How long a connection may take to open, in place of the client's. */
  readonly timeoutMs?: number | undefined;
}

/** What a mutation takes beside its input. */
export interface MutationOptions extends CallOptions {
  /**
   * Calls with the same key and input happen once and get the same answer, for a week. Give one of your own to
   * go on safely after a restart. Default: a new UUID for each call, the same one for all of its attempts.
   */
  readonly idempotencyKey?: string | undefined;
  /**
   * The id of a second person's approval, after the call was refused with APPROVAL_REQUIRED. Repeat the call with
   * the same input.
   */
  readonly approval?: string | undefined;
}

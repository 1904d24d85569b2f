/** The tokens of a session, as they are kept and given back. */
export interface CashwrapTokens {
  /** Short-lived; sent with each call. */
  readonly accessToken: string;
  /** ISO 8601. Where it is known, the SDK refreshes shortly before it. */
  readonly accessTokenExpiresAt?: string | undefined;
  /** Exchanges for new tokens, once. */
  readonly refreshToken?: string | undefined;
}

/** What {@link createCashwrap} takes. */
export interface CashwrapOptions extends Partial<CashwrapTokens> {
  /** Where the server is, such as `https://pos.example.com`. */
  readonly baseUrl: string | URL;
  /**
   * Told the new tokens whenever they change, and `undefined` when the session has ended. Keep them, and give
   * them to the next {@link createCashwrap}. Awaited before the call goes on; what it throws reaches the caller.
   */
  readonly onTokens?: ((tokens: CashwrapTokens | undefined) => void | Promise<void>) | undefined;
  /** How often a call is repeated where that is safe and may help. Default: 2. */
  readonly maxRetries?: number | undefined;
  /** How long one attempt may take, in milliseconds. Default: 30 000. */
  readonly timeoutMs?: number | undefined;
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
  /** What the server logs the call under: up to 64 letters, digits and `_ . -`. Default: a new UUID. */
  readonly requestId?: string | undefined;
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

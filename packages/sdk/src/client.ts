import type { TokenPair } from '@cashwrap/contract';
import { startDeadline, unlessAborted } from './deadline.ts';
import {
  type CashwrapApiError,
  type CashwrapConnectionError,
  CashwrapTimeoutError,
  isCashwrapError,
  type TimeLimit,
} from './errors.ts';
import { operations } from './generated/operations.ts';
import { describeAttemptFailure, tell } from './hooks.ts';
import { listen, type Message, type Opened } from './listen.ts';
import type { OperationName } from './operation-info.ts';
import type { CallOptions, CashwrapOptions, MutationOptions, SubscriptionOptions } from './options.ts';
import { backoffMs, mayPass, withRetries } from './retry.ts';
import type { Runtime } from './runtime.ts';
import { type Endpoint, type Request, send, unanswered } from './send.ts';
import { type Session, Sessions } from './sessions.ts';
import type { CashwrapTokens } from './tokens.ts';

const MAX_RETRIES = 2;
const TIMEOUT_MS = 30_000;
/**
 * The server gives a rotation whose answer was lost again for 10 seconds; later it takes the old token for a
 * stolen one and ends the session. So that all attempts fall into that time, each is short.
 */
const REFRESH_TIMEOUT_MS = 3_000;
const REFRESH_TOTAL_TIMEOUT_MS = 10_000;

/** What comes of a subscription; `broken`: the connection broke off, and is opened again. */
export type Happening =
  | Opened
  | Message
  | { readonly type: 'broken'; readonly error: CashwrapApiError | CashwrapConnectionError };

/** What the server answers to an access token that it does not take. A new one may do; else it shows that the session is over. */
const TOKEN_REFUSED = ['TOKEN_EXPIRED', 'UNAUTHENTICATED'] as const;

/** What ends a session. */
const SIGN_OUTS: ReadonlySet<string> = new Set<OperationName>(['auth.logout', 'auth.logoutEverywhere']);

/** Makes calls by the name of the operation: with a key, a session and retries, but without types. */
export class Client {
  readonly #runtime: Runtime;
  readonly #endpoint: Endpoint;
  readonly #sessions: Sessions;
  readonly #hasApiKey: boolean;
  readonly #registerToken: string | undefined;
  readonly #defaults: { readonly maxRetries: number } & TimeLimits;

  constructor(options: CashwrapOptions, runtime: Runtime) {
    this.#runtime = runtime;
    this.#endpoint = {
      url: trpcUrl(options.baseUrl),
      // Looked up at each call and called on its owner, as browsers insist.
      fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
      now: runtime.now,
      elapsed: runtime.elapsed,
      hooks: options.hooks ?? {},
    };
    this.#defaults = {
      maxRetries: options.maxRetries ?? MAX_RETRIES,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
      totalTimeoutMs: options.totalTimeoutMs ?? Number.POSITIVE_INFINITY,
    };
    checkLimits(this.#defaults);
    this.#registerToken = options.registerToken;
    this.#hasApiKey = options.apiKey !== undefined;
    this.#sessions = new Sessions({
      tokens: tokensOf(options),
      storage: options.storage,
      onTokens: options.onTokens,
      exchange: async (refreshToken) => {
        const limits = { timeoutMs: REFRESH_TIMEOUT_MS, totalTimeoutMs: REFRESH_TOTAL_TIMEOUT_MS };
        const work = (request: Request) => this.#sendRepeatedly(request, {});
        return (await this.#limited('auth.refresh', { refreshToken }, limits, work)) as TokenPair;
      },
      now: runtime.now,
      newId: runtime.newId,
    });
  }

  /** Tells when somebody signs in and when a session ends. Answers how to stop that. */
  watchSession(watcher: () => void): () => void {
    return this.#sessions.watch(watcher);
  }

  /** One logical call: one request id and one idempotency key, however often it is sent. */
  async call(operation: OperationName, input: unknown, options: MutationOptions = {}): Promise<unknown> {
    const info = operations[operation];
    if (this.#hasApiKey && (info.tokens || SIGN_OUTS.has(operation))) {
      throw new TypeError(
        `${operation} needs a client that was made without an apiKey: a client with one has no session.`,
      );
    }
    return await this.#limited(operation, input, options, async (request) => {
      const session = await unlessAborted(this.#sessions.open(), request.signal);
      if (operation === 'auth.refresh' && session.owns(refreshTokenOf(input))) {
        return await unlessAborted(this.#sessions.renew(session), request.signal);
      }
      if (info.public) {
        const output = await this.#sendRepeatedly(request, options);
        if (info.tokens) await this.#sessions.begin(output as TokenPair);
        return output;
      }
      try {
        const output = await this.#sendSignedIn(session, request, options);
        if (SIGN_OUTS.has(operation)) await this.#sessions.end(session);
        return output;
      } catch (error) {
        // To sign out of what is over already leaves nothing to keep.
        if (SIGN_OUTS.has(operation) && isCashwrapError(error, 'UNAUTHENTICATED')) {
          await this.#sessions.end(session);
        }
        throw error;
      }
    });
  }

  /**
   * What comes of a subscription. A connection that breaks off is opened again behind the last message that came, for as long
   * as that takes: nothing is missed, and nothing comes twice.
   */
  async *subscribe(
    operation: OperationName,
    input: unknown,
    options: SubscriptionOptions = {},
  ): AsyncGenerator<Happening, never, void> {
    const { maxRetries = this.#defaults.maxRetries, signal } = options;
    const session = await unlessAborted(this.#sessions.open(), signal);
    let lastEventId: string | undefined;
    // Of attempts since the last message came.
    let failures = 0;
    // The token that the server has refused since then, and its error.
    let refused: { readonly accessToken: string | undefined; readonly error: unknown } | undefined;
    for (;;) {
      let accessToken: string | undefined;
      const progress = { attempts: failures, lastError: undefined };
      const given = { ...this.#requestOf(operation, input, options), progress };
      try {
        if (refused) await this.#replaceRefused(session, refused.accessToken, refused.error, signal);
        accessToken = await this.#freshToken(session, signal);
        const request = { ...given, accessToken };
        for await (const happening of listen(this.#endpoint, request, lastEventId)) {
          if (happening.type === 'message') {
            lastEventId = happening.id;
            failures = 0;
            refused = undefined;
          }
          yield happening;
        }
      } catch (error) {
        signal?.throwIfAborted();
        failures += 1;
        if (!refused && isCashwrapError(error, ...TOKEN_REFUSED)) {
          refused = { accessToken, error };
          continue;
        }
        if (!isCashwrapError(error) || !mayPass(error)) throw error;
        if (lastEventId === undefined && failures > maxRetries) throw error;
        yield { type: 'broken', error };
        const { retryAfterMs = 0 } = error;
        const waitMs = retryAfterMs + backoffMs(failures, this.#runtime.random);
        this.#tellRetry(given, error, waitMs);
        await this.#runtime.sleep(waitMs, signal);
      }
    }
  }

  /** Makes a call whose every step ends when its time is up. */
  async #limited<T>(
    operation: OperationName,
    input: unknown,
    options: MutationOptions,
    work: (request: Request) => Promise<T>,
  ): Promise<T> {
    const { totalTimeoutMs = this.#defaults.totalTimeoutMs } = options;
    const request = this.#requestOf(operation, input, options);
    const deadline = startDeadline(totalTimeoutMs, options.signal, () => {
      const call = unanswered(this.#endpoint, request);
      return new CashwrapTimeoutError('totalTimeoutMs', totalTimeoutMs, call, {
        cause: request.progress.lastError,
      });
    });
    try {
      // What cannot be broken off, such as the storing of tokens, goes on without its caller.
      return await unlessAborted(work({ ...request, signal: deadline.signal }), deadline.signal);
    } finally {
      deadline.stop();
    }
  }

  /** Sends a call with the token of its session; where that has expired or is refused, refreshes it first, or in between. */
  async #sendSignedIn(session: Session, request: Request, options: CallOptions): Promise<unknown> {
    const { signal } = request;
    const accessToken = await this.#freshToken(session, signal);
    try {
      return await this.#sendRepeatedly({ ...request, accessToken }, options);
    } catch (error) {
      // Whoever signs out of what is over need not begin it again.
      const isOver = SIGN_OUTS.has(request.operation) && isCashwrapError(error, 'UNAUTHENTICATED');
      if (isOver || !isCashwrapError(error, ...TOKEN_REFUSED)) throw error;
      await this.#replaceRefused(session, accessToken, error, signal);
    }
    return this.#sendRepeatedly({ ...request, accessToken: session.tokens?.accessToken }, options);
  }

  /** The access token of a session, replaced before where it has expired or soon will. */
  async #freshToken(session: Session, signal: AbortSignal | undefined): Promise<string | undefined> {
    if (session.refreshing || this.#sessions.isDue(session)) {
      await unlessAborted(this.#sessions.refresh(session), signal);
    }
    return session.tokens?.accessToken;
  }

  /** The server has refused this token: gets another one, or throws that error where there is no way to. */
  async #replaceRefused(
    session: Session,
    accessToken: string | undefined,
    error: unknown,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    // Others may have refreshed while this call was away, or be at it.
    const isReplaced = session.tokens?.accessToken !== accessToken;
    if (!isReplaced && session.tokens?.refreshToken === undefined) throw error;
    if (!isReplaced || session.refreshing) await unlessAborted(this.#sessions.refresh(session), signal);
  }

  #sendRepeatedly(request: Request, { maxRetries }: CallOptions): Promise<unknown> {
    const { info, operation, signal, endsAt } = request;
    // A rotation may be asked for again; any other mutation without a key would happen twice.
    const repeatable = info.kind === 'query' || info.keyed || operation === 'auth.refresh';
    const policy = {
      runtime: this.#runtime,
      maxRetries: repeatable ? (maxRetries ?? this.#defaults.maxRetries) : 0,
      signal,
      endsAt,
      onRetry: (error: unknown, waitMs: number) => this.#tellRetry(request, error, waitMs),
    };
    return withRetries(policy, () => send(this.#endpoint, request));
  }

  #tellRetry({ operation, requestId, progress }: Request, error: unknown, waitMs: number): void {
    const event = {
      operation,
      requestId,
      attempt: progress.attempts,
      waitMs,
      failure: describeAttemptFailure(error),
    };
    tell(() => this.#endpoint.hooks.onRetry?.(event));
  }

  #requestOf(operation: OperationName, input: unknown, options: MutationOptions): Request {
    const { newId, elapsed } = this.#runtime;
    const info = operations[operation];
    const { timeoutMs = this.#defaults.timeoutMs, totalTimeoutMs = this.#defaults.totalTimeoutMs } = options;
    checkLimits({ timeoutMs, totalTimeoutMs });
    return {
      operation,
      info,
      input,
      requestId: options.requestId ?? newId(),
      idempotencyKey: info.keyed ? (options.idempotencyKey ?? newId()) : undefined,
      accessToken: undefined,
      approval: options.approval,
      registerToken: info.atRegister && (options.registerToken ?? this.#registerToken),
      timeoutMs: operation === 'auth.refresh' ? Math.min(timeoutMs, REFRESH_TIMEOUT_MS) : timeoutMs,
      endsAt: elapsed() + totalTimeoutMs,
      signal: options.signal,
      progress: { attempts: 0, lastError: undefined },
    };
  }
}

type TimeLimits = Readonly<Record<TimeLimit, number>>;

function checkLimits({ timeoutMs, totalTimeoutMs }: TimeLimits): void {
  for (const [name, ms] of Object.entries({ timeoutMs, totalTimeoutMs })) {
    if (!(ms > 0))
      throw new RangeError(`${name} must be more than 0 milliseconds, or Infinity for no limit, not ${ms}.`);
  }
}

/** The tokens to begin with. */
function tokensOf(options: CashwrapOptions): CashwrapTokens | undefined {
  const { apiKey, storage, onTokens, accessToken, accessTokenExpiresAt, refreshToken, session } = options;
  const isGiven = accessToken !== undefined || refreshToken !== undefined;
  if (apiKey !== undefined) {
    if (apiKey.trim() === '') throw new TypeError('apiKey is empty.');
    if (isGiven || storage || onTokens) {
      throw new TypeError('Give either an apiKey or what keeps a session: tokens, storage, onTokens.');
    }
    return { accessToken: apiKey };
  }
  if (!isGiven) return undefined;
  if (storage) throw new TypeError('Give either tokens or a storage: it has the tokens.');
  return { accessToken: accessToken ?? '', accessTokenExpiresAt, refreshToken, session };
}

function trpcUrl(baseUrl: string | URL): string {
  const url = parseUrl(baseUrl);
  // `localhost:8000` is a URL too, of the scheme `localhost`.
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`baseUrl must be a URL such as http://localhost:8000, not "${baseUrl}".`);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}/trpc`;
}

function parseUrl(text: string | URL): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

function refreshTokenOf(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'refreshToken' in input
    ? input.refreshToken
    : undefined;
}

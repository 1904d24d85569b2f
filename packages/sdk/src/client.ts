import type { TokenPair } from '@cashwrap/contract';
import { isCashwrapError } from './errors.ts';
import { operations } from './generated/operations.ts';
import { listen } from './listen.ts';
import type { OperationName } from './operation-info.ts';
import type { CallOptions, CashwrapOptions, MutationOptions, SubscriptionOptions } from './options.ts';
import { backoffMs, mayPass, withRetries } from './retry.ts';
import type { Runtime } from './runtime.ts';
import { type Endpoint, type Request, send } from './send.ts';
import { type Session, Sessions } from './sessions.ts';

const MAX_RETRIES = 2;
const TIMEOUT_MS = 30_000;
/**
 * The server gives a rotation whose answer was lost again for 10 seconds; later it takes the old token for a
 * stolen one and ends the session. So that all attempts fall into that time, each is short.
 */
const REFRESH_TIMEOUT_MS = 3_000;

/** Makes calls by the name of the operation: with a key, a session and retries, but without types. */
export class Client {
  readonly #runtime: Runtime;
  readonly #endpoint: Endpoint;
  readonly #sessions: Sessions;
  readonly #defaults: { readonly maxRetries: number; readonly timeoutMs: number };

  constructor(options: CashwrapOptions, runtime: Runtime) {
    this.#runtime = runtime;
    this.#endpoint = {
      url: trpcUrl(options.baseUrl),
      // Looked up at each call and called on its owner, as browsers insist.
      fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
      now: runtime.now,
    };
    this.#defaults = {
      maxRetries: options.maxRetries ?? MAX_RETRIES,
      timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    };
    this.#sessions = new Sessions({
      accessToken: options.accessToken,
      accessTokenExpiresAt: options.accessTokenExpiresAt,
      refreshToken: options.refreshToken,
      onTokens: options.onTokens,
      exchange: async (refreshToken) =>
        (await this.#sendRepeatedly(this.#requestOf('auth.refresh', { refreshToken }, {}), {})) as TokenPair,
      now: runtime.now,
    });
  }

  /** One logical call: one request id and one idempotency key, however often it is sent. */
  async call(operation: OperationName, input: unknown, options: MutationOptions = {}): Promise<unknown> {
    const info = operations[operation];
    const session = this.#sessions.current;
    if (
      operation === 'auth.refresh' &&
      session.tokens &&
      refreshTokenOf(input) === session.tokens.refreshToken
    ) {
      return unlessAborted(this.#sessions.refresh(session), options.signal);
    }
    const request = this.#requestOf(operation, input, options);
    if (info.public) {
      const output = await this.#sendRepeatedly(request, options);
      if (info.tokens) await this.#sessions.begin(output as TokenPair);
      return output;
    }
    try {
      const output = await this.#sendSignedIn(session, request, options);
      if (operation === 'auth.logout') await this.#sessions.end(session);
      return output;
    } catch (error) {
      // To sign out of what is over already leaves nothing to keep.
      if (operation === 'auth.logout' && isCashwrapError(error, 'UNAUTHENTICATED')) {
        await this.#sessions.end(session);
      }
      throw error;
    }
  }

  /**
   * The messages of a subscription. A connection that breaks off is opened again behind the last message that came, for as long
   * as that takes: nothing is missed, and nothing comes twice.
   */
  async *subscribe(
    operation: OperationName,
    input: unknown,
    options: SubscriptionOptions = {},
  ): AsyncGenerator<unknown, void, void> {
    const session = this.#sessions.current;
    const { maxRetries = this.#defaults.maxRetries, signal } = options;
    let lastEventId: string | undefined;
    // Of attempts since the last message came.
    let failures = 0;
    // The token that the server has called expired since then, and its error.
    let expired: { readonly accessToken: string | undefined; readonly error: unknown } | undefined;
    for (;;) {
      let accessToken: string | undefined;
      try {
        if (expired) await this.#replaceExpired(session, expired.accessToken, expired.error, options);
        accessToken = await this.#freshToken(session, options);
        const request = { ...this.#requestOf(operation, input, options), accessToken };
        for await (const { id, data } of listen(this.#endpoint, request, {
          lastEventId,
          attempt: failures + 1,
        })) {
          lastEventId = id;
          failures = 0;
          expired = undefined;
          if (data !== null) yield data;
        }
      } catch (error) {
        signal?.throwIfAborted();
        failures += 1;
        if (!expired && isCashwrapError(error, 'TOKEN_EXPIRED')) {
          expired = { accessToken, error };
          continue;
        }
        if (!isCashwrapError(error) || !mayPass(error)) throw error;
        if (lastEventId === undefined && failures > maxRetries) throw error;
        const { retryAfterMs = 0 } = error;
        await this.#runtime.sleep(retryAfterMs + backoffMs(failures, this.#runtime.random), signal);
      }
    }
  }

  /** Sends a call with the token of its session; where that has expired, refreshes it first, or in between. */
  async #sendSignedIn(session: Session, request: Request, options: CallOptions): Promise<unknown> {
    const accessToken = await this.#freshToken(session, options);
    try {
      return await this.#sendRepeatedly({ ...request, accessToken }, options);
    } catch (error) {
      if (!isCashwrapError(error, 'TOKEN_EXPIRED')) throw error;
      await this.#replaceExpired(session, accessToken, error, options);
    }
    return this.#sendRepeatedly({ ...request, accessToken: session.tokens?.accessToken }, options);
  }

  /** The access token of a session, replaced before where it has expired or soon will. */
  async #freshToken(session: Session, options: CallOptions): Promise<string | undefined> {
    if (session.refreshing || this.#sessions.isDue(session)) await this.#refreshed(session, options);
    return session.tokens?.accessToken;
  }

  /** The server has called this token expired: gets another one, or throws that error where there is no way to. */
  async #replaceExpired(
    session: Session,
    accessToken: string | undefined,
    error: unknown,
    options: CallOptions,
  ): Promise<void> {
    // Others may have refreshed while this call was away, or be at it.
    const isReplaced = session.tokens?.accessToken !== accessToken;
    if (!isReplaced && session.tokens?.refreshToken === undefined) throw error;
    if (!isReplaced || session.refreshing) await this.#refreshed(session, options);
  }

  #refreshed(session: Session, { signal }: CallOptions): Promise<unknown> {
    return unlessAborted(this.#sessions.refresh(session), signal);
  }

  #sendRepeatedly(request: Request, { maxRetries, signal }: CallOptions): Promise<unknown> {
    const { info, operation } = request;
    // A rotation may be asked for again; any other mutation without a key would happen twice.
    const repeatable = info.kind === 'query' || info.keyed || operation === 'auth.refresh';
    const policy = {
      runtime: this.#runtime,
      maxRetries: repeatable ? (maxRetries ?? this.#defaults.maxRetries) : 0,
      signal,
    };
    return withRetries(policy, (attempt) => send(this.#endpoint, request, attempt));
  }

  #requestOf(operation: OperationName, input: unknown, options: MutationOptions): Request {
    const { newId } = this.#runtime;
    const info = operations[operation];
    const longest = operation === 'auth.refresh' ? REFRESH_TIMEOUT_MS : Number.POSITIVE_INFINITY;
    return {
      operation,
      info,
      input,
      requestId: options.requestId ?? newId(),
      idempotencyKey: info.keyed ? (options.idempotencyKey ?? newId()) : undefined,
      accessToken: undefined,
      approval: options.approval,
      timeoutMs: Math.min(options.timeoutMs ?? this.#defaults.timeoutMs, longest),
      signal: options.signal,
    };
  }
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

/** Stops waiting when the signal is aborted; what is waited for goes on for the others. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

import type { TokenPair } from '@cashwrap/contract';
import { isCashwrapError } from './errors.ts';
import type { CashwrapTokens } from './options.ts';

/** How long before its expiry an access token is replaced. */
const REFRESH_EARLY_MS = 15_000;

/** Exchanges a refresh token for new tokens. */
export type Exchange = (refreshToken: string) => Promise<TokenPair>;

/**
 * One sign-in and its tokens. A call belongs to the session it began under, even when somebody else signs in
 * meanwhile: sent again in another name, it would count as another call, and happen twice.
 */
export class Session {
  tokens: CashwrapTokens | undefined;
  /** When to refresh, by our clock; `undefined`: when the server says that the token has expired. */
  refreshAt: number | undefined;
  /** The refresh that is under way, or the one that ended the session. */
  refreshing: Promise<TokenPair> | undefined;

  constructor(tokens: CashwrapTokens | undefined, refreshAt?: number) {
    this.tokens = tokens;
    this.refreshAt = refreshAt;
  }
}

/** What a client keeps of who is signed in. */
export interface SessionsOptions {
  /** The tokens to begin with. */
  readonly accessToken: string | undefined;
  readonly accessTokenExpiresAt: string | undefined;
  readonly refreshToken: string | undefined;
  readonly onTokens: ((tokens: CashwrapTokens | undefined) => void | Promise<void>) | undefined;
  readonly exchange: Exchange;
  readonly now: () => number;
}

/** The session of a client: begins, is renewed, ends. */
export class Sessions {
  readonly #onTokens: SessionsOptions['onTokens'];
  readonly #exchange: Exchange;
  readonly #now: () => number;
  #current: Session;

  constructor(options: SessionsOptions) {
    this.#onTokens = options.onTokens;
    this.#exchange = options.exchange;
    this.#now = options.now;
    this.#current = resume(options);
  }

  /** Who is signed in now; without tokens where nobody is. */
  get current(): Session {
    return this.#current;
  }

  /** Whether the access token has expired or soon will. */
  isDue({ tokens, refreshAt }: Session): boolean {
    return tokens?.refreshToken !== undefined && refreshAt !== undefined && refreshAt <= this.#now();
  }

  /** Somebody has signed in. */
  async begin(pair: TokenPair): Promise<void> {
    this.#current = new Session(toTokens(pair), this.#refreshTime(pair));
    await this.#onTokens?.(this.#current.tokens);
  }

  /** Replaces the tokens of a session, once for all who ask meanwhile. */
  refresh(session: Session): Promise<TokenPair> {
    session.refreshing ??= this.#renew(session);
    return session.refreshing;
  }

  async #renew(session: Session): Promise<TokenPair> {
    try {
      const pair = await this.#exchange(session.tokens?.refreshToken ?? '');
      session.tokens = toTokens(pair);
      session.refreshAt = this.#refreshTime(pair);
      session.refreshing = undefined;
      if (session === this.#current) await this.#onTokens?.(session.tokens);
      return pair;
    } catch (error) {
      // A session that was refused stays so: whoever asks later gets the same answer without a call.
      if (isCashwrapError(error, 'INVALID_REFRESH_TOKEN')) await this.end(session);
      else session.refreshing = undefined;
      throw error;
    }
  }

  /** The session is over: signed out, or refused by the server. */
  async end(session: Session): Promise<void> {
    session.tokens = undefined;
    if (session !== this.#current) return;
    this.#current = new Session(undefined);
    await this.#onTokens?.(undefined);
  }

  /** A token that is about to expire when it comes means that our clock is wrong: then the server decides. */
  #refreshTime({ accessTokenExpiresAt }: TokenPair): number | undefined {
    const refreshAt = Date.parse(accessTokenExpiresAt) - REFRESH_EARLY_MS;
    return refreshAt > this.#now() ? refreshAt : undefined;
  }
}

/** The session that was kept from an earlier run. */
function resume({ accessToken, accessTokenExpiresAt, refreshToken }: SessionsOptions): Session {
  if (accessToken === undefined && refreshToken === undefined) return new Session(undefined);
  const tokens = { accessToken: accessToken ?? '', accessTokenExpiresAt, refreshToken };
  if (accessToken === undefined) return new Session(tokens, Number.NEGATIVE_INFINITY);
  const refreshAt = Date.parse(accessTokenExpiresAt ?? '') - REFRESH_EARLY_MS;
  return new Session(tokens, Number.isNaN(refreshAt) ? undefined : refreshAt);
}

function toTokens({ accessToken, accessTokenExpiresAt, refreshToken }: TokenPair): CashwrapTokens {
  return { accessToken, accessTokenExpiresAt, refreshToken };
}

import type { TokenPair } from '@cashwrap/contract';
import { isCashwrapError } from './errors.ts';
import { createQueue } from './queue.ts';
import type { TokenStorage } from './storage.ts';
import type { CashwrapTokens } from './tokens.ts';

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
  refreshing: Promise<TokenPair | undefined> | undefined;
  /** See {@link CashwrapTokens}; it stays when they are gone. */
  readonly id: string | undefined;

  constructor(tokens: CashwrapTokens | undefined, refreshAt?: number) {
    this.tokens = tokens;
    this.refreshAt = refreshAt;
    this.id = tokens?.session;
  }

  /** Whether a refresh token is the one to exchange next. */
  owns(refreshToken: unknown): boolean {
    return refreshToken !== undefined && refreshToken === this.tokens?.refreshToken;
  }
}

/** What a client keeps of who is signed in. */
export interface SessionsOptions {
  /** To begin with, where there is no storage. */
  readonly tokens: CashwrapTokens | undefined;
  readonly storage: TokenStorage | undefined;
  readonly onTokens: ((tokens: CashwrapTokens | undefined) => void | Promise<void>) | undefined;
  readonly exchange: Exchange;
  readonly now: () => number;
  readonly newId: () => string;
}

/**
 * The session of a client: begins, is renewed, ends. Where it is in a storage, that has the last word: other clients sign in,
 * refresh and sign out there, too.
 */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #lock: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #watchers = new Set<() => void>();
  #current: Session;
  #isOpened = false;
  /** What this client stored last, and how often it has stored anything. */
  #storing: Promise<unknown> = Promise.resolve();
  #stored = 0;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#current = resume(options.tokens);
    const { storage } = options;
    const inTurn = createQueue();
    this.#lock = (work) => {
      if (!storage) return work();
      return storage.lock ? storage.lock(work) : inTurn(work);
    };
  }

  /** Who is signed in now; without tokens where nobody is. */
  async open(): Promise<Session> {
    const { storage, onTokens } = this.#options;
    if (!storage) return this.#current;
    await this.#storing;
    const stored = this.#stored;
    const before = this.#current;
    const tokens = await storage.load();
    // The first look finds what was there; from then on it is a change.
    const isFirst = !this.#isOpened;
    this.#isOpened = true;
    // What this client has stored meanwhile is newer.
    if (stored !== this.#stored || !this.#follow(tokens)) return this.#current;
    const session = this.#current;
    if (isFirst) return session;
    if (session !== before) this.#tellWatchers();
    await onTokens?.(session.tokens);
    return session;
  }

  /** Takes over what another client has stored; says whether that was anything new. */
  #follow(tokens: CashwrapTokens | undefined): boolean {
    const session = this.#current;
    if (!tokens && !session.tokens) return false;
    // Also where it is over here, and about to be cleared there.
    const isKnown = session.tokens !== undefined || session.id !== undefined;
    if (tokens && isKnown && tokens.session === session.id) return this.#takeNewer(session, tokens);
    this.#current = resume(tokens);
    return true;
  }

  /** Takes over what another client got for the same session, where there is such a thing. */
  #takeNewer(session: Session, tokens: CashwrapTokens | undefined): boolean {
    if (!tokens || !session.tokens || tokens.session !== session.id) return false;
    if (tokens.accessToken === session.tokens.accessToken || isOlder(tokens, session.tokens)) return false;
    session.tokens = tokens;
    session.refreshAt = this.#refreshTime(tokens);
    return true;
  }

  /**
   * Tells when somebody else is signed in than before, or nobody: here, or at another client that shares the storage. Not when
   * tokens are replaced. Answers how to stop that.
   */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    // A storage that fails tells the next call.
    const stop = this.#options.storage?.watch?.(() => void this.open().catch(() => {}));
    return () => {
      this.#watchers.delete(watcher);
      stop?.();
    };
  }

  #tellWatchers(): void {
    for (const watcher of this.#watchers) watcher();
  }

  /** Whether the access token has expired or soon will. */
  isDue({ tokens, refreshAt }: Session): boolean {
    return tokens?.refreshToken !== undefined && refreshAt !== undefined && refreshAt <= this.#options.now();
  }

  /** Somebody has signed in. */
  async begin(pair: TokenPair): Promise<void> {
    const tokens = toTokens(pair, this.#options.newId());
    await this.#lock(async () => {
      await this.#store(tokens);
      this.#current = new Session(tokens, this.#refreshTime(tokens));
    });
    this.#tellWatchers();
    await this.#options.onTokens?.(tokens);
  }

  /** Replaces the tokens of a session, once for all who ask meanwhile; another client may have done so already. */
  refresh(session: Session): Promise<TokenPair | undefined> {
    session.refreshing ??= this.#replace(session);
    return session.refreshing;
  }

  /** Like {@link refresh}, but exchanges them here. */
  async renew(session: Session): Promise<TokenPair> {
    for (;;) {
      const pair = await this.refresh(session);
      if (pair) return pair;
    }
  }

  async #replace(session: Session): Promise<TokenPair | undefined> {
    try {
      const pair = await this.#lock(() => this.#rotate(session));
      session.refreshing = undefined;
      if (session === this.#current) await this.#options.onTokens?.(session.tokens);
      return pair;
    } catch (error) {
      // A session that was refused stays so: whoever asks later gets the same answer without a call.
      if (isCashwrapError(error, 'INVALID_REFRESH_TOKEN')) await this.end(session);
      else session.refreshing = undefined;
      throw error;
    }
  }

  async #rotate(session: Session): Promise<TokenPair | undefined> {
    const { storage, exchange } = this.#options;
    if (this.#takeNewer(session, await storage?.load())) return undefined;
    const pair = await exchange(session.tokens?.refreshToken ?? '');
    session.tokens = toTokens(pair, session.id);
    session.refreshAt = this.#refreshTime(session.tokens);
    if (await this.#isStored(session)) await this.#store(session.tokens);
    return pair;
  }

  /** The session is over: signed out, or refused by the server. */
  async end(session: Session): Promise<void> {
    session.tokens = undefined;
    await this.#lock(async () => {
      if (await this.#isStored(session)) await this.#store(undefined);
    });
    if (session !== this.#current) return;
    this.#current = new Session(undefined);
    this.#tellWatchers();
    await this.#options.onTokens?.(undefined);
  }

  /** Whether the storage has this session, and not that of who has signed in since. */
  async #isStored(session: Session): Promise<boolean> {
    const tokens = await this.#options.storage?.load();
    return tokens !== undefined && tokens.session === session.id;
  }

  async #store(tokens: CashwrapTokens | undefined): Promise<void> {
    this.#stored += 1;
    const storing = Promise.resolve(this.#options.storage?.save(tokens));
    // It fails for whoever stores; those who wait to read find what is there.
    this.#storing = storing.catch(() => {});
    await storing;
  }

  /** A token that is about to expire when it comes means that our clock is wrong: then the server decides. */
  #refreshTime({ accessTokenExpiresAt }: CashwrapTokens): number | undefined {
    const refreshAt = Date.parse(accessTokenExpiresAt ?? '') - REFRESH_EARLY_MS;
    return refreshAt > this.#options.now() ? refreshAt : undefined;
  }
}

/** The session that was kept from an earlier run, or by another client. */
function resume(tokens: CashwrapTokens | undefined): Session {
  if (!tokens) return new Session(undefined);
  if (tokens.accessToken === '') return new Session(tokens, Number.NEGATIVE_INFINITY);
  const refreshAt = Date.parse(tokens.accessTokenExpiresAt ?? '') - REFRESH_EARLY_MS;
  return new Session(tokens, Number.isNaN(refreshAt) ? undefined : refreshAt);
}

/** By the server's clock; without an expiry nothing is older. */
function isOlder(one: CashwrapTokens, other: CashwrapTokens): boolean {
  return Date.parse(one.accessTokenExpiresAt ?? '') < Date.parse(other.accessTokenExpiresAt ?? '');
}

function toTokens(
  { accessToken, accessTokenExpiresAt, refreshToken }: TokenPair,
  session: string | undefined,
): CashwrapTokens {
  return { accessToken, accessTokenExpiresAt, refreshToken, session };
}

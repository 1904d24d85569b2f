import type { Database } from '@cashwrap/database';
import type { Actor } from '../../procedure/actor.ts';
import { type AccessTokens, unauthenticated } from './access-tokens.ts';
import { hashApiKey, isApiKey } from './api-key-secrets.ts';
import { ApiKeyUses } from './api-key-uses.ts';
import { findApiKeyAuthority } from './api-keys.repo.ts';
import { grantsAtTill, heldByBoth, permissionsOf } from './grants.ts';
import { toHeldRole } from './held-roles.ts';
import { findAuthority, readAuthEpoch } from './sessions.repo.ts';

const POLL_MS = 500;
/** How old the last good look at the epoch may be for the cache to be believed. */
const TRUST_MS = 1000;
const CACHED_CALLERS = 10_000;

interface CachedCaller {
  readonly actor: Actor;
  /** When the session or the API key ends; null: never. */
  readonly expiresAt: Date | null;
}

/**
 * Finds who is behind an access token or API key. Callers and their permissions are cached only while `auth_epoch` is being
 * watched: a change anywhere in the fleet, or a database that cannot be asked, empties the cache, so that a
 * revoked session or a deactivated user is refused within a second.
 */
export class Authority {
  readonly #database: Database;
  readonly #tokens: AccessTokens;
  readonly #clock: () => Date;
  readonly #keyUses: ApiKeyUses;
  /** By the id of the session, or the hash of the API key. */
  readonly #callers = new Map<string, CachedCaller>();
  #epoch: number | undefined;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;

  constructor(database: Database, tokens: AccessTokens, clock: () => Date) {
    this.#database = database;
    this.#tokens = tokens;
    this.#clock = clock;
    this.#keyUses = new ApiKeyUses(database);
  }

  /** Begins to watch the epoch; without it every call reads the database. */
  start(): void {
    this.#timer ??= setInterval(() => {
      this.#polling ??= this.#poll().finally(() => {
        this.#polling = undefined;
      });
    }, POLL_MS);
    this.#keyUses.start();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#polling;
    this.forget();
    await this.#keyUses.stop();
  }

  /** Empties the cache: called where this process itself has changed who may do what. */
  forget(): void {
    this.#callers.clear();
    this.#epoch = undefined;
  }

  /** Throws UNAUTHENTICATED or TOKEN_EXPIRED. */
  readonly authenticate = async (authorization: string | undefined): Promise<Actor> => {
    const token = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated();
    return isApiKey(token) ? this.#authenticateKey(token) : this.#authenticatePerson(token);
  };

  async #authenticatePerson(token: string): Promise<Actor> {
    const { userId, sessionId } = await this.#tokens.verify(token);
    const actor = await this.#find(sessionId, () => this.#loadSession(sessionId));
    if (actor.userId !== userId) throw unauthenticated();
    return actor;
  }

  async #authenticateKey(key: string): Promise<Actor> {
    const secretHash = hashApiKey(key);
    const actor = await this.#find(secretHash, () => this.#loadKey(secretHash));
    this.#keyUses.record(actor.userId, this.#clock());
    return actor;
  }

  async #find(cacheKey: string, load: () => Promise<CachedCaller>): Promise<Actor> {
    const { actor, expiresAt } = this.#cached(cacheKey) ?? (await this.#remembered(cacheKey, load));
    if (expiresAt !== null && expiresAt <= this.#clock()) throw unauthenticated();
    return actor;
  }

  #cached(cacheKey: string): CachedCaller | undefined {
    return performance.now() - this.#checkedAt < TRUST_MS ? this.#callers.get(cacheKey) : undefined;
  }

  async #remembered(cacheKey: string, load: () => Promise<CachedCaller>): Promise<CachedCaller> {
    const epochBefore = this.#epoch;
    const caller = await load();
    // What was read while the epoch moved may be the state before the change: it serves this call only.
    if (epochBefore !== undefined && epochBefore === this.#epoch) {
      if (this.#callers.size >= CACHED_CALLERS) this.#callers.clear();
      this.#callers.set(cacheKey, caller);
    }
    return caller;
  }

  async #loadSession(sessionId: string): Promise<CachedCaller> {
    const rows = await findAuthority(this.#database.db, sessionId);
    const [first] = rows;
    if (!first) throw unauthenticated();
    const held = rows.flatMap(toHeldRole);
    const roles = held.map(({ role, storeId }) => ({ role, storeId }));
    const { userId, registerId, registerStoreId, username, name, mustChangePassword, expiresAt } = first;
    const actor = { userId, sessionId, registerId, username, name, mustChangePassword, roles };
    const grants = registerStoreId === null ? held : grantsAtTill(held, registerStoreId);
    return { actor: { ...actor, ...permissionsOf(grants) }, expiresAt };
  }

  async #loadKey(secretHash: string): Promise<CachedCaller> {
    const rows = await findApiKeyAuthority(this.#database.db, secretHash);
    const [key] = rows;
    if (!key) throw unauthenticated();
    const { id: userId, madeBy, username, name, permissions, storeIds, expiresAt } = key;
    const given = (storeIds ?? [null]).map((storeId) => ({ permissions, storeId }));
    // A key keeps no power that was taken from the person who made it.
    const held = heldByBoth(permissionsOf(given), permissionsOf(rows.flatMap(toHeldRole)));
    const person = { sessionId: null, registerId: null, mustChangePassword: false, roles: [] };
    return { actor: { ...person, userId, madeBy, username, name, ...held }, expiresAt };
  }

  async #poll(): Promise<void> {
    const startedAt = performance.now();
    try {
      const epoch = await readAuthEpoch(this.#database.db);
      if (epoch !== this.#epoch) this.#callers.clear();
      this.#epoch = epoch;
      this.#checkedAt = startedAt;
    } catch {
      // Not to be believed until the database answers again; requests report the fault themselves.
      this.forget();
    }
  }
}

import { builtInRoles, type Permission } from '@cashwrap/contract';
import type { Database } from '@cashwrap/database';
import type { Actor } from '../../procedure/actor.ts';
import { type AccessTokens, unauthenticated } from './access-tokens.ts';
import { findAuthority, readAuthEpoch } from './sessions.repo.ts';

const POLL_MS = 500;
/** How old the last good look at the epoch may be for the cache to be believed. */
const TRUST_MS = 1000;
const CACHED_SESSIONS = 10_000;

interface CachedSession {
  readonly actor: Actor;
  readonly expiresAt: Date;
}

/**
 * Finds who is behind an access token. Sessions and permissions are cached only while `auth_epoch` is being
 * watched: a change anywhere in the fleet, or a database that cannot be asked, empties the cache, so that a
 * revoked session or a deactivated user is refused within a second.
 */
export class Authority {
  readonly #database: Database;
  readonly #tokens: AccessTokens;
  readonly #clock: () => Date;
  readonly #sessions = new Map<string, CachedSession>();
  #epoch: number | undefined;
  #checkedAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;

  constructor(database: Database, tokens: AccessTokens, clock: () => Date) {
    this.#database = database;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  /** Begins to watch the epoch; without it every call reads the database. */
  start(): void {
    this.#timer ??= setInterval(() => {
      this.#polling ??= this.#poll().finally(() => {
        this.#polling = undefined;
      });
    }, POLL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#polling;
    this.forget();
  }

  /** Empties the cache: called where this process itself has changed who may do what. */
  forget(): void {
    this.#sessions.clear();
    this.#epoch = undefined;
  }

  /** Throws UNAUTHENTICATED or TOKEN_EXPIRED. */
  readonly authenticate = async (authorization: string | undefined): Promise<Actor> => {
    const token = /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated();
    const { userId, sessionId } = await this.#tokens.verify(token);
    const session = this.#cached(sessionId) ?? (await this.#load(sessionId));
    if (session.actor.userId !== userId || session.expiresAt <= this.#clock()) throw unauthenticated();
    return session.actor;
  };

  #cached(sessionId: string): CachedSession | undefined {
    return performance.now() - this.#checkedAt < TRUST_MS ? this.#sessions.get(sessionId) : undefined;
  }

  async #load(sessionId: string): Promise<CachedSession> {
    const epochBefore = this.#epoch;
    const rows = await findAuthority(this.#database.db, sessionId);
    const [first] = rows;
    if (!first) throw unauthenticated();
    const roles = rows.flatMap(({ role, storeId }) => (role === null ? [] : [{ role, storeId }]));
    const { userId, username, name, expiresAt } = first;
    const session = {
      actor: { userId, sessionId, username, name, roles, ...permissionsOf(roles) },
      expiresAt,
    };
    // What was read while the epoch moved may be the state before the change: it serves this call only.
    if (epochBefore !== undefined && epochBefore === this.#epoch) this.#remember(sessionId, session);
    return session;
  }

  #remember(sessionId: string, session: CachedSession): void {
    if (this.#sessions.size >= CACHED_SESSIONS) this.#sessions.clear();
    this.#sessions.set(sessionId, session);
  }

  async #poll(): Promise<void> {
    const startedAt = performance.now();
    try {
      const epoch = await readAuthEpoch(this.#database.db);
      if (epoch !== this.#epoch) this.#sessions.clear();
      this.#epoch = epoch;
      this.#checkedAt = startedAt;
    } catch {
      // Not to be believed until the database answers again; requests report the fault themselves.
      this.forget();
    }
  }
}

/** The permissions that roles add up to, in all stores and in single ones. */
export function permissionsOf(roles: Actor['roles']): Pick<Actor, 'everywhere' | 'byStore'> {
  const everywhere = new Set<Permission>();
  const byStore = new Map<string, Set<Permission>>();
  for (const { role, storeId } of roles) {
    const held = storeId === null ? everywhere : (byStore.get(storeId) ?? new Set());
    for (const permission of builtInRoles[role].permissions) held.add(permission);
    if (storeId !== null) byStore.set(storeId, held);
  }
  return { everywhere, byStore };
}

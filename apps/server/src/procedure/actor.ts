import type { Permission, RoleAssignment } from '@cashwrap/contract';
import type { z } from 'zod';

/** Who is behind a call, with what they may do and where. */
export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly z.infer<typeof RoleAssignment>[];
  /** Held in all stores, those of the future too. */
  readonly everywhere: ReadonlySet<Permission>;
  /** Held in single stores, by store id. */
  readonly byStore: ReadonlyMap<string, ReadonlySet<Permission>>;
}

/** Finds who is behind an `Authorization` header; throws UNAUTHENTICATED or TOKEN_EXPIRED. */
export type Authenticate = (authorization: string | undefined) => Promise<Actor>;

export function holdsIn(actor: Actor, permission: Permission, storeId: string): boolean {
  return actor.everywhere.has(permission) || (actor.byStore.get(storeId)?.has(permission) ?? false);
}

export function holdsAnywhere(actor: Actor, permission: Permission): boolean {
  return actor.everywhere.has(permission) || [...actor.byStore.values()].some((held) => held.has(permission));
}

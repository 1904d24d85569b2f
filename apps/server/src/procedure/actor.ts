import type { Permission, RoleAssignment } from '@cashwrap/contract';
import type { z } from 'zod';
import { Failure } from './failure.ts';

/** Who is behind a call, with what they may do and where. */
export interface Actor {
  readonly userId: string;
  /** The session that signed in; an API key has none. */
  readonly sessionId: string | null;
  /** The register at which the caller signed in by PIN. */
  readonly registerId: string | null;
  /** The person who made the API key that calls. */
  readonly madeBy?: string;
  readonly username: string;
  readonly name: string;
  /** Somebody else chose the password: until it is changed, this caller may do nothing else. */
  readonly mustChangePassword: boolean;
  readonly roles: readonly z.infer<typeof RoleAssignment>[];
  /** Held in all stores, those of the future too. */
  readonly everywhere: ReadonlySet<Permission>;
  /** Held in single stores, by store id. */
  readonly byStore: ReadonlyMap<string, ReadonlySet<Permission>>;
}

/** Finds who is behind an `Authorization` header; throws UNAUTHENTICATED or TOKEN_EXPIRED. */
export type Authenticate = (authorization: string | undefined) => Promise<Actor>;

/** The session of a person; throws FORBIDDEN where the caller is an API key. */
export function sessionOf(actor: Actor): string {
  if (actor.sessionId !== null) return actor.sessionId;
  throw new Failure('FORBIDDEN', {
    detail: 'This is about a person who signed in; an API key cannot do it.',
  });
}

/** Whether a caller is this user, by themselves or through an API key of their making. */
export function actsFor({ userId, madeBy }: Actor, id: string | null): boolean {
  return id !== null && (id === userId || id === madeBy);
}

/** Whether somebody owns the whole business: beside whom there need not be anybody else. */
export function ownsBusiness({ roles }: Pick<Actor, 'roles'>): boolean {
  return roles.some(({ role, storeId }) => role === 'owner' && storeId === null);
}

export function holdsIn(
  actor: Pick<Actor, 'everywhere' | 'byStore'>,
  permission: Permission,
  storeId: string,
): boolean {
  return actor.everywhere.has(permission) || (actor.byStore.get(storeId)?.has(permission) ?? false);
}

export function holdsAnywhere(actor: Actor, permission: Permission): boolean {
  return actor.everywhere.has(permission) || [...actor.byStore.values()].some((held) => held.has(permission));
}

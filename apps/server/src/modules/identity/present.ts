import type { Me, TokenPair } from '@cashwrap/contract';
import type { Actor } from '../../procedure/actor.ts';
import type { IssuedRefreshToken } from './open-session.ts';

export function toMe(actor: Actor): Me {
  const permissions = new Set(actor.everywhere);
  for (const held of actor.byStore.values()) for (const permission of held) permissions.add(permission);
  return {
    id: actor.userId,
    username: actor.username,
    name: actor.name,
    roles: [...actor.roles],
    mustChangePassword: actor.mustChangePassword,
    permissions: [...permissions].sort(),
  };
}

export function toTokenPair(
  access: { token: string; expiresAt: Date },
  refresh: IssuedRefreshToken,
  actor: Actor,
): TokenPair {
  return {
    tokenType: 'Bearer',
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt.toISOString(),
    refreshToken: refresh.token,
    refreshTokenExpiresAt: refresh.expiresAt.toISOString(),
    user: toMe(actor),
  };
}

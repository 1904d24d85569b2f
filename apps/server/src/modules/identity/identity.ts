import type { TokenPair } from '@cashwrap/contract';
import type { Database } from '@cashwrap/database';
import { AccessTokens } from './access-tokens.ts';
import { Authority } from './authority.ts';
import type { IssuedRefreshToken } from './open-session.ts';
import { toTokenPair } from './present.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What sign-in needs of the world. */
export interface IdentityOptions {
  readonly database: Database;
  readonly signingKeys: SigningKeys;
  /** 32 secret bytes from outside the database. */
  readonly pepper: Buffer;
  /** What the first owner must know; without one the system cannot be set up over the network. */
  readonly setupToken: string | undefined;
  readonly clock: () => Date;
}

/** What the auth use cases share. */
export interface Identity {
  readonly options: IdentityOptions;
  readonly tokens: AccessTokens;
  readonly authority: Authority;
}

export function createIdentity(options: IdentityOptions): Identity {
  const tokens = new AccessTokens(options.signingKeys, options.clock);
  return { options, tokens, authority: new Authority(options.database, tokens, options.clock) };
}

/** Signs an access token for a session and answers the pair, with who it is for. */
export async function issueTokens(
  { tokens, authority }: Identity,
  userId: string,
  sessionId: string,
  refresh: IssuedRefreshToken,
): Promise<TokenPair> {
  const access = await tokens.sign(userId, sessionId);
  return toTokenPair(access, refresh, await authority.authenticate(`Bearer ${access.token}`));
}

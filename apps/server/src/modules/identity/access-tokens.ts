import { hash } from 'node:crypto';
import { Id } from '@cashwrap/contract';
import { type CryptoKey, errors as joseErrors, jwtVerify, SignJWT } from 'jose';
import { Failure } from '../../procedure/failure.ts';
import { ALGORITHM, type SigningKeys } from './signing-keys.ts';

/** How long an access token lives: revocation does not wait for it, see Authority. */
export const ACCESS_TOKEN_TTL_SECONDS = 600;

const ISSUER = 'cashwrap';
const AUDIENCE = 'cashwrap';
/** The media type of an access token (RFC 9068): nothing else that we sign passes for one. */
const TYPE = 'at+jwt';
const CACHED_TOKENS = 10_000;

/** What an access token says: who, and in which session. Permissions are looked up, never carried. */
export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

export class AccessTokens {
  readonly #keys: SigningKeys;
  readonly #clock: () => Date;
  /** Verified claims by SHA-256 of the token: a verification costs far more than a hash. */
  readonly #verified = new Map<string, AccessClaims>();

  constructor(keys: SigningKeys, clock: () => Date) {
    this.#keys = keys;
    this.#clock = clock;
  }

  async sign(userId: string, sessionId: string): Promise<{ token: string; expiresAt: Date }> {
    const now = this.#clock();
    const { kid, key } = this.#keys.signerAt(now);
    const issuedAt = Math.floor(now.getTime() / 1000);
    const expiry = issuedAt + ACCESS_TOKEN_TTL_SECONDS;
    const token = await new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
      .setSubject(userId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiry)
      .sign(key);
    return { token, expiresAt: new Date(expiry * 1000) };
  }

  /** Throws TOKEN_EXPIRED, or UNAUTHENTICATED for anything else that is wrong with it. */
  async verify(token: string): Promise<AccessClaims> {
    const digest = hash('sha256', token, 'base64');
    const claims = this.#verified.get(digest) ?? (await this.#verifySignature(token));
    if (claims.expiresAt <= this.#clock()) {
      this.#verified.delete(digest);
      throw expired();
    }
    if (this.#verified.size >= CACHED_TOKENS) this.#forgetOldest();
    this.#verified.set(digest, claims);
    return claims;
  }

  async #verifySignature(token: string): Promise<AccessClaims> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.#keyOf(kid), {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: TYPE,
        currentDate: this.#clock(),
        requiredClaims: ['sub', 'sid', 'exp'],
      });
      const { sub, sid, exp } = payload;
      if (!Id.safeParse(sub).success || !Id.safeParse(sid).success) throw unauthenticated();
      return { userId: String(sub), sessionId: String(sid), expiresAt: new Date(Number(exp) * 1000) };
    } catch (error) {
      throw error instanceof joseErrors.JWTExpired ? expired() : unauthenticated();
    }
  }

  #keyOf(kid: string | undefined): CryptoKey {
    const key = kid === undefined ? undefined : this.#keys.verifying.get(kid);
    if (!key) throw unauthenticated();
    return key;
  }

  #forgetOldest(): void {
    const oldest = this.#verified.keys().next();
    if (!oldest.done) this.#verified.delete(oldest.value);
  }
}

function expired(): Failure<'TOKEN_EXPIRED'> {
  return new Failure('TOKEN_EXPIRED', {
    detail: 'The access token has expired. Exchange the refresh token for a new pair.',
  });
}

export function unauthenticated(): Failure<'UNAUTHENTICATED'> {
  return new Failure('UNAUTHENTICATED', {
    detail: 'Send a valid access token as "Authorization: Bearer …"; auth.login gives one.',
  });
}

import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose';

/** The one algorithm that access tokens are signed with: what a token claims about itself is not asked. */
export const ALGORITHM = 'EdDSA';

/** A private key as it is kept: an Ed25519 JWK with its `kid`. */
export type PrivateJwk = JWK & { readonly kid: string };

/** The keys of access tokens: the first signs, all verify. */
export interface SigningKeys {
  readonly current: { readonly kid: string; readonly key: CryptoKey };
  readonly verifying: ReadonlyMap<string, CryptoKey>;
  /** What others need to verify our tokens: the public halves. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

export async function importSigningKeys(privateJwks: readonly PrivateJwk[]): Promise<SigningKeys> {
  const [first] = privateJwks;
  if (!first) throw new Error('There is no signing key.');
  const publicJwks = privateJwks.map(({ kty, crv, x, kid }) => ({
    ...{ kty, crv, x, kid },
    ...{ alg: ALGORITHM, use: 'sig' },
  }));
  const verifying = await Promise.all(
    publicJwks.map(async (jwk) => [jwk.kid, await importEd25519(jwk)] as const),
  );
  return {
    current: { kid: first.kid, key: await importEd25519(first) },
    verifying: new Map(verifying),
    jwks: { keys: publicJwks },
  };
}

/** A new private key; its `kid` is the thumbprint of its public half (RFC 7638). */
export async function generateSigningKey(): Promise<PrivateJwk> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk) };
}

async function importEd25519(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error('A signing key must be an Ed25519 key pair.');
  return key;
}

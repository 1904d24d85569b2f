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
export type PrivateJwk = JWK & {
  readonly kid: string;
  /** From when on it may sign, in seconds since 1970; left out: at once. */
  readonly activeFrom?: number | undefined;
};

interface Signer {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** The keys of access tokens, the newest first: one signs, all verify and are published. */
export interface SigningKeys {
  /**
   * The key that signs: the newest that is active. A new key is known to every server before one signs with it, so
   * that they can be restarted one after the other.
   */
  signerAt(now: Date): Signer;
  readonly verifying: ReadonlyMap<string, CryptoKey>;
  /** What others need to verify our tokens: the public halves. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

export async function importSigningKeys(privateJwks: readonly PrivateJwk[]): Promise<SigningKeys> {
  const signers = await Promise.all(
    privateJwks.map(async (jwk) => ({
      ...{ kid: jwk.kid, key: await importEd25519(jwk) },
      activeFrom: (jwk.activeFrom ?? 0) * 1000,
    })),
  );
  const oldest = signers.at(-1);
  if (!oldest) throw new Error('There is no signing key.');
  const publicJwks = privateJwks.map(({ kty, crv, x, kid }) => ({
    ...{ kty, crv, x, kid },
    ...{ alg: ALGORITHM, use: 'sig' },
  }));
  const verifying = await Promise.all(
    publicJwks.map(async (jwk) => [jwk.kid, await importEd25519(jwk)] as const),
  );
  return {
    // Where none is active yet, as on a clock that is behind, the oldest is known best.
    signerAt: (now) => signers.find(({ activeFrom }) => activeFrom <= now.getTime()) ?? oldest,
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

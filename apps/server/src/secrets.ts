import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Config, ConfigError } from './config.ts';
import {
  generateSigningKey,
  importSigningKeys,
  type PrivateJwk,
  type SigningKeys,
} from './modules/identity/index.ts';

/** What must not be in the database or in the repository. */
export interface Secrets {
  readonly signingKeys: SigningKeys;
  readonly pepper: Buffer;
  readonly setupToken: string | undefined;
}

const PrivateJwks = z
  .array(
    z.looseObject({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      kid: z.string(),
      x: z.string(),
      d: z.string(),
    }),
  )
  .min(1);

const FILE = 'secrets.json';
const SecretsFile = z.object({ signingKeys: PrivateJwks, pepper: z.string(), setupToken: z.string() });

/** The secrets of the environment; in development, those that it leaves out are made once and kept. */
export async function loadSecrets(config: Config): Promise<Secrets> {
  const kept = config.production ? undefined : await keptSecrets(config.dataDir);
  const jwks = config.signingKeys === undefined ? kept?.signingKeys : parseSigningKeys(config.signingKeys);
  const pepper = config.pepper ?? kept?.pepper;
  if (!jwks || !pepper) throw new ConfigError('SIGNING_KEYS and PEPPER must be set in production');
  return {
    signingKeys: await importSigningKeys(jwks),
    pepper: Buffer.from(pepper, 'base64'),
    setupToken: config.setupToken ?? kept?.setupToken,
  };
}

/** New secrets, in the form in which they are kept. */
export async function makeSecrets(): Promise<z.infer<typeof SecretsFile>> {
  return {
    signingKeys: PrivateJwks.parse([await generateSigningKey()]),
    pepper: randomBytes(32).toString('base64'),
    setupToken: randomBytes(16).toString('hex'),
  };
}

function parseSigningKeys(text: string): PrivateJwk[] {
  try {
    return PrivateJwks.parse(JSON.parse(text));
  } catch {
    throw new ConfigError('SIGNING_KEYS must be a JSON array of private Ed25519 JWKs, each with its kid');
  }
}

async function keptSecrets(dataDir: string): Promise<z.infer<typeof SecretsFile>> {
  const file = path.join(dataDir, FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return SecretsFile.parse(JSON.parse(text));
  const secrets = await makeSecrets();
  await mkdir(dataDir, { recursive: true });
  // Written aside and renamed, so that a crash leaves no half of it.
  await writeFile(`${file}.new`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

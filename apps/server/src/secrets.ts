import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '@cashwrap/database';
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
    signingKeys: await importKeys(jwks),
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

async function importKeys(jwks: readonly PrivateJwk[]): Promise<SigningKeys> {
  try {
    return await importSigningKeys(jwks);
  } catch {
    throw new ConfigError('SIGNING_KEYS holds a key that is not a valid Ed25519 key pair');
  }
}

async function keptSecrets(dataDir: string): Promise<z.infer<typeof SecretsFile>> {
  const file = path.join(dataDir, FILE);
  const kept = await readSecrets(file);
  if (kept) return kept;
  await makeFolder(dataDir);
  // Written aside and linked: a crash leaves no half of it, and of several first starts one wins.
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(aside, JSON.stringify(await makeSecrets(), null, 2), { mode: 0o600 });
    await link(aside, file).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(aside, { force: true });
  }
  const made = await readSecrets(file);
  if (!made) throw new ConfigError(`${file} vanished while it was being made; start again`);
  return made;
}

/** The secrets that are kept; `undefined` where none are yet. A damaged file is never written over. */
async function readSecrets(file: string): Promise<z.infer<typeof SecretsFile> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    return SecretsFile.parse(JSON.parse(text));
  } catch {
    throw new ConfigError(
      `${file} is damaged. Put back a copy of it; without one delete it, and everyone has to sign in again.`,
    );
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

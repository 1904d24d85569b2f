import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

const KeptJwk = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string(),
  x: z.string(),
  d: z.string(),
  /** When it was made, in seconds since 1970. */
  iat: z.int().optional(),
  /** From when on it signs, likewise; left out: at once. */
  activeFrom: z.int().optional(),
});
type KeptJwk = z.infer<typeof KeptJwk>;

const PrivateJwks = z
  .array(KeptJwk)
  .min(1)
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, 'each kid once');

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

/** Tokens live for minutes; the rest is for servers that are restarted with the new keys later than others. */
const KEEP_KEY_MS = 86_400_000;
/**
 * How many newer keys, each older than {@link KEEP_KEY_MS}, a key must have before it is dropped: with one alone,
 * a server that was not restarted since the last rotation would still be signing with it.
 */
const SETTLED_SUCCESSORS = 2;

/** How long a new key is published and verifies before it signs: all servers are restarted with it by then. */
export const KEY_GRACE_MS = 3_600_000;

/**
 * The keys with a new one in front, which signs after {@link KEY_GRACE_MS}; the very first at once. Those that were
 * replaced long ago are dropped.
 */
async function rotate(jwks: readonly KeptJwk[], now: Date): Promise<KeptJwk[]> {
  const created = KeptJwk.parse({
    ...(await generateSigningKey()),
    iat: toSeconds(now),
    ...(jwks.length > 0 && { activeFrom: toSeconds(now) + KEY_GRACE_MS / 1000 }),
  });
  const isSettled = ({ iat }: KeptJwk) => iat !== undefined && iat * 1000 <= now.getTime() - KEEP_KEY_MS;
  const kept = jwks.filter(
    (_key, index) => jwks.slice(0, index).filter(isSettled).length < SETTLED_SUCCESSORS,
  );
  return [created, ...kept];
}

/** Rotates the keys that are kept in the data folder; answers how many there are now. */
export async function rotateKeptKeys(dataDir: string, now: Date): Promise<number> {
  const kept = await keptSecrets(dataDir);
  const signingKeys = await rotate(kept.signingKeys, now);
  const file = path.join(dataDir, FILE);
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(aside, JSON.stringify({ ...kept, signingKeys }, null, 2), { mode: 0o600 });
    await rename(aside, file);
  } finally {
    await rm(aside, { force: true });
  }
  return signingKeys.length;
}

/** The value that SIGNING_KEYS should have next. */
export async function rotatedSigningKeys(current: string, now: Date): Promise<string> {
  return JSON.stringify(await rotate(parseSigningKeys(current), now));
}

/** New secrets, in the form in which they are kept. */
export async function makeSecrets(): Promise<z.infer<typeof SecretsFile>> {
  return {
    signingKeys: await rotate([], new Date()),
    pepper: randomBytes(32).toString('base64'),
    setupToken: randomBytes(16).toString('hex'),
  };
}

function parseSigningKeys(text: string): KeptJwk[] {
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

function toSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

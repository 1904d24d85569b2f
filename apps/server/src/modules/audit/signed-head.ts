import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CompactSign, type CryptoKey, compactVerify } from 'jose';
import { z } from 'zod';

const ALGORITHM = 'EdDSA';
/** Nothing else that we sign passes for a head. */
const TYPE = 'cashwrap-audit-head';

/** How far the chain has come, and the hash there: it stands for every row up to it. */
const Head = z.object({ position: z.int().min(0), hash: z.string(), signedAt: z.string() });
export type Head = z.infer<typeof Head>;

/** The keys that sign and verify heads: those of access tokens, which tell the two apart by their type. */
export interface HeadKeys {
  readonly current: { readonly kid: string; readonly key: CryptoKey };
  readonly verifying: ReadonlyMap<string, CryptoKey>;
}

/** The file of the head is not one that this system has signed. */
export class HeadError extends Error {
  override readonly name = 'HeadError';
}

/**
 * The head of the audit chain, signed and kept in a file: outside the database, so that not even its superuser
 * can shorten or rewrite the chain unnoticed.
 */
export class SignedHead {
  readonly #file: string | undefined;
  readonly #keys: HeadKeys;

  constructor(file: string | undefined, keys: HeadKeys) {
    this.#file = file;
    this.#keys = keys;
  }

  /** `undefined` where there is none yet; throws a {@link HeadError} where it is not ours. */
  async read(): Promise<(Head & { readonly kid: string }) | undefined> {
    if (this.#file === undefined) return undefined;
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    try {
      let kid = '';
      const { payload } = await compactVerify(
        text.trim(),
        (header) => {
          const key = this.#keys.verifying.get(header.kid ?? '');
          if (!key || header.typ !== TYPE) throw new Error('signed by another key');
          kid = header.kid ?? '';
          return key;
        },
        { algorithms: [ALGORITHM] },
      );
      return { ...Head.parse(JSON.parse(new TextDecoder().decode(payload))), kid };
    } catch {
      throw new HeadError(
        `The signed head in ${this.#file} was changed, or signed by a key that is not among SIGNING_KEYS`,
      );
    }
  }

  /** Whether a head was signed by the key that signs now: one that is going should not be needed for it. */
  isCurrent({ kid }: { readonly kid: string }): boolean {
    return kid === this.#keys.current.kid;
  }

  /** Written aside, flushed and renamed: a crash leaves the old head or the new one. */
  async write(head: Head): Promise<void> {
    if (this.#file === undefined) return;
    const { kid, key } = this.#keys.current;
    const text = await new CompactSign(new TextEncoder().encode(JSON.stringify(head)))
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
      .sign(key);
    await mkdir(path.dirname(this.#file), { recursive: true });
    const aside = `${this.#file}.${randomBytes(6).toString('hex')}`;
    try {
      const handle = await open(aside, 'wx', 0o600);
      try {
        await handle.writeFile(`${text}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(aside, this.#file);
    } finally {
      await rm(aside, { force: true });
    }
  }
}

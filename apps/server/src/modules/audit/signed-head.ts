import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CompactSign, compactVerify, decodeProtectedHeader } from 'jose';
import { z } from 'zod';

const ALGORITHM = 'HS256';
/** Nothing else that we sign passes for a head. */
const TYPE = 'cashwrap-audit-head';
/** A signed JSON object in compact form, wherever it stands in a text. */
const COMPACT_JWS = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** How far the chain has come, and the hash there: it stands for every row up to it. */
const Head = z.object({ position: z.int().min(0), hash: z.string(), signedAt: z.string() });
export type Head = z.infer<typeof Head>;

/** The file of the head is not one that this system has signed. */
export class HeadError extends Error {
  override readonly name = 'HeadError';
}

/**
 * The head of the audit chain, signed and kept in a file: outside the database, so that not even its superuser
 * can shorten or rewrite the chain unnoticed. Its key is derived from the pepper, which stays when the signing
 * keys are rotated.
 *
 * Not found is what somebody does who can change the file as well as the database: puts back an earlier head and
 * shortens the chain down to that one; or, while no server runs, removes the head and empties the chain, which then
 * looks like that of a database from before there was a chain. A running server remembers the head that it has seen,
 * and one that is gone while the chain is not empty is found by any. Against the rest, heads are told to the log as
 * they advance: whoever keeps that elsewhere compares with them.
 */
export class SignedHead {
  readonly #file: string | undefined;
  readonly #key: Uint8Array;
  #lastSeen: Head | undefined;

  constructor(file: string | undefined, pepper: Buffer) {
    this.#file = file;
    this.#key = createHmac('sha256', pepper).update(TYPE).digest();
  }

  /** Whether heads are kept at all: without a file there is never one. */
  get isKept(): boolean {
    return this.#file !== undefined;
  }

  /** The head that this process has read or written last: it tells a head that is gone from one that never was. */
  get lastSeen(): Head | undefined {
    return this.#lastSeen;
  }

  /** `undefined` where there is none yet; throws a {@link HeadError} where it is not ours. */
  async read(): Promise<Head | undefined> {
    if (this.#file === undefined) return undefined;
    const text = await readFile(this.#file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    this.#lastSeen = await this.#verify(text.trim(), `The signed head in ${this.#file}`);
    return this.#lastSeen;
  }

  /** All heads in a text, in any lines between and around them, such as a log's; throws like {@link read}. */
  async readAll(text: string): Promise<Head[]> {
    const heads = [...text.matchAll(COMPACT_JWS)].flatMap(([each]) => (isHead(each) ? [each] : []));
    return Promise.all(
      heads.map((each, index) =>
        this.#verify(each, `Of the signed heads to compare with, number ${index + 1}`),
      ),
    );
  }

  /** A head with its signature, in compact form. */
  sign(head: Head): Promise<string> {
    return new CompactSign(new TextEncoder().encode(JSON.stringify(head)))
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .sign(this.#key);
  }

  async #verify(text: string, what: string): Promise<Head> {
    try {
      const { payload, protectedHeader } = await compactVerify(text, this.#key, { algorithms: [ALGORITHM] });
      if (protectedHeader.typ !== TYPE) throw new Error('no head');
      return Head.parse(JSON.parse(new TextDecoder().decode(payload)));
    } catch {
      throw new HeadError(`${what} was changed, or signed with another PEPPER`);
    }
  }

  /** Written aside, flushed and renamed: a crash leaves the old head or the new one. */
  async write(head: Head): Promise<void> {
    if (this.#file === undefined) return;
    const text = await this.sign(head);
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
      this.#lastSeen = head;
    } finally {
      await rm(aside, { force: true });
    }
  }
}

/** Whether a token says that it is a head; other tokens may stand in a log. */
function isHead(jws: string): boolean {
  try {
    return decodeProtectedHeader(jws).typ === TYPE;
  } catch {
    return false;
  }
}

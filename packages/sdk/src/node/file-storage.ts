/// <reference types="node" />
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createQueue } from '../queue.ts';
import { parseTokens, type TokenStorage } from '../storage.ts';

/** No refresh takes this long: whoever holds a lock of that age has died. */
const STALE_MS = 30_000;
const LOOK_AGAIN_MS = 25;

/**
 * Keeps tokens in a file that only its owner can read. Processes of one machine that name the same file share one
 * session: a file beside it, `<path>.lock`, keeps them in order.
 *
 * @param path - of the file; its directory is made where there is none
 * @throws what the file system says, from the call that needed the tokens
 *
 * @example
 * ```ts
 * const cashwrap = createCashwrap({ baseUrl: 'http://localhost:8000', storage: fileStorage('till.tokens.json') });
 * ```
 */
export function fileStorage(path: string): TokenStorage {
  const inTurn = createQueue();
  return {
    load: async () => parseTokens(await readIfThere(path)),
    save: async (tokens) => {
      if (!tokens) return await rm(path, { force: true });
      // Whole or not at all, also where the power fails.
      const draft = `${path}.${randomUUID()}`;
      await mkdir(dirname(path), { recursive: true });
      await writeFile(draft, JSON.stringify(tokens), { mode: 0o600, flush: true });
      await rename(draft, path);
    },
    lock: (work) => inTurn(() => whileLocked(`${path}.lock`, work)),
  };
}

async function whileLocked<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const id = randomUUID();
  await mkdir(dirname(lock), { recursive: true });
  while (!(await createFile(lock, id))) {
    // Two who find this at the same moment may both go on: the server gives such twins the same tokens.
    if (await isStale(lock)) await rm(lock, { force: true });
    else await sleep(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    // It is another's where this process was stopped for so long that it counted as dead.
    if ((await readIfThere(lock)) === id) await rm(lock, { force: true });
  }
}

/** Whether there was no such file, and now is. */
async function createFile(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > STALE_MS;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

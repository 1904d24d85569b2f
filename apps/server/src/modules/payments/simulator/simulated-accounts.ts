import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** One thing that has happened to a payment, by its name. */
const Happening = z.object({ name: z.string(), amount: z.int().min(0) });
export type Happening = z.infer<typeof Happening>;

/**
 * What the simulated provider remembers: a folder for each payment, with a file for each thing that has happened to it.
 * In files, so that it outlives a server that is killed, and several servers that share the folder see the same.
 */
export class SimulatedAccounts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes that something has happened to a payment, once: false where it had happened already, or is being written. */
  async record(paymentId: string, happening: Happening): Promise<boolean> {
    const folder = this.#folderOf(paymentId);
    await mkdir(folder, { recursive: true });
    const draft = path.join(this.#folder, `${randomUUID()}.draft`);
    await writeFile(draft, JSON.stringify(happening));
    try {
      // Whole or not at all, and only one of several gets it.
      await link(draft, path.join(folder, `${happening.name}.json`));
      return true;
    } catch (error) {
      if (isSystemError(error, 'EEXIST')) return false;
      throw error;
    } finally {
      await rm(draft);
    }
  }

  /** What has happened to a payment, by name; nothing for one that was never heard of. */
  async read(paymentId: string): Promise<ReadonlyMap<string, Happening>> {
    const folder = this.#folderOf(paymentId);
    const files = await readdir(folder).catch((error: unknown) => {
      if (isSystemError(error, 'ENOENT')) return [];
      throw error;
    });
    const happenings = await Promise.all(
      files.map(async (file) => Happening.parse(JSON.parse(await readFile(path.join(folder, file), 'utf8')))),
    );
    return new Map(happenings.map((happening) => [happening.name, happening]));
  }

  #folderOf(paymentId: string): string {
    return path.join(this.#folder, paymentId);
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

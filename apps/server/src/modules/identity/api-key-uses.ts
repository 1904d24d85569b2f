import { type Database, transact } from '@cashwrap/database';
import { markApiKeysUsed } from './api-keys.repo.ts';

const FLUSH_MS = 60_000;

/** Collects when API keys were used and writes it once a minute: a call does not wait for it. */
export class ApiKeyUses {
  readonly #database: Database;
  #lastUsed = new Map<string, Date>();
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  record(keyId: string, usedAt: Date): void {
    this.#lastUsed.set(keyId, usedAt);
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#flushing ??= this.#flush().finally(() => {
        this.#flushing = undefined;
      });
    }, FLUSH_MS);
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#flushing;
    await this.#flush();
  }

  async #flush(): Promise<void> {
    const uses = this.#lastUsed;
    if (uses.size === 0) return;
    this.#lastUsed = new Map();
    try {
      await transact(this.#database, (tx) => markApiKeysUsed(tx, uses));
    } catch {
      // Not worth a fault: what was collected goes into the next minute, unless the key was used again.
      for (const [keyId, usedAt] of uses) if (!this.#lastUsed.has(keyId)) this.record(keyId, usedAt);
    }
  }
}

import type { Reader } from '@cashwrap/database';
import { findNewestPosition } from './feed.repo.ts';

/** How often is looked whether something has happened. */
const LOOK_MS = 200;

/** Looks how far the feed has come: once for all who wait for it in this process, and not at all where nobody does. */
export class FeedWatch {
  #waiting: ((newest: number) => void)[] = [];
  #newest = 0;

  /** The position of the newest event as the next look finds it, in a moment. */
  next(db: Reader): Promise<number> {
    return new Promise((resolve) => {
      if (this.#waiting.push(resolve) === 1) setTimeout(() => void this.#look(db), LOOK_MS);
    });
  }

  async #look(db: Reader): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      this.#newest = await findNewestPosition(db);
    } catch {
      // Who waits goes on as if nothing had happened, and finds the fault when they next need the database.
    }
    for (const resolve of waiting) resolve(this.#newest);
  }
}

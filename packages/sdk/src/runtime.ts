import { v4 } from 'uuid';

/** What the SDK takes from its surroundings; tests give their own. */
export interface Runtime {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that only grow, whatever is done to the clock. */
  readonly elapsed: () => number;
  /** From 0 to 1, without 1. */
  readonly random: () => number;
  /** Rejects with the reason of the signal when that is aborted. */
  readonly sleep: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** A UUID. */
  readonly newId: () => string;
}

export const systemRuntime: Runtime = {
  now: Date.now,
  elapsed: () => performance.now(),
  random: Math.random,
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted) stop();
    }),
  // Not crypto.randomUUID: browsers have it on https pages only, and tills are served over http, too.
  newId: () => v4(),
};

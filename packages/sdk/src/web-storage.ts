import { createQueue } from './queue.ts';
import { parseTokens, type TokenStorage } from './storage.ts';

/** What of a browser's `Storage` is needed. */
export interface WebStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/**
 * Keeps tokens in the `localStorage` of a browser: all tabs of the site share one session. Web Locks let one of them refresh it
 * after the other, and mostly one for all. A page that is not served over https has no locks, and a busy browser may tell a tab late
 * of what another has stored: two tabs may then use the same refresh token, which the server allows for some seconds.
 *
 * Whatever script runs on the page can read them: keep foreign scripts off it. Not for `sessionStorage`: a browser copies it
 * with a tab, and the copies would use up each other's tokens.
 *
 * @param storage - `window.localStorage`
 * @param key - the name that they are kept under; one for each server that the site signs in to
 *
 * @example
 * ```ts
 * const cashwrap = createCashwrap({ baseUrl: 'http://localhost:8000', storage: webStorage(localStorage) });
 * ```
 */
export function webStorage(storage: WebStorage, key = 'cashwrap.tokens'): TokenStorage {
  const inTurn = createQueue();
  return {
    load: () => parseTokens(storage.getItem(key)),
    save: (tokens) => (tokens ? storage.setItem(key, JSON.stringify(tokens)) : storage.removeItem(key)),
    lock: (work) => {
      // Older browsers and insecure pages have none, whatever the types say.
      const locks = globalThis.navigator?.locks;
      return locks ? locks.request(key, work) : inTurn(work);
    },
    watch: (changed) => {
      // It comes from other tabs only; without a key where all was cleared.
      const look = (event: Event) => {
        if ('key' in event && (event.key === key || event.key === null)) changed();
      };
      // Outside of a page there are no other tabs, and no such event.
      const page: Pick<typeof globalThis, 'navigator'> & Partial<EventTarget> = globalThis;
      page.addEventListener?.('storage', look);
      return () => page.removeEventListener?.('storage', look);
    },
  };
}

import { createQueue } from './queue.ts';
import type { CashwrapTokens } from './tokens.ts';

/**
 * Where the tokens of a sign-in are kept, for later runs and for other clients. All that share it share one session:
 * what one of them signs in, refreshes or signs out of holds for the others from their next call on.
 *
 * Keep every field of the tokens, and keep them where nobody else can read them.
 */
export interface TokenStorage {
  /** What was saved last; `undefined` where nobody is signed in. Asked at the beginning of each call. */
  load(): CashwrapTokens | undefined | Promise<CashwrapTokens | undefined>;
  /** Keeps tokens in place of what there is; `undefined` clears it. */
  save(tokens: CashwrapTokens | undefined): void | Promise<void>;
  /**
   * Runs work while nobody else who shares this storage runs any. A refresh token works once, so that two who use the same
   * one may end the session. It holds for at most about ten seconds. Default: only the client itself is kept in order.
   */
  lock?<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Tells when another client may have saved something, for what is on a screen: nobody need make a call to see it. Answers
   * how to stop that.
   */
  watch?(changed: () => void): () => void;
}

/** Keeps tokens in memory, for several clients of one process that share a session. */
export function memoryStorage(): TokenStorage {
  let kept: CashwrapTokens | undefined;
  return {
    load: () => kept,
    save: (tokens) => {
      kept = tokens;
    },
    lock: createQueue(),
  };
}

/** Reads what a storage of text has kept. What is not of the SDK counts as nothing: to sign in again puts it right. */
export function parseTokens(text: string | null): CashwrapTokens | undefined {
  try {
    const tokens: unknown = JSON.parse(text ?? 'null');
    return isTokens(tokens) ? tokens : undefined;
  } catch {
    return undefined;
  }
}

const FIELDS = ['accessToken', 'accessTokenExpiresAt', 'refreshToken', 'session'] as const;

function isTokens(value: unknown): value is CashwrapTokens {
  if (typeof value !== 'object' || value === null || !('accessToken' in value)) return false;
  const fields: Partial<Record<(typeof FIELDS)[number], unknown>> = value;
  return FIELDS.every((field) => fields[field] === undefined || typeof fields[field] === 'string');
}

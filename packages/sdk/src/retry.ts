import { type CashwrapApiError, type CashwrapConnectionError, isCashwrapError } from './errors.ts';
import type { Runtime } from './runtime.ts';

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 8_000;
/** Who is asked to wait longer should decide for themselves. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** What a gateway answers while the server behind it is away or overloaded. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** When and how often to try again. */
export interface RetryPolicy {
  readonly runtime: Runtime;
  /** Zero for what must not be repeated. */
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
  /** When the call must be over, by `runtime.elapsed`. */
  readonly endsAt: number;
  readonly onRetry: (error: unknown, waitMs: number) => void;
}

/** Runs `attempt` again while that is allowed and may help. */
export async function withRetries<T>(
  { runtime, maxRetries, signal, endsAt, onRetry }: RetryPolicy,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted || !(number <= maxRetries) || !isCashwrapError(error) || !mayPass(error))
        throw error;
      const { retryAfterMs = 0 } = error;
      if (retryAfterMs > LONGEST_RETRY_AFTER_MS) throw error;
      // Even those who were all told the same time to wait should not come back all at once.
      const waitMs = retryAfterMs + backoffMs(number, runtime.random);
      // To wait for what comes too late would only hide what was wrong.
      if (runtime.elapsed() + waitMs >= endsAt) throw error;
      onRetry(error, waitMs);
      await runtime.sleep(waitMs, signal);
    }
  }
}

/** Whether a failure may be over by the next attempt. */
export function mayPass(error: CashwrapApiError | CashwrapConnectionError): boolean {
  if ('retryable' in error) return error.retryable || PASSING_STATUSES.has(error.status);
  return error.status === undefined || PASSING_STATUSES.has(error.status);
}

/** Anything up to a bound that doubles with each attempt ("full jitter"): callers spread out. */
export function backoffMs(attempt: number, random: () => number): number {
  return random() * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempt - 1));
}

/** How long an answer asks to wait: `Retry-After` holds seconds, or a date by the clock of the server. */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const at = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  const sentAt = Date.parse(headers.get('date') ?? '');
  return Math.max(0, at - (Number.isNaN(sentAt) ? now : sentAt));
}

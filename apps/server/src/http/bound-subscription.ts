import type { Response } from 'express';

/** How long a client may take nothing of what is sent to it: the server says something more often than that. */
const STALL_MS = 30_000;
/** How long a stopping server waits for a client to hear that. */
const FAREWELL_MS = 1_000;

/**
 * Bounds what has no end of its own: cuts off a client that takes nothing any more, and one that has not taken in soon that the
 * server stops.
 */
export function boundSubscription(response: Response, stopping: AbortSignal | undefined): void {
  response.setTimeout(STALL_MS, () => response.destroy());
  const cutOff = () => setTimeout(() => response.destroy(), FAREWELL_MS).unref();
  stopping?.addEventListener('abort', cutOff, { once: true });
  response.once('close', () => stopping?.removeEventListener('abort', cutOff));
}

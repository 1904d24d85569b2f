import type { Logger } from 'pino';

/** What a face knows about one call before anything is decided: the same from REST and from tRPC. */
export interface RequestContext {
  readonly requestId: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly log: Logger;
}

/** What a call came to. */
export interface Outcome {
  readonly output: unknown;
  /** The answer of an earlier call with the same Idempotency-Key. */
  readonly replayed: boolean;
}

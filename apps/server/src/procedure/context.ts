import type { Logger } from 'pino';

/** What a call says about the device that it comes from. */
export interface Device {
  /** The proof that it is a register. Not checked yet. */
  readonly registerToken: string | undefined;
  /** What it calls itself: only to be shown. */
  readonly userAgent: string | undefined;
  /** Where the call comes from, as TRUST_PROXY lets it be told; of IPv6 the network. */
  readonly address: string;
}

/** What a face knows about one call before anything is decided: the same from REST and from tRPC. */
export interface RequestContext {
  readonly requestId: string;
  readonly authorization: string | undefined;
  readonly idempotencyKey: string | undefined;
  /** The id of a second person's approval. */
  readonly approval: string | undefined;
  readonly device: Device;
  readonly log: Logger;
}

/** What a call came to. */
export interface Outcome {
  readonly output: unknown;
  /** The answer of an earlier call with the same Idempotency-Key. */
  readonly replayed: boolean;
}

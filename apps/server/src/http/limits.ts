import type { ServerOptions } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { type RateLimitInfo, rateLimit } from 'express-rate-limit';
import { Failure } from '../procedure/failure.ts';
import { addressOf } from './client-address.ts';
import { localsOf } from './request.ts';

/**
 * How long a client may take, against slow ones that would hold their connections for good. Headers beyond
 * 16 KiB are answered 431 by Node.
 */
export const serverTimeouts = {
  headersTimeout: 10_000,
  /** For the whole request, its body included: 1 MiB in this time is a slow line. */
  requestTimeout: 30_000,
  /** Longer than load balancers keep theirs, so that none sends a request into a connection being closed. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
} as const satisfies ServerOptions;

/** Tells whose call it is, by its `Authorization`; `undefined` where that is nobody's. */
export type Identify = (authorization: string | undefined) => Promise<string | undefined>;

/**
 * Bounds the calls per minute of each caller, in the memory of this process. Only a token that is good counts
 * by itself: whoever makes tokens up is counted by address.
 */
export function limitRate(perMinute: number, identify: Identify): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'per-minute',
    keyGenerator: async (request) => (await identify(request.header('authorization'))) ?? addressOf(request),
    handler: (request: Request & { rateLimit?: RateLimitInfo }, response, next) => {
      refuse(response, tooMany(request.rateLimit?.resetTime));
      next();
    },
    // Whom to believe about addresses is said by TRUST_PROXY, not guessed.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
  });
}

function tooMany(resetTime: Date | undefined): Failure<'RATE_LIMITED'> {
  const milliseconds = (resetTime?.getTime() ?? 0) - Date.now();
  const retryAfterSeconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new Failure('RATE_LIMITED', {
    detail: `There were too many calls. Try again in ${retryAfterSeconds} seconds.`,
    details: { retryAfterSeconds },
  });
}

/** Leaves it to the face to say that the call is refused, in its own form. */
function refuse(response: Response, failure: Failure): void {
  localsOf(response).refusal = failure;
}

import type { Request, RequestHandler, Response } from 'express';
import { type RateLimitInfo, rateLimit } from 'express-rate-limit';
import { Failure } from '../procedure/failure.ts';
import { addressOf } from './client-address.ts';
import { localsOf } from './request.ts';

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

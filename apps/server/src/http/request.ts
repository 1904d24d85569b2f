import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Outcome, RequestContext } from '../procedure/context.ts';
import type { Failure } from '../procedure/failure.ts';
import { addressOf } from './client-address.ts';

/** A caller's own request id, where it is short and plain. */
const REQUEST_ID = /^[\w.-]{1,64}$/;

interface RequestLocals {
  requestId: string;
  log: Logger;
  /** Set where the call is refused before a face has seen it. */
  refusal?: Failure;
}

/** Gives each request an id, sends it back, and logs one line when the answer is out. */
export function identifyRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const { method } = request;
    const given = request.header('x-request-id');
    const requestId = given !== undefined && REQUEST_ID.test(given) ? given : randomUUID();
    const locals: RequestLocals = { requestId, log: log.child({ requestId }) };
    Object.assign(response.locals, locals);
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => {
      locals.log.info(
        {
          method,
          // Without the query: it may hold what a person searched for.
          path: request.originalUrl.split('?', 1)[0],
          status: response.statusCode,
          ms: Math.round((performance.now() - startedAt) * 10) / 10,
          ...(!response.writableFinished && { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

export function localsOf(response: Response): RequestLocals {
  return response.locals as RequestLocals;
}

/** What a face knows about a call, read off the request. */
export function contextOf(response: Response): RequestContext {
  const { requestId, log } = localsOf(response);
  return {
    requestId,
    log,
    authorization: response.req.header('authorization'),
    idempotencyKey: response.req.header('idempotency-key'),
    approval: response.req.header('approval'),
    device: {
      registerToken: response.req.header('register-token'),
      userAgent: response.req.header('user-agent'),
      address: addressOf(response.req),
    },
  };
}

/** Says in the headers what the body does not. */
export function describeOutcome(response: Response, outcome: Outcome): void {
  if (outcome.replayed) response.setHeader('Idempotent-Replayed', 'true');
}

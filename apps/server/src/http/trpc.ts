import type { AppRouter } from '@cashwrap/contract';
import { TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { RequestHandler } from 'express';
import { Failure } from '../procedure/failure.ts';
import type { Procedure } from '../procedure/operate.ts';
import { toFailure } from '../procedure/problem.ts';
import type { SubscriptionProcedure } from '../procedure/subscribe.ts';
import { boundSubscription } from './bound-subscription.ts';
import { describeFailure, toHttpFailure } from './errors.ts';
import { BODY_LIMIT, readJsonText } from './json-body.ts';
import { contextOf, describeOutcome, localsOf } from './request.ts';
import { failureOf, MAX_BATCH, nameRequest, type TrpcContext, toTrpcError } from './trpc-router.ts';
import type { UploadGate } from './upload-gate.ts';

const JSON_TYPE = /^application\/json\s*(;|$)/i;

interface TrpcHandlerOptions {
  readonly procedures: readonly Procedure[];
  readonly subscriptions?: readonly SubscriptionProcedure[];
  readonly uploads: UploadGate;
  /** Aborted when the server stops. */
  readonly stopping?: AbortSignal;
}

/** The tRPC face. Queries may be batched, a few at a time; mutations never: each has its own key and fate. */
export function createTrpcHandler(
  router: AppRouter,
  { procedures, subscriptions = [], uploads, stopping }: TrpcHandlerOptions,
): RequestHandler {
  const handle = createHandler(router, BODY_LIMIT);
  const ofUploads = new Map(
    procedures.flatMap((procedure) => {
      const { upload } = procedure.operation.rest;
      return upload
        ? [[`/${procedure.name}`, { procedure, handle: createHandler(router, upload.maxBytes) }]]
        : [];
    }),
  );
  const ofSubscriptions = new Set(subscriptions.map(({ name }) => `/${name}`));
  return async (request, response, next) => {
    if (ofSubscriptions.has(request.path)) boundSubscription(response, stopping);
    const upload = request.method === 'POST' ? ofUploads.get(request.path) : undefined;
    if (!upload) return handle(request, response, next);
    const locals = localsOf(response);
    try {
      // A large body is read of a caller who may send it, and of one at a time.
      await upload.procedure.admit(contextOf(response));
      uploads.enter(response);
    } catch (error) {
      locals.refusal ??= toFailure(error);
    }
    return upload.handle(request, response, next);
  };
}

/** tRPC would read the body itself, and replace the letters that are no UTF-8. */
function createHandler(router: AppRouter, bodyLimit: number): RequestHandler {
  const readBody = readJsonText(bodyLimit);
  const handle = createExpressMiddleware({
    router,
    allowMethodOverride: true,
    maxBatchSize: MAX_BATCH,
    createContext: ({ req, res, info }): TrpcContext => {
      const { refusal } = localsOf(res);
      if (refusal) throw toTrpcError(refusal);
      // tRPC would hand on forms and bare bytes as they are; what operations take is JSON.
      if (req.method !== 'GET' && !JSON_TYPE.test(req.headers['content-type'] ?? '')) throw notJson();
      if (info.isBatchCall && info.type !== 'query') throw batchedMutation();
      return { ...contextOf(res), onOutcome: (outcome) => describeOutcome(res, outcome) };
    },
    onError: ({ error, req, type }) => {
      if (!req.res) return;
      nameRequest(error, localsOf(req.res).requestId);
      // What is told within a stream is not in its headers; a streamed batch has sent them before its calls fail.
      if (type !== 'subscription' && !req.res.headersSent) describeFailure(req.res, failureOf(error));
    },
    // What tRPC refuses before it looks at the calls, it would send as text/plain. (The plain object replaces
    // the header; a `Headers` would add a second one.)
    responseMeta: ({ errors, type }) => {
      if (errors.length > 0) return { headers: { 'content-type': 'application/json' } };
      return type === 'subscription' ? { headers: { 'cache-control': 'no-store, no-transform' } } : {};
    },
  });
  return (request, response, next) => {
    const locals = localsOf(response);
    if (locals.refusal) return handle(request, response, next);
    return readBody(request, response, (error?: unknown) => {
      if (error !== undefined) locals.refusal = toHttpFailure(error);
      handle(request, response, next);
    });
  };
}

function notJson(): TRPCError {
  return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE' });
}

function batchedMutation(): TRPCError {
  const cause = new Failure('BATCH_REFUSED', {
    detail: 'Mutations are not batched: send each in a call of its own (httpLink, not httpBatchLink).',
  });
  return new TRPCError({ code: 'BAD_REQUEST', message: cause.message, cause });
}

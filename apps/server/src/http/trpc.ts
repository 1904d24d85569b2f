import type { AppRouter } from '@cashwrap/contract';
import { TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { RequestHandler } from 'express';
import { Failure } from '../procedure/failure.ts';
import { failureOf, type TrpcContext } from '../procedure/router.ts';
import { describeFailure } from './errors.ts';
import { contextOf, describeOutcome } from './request.ts';

const BODY_LIMIT = 1_048_576;
const MAX_BATCH = 20;

/** The tRPC face. Queries may be batched, a few at a time; mutations never: each has its own key and fate. */
export function createTrpcHandler(router: AppRouter): RequestHandler {
  return createExpressMiddleware({
    router,
    allowMethodOverride: true,
    maxBatchSize: MAX_BATCH,
    maxBodySize: BODY_LIMIT,
    createContext: ({ res, info }): TrpcContext => {
      if (info.isBatchCall && info.type !== 'query') throw batchedMutation();
      return { ...contextOf(res), onOutcome: (outcome) => describeOutcome(res, outcome) };
    },
    onError: ({ error, req }) => {
      if (req.res) describeFailure(req.res, failureOf(error));
    },
  });
}

function batchedMutation(): TRPCError {
  const cause = new Failure('BATCH_REFUSED', {
    detail: 'Mutations are not batched: send each in a call of its own (httpLink, not httpBatchLink).',
  });
  return new TRPCError({ code: 'BAD_REQUEST', message: cause.message, cause });
}

import type { AppRouter, TrpcErrorShape } from '@cashwrap/contract';
import { type AnyTRPCRouter, initTRPC, TRPCError, tracked } from '@trpc/server';
import { type TRPC_ERROR_CODE_KEY, TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import type { Outcome, RequestContext } from '../procedure/context.ts';
import { Download } from '../procedure/download.ts';
import { Failure } from '../procedure/failure.ts';
import { loggable } from '../procedure/loggable.ts';
import type { Procedure } from '../procedure/operate.ts';
import { toFailure, toProblem } from '../procedure/problem.ts';
import type { SubscriptionProcedure } from '../procedure/subscribe.ts';

/** What the tRPC face adds to the context of a call. */
export interface TrpcContext extends RequestContext {
  /** Told what the call came to, for the headers of the answer. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** How many queries one batch may hold. */
export const MAX_BATCH = 20;
const TOO_MANY_CALLS = 'Batch call exceeds maximum size';

const CODE_BY_STATUS: Readonly<Record<number, TRPC_ERROR_CODE_KEY>> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

/** How often an open subscription says that it is still there, and after what silence a client should think otherwise. */
const PING_MS = 10_000;
const SILENCE_MS = 30_000;

const t = initTRPC.context<TrpcContext>().create({
  sse: {
    ping: { enabled: true, intervalMs: PING_MS },
    client: { reconnectAfterInactivityMs: SILENCE_MS },
  },
  errorFormatter: ({ error, ctx }): TrpcErrorShape => {
    const failure = failureOf(error);
    return {
      message: failure.message,
      code: TRPC_ERROR_CODES_BY_KEY[trpcCode(failure)],
      data: toProblem(failure, ctx?.requestId ?? requestIds.get(error) ?? ''),
    };
  },
});

/** The requests of errors that arise before there is a context: of a body, a method or a batch that is refused. */
const requestIds = new WeakMap<TRPCError, string>();

/** Tells which request an error belongs to, before it is formatted. */
export function nameRequest(error: TRPCError, requestId: string): void {
  requestIds.set(error, requestId);
}

/** The tRPC router of the procedures. Input, permission and output are the procedure's own business. */
export function createTrpcRouter(
  procedures: readonly Procedure[],
  subscriptions: readonly SubscriptionProcedure[] = [],
): AppRouter {
  const root: RouterTree = {};
  const put = (dottedName: string, procedure: TrpcProcedure) => {
    const names = dottedName.split('.');
    const last = names.pop() ?? '';
    let group = root;
    for (const name of names) group = groupOf(group, name);
    group[last] = procedure;
  };
  for (const procedure of procedures) put(procedure.name, toTrpc(procedure));
  for (const subscription of subscriptions) put(subscription.name, toTrpcSubscription(subscription));
  // Types flow from the contract alone: AppRouter is derived from it, and `implement` has checked every handler.
  return t.router(root) as AnyTRPCRouter as AppRouter;
}

type TrpcProcedure = ReturnType<typeof toTrpc> | ReturnType<typeof toTrpcSubscription>;
interface RouterTree {
  [name: string]: TrpcProcedure | RouterTree;
}

function groupOf(tree: RouterTree, name: string): RouterTree {
  tree[name] ??= {};
  return tree[name] as RouterTree;
}

const builder = t.procedure.input((raw: unknown) => raw);

function toTrpc(procedure: Procedure) {
  const resolve = async ({ ctx, input }: { ctx: TrpcContext; input: unknown }): Promise<unknown> => {
    try {
      const outcome = await procedure.call(ctx, input);
      ctx.onOutcome(outcome);
      const { output } = outcome;
      return output instanceof Download ? await gather(output, procedure) : output;
    } catch (error) {
      throw toLoggedError(error, procedure.name, ctx);
    }
  };
  return procedure.operation.kind === 'query' ? builder.query(resolve) : builder.mutation(resolve);
}

function toTrpcSubscription({ name, listen }: SubscriptionProcedure) {
  return builder.subscription(async function* ({ ctx, input, signal = new AbortController().signal }) {
    try {
      for await (const { id, data } of listen(ctx, resuming(input), signal)) yield tracked(id, data);
    } catch (error) {
      throw toLoggedError(error, name, ctx);
    }
  });
}

/** The id of the last message, which clients send when they come again, is the cursor after which to go on. */
function resuming(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || !('lastEventId' in input)) return input;
  const { lastEventId, ...given } = input;
  return { ...given, cursor: lastEventId };
}

function toLoggedError(error: unknown, operation: string, { log }: TrpcContext): TRPCError {
  const failure = toFailure(error);
  if (failure !== error) log.error({ err: loggable(error), operation }, 'call failed');
  return toTrpcError(failure);
}

/** A whole file, which JSON can hold up to a bound only. */
async function gather(
  { fileName, chunks }: Download,
  {
    name,
    operation: {
      rest: { download },
    },
  }: Procedure,
): Promise<unknown> {
  if (!download) throw new Error(`${name} does not say what it downloads.`);
  const { mediaType, maxLength, beside } = download;
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of chunks) {
    length += piece.length;
    if (length > maxLength) {
      throw new Failure('EXPORT_TOO_LARGE', {
        detail: `The file has more than ${maxLength} characters. Read it over REST, which answers the file itself.`,
      });
    }
    pieces.push(piece);
  }
  const file = { mediaType: `${mediaType}; charset=utf-8`, fileName, content: pieces.join('') };
  return beside ? { format: beside.format, ...file } : file;
}

/** A failure in the form in which tRPC takes it; {@link failureOf} gets it back. */
export function toTrpcError(failure: Failure): TRPCError {
  return new TRPCError({ code: trpcCode(failure), message: failure.message, cause: failure });
}

function trpcCode(failure: Failure): TRPC_ERROR_CODE_KEY {
  return CODE_BY_STATUS[failure.status] ?? 'INTERNAL_SERVER_ERROR';
}

/** What tRPC itself refuses, in the words of our catalogue. */
export function failureOf(error: TRPCError): Failure {
  if (error.cause instanceof Failure) return error.cause;
  // tRPC calls JSON that does not parse a bad request, in the words of the parser.
  if (error.code === 'BAD_REQUEST' && error.cause instanceof SyntaxError) return malformedJson();
  switch (error.code) {
    case 'PARSE_ERROR':
      return malformedJson();
    case 'NOT_FOUND':
      return new Failure('ROUTE_NOT_FOUND', { detail: error.message });
    case 'METHOD_NOT_SUPPORTED':
      return new Failure('METHOD_NOT_ALLOWED', {
        detail: 'Queries are called by GET (or POST, overriding), mutations by POST.',
      });
    case 'UNSUPPORTED_MEDIA_TYPE':
      return new Failure('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send JSON as application/json.' });
    case 'BAD_REQUEST':
      // tRPC counts the calls before there is a context; it tells so by its words alone.
      if (error.message === TOO_MANY_CALLS) return batchTooLarge();
      return new Failure('INVALID_INPUT', { detail: error.message });
    default:
      return toFailure(error.cause ?? error);
  }
}

function batchTooLarge(): Failure<'BATCH_REFUSED'> {
  return new Failure('BATCH_REFUSED', {
    detail: `A batch may hold at most ${MAX_BATCH} calls; send several.`,
  });
}

function malformedJson(): Failure<'MALFORMED_JSON'> {
  return new Failure('MALFORMED_JSON', { detail: 'The input is not valid JSON.' });
}

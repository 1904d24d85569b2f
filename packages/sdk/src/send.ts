import type { Problem } from '@cashwrap/contract';
import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import {
  CashwrapApiError,
  CashwrapConnectionError,
  CashwrapTimeoutError,
  type FailedCall,
  type UnansweredCall,
} from './errors.ts';
import type { OperationInfo } from './operation-info.ts';
import { readRetryAfter } from './retry.ts';

/** Where and how calls are sent. */
export interface Endpoint {
  /** Of the tRPC face, without a trailing slash. */
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

/** One call, the same for each attempt. */
export interface Request extends FailedCall {
  readonly info: OperationInfo;
  readonly input: unknown;
  readonly accessToken: string | undefined;
  /** The id of a second person's approval. */
  readonly approval: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Sends one attempt of a call over tRPC. Throws an error of the SDK, or the reason of the caller's signal. */
export async function send(endpoint: Endpoint, request: Request, attempt: number): Promise<unknown> {
  const { operation, info, input } = request;
  const deadline = startDeadline(request.timeoutMs, request.signal);
  // tRPC's own error does not say whether an answer came, so what fetch did is kept here.
  let response: Response | undefined;
  let sent = false;
  const link = httpLink({
    url: endpoint.url,
    headers: headersOf(request),
    ...(info.post && { methodOverride: 'POST' as const }),
    fetch: async (url, init) => {
      sent = true;
      response = await endpoint.fetch(url as string, init as RequestInit);
      return response;
    },
  });
  try {
    const kind = info.kind === 'query' ? 'query' : 'mutation';
    return await createTRPCUntypedClient({ links: [link] })[kind](operation, input, {
      signal: deadline.signal,
    });
  } catch (error) {
    const failure = error as TrpcFailure;
    if (request.signal?.aborted) throw request.signal.reason;
    const call: UnansweredCall = {
      operation,
      requestId: request.requestId,
      idempotencyKey: request.idempotencyKey,
      url: `${endpoint.url}/${operation}`,
      attempts: attempt,
    };
    if (deadline.isOver()) throw new CashwrapTimeoutError(request.timeoutMs, call);
    // An input that JSON cannot say is the caller's mistake, not the network's.
    if (!sent) throw failure.cause ?? error;
    throw describeFailure(failure, call, response, endpoint.now());
  } finally {
    deadline.stop();
  }
}

export function headersOf({
  requestId,
  idempotencyKey,
  accessToken,
  approval,
}: Request): Record<string, string> {
  return {
    'X-Request-Id': requestId,
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    ...(approval !== undefined && { Approval: approval }),
    ...(accessToken !== undefined && { Authorization: `Bearer ${accessToken}` }),
  };
}

/** What tRPC throws, as far as the SDK reads it. */
interface TrpcFailure {
  readonly cause?: unknown;
  /** The `data` of the error, where the answer was one of tRPC. */
  readonly data?: unknown;
  readonly meta?: { readonly responseJSON?: unknown } | undefined;
}

function describeFailure(
  { cause, data, meta }: TrpcFailure,
  call: UnansweredCall,
  response: Response | undefined,
  now: number,
): CashwrapApiError | CashwrapConnectionError {
  if (!response) return new CashwrapConnectionError('No answer', call, { cause });
  const retryAfterMs = readRetryAfter(response.headers, now);
  // What fails before tRPC gets to see the request is answered with the bare problem.
  const problem = [data, meta?.responseJSON].find(isProblem);
  if (problem) return new CashwrapApiError(problem, call, retryAfterMs);
  const { status, headers } = response;
  // Read whole or not JSON: somebody else's answer. Otherwise the connection broke while it was read.
  if (meta === undefined && !(cause instanceof SyntaxError)) {
    return new CashwrapConnectionError('The answer broke off', call, { cause });
  }
  const type = headers.get('content-type') ?? 'no content type';
  return new CashwrapConnectionError(`An answer that is not from Cashwrap (HTTP ${status}, ${type})`, call, {
    cause,
    status,
    retryAfterMs,
  });
}

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'status' in value &&
    typeof value.status === 'number'
  );
}

/** A timer counts in 32 bits, and fires at once beyond them. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** A signal that is aborted with the caller's, or when time is up; `restart` gives it new time from now on. */
export function startDeadline(timeoutMs: number, signal: AbortSignal | undefined) {
  const controller = new AbortController();
  let over = false;
  const abort = () => controller.abort(signal?.reason);
  const start = (ms: number) =>
    setTimeout(
      () => {
        over = true;
        controller.abort();
      },
      Math.min(ms, LONGEST_TIMER_MS),
    );
  let timer = start(timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  return {
    signal: controller.signal,
    isOver: () => over,
    restart: (ms: number) => {
      clearTimeout(timer);
      timer = start(ms);
    },
    stop: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}

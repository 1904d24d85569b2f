import type { Problem } from '@cashwrap/contract';
import { createTRPCUntypedClient, httpLink } from '@trpc/client';
import { startDeadline, unlessAborted } from './deadline.ts';
import {
  CashwrapApiError,
  CashwrapConnectionError,
  CashwrapTimeoutError,
  type FailedCall,
  type UnansweredCall,
} from './errors.ts';
import { type AttemptFailure, type CashwrapHooks, describeAttemptFailure, tell } from './hooks.ts';
import type { OperationInfo } from './operation-info.ts';
import { readRetryAfter } from './retry.ts';

/** Where and how calls are sent. */
export interface Endpoint {
  /** Of the tRPC face, without a trailing slash. */
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly hooks: CashwrapHooks;
}

/** One call, the same for each attempt. */
export interface Request extends FailedCall {
  readonly info: OperationInfo;
  readonly input: unknown;
  readonly accessToken: string | undefined;
  /** The id of a second person's approval. */
  readonly approval: string | undefined;
  readonly registerToken: string | undefined;
  /** Of each attempt. */
  readonly timeoutMs: number;
  /** When the call must be over, by `Endpoint.elapsed`. */
  readonly endsAt: number;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress;
}

/** How far a call has got. */
export interface Progress {
  /** How often it was sent. */
  attempts: number;
  /** What the last attempt failed with. */
  lastError: unknown;
}

/** Sends one attempt of a call over tRPC. Throws an error of the SDK, or the reason of the signal. */
export function send(endpoint: Endpoint, request: Request): Promise<unknown> {
  return attempt(endpoint, request, async (exchange) => {
    const { operation, info, input, timeoutMs, signal } = request;
    const call = unanswered(endpoint, request);
    const deadline = startDeadline(
      timeoutMs,
      signal,
      () => new CashwrapTimeoutError('timeoutMs', timeoutMs, call),
    );
    // tRPC's own error does not say whether an answer came, so what fetch did is kept here.
    let sent = false;
    const link = httpLink({
      url: endpoint.url,
      headers: headersOf(request),
      ...(info.post && { methodOverride: 'POST' as const }),
      fetch: async (url, init) => {
        sent = true;
        exchange.response = await endpoint.fetch(url as string, init as RequestInit);
        return exchange.response;
      },
    });
    try {
      const client = createTRPCUntypedClient({ links: [link] });
      const kind = info.kind === 'query' ? 'query' : 'mutation';
      // A fetch that was given need not heed the signal.
      return await unlessAborted(
        client[kind](operation, input, { signal: deadline.signal }),
        deadline.signal,
      );
    } catch (error) {
      if (deadline.signal.aborted) throw deadline.signal.reason;
      const failure = error as TrpcFailure;
      // An input that JSON cannot say is the caller's mistake, not the network's.
      if (!sent) throw failure.cause ?? error;
      throw describeFailure(failure, call, exchange.response, endpoint.now());
    } finally {
      deadline.stop();
    }
  });
}

/** What came back over the wire. */
export interface Exchange {
  response?: Response;
}

/** Counts an attempt and tells the hooks of it. */
export async function attempt<T>(
  { hooks, elapsed }: Endpoint,
  { operation, requestId, progress, signal }: Request,
  run: (exchange: Exchange) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  progress.attempts += 1;
  const event = { operation, requestId, attempt: progress.attempts };
  tell(() => hooks.onAttempt?.(event));
  const exchange: Exchange = {};
  const sentAt = elapsed();
  const answered = (failure: AttemptFailure | undefined) => {
    const status = exchange.response?.status;
    tell(() => hooks.onAnswer?.({ ...event, status, ms: elapsed() - sentAt, failure }));
  };
  try {
    const output = await run(exchange);
    answered(undefined);
    return output;
  } catch (error) {
    progress.lastError = error;
    answered(describeAttemptFailure(error));
    throw error;
  }
}

/** What the error of a call that got no answer says of it. */
export function unanswered(
  endpoint: Endpoint,
  { operation, requestId, idempotencyKey, progress }: Request,
): UnansweredCall {
  const url = `${endpoint.url}/${operation}`;
  return { operation, requestId, idempotencyKey, url, attempts: progress.attempts };
}

export function headersOf({
  requestId,
  idempotencyKey,
  accessToken,
  approval,
  registerToken,
}: Request): Record<string, string> {
  const headers: Record<string, string> = {
    'X-Request-Id': requestId,
    ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }),
    ...(approval !== undefined && { Approval: approval }),
    ...(registerToken !== undefined && { 'Register-Token': registerToken }),
    ...(accessToken !== undefined && { Authorization: `Bearer ${accessToken}` }),
  };
  for (const [name, value] of Object.entries(headers)) {
    // `fetch` would refuse it as if there were no network, with the value in its message: it may be a secret.
    if (!/^[\t -~\xa0-\xff]*$/.test(value.trim())) {
      throw new TypeError(`What is given for ${name} has characters that no HTTP header may have.`);
    }
  }
  return headers;
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

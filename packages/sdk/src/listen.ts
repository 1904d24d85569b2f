import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { startDeadline, unlessAborted } from './deadline.ts';
import {
  CashwrapApiError,
  CashwrapConnectionError,
  CashwrapTimeoutError,
  isCashwrapError,
  type UnansweredCall,
} from './errors.ts';
import { readRetryAfter } from './retry.ts';
import {
  attempt,
  type Endpoint,
  type Exchange,
  headersOf,
  isProblem,
  type Request,
  unanswered,
} from './send.ts';

/** The server has let the subscription in. */
export interface Opened {
  readonly type: 'open';
}

/** A message of a subscription, and the id behind which to go on. `null` says nothing but that id. */
export interface Message {
  readonly type: 'message';
  readonly id: string;
  readonly data: unknown;
}

/**
 * Opens one connection of a subscription (tRPC over Server-Sent Events), behind the message with this id, and reads its
 * messages as they are taken. It never ends but by an error of the SDK, or with the reason of the caller's signal. `fetch`
 * and not `EventSource` reads them: that one can send no token but in its URL, and Node has none.
 */
export async function* listen(
  endpoint: Endpoint,
  request: Request,
  lastEventId: string | undefined,
): AsyncGenerator<Opened | Message, never, void> {
  const headers = headersOf(request);
  let silenceMs = request.timeoutMs;
  const deadline = startDeadline(
    silenceMs,
    request.signal,
    () => new CashwrapTimeoutError('timeoutMs', silenceMs, unanswered(endpoint, request)),
  );
  try {
    const body = await attempt(endpoint, request, (exchange) =>
      unlessAborted(
        open(endpoint, request, { headers, lastEventId, signal: deadline.signal }, exchange),
        deadline.signal,
      ),
    );
    for await (const message of eventsOf(body, deadline.signal)) {
      if (message.event === 'connected') silenceMs = readSilence(message.data) ?? silenceMs;
      if (message.event === 'serialized-error') {
        throw describeError(message.data, unanswered(endpoint, request));
      }
      const happening = describeMessage(message);
      if (happening) {
        // Whoever takes it may take their time.
        deadline.restart(Number.POSITIVE_INFINITY);
        yield happening;
      }
      // Also after a sign of life that says nothing else: the server sends one every now and then.
      deadline.restart(silenceMs);
    }
    throw new CashwrapConnectionError('The subscription broke off', unanswered(endpoint, request));
  } catch (error) {
    if (deadline.signal.aborted) throw deadline.signal.reason;
    if (isCashwrapError(error)) throw error;
    throw new CashwrapConnectionError('The subscription broke off', unanswered(endpoint, request), {
      cause: error,
    });
  } finally {
    deadline.stop();
  }
}

interface Opening {
  readonly headers: Record<string, string>;
  readonly lastEventId: string | undefined;
  readonly signal: AbortSignal;
}

async function open(
  endpoint: Endpoint,
  request: Request,
  { headers, lastEventId, signal }: Opening,
  exchange: Exchange,
): Promise<ReadableStream<Uint8Array>> {
  const { operation, input } = request;
  const query = new URLSearchParams({
    ...(input !== undefined && { input: JSON.stringify(input) }),
    ...(lastEventId !== undefined && { lastEventId }),
  });
  const call = unanswered(endpoint, request);
  try {
    exchange.response = await endpoint.fetch(`${endpoint.url}/${operation}?${query}`, {
      headers: { ...headers, Accept: 'text/event-stream' },
      signal,
    });
  } catch (cause) {
    throw new CashwrapConnectionError('No answer', call, { cause });
  }
  return await streamOf(exchange.response, call, endpoint.now());
}

/** The body of an answer that is a stream of events; any other is an error. */
async function streamOf(
  response: Response,
  call: UnansweredCall,
  now: number,
): Promise<ReadableStream<Uint8Array>> {
  const { status, headers, body } = response;
  const type = headers.get('content-type') ?? 'no content type';
  if (response.ok && body && type.startsWith('text/event-stream')) return body;
  const retryAfterMs = readRetryAfter(headers, now);
  const text = await response.text();
  const problem = problemIn(text);
  if (problem) throw new CashwrapApiError(problem, call, retryAfterMs);
  const reason = `An answer that is not from Cashwrap (HTTP ${status}, ${type})`;
  throw new CashwrapConnectionError(reason, call, { status, retryAfterMs });
}

/** The events of a stream, read as they are taken; the connection is closed when nobody takes them any more. */
async function* eventsOf(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<EventSourceMessage, void, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let read: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void read.push(event) });
  try {
    for (;;) {
      // What a fetch that was given has opened need not heed the signal.
      const { done, value } = await unlessAborted(reader.read(), signal);
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      const events = read;
      read = [];
      yield* events;
    }
  } finally {
    // Not waited for: a connection that is half open may never say that it is closed.
    reader.cancel().catch(() => {});
  }
}

function describeMessage({ event, id, data }: EventSourceMessage): Opened | Message | undefined {
  if (event === 'connected') return { type: 'open' };
  if (event === undefined && id !== undefined) return { type: 'message', id, data: JSON.parse(data) };
  return undefined;
}

/** After how long a silence the server wants to be asked again. */
function readSilence(data: string): number | undefined {
  const { reconnectAfterInactivityMs: ms } = JSON.parse(data) as { reconnectAfterInactivityMs?: unknown };
  return typeof ms === 'number' ? ms : undefined;
}

function describeError(data: string, call: UnansweredCall): CashwrapApiError | CashwrapConnectionError {
  const problem = problemIn(data);
  return problem
    ? new CashwrapApiError(problem, call)
    : new CashwrapConnectionError('The subscription broke off', call);
}

/** The problem that an answer tells: as an error of tRPC, within one, or as it is. */
function problemIn(text: string) {
  try {
    const answer = JSON.parse(text) as { data?: unknown; error?: { data?: unknown } } | null;
    return [answer?.data, answer?.error?.data, answer].find(isProblem);
  } catch {
    return undefined;
  }
}

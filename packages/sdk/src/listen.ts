import { createParser, type EventSourceMessage } from 'eventsource-parser';
import {
  CashwrapApiError,
  CashwrapConnectionError,
  CashwrapTimeoutError,
  isCashwrapError,
  type UnansweredCall,
} from './errors.ts';
import { readRetryAfter } from './retry.ts';
import { type Endpoint, headersOf, isProblem, type Request, startDeadline } from './send.ts';

/** A message of a subscription, and the id behind which to go on. */
export interface Message {
  readonly id: string;
  readonly data: unknown;
}

interface Attempt {
  /** Of the last message that came, over an earlier connection. */
  readonly lastEventId: string | undefined;
  readonly attempt: number;
}

/**
 * Opens one connection of a subscription (tRPC over Server-Sent Events) and reads its messages as they are taken. It never
 * ends but by an error of the SDK, or with the reason of the caller's signal. `fetch` and not `EventSource` reads them: that
 * one can send no token but in its URL, and Node has none.
 */
export async function* listen(
  endpoint: Endpoint,
  request: Request,
  { lastEventId, attempt }: Attempt,
): AsyncGenerator<Message, never, void> {
  const { operation, requestId, signal } = request;
  const url = `${endpoint.url}/${operation}`;
  const call: UnansweredCall = { operation, requestId, idempotencyKey: undefined, url, attempts: attempt };
  const query = new URLSearchParams({
    ...(request.input !== undefined && { input: JSON.stringify(request.input) }),
    ...(lastEventId !== undefined && { lastEventId }),
  });
  let silenceMs = request.timeoutMs;
  const deadline = startDeadline(silenceMs, signal);
  try {
    const response = await endpoint.fetch(`${url}?${query}`, {
      headers: { ...headersOf(request), Accept: 'text/event-stream' },
      signal: deadline.signal,
    });
    for await (const message of eventsOf(await streamOf(response, call, endpoint.now()))) {
      if (message.event === 'connected') silenceMs = readSilence(message.data) ?? silenceMs;
      // Also a sign of life that says nothing else: the server sends one every now and then.
      deadline.restart(silenceMs);
      if (message.event === 'serialized-error') throw describeError(message.data, call);
      if (message.event === undefined && message.id !== undefined) {
        // Whoever takes the message may take their time.
        deadline.restart(Number.POSITIVE_INFINITY);
        yield { id: message.id, data: JSON.parse(message.data) };
        deadline.restart(silenceMs);
      }
    }
    throw new CashwrapConnectionError('The subscription broke off', call);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (deadline.isOver()) throw new CashwrapTimeoutError(silenceMs, call);
    if (isCashwrapError(error)) throw error;
    throw new CashwrapConnectionError('The subscription broke off', call, { cause: error });
  } finally {
    deadline.stop();
  }
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
async function* eventsOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<EventSourceMessage, void, void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let read: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => void read.push(event) });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      const events = read;
      read = [];
      yield* events;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
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

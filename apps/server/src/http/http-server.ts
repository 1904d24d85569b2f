import { randomUUID } from 'node:crypto';
import {
  createServer,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { Failure } from '../procedure/failure.ts';
import { toProblem } from '../procedure/problem.ts';
import { retryAfterSeconds } from './errors.ts';

/** How long a client may take, against slow ones that would hold their connections for good. */
const timeouts = {
  headersTimeout: 10_000,
  /** For the whole request, its body included: 1 MiB in this time is a slow line. */
  requestTimeout: 30_000,
  /** Longer than load balancers keep theirs, so that none sends a request into a connection being closed. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
} as const satisfies ServerOptions;

/** What the path and the headers of a request may take together. */
const MAX_HEADER_BYTES = 16_384;

/** A server of HTTP/1.1 that answers with a problem (RFC 9457) also what never becomes a request. */
export function createHttpServer(listener: RequestListener, options: ServerOptions = {}): Server {
  const server = createServer({ ...timeouts, maxHeaderSize: MAX_HEADER_BYTES, ...options }, listener);
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on('request', ({ socket }, answer) => answers.set(socket, answer));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answers.get(socket);
    const inTheMiddleOfOne = answer?.headersSent === true && !answer.writableEnded;
    if (error.code === 'ECONNRESET' || !socket.writable || inTheMiddleOfOne) socket.destroy(error);
    else refuse(socket, failureOf(error.code));
  });
  return server;
}

function failureOf(code: string | undefined): Failure {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new Failure('HEADERS_TOO_LARGE', {
        detail: `The path with its query and the headers are together longer than ${MAX_HEADER_BYTES / 1024} KiB.`,
      });
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Failure('REQUEST_TIMEOUT', { detail: 'The request did not arrive whole in time.' });
    default:
      return new Failure('MALFORMED_REQUEST', { detail: 'What was sent is not a request of HTTP/1.1.' });
  }
}

/** Whatever else is sent on the connection cannot be told from the rest of this: it ends here. */
function refuse(socket: Duplex, failure: Failure): void {
  const requestId = randomUUID();
  const body = JSON.stringify(toProblem(failure, requestId));
  const seconds = retryAfterSeconds(failure);
  socket.end(
    [
      `HTTP/1.1 ${failure.status} ${STATUS_CODES[failure.status]}`,
      'Connection: close',
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      `X-Request-Id: ${requestId}`,
      ...(seconds === undefined ? [] : [`Retry-After: ${seconds}`]),
      '',
      body,
    ].join('\r\n'),
  );
}

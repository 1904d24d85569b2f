import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ErrorCode, Problem, TokenPair } from '@cashwrap/contract';
import { errors, problemType } from '@cashwrap/contract';

/** A call as the server sees it. */
export interface ReceivedCall {
  readonly operation: string;
  readonly method: string;
  readonly input: unknown;
  /** Of a subscription that goes on. */
  readonly lastEventId: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** What one call is answered with. */
export interface Reply {
  readonly write: (response: ServerResponse) => void;
}

/** What to answer to the calls of each operation: the same always, or by the call and its number from 1. */
export type Script = Readonly<
  Record<string, Reply | ((call: ReceivedCall, number: number) => Reply | Promise<Reply>)>
>;

export interface FakeServer extends AsyncDisposable {
  readonly baseUrl: string;
  /** Every call so far, in the order in which they came. */
  readonly calls: ReceivedCall[];
  /** The calls of one operation. */
  callsOf(operation: string): ReceivedCall[];
}

/** A server that speaks tRPC's wire format and answers by a script. */
export async function startFakeServer(script: Script): Promise<FakeServer> {
  const calls: ReceivedCall[] = [];
  const callsOf = (operation: string) => calls.filter((call) => call.operation === operation);
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    const entry = script[call.operation];
    if (!entry) throw new Error(`The script has no answer to ${call.operation}.`);
    const reply = typeof entry === 'function' ? await entry(call, callsOf(call.operation).length) : entry;
    reply.write(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    callsOf,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readCall(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? '', 'http://localhost');
  const text = request.method === 'GET' ? url.searchParams.get('input') : Buffer.concat(chunks).toString();
  return {
    operation: url.pathname.replace(/^.*\/trpc\//, ''),
    method: request.method ?? '',
    input: text ? JSON.parse(text) : undefined,
    lastEventId: url.searchParams.get('lastEventId') ?? undefined,
    headers: request.headers,
  };
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    write: (response) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body)),
  };
}

/** A successful answer. */
export function ok(data: unknown): Reply {
  return json(200, { result: { data } });
}

/** An error of the catalogue. */
export function fails(
  code: ErrorCode,
  more: Partial<Problem> = {},
  headers: Readonly<Record<string, string>> = {},
): Reply {
  const data = problem(code, more);
  return json(data.status, { error: { message: data.detail, code: -32603, data } }, headers);
}

/** An error as it is answered by what comes before tRPC. */
export function failsBare(code: ErrorCode): Reply {
  const data = problem(code);
  return json(data.status, data, { 'content-type': 'application/problem+json' });
}

function problem(code: ErrorCode, more: Partial<Problem> = {}): Problem {
  const { status, title, retryable } = errors[code];
  const detail = `${title}, said the fake.`;
  return { type: problemType(code), title, status, detail, code, requestId: 'req-1', retryable, ...more };
}

/** The page of a proxy that stands in front of the server. */
export function page(status: number, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    write: (response) =>
      response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<h1>Sorry</h1>'),
  };
}

/** A message of a subscription, as it goes over the wire. */
export function message(id: string, data: unknown): string {
  return `data: ${JSON.stringify(data)}\nid: ${id}\n\n\n`;
}

/** How a subscription ends that is refused. */
export function refusal(code: ErrorCode): string {
  const data = problem(code);
  return `event: serialized-error\ndata: ${JSON.stringify({ message: data.detail, code: -32603, data })}\n\n\n`;
}

/** A subscription that says this, piece by piece, and then breaks off; or `stays` open. */
export function stream(
  pieces: readonly string[],
  { stays = false, silenceMs }: { stays?: boolean; silenceMs?: number } = {},
): Reply {
  return {
    write: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const connected = JSON.stringify({ reconnectAfterInactivityMs: silenceMs });
      for (const piece of [`event: connected\ndata: ${connected}\n\n\n`, ...pieces]) response.write(piece);
      if (!stays) setImmediate(() => response.destroy());
    },
  };
}

/** No answer: the connection is cut. */
export const cut: Reply = { write: (response) => void response.destroy() };

/** Half an answer, then the connection is cut. */
export const cutMidway: Reply = {
  write: (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"result":', () => response.destroy());
  },
};

/** No answer, ever. */
export const silence: Reply = { write: () => {} };

/** The tokens of a sign-in; `number` tells them apart. */
export function tokenPair(number: number, accessTokenExpiresAt = '2030-01-01T00:10:00.000Z'): TokenPair {
  return {
    tokenType: 'Bearer',
    accessToken: `access-${number}`,
    accessTokenExpiresAt,
    refreshToken: `refresh-${number}`,
    refreshTokenExpiresAt: '2030-02-01T00:00:00.000Z',
    user: {
      id: '01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00',
      username: 'ada',
      name: 'Ada',
      roles: [],
      mustChangePassword: false,
      permissions: [],
    },
  };
}

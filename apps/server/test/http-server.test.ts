import { once } from 'node:events';
import type { RequestListener, ServerOptions } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Problem } from '@cashwrap/contract';
import { describe, expect, test } from 'vitest';
import { createHttpServer } from '../src/http/http-server.ts';

/** Reads what is sent, and answers it. */
const echo: RequestListener = async (request, response) => {
  response.end(await text(request).catch(() => undefined));
};

async function listen(options: ServerOptions = {}, listener = echo) {
  const server = createHttpServer(listener, options).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers what came back until the connection ended. */
function converse(port: number, say: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => say(socket));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** Takes an answer apart that was read off the wire. */
function readAnswer(text: string): { status: string; headers: Headers; problem: Problem } {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [status = '', ...lines] = head.split('\r\n');
  const headers = new Headers(lines.map((line) => line.split(': ', 2) as [string, string]));
  expect(headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(headers.get('connection')).toBe('close');
  const problem = Problem.strict().parse(JSON.parse(body));
  expect(headers.get('x-request-id')).toBe(problem.requestId);
  return { status, headers, problem };
}

const HEAD = 'POST /v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('a slow client', () => {
  const quick = { headersTimeout: 400, requestTimeout: 800, connectionsCheckingInterval: 100 };

  test.each([
    ['body', `${HEAD}Content-Length: 100000\r\n\r\n`, ' '],
    ['headers', `${HEAD}X-Long: `, 'x'],
  ])('who sends its %s byte by byte is cut off', async (_, head, byte) => {
    await using slow = await listen(quick);
    const told = await converse(slow.port, (socket) => {
      socket.write(head);
      const dripping = setInterval(() => socket.write(byte), 50);
      socket.on('close', () => clearInterval(dripping));
    });
    // A reset for what was still on its way may overtake the answer.
    if (told === '') return;
    const { status, headers, problem } = readAnswer(told);
    expect(status).toBe('HTTP/1.1 408 Request Timeout');
    expect(headers.get('retry-after')).toBe('1');
    expect(problem).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT', retryable: true });
  });

  test('who sends half of it and waits is told so', async () => {
    await using slow = await listen(quick);
    const { problem } = readAnswer(await converse(slow.port, (socket) => socket.write(HEAD)));
    expect(problem.code).toBe('REQUEST_TIMEOUT');
  });

  test('who has half of an answer by then is told nothing in the middle of it', async () => {
    await using slow = await listen(quick, (_request, response) => void response.write('half'));
    const told = await converse(slow.port, (socket) => socket.write(`${HEAD}Content-Length: 9\r\n\r\n`));
    expect(told).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(told.endsWith('\r\n\r\n4\r\nhalf\r\n')).toBe(true);
  });

  test('is bounded in the real server', () => {
    const { headersTimeout, requestTimeout } = createHttpServer(echo);
    expect(headersTimeout).toBeLessThanOrEqual(10_000);
    expect(requestTimeout).toBeLessThanOrEqual(30_000);
    expect(headersTimeout).toBeLessThan(requestTimeout);
  });
});

test.each([
  ['headers', `GET /v1/auth/me HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
  ['a path', `GET /v1/products?ids=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
])('%s beyond 16 KiB answer 431', async (_, request) => {
  await using server = await listen();
  const { status, problem } = readAnswer(await converse(server.port, (socket) => socket.write(request)));
  expect(status).toBe('HTTP/1.1 431 Request Header Fields Too Large');
  expect(problem).toMatchObject({ status: 431, code: 'HEADERS_TOO_LARGE', retryable: false });
});

test('what is no HTTP answers 400', async () => {
  await using server = await listen();
  const { status, problem } = readAnswer(
    await converse(server.port, (socket) => socket.write('What is the price?\r\n\r\n')),
  );
  expect(status).toBe('HTTP/1.1 400 Bad Request');
  expect(problem).toMatchObject({ status: 400, code: 'MALFORMED_REQUEST' });
});

test('who goes away in the middle of a request disturbs nobody', async () => {
  await using server = await listen();
  await converse(server.port, (socket) => {
    socket.write(HEAD);
    socket.resetAndDestroy();
  });
  const sum = await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: 'still here' });
  expect(await sum.text()).toBe('still here');
});

import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a proxy has let through. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | undefined;
}

export interface LossyProxy extends AsyncDisposable {
  readonly url: string;
  readonly seen: readonly Seen[];
}

/** Stands before a server, and loses the answer to the first call of a path: it has happened, and nobody is told. */
export async function startLossyProxy(
  url: string,
  lost: { method: string; path: string },
): Promise<LossyProxy> {
  const seen: Seen[] = [];
  const proxy = createServer((incoming, outgoing) => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const isFirst = !seen.some((call) => call.method === lost.method && call.path === lost.path);
    const isLost = isFirst && method === lost.method && path === lost.path;
    seen.push({ method, path, idempotencyKey: headers['idempotency-key']?.toString() });
    const passed = request(new URL(path, url), { method, headers }, (answer) => {
      if (isLost) answer.resume().once('end', () => outgoing.destroy());
      else answer.pipe(outgoing.writeHead(answer.statusCode ?? 502, answer.headers));
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
      }),
  };
}

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { Failure } from '../procedure/failure.ts';
import type { Procedure } from '../procedure/operate.ts';
import type { SubscriptionProcedure } from '../procedure/subscribe.ts';
import { toExpressPath } from './rest.ts';

/** Who may read the metrics, which tell how much business is done: everybody, nobody, or who has a token. */
export type MetricsAccess = 'open' | 'closed' | { readonly token: string };

/** The type of the text format, which is how Prometheus knows it. */
const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';

/** Serves the metrics to those who may read them. */
export function serveMetrics(
  access: Exclude<MetricsAccess, 'closed'>,
  render: () => Promise<string>,
): RequestHandler {
  const expected = access === 'open' ? undefined : digest(`Bearer ${access.token}`);
  return async (request, response) => {
    if (expected && !timingSafeEqual(digest(request.header('authorization') ?? ''), expected)) {
      throw new Failure('UNAUTHENTICATED', {
        detail: 'Send METRICS_TOKEN of the server: Authorization: Bearer <token>.',
      });
    }
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('Content-Type', TEXT_FORMAT);
    response.end(await render());
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Told of each call: its operation, the status of its answer, and how long it took in seconds. */
export type OnRequest = (operation: string, status: number, seconds: number) => void;

/** Measures the calls of both faces, once their answers are out; a subscription, once nobody listens to it any more. */
export function measureRequests(
  procedures: readonly Procedure[],
  subscriptions: readonly SubscriptionProcedure[],
  onRequest: OnRequest,
): RequestHandler {
  const operationOf = operationNamer(procedures, subscriptions);
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      onRequest(operationOf(request), response.statusCode, (performance.now() - startedAt) / 1000);
    });
    next();
  };
}

/** What is called where nothing of that name is there: one name for all, whatever people make up. */
const UNKNOWN = 'unknown';

/** Which operation a request has called, read off its route, or off its name where it came through tRPC. */
function operationNamer(
  procedures: readonly Procedure[],
  subscriptions: readonly SubscriptionProcedure[],
): (request: Request) => string {
  const names = new Set([...procedures, ...subscriptions].map(({ name }) => name));
  const byRoute = new Map(
    procedures.map(({ name, operation: { rest } }) => [`${rest.method} ${toExpressPath(rest.path)}`, name]),
  );
  return (request) => {
    const { originalUrl, method } = request;
    if (!originalUrl.startsWith('/trpc/')) {
      const route = request.route as { readonly path: string } | undefined;
      return (route && byRoute.get(`${method} ${route.path}`)) ?? UNKNOWN;
    }
    const end = originalUrl.indexOf('?');
    const called = originalUrl.slice('/trpc/'.length, end < 0 ? undefined : end);
    if (names.has(called)) return called;
    return called.includes(',') ? 'batch' : UNKNOWN;
  };
}

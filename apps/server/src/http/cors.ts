import cors from 'cors';
import type { RequestHandler } from 'express';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** What a call may carry. */
const ALLOWED_HEADERS = [
  ...['authorization', 'content-type', 'idempotency-key', 'x-request-id', 'register-token', 'approval'],
  ...['trpc-accept', 'last-event-id', 'if-none-match'],
];
/** What a page may read of an answer. */
const EXPOSED_HEADERS = [
  ...['retry-after', 'date', 'x-request-id', 'location', 'idempotent-replayed'],
  ...['ratelimit', 'ratelimit-policy', 'etag'],
];
const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of these origins call the API; `http://localhost:*` stands for every port. Calls carry their
 * token themselves, so that no cookie is ever allowed.
 */
export function allowOrigins(origins: readonly string[]): RequestHandler {
  const handle = cors({
    origin: origins.map(toMatcher),
    methods: METHODS,
    allowedHeaders: ALLOWED_HEADERS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_SECONDS,
    optionsSuccessStatus: 204,
  });
  // An OPTIONS that is no preflight is answered by whatever is at its path.
  return (request, response, next) => {
    const preflight = request.header('access-control-request-method') !== undefined;
    if (request.method === 'OPTIONS' && !preflight) next();
    else handle(request, response, next);
  };
}

function toMatcher(origin: string): string | RegExp {
  if (!origin.endsWith(':*')) return origin;
  const host = origin.slice(0, -2).replaceAll(/[.\\+*?[^\]$(){}=!<>|:#-]/g, '\\$&');
  return new RegExp(`^${host}(?::\\d{1,5})?$`);
}

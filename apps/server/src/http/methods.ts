import type { HttpMethod } from '@cashwrap/contract';
import type { IRouter, RequestHandler } from 'express';
import { Failure } from '../procedure/failure.ts';

/** Serves a place that is only read; every other method is told so. */
export function getOnly(router: IRouter, path: string, handler: RequestHandler): void {
  router
    .route(path)
    .get(handler)
    .all(refuseMethod(['GET']));
}

/** Answers 405 with the methods that a path takes. */
export function refuseMethod(allowed: readonly HttpMethod[]): RequestHandler {
  const allow = allowed.includes('GET') ? [...allowed, 'HEAD'] : allowed;
  return (request, response) => {
    response.setHeader('Allow', allow.join(', '));
    throw new Failure('METHOD_NOT_ALLOWED', {
      detail: `${request.method} does not work here; ${allow.join(', ')} would.`,
    });
  };
}

import { errors } from '@cashwrap/contract';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { Failure } from '../procedure/failure.ts';
import { loggable } from '../procedure/loggable.ts';
import { toFailure, toProblem } from '../procedure/problem.ts';
import { BODY_LIMIT } from './json-body.ts';
import { localsOf } from './request.ts';

/** Where the error does not say it better. */
const RETRY_AFTER_SECONDS = 1;

/** Answers every error as `application/problem+json` (RFC 9457). */
export const answerErrors: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const failure = toHttpFailure(error);
  if (failure.code === 'INTERNAL' || failure.code === 'UNAVAILABLE') {
    localsOf(response).log.error({ err: loggable(error), path: request.path }, 'request failed');
  }
  sendProblem(response, failure);
};

export function bodyTooLarge(maxBytes: number): Failure<'PAYLOAD_TOO_LARGE'> {
  return new Failure('PAYLOAD_TOO_LARGE', {
    detail: `The body is larger than ${maxBytes / 1_048_576} MiB.`,
  });
}

/** Where nothing else has answered. */
export const answerNotFound: RequestHandler = (request) => {
  throw new Failure('ROUTE_NOT_FOUND', {
    detail: `There is nothing at ${request.method} ${request.path}. See /docs for what there is.`,
  });
};

function sendProblem(response: Response, failure: Failure): void {
  describeFailure(response, failure);
  response
    .status(failure.status)
    .type('application/problem+json')
    .send(JSON.stringify(toProblem(failure, localsOf(response).requestId)));
}

/** The headers that go with an error, on every face. */
export function describeFailure(response: Response, failure: Failure): void {
  if (failure.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  const seconds = retryAfterSeconds(failure);
  if (seconds !== undefined) response.setHeader('Retry-After', String(seconds));
}

/** How long to wait before the same call is worth another try; `undefined` where none is. */
export function retryAfterSeconds({ code, details }: Failure): number | undefined {
  if (!errors[code].retryable) return undefined;
  return details && 'retryAfterSeconds' in details ? details.retryAfterSeconds : RETRY_AFTER_SECONDS;
}

/** An error of a request, whoever found it. */
export function toHttpFailure(error: unknown): Failure {
  return ofExpress(error) ?? toFailure(error);
}

/** What Express and its body parser refuse, in the words of our catalogue. */
function ofExpress(error: unknown): Failure | undefined {
  if (error instanceof URIError) {
    return new Failure('INVALID_INPUT', { detail: 'The path is not correctly percent-encoded.' });
  }
  if (!(error instanceof Error) || error instanceof Failure) return undefined;
  switch ('type' in error ? error.type : undefined) {
    case 'entity.parse.failed':
      return new Failure('MALFORMED_JSON', { detail: 'The body is not valid JSON.' });
    case 'entity.too.large':
      return bodyTooLarge('limit' in error ? Number(error.limit) : BODY_LIMIT);
    case 'encoding.unsupported':
      return new Failure('UNSUPPORTED_MEDIA_TYPE', {
        detail: 'Send the body as it is, or with Content-Encoding gzip, deflate or br.',
      });
    case 'entity.verify.failed':
      return new Failure('MALFORMED_JSON', { detail: 'The body is not in UTF-8.' });
    case 'charset.unsupported':
      return new Failure('UNSUPPORTED_MEDIA_TYPE', { detail: 'Send JSON in UTF-8.' });
    case 'request.aborted':
    case 'request.size.invalid':
      return new Failure('MALFORMED_JSON', { detail: 'The body was not as long as announced.' });
    default:
      // A body that cannot be unpacked as its Content-Encoding says: a zlib error, with a status and no type.
      return 'status' in error && error.status === 400
        ? new Failure('MALFORMED_JSON', { detail: 'The body is not encoded as its headers say.' })
        : undefined;
  }
}

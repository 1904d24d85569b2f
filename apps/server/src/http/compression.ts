import compression from 'compression';
import type { RequestHandler } from 'express';

const compress = compression();

/**
 * Compresses what is read, as the caller takes it: brotli, gzip or deflate, from 1 KiB on. What answers a POST is
 * short, may hold credentials, whose length compression would betray, and a sale should not wait for it. Event streams say
 * `no-transform`, which is heeded: each message leaves at once.
 */
export const compressReads: RequestHandler = (request, response, next) => {
  if (request.method === 'GET') compress(request, response, next);
  else next();
};

/**
 * A HEAD is answered as the GET would be, so that it has the same headers, those of compression too; Node leaves the
 * body out.
 */
export const answerHeadAsGet: RequestHandler = (request, _response, next) => {
  if (request.method === 'HEAD') request.method = 'GET';
  next();
};

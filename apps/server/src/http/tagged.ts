import { hash } from 'node:crypto';
import type { Response } from 'express';

/** JSON with the digest by which a caller says which version of it they have. */
export interface TaggedJson {
  readonly text: string;
  readonly digest: string;
}

/** The digest follows from the text alone: whoever is to read something else gets another one. */
export function tagJson(value: unknown): TaggedJson {
  const text = JSON.stringify(value);
  return { text, digest: hash('sha256', text, 'base64url') };
}

/**
 * Answers JSON with its `ETag`, or 304 where `If-None-Match` names it. The tag is weak: it is the same for each way of
 * packing the text, compressed or not (RFC 9110, 8.8.3.3).
 *
 * Express would answer 304 by itself, but not to a request with `Cache-Control: no-cache`, which `fetch` adds to
 * every request that has an `If-None-Match` of the program's own.
 */
export function sendTagged(response: Response, { text, digest }: TaggedJson, cacheControl: string): void {
  response.setHeader('ETag', `W/"${digest}"`);
  response.setHeader('Cache-Control', cacheControl);
  // Compression would say it too, but a 304 has nothing to compress.
  response.vary('Accept-Encoding');
  if (isNamed(digest, response.req.header('if-none-match'))) response.status(304).end();
  else response.type('json').send(text);
}

/** Compares weakly: whether a tag is strong does not matter for reading (RFC 9110, 13.1.2). */
function isNamed(digest: string, ifNoneMatch = ''): boolean {
  if (ifNoneMatch.trim() === '*') return true;
  return [...ifNoneMatch.matchAll(/"([^"]*)"/g)].some(([, opaque]) => opaque === digest);
}

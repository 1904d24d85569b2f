import { isUtf8 } from 'node:buffer';
import { json, type RequestHandler, text } from 'express';

/** How long a body may be, where an operation does not say otherwise. */
export const BODY_LIMIT = 1_048_576;

/** Reads a body as the value it stands for. */
export function readJson(limit: number): RequestHandler {
  return json({ limit, strict: false, verify: requireUtf8 });
}

/** Reads a body, the same ones as {@link readJson}, as its text: for tRPC, which makes the value of it. */
export function readJsonText(limit: number): RequestHandler {
  return text({ limit, type: 'application/json', verify: requireUtf8 });
}

/** Else what is no UTF-8 would be stored with its letters replaced. */
function requireUtf8(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw Object.assign(new Error(charset), { type: 'charset.unsupported' });
  if (!isUtf8(body)) throw new Error('The body is not in UTF-8.');
}

import { newId } from '@cashwrap/database';
import type { Answer, Caller } from './support.ts';

/** Lines of a file, as spreadsheets end them. */
export function fileOf(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

/** Sends a file to an import under a key of its own. */
export function importCsv(
  server: Caller,
  path: string,
  token: string,
  csv: string,
  options: object = {},
): Promise<Answer> {
  return server.request('POST', `/v1${path}`, {
    token,
    body: { csv, ...options },
    headers: { 'idempotency-key': newId() },
  });
}

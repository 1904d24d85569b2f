import { isUtf8 } from 'node:buffer';
import type { Upload } from '@cashwrap/contract';
import type { Request } from 'express';
import { Failure } from '../procedure/failure.ts';
import { bodyTooLarge } from './errors.ts';

/** The body of an upload as text; refused as soon as it is longer than it may be. */
export async function readUpload(request: Request, { maxBytes }: Upload): Promise<string> {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(request.header('content-type') ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?(8|16|16le|16be)$/i.test(charset) || request.header('content-encoding') !== undefined) {
    throw new Failure('UNSUPPORTED_MEDIA_TYPE', {
      detail: 'Send the file as text in UTF-8 or UTF-16, without Content-Encoding.',
    });
  }
  return decodeText(await readBytes(request, maxBytes));
}

/**
 * Not express.raw(): beyond its limit that reads on until the sender has finished, before it answers.
 */
function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const tooLarge = () => {
      request.off('data', keep);
      request.pause();
      // What is still to come is not waited for: the connection ends with the answer.
      request.res?.setHeader('Connection', 'close');
      reject(bodyTooLarge(maxBytes));
    };
    const keep = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) tooLarge();
      else chunks.push(chunk);
    };
    if (Number(request.header('content-length')) > maxBytes) {
      tooLarge();
      return;
    }
    request.on('data', keep);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
  });
}

/** Reads UTF-8, or UTF-16 with its byte order mark, as spreadsheets write them. */
function decodeText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  const row = firstLineNotUtf8(bytes);
  throw new Failure('CSV_MALFORMED', {
    detail:
      `The file is neither UTF-8 nor UTF-16: line ${row} has bytes of another encoding, such as Windows-1252. ` +
      'Save it as "CSV UTF-8". Nothing was imported.',
    details: { row, column: null },
  });
}

function firstLineNotUtf8(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) return line;
    start = next;
  }
  return line;
}

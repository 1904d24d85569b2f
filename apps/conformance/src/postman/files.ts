import { readFile } from 'node:fs/promises';
import type { OpenApi } from './openapi.ts';
import type { Collection } from './postman.ts';

const conformance = new URL('../../', import.meta.url);

/** The collection as it is committed; Postman knows it by the end of its name. */
export const COLLECTION_FILE = new URL('cashwrap.postman_collection.json', conformance);
/** What `pnpm test:postman` shows people. */
export const REPORT_FILE = new URL('.reports/postman.html', conformance);

/** The OpenAPI document as it is committed. */
export async function readDocument(): Promise<OpenApi> {
  return JSON.parse(await readFile(new URL('../../openapi.json', conformance), 'utf8'));
}

export async function readCollection(): Promise<Collection> {
  return JSON.parse(await readFile(COLLECTION_FILE, 'utf8'));
}

import { writeFile } from 'node:fs/promises';
import { contract } from '@cashwrap/contract';
import { createOpenApiDocument } from './openapi.ts';

/** `pnpm gen`: keeps the committed document as the contract has it. */
const file = new URL('../../../../openapi.json', import.meta.url);
await writeFile(file, `${JSON.stringify(createOpenApiDocument(contract), null, 2)}\n`);

// `pnpm gen`: writes the Postman collection of the committed OpenAPI document.
import { writeFile } from 'node:fs/promises';
import { createCollection } from './collection.ts';
import { COLLECTION_FILE, readDocument } from './files.ts';
import { plot } from './plot.ts';

const collection = await createCollection(await readDocument(), plot);
await writeFile(COLLECTION_FILE, `${JSON.stringify(collection, null, 1)}\n`);

import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { version: number } = require('@cashwrap/contract/package.json') as { version: string };

/** What runs, by the version of the contract that it keeps: a release gives that one, and the document has it. */
export const version = { name: 'cashwrap', version: number, node: process.version };

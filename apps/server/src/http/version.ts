import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { version: number } = require('../../package.json') as { version: string };

/** What runs: also the version of the OpenAPI document. */
export const version = { name: 'cashwrap', version: number, node: process.version };

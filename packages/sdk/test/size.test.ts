import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** What a browser loads at most of each, in bytes: bundled, minified and gzipped. Beside the client, what else adds to it. */
test.each<[string, number, string]>([
  ['the client', 15_000, "export { createCashwrap } from './index.ts';"],
  [
    'the client in React, without React and TanStack Query',
    17_000,
    "export { createCashwrap } from './index.ts'; export * from './react/index.ts';",
  ],
  ['storage in the browser', 600, "export { webStorage } from './index.ts';"],
  ['pricing of carts', 12_500, "export { createPricer, readCatalogue } from './pricing/index.ts';"],
])('%s', async (name, mostBytes, contents) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: SRC },
    bundle: true,
    external: ['react', '@tanstack/react-query', '@trpc/tanstack-react-query'],
    minify: true,
    format: 'esm',
    platform: 'browser',
    conditions: ['@cashwrap/source'],
    write: false,
    metafile: true,
  });
  const bytes = gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
  console.log(`${name}: ${bytes} bytes of ${mostBytes}`);
  expect(bytes).toBeLessThanOrEqual(mostBytes);
  // Schemas stay on the server.
  expect(Object.keys(metafile.inputs).filter((file) => file.includes('/zod/'))).toEqual([]);
});

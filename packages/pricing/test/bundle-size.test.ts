import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What a browser loads at most, bundled, minified and gzipped. */
test.each<[string, number, string[]]>([
  ['a till: prices, promotions and payments', 8200, ['index', 'promotions']],
  ['business days', 1000, ['business-day']],
  ['rules and figures as they go over the wire', 1400, ['wire']],
  ['explanations', 1000, ['explain']],
  ['barcodes', 1000, ['barcodes']],
  ['money as it is written', 1000, ['money-format']],
])('%s', async (_, mostBytes, entries) => {
  const { outputFiles } = await build({
    stdin: {
      contents: entries.map((entry) => `export * from './${entry}.ts';`).join('\n'),
      resolveDir: fileURLToPath(new URL('../src', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  });
  const [bundle] = outputFiles;
  expect(gzipSync(bundle?.contents ?? '', { level: 9 }).length).toBeLessThanOrEqual(mostBytes);
});

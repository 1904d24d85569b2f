// The packed packages in a project of somebody else: installed by npm, compiled, and run on each Node that is supported.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PASSWORD, startTestServer, type TestServer } from '@cashwrap/server/testing/support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CleanProject, makeCleanProject } from '../src/packages/clean-project.ts';
import { findNode, NODE_LINES } from '../src/packages/node-versions.ts';
import { type PackedPackage, packPackage, publishedFolders } from '../src/packages/packed-package.ts';

/** What is fetched may take this long on a slow line, and what is compiled on a busy machine. */
const LONG_MS = 300_000;

const folder = mkdtempSync(path.join(tmpdir(), 'cashwrap-packed-'));
let packages: readonly PackedPackage[];
let project: CleanProject;
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ feed: true });
  await server.seedShop();
  packages = await Promise.all(publishedFolders().map((each) => packPackage(each, folder)));
  project = await makeCleanProject(packages);
}, LONG_MS);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  project[Symbol.dispose]();
  rmSync(folder, { recursive: true });
}, LONG_MS);

// The declarations are looked into once: TypeScript 5.9 takes long over those of others, and finds the same in ours.
test.each([
  { compiler: 'TypeScript 5.9', resolution: 'nodenext', checkLibraries: false },
  { compiler: 'TypeScript 5.9', resolution: 'bundler', checkLibraries: false },
  { compiler: 'TypeScript 7', resolution: 'nodenext', checkLibraries: true },
  { compiler: 'TypeScript 7', resolution: 'bundler', checkLibraries: false },
] as const)(
  'compiles with $compiler and $resolution resolution; our declarations looked into: $checkLibraries',
  async ({ compiler, resolution, checkLibraries }) => {
    expect(await project.compile(compiler, resolution, { checkLibraries })).toEqual([]);
  },
  LONG_MS,
);

test('each entry point can be bundled for browsers, but those that say in their name that they are of Node', async () => {
  for (const { specifier } of packages.flatMap(({ entryPoints }) => entryPoints)) {
    const bundled = project.bundle(specifier);
    if (specifier.endsWith('/node')) await expect(bundled, specifier).rejects.toThrow('node:');
    else await bundled;
  }
});

describe.each(NODE_LINES)('on Node %i', (line) => {
  let node: string;

  beforeAll(async () => {
    node = await findNode(line);
  }, LONG_MS);

  test('a till signs in, reads a list to its end, sells, and is told of its sale', async () => {
    const printed = await project.run(node, 'till.js', [server.url, 'owner', PASSWORD]);
    expect(JSON.parse(printed)).toEqual({
      ...{ node: line, products: 3, total: 300, tax: 48, pricedTotal: 300, pricedTax: 48 },
      ...{ toldOf: true, refused: 404 },
    });
  });

  test.each(['imported.js', 'required.cjs'])('each entry point can be taken: %s', async (program) => {
    const exported: [specifier: string, names: number][] = JSON.parse(await project.run(node, program));
    expect(exported.map(([specifier]) => specifier)).toEqual(
      packages.flatMap(({ entryPoints }) => entryPoints.map(({ specifier }) => specifier)),
    );
    for (const [specifier, names] of exported) expect(names, specifier).toBeGreaterThan(0);
  });
});

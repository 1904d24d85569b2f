// What a release would publish, looked at as files: nothing is missing, nothing is there by mistake.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Package } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publintProblems, typeProblems } from '../src/packages/package-problems.ts';
import { type PackedPackage, packPackage, publishedFolders } from '../src/packages/packed-package.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cashwrap-packed-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the contract, the pricing engine and the SDK are published, at one version', async () => {
  const packed = await Promise.all(publishedFolders().map((each) => packPackage(each, folder)));
  expect(packed.map(({ name }) => name)).toEqual([
    '@cashwrap/contract',
    '@cashwrap/pricing',
    '@cashwrap/sdk',
  ]);
  expect(new Set(packed.map(({ version }) => version)).size).toBe(1);
});

describe.each(publishedFolders().map((each) => [path.basename(each), each]))('%s', (_, source) => {
  let packed: PackedPackage;
  beforeAll(async () => {
    packed = await packPackage(source, folder);
  });

  test('publint has nothing to say', async () => {
    expect(await publintProblems(packed.contents)).toEqual([]);
  });

  test('its types are what comes at run time', async () => {
    expect(await typeProblems(packed.contents)).toEqual([]);
  });

  test('has a licence, a readme, what is built, and the sources of exactly that', () => {
    const files = new Set(packed.files);
    expect([...files]).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    const built = packed.files.filter((file) => file.startsWith('dist/'));
    const sources = packed.files.filter((file) => file.startsWith('src/'));
    const modules = sources.map((file) => file.replace(/^src\/(.*)\.tsx?$/, '$1')).sort();
    expect(built.sort()).toEqual(
      modules
        .flatMap((name) => ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((ending) => `dist/${name}${ending}`))
        .sort(),
    );
    expect(packed.files.filter((file) => /\.test\.|(^|\/)(tests?|testing)\/|tsbuildinfo/.test(file))).toEqual(
      [],
    );
  });

  test('asks for its own kind at its version, and for others by a range', () => {
    for (const [name, range] of Object.entries(packed.manifest.dependencies)) {
      if (name.startsWith('@cashwrap/')) expect(range, name).toBe(packed.version);
      else expect(range, name).toMatch(/^\^\d+\.\d+\.\d+$/);
    }
    for (const [name, range] of Object.entries(packed.manifest.peerDependencies)) {
      expect(range, name).toMatch(/^(\^|>=)\d+\.\d+\.\d+$/);
    }
  });
});

describe('the checks are not blind', () => {
  const files = {
    'package.json': JSON.stringify({
      ...{ name: 'planted', version: '1.0.0', type: 'module' },
      exports: { '.': { types: './index.d.ts', default: './index.js' } },
    }),
    'index.js': 'export const one = 1;',
    'index.d.ts': 'export declare const one: number;',
  };
  const planted = (change: Record<string, string | undefined>) =>
    new Package(
      Object.fromEntries(
        Object.entries({ ...files, ...change })
          .filter((entry): entry is [string, string] => entry[1] !== undefined)
          .map(([name, text]) => [`/node_modules/planted/${name}`, text]),
      ),
      ...(['planted', '1.0.0'] as const),
    );

  test('a good package has no problem', async () => {
    expect(await publintProblems(planted({}))).toEqual([]);
    expect(await typeProblems(planted({}))).toEqual([]);
  });

  test('an entry point that is not there', async () => {
    expect(await publintProblems(planted({ 'index.js': undefined }))).not.toEqual([]);
  });

  test('types of a default that does not come', async () => {
    const typed = {
      'index.js': 'module.exports = 1;',
      'index.d.ts': 'declare const one: number;\nexport default one;',
    };
    const commonJs = { 'package.json': files['package.json'].replace('"module"', '"commonjs"') };
    expect(await typeProblems(planted({ ...typed, ...commonJs }))).toEqual([
      expect.objectContaining({ kind: 'FalseExportDefault' }),
    ]);
  });
});

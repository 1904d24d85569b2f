// What a release would publish: each package as pnpm packs it, with workspace and catalog versions filled in.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createPackageFromTarballData, type Package } from '@arethetypeswrong/core';
import { z } from 'zod';
import { repositoryRoot, runProgram } from './run-program.ts';

/** The parts of a package.json that the checks look at. */
const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  private: z.boolean().optional(),
  exports: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
});

export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** Where its sources are. */
  readonly folder: string;
  /** The path of the packed file. */
  readonly tarball: string;
  readonly contents: Package;
  /** The paths in the package, such as `dist/index.js`. */
  readonly files: readonly string[];
  readonly manifest: z.output<typeof Manifest>;
  /** What its users may import, such as `@cashwrap/pricing/explain`. */
  readonly entryPoints: readonly EntryPoint[];
}

export interface EntryPoint {
  readonly specifier: string;
  readonly isJson: boolean;
}

/** The folders of the packages that are published: those of the workspace that are not private. */
export function publishedFolders(): string[] {
  const parent = path.join(repositoryRoot, 'packages');
  return readdirSync(parent)
    .map((name) => path.join(parent, name))
    .filter(
      (folder) => readManifest(readFileSync(path.join(folder, 'package.json'), 'utf8')).private !== true,
    )
    .sort();
}

/**
 * Packs a package into a folder. It must be built.
 *
 * @throws Error with what pnpm said, where it cannot be packed
 */
export async function packPackage(folder: string, into: string): Promise<PackedPackage> {
  const said = await runProgram('pnpm', ['pack', '--json', '--pack-destination', into], { cwd: folder });
  const { filename: tarball } = z.object({ filename: z.string() }).parse(JSON.parse(said));
  const contents = createPackageFromTarballData(new Uint8Array(readFileSync(tarball)));
  const inside = `/node_modules/${contents.packageName}/`;
  const manifest = readManifest(contents.readFile(`${inside}package.json`));
  return {
    name: manifest.name,
    version: manifest.version,
    folder,
    tarball,
    contents,
    files: contents.listFiles().map((file) => file.slice(inside.length)),
    manifest,
    entryPoints: entryPointsOf(manifest),
  };
}

function readManifest(text: string): z.output<typeof Manifest> {
  return Manifest.parse(JSON.parse(text));
}

function entryPointsOf({ name, exports }: z.output<typeof Manifest>): EntryPoint[] {
  return Object.entries(exports)
    .filter(([subpath]) => subpath !== './package.json')
    .map(([subpath, target]) => ({
      specifier: name + subpath.slice(1),
      isJson: (typeof target === 'string' ? target : (target.default ?? '')).endsWith('.json'),
    }));
}

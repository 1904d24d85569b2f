// A project outside of this repository that has installed the packed packages with npm, as their users do.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { z } from 'zod';
import { entryPointPrograms } from './entry-point-programs.ts';
import { installByNpm } from './install-by-npm.ts';
import type { PackedPackage } from './packed-package.ts';
import { ProgramFailure, repositoryRoot, runProgram } from './run-program.ts';

const CONFORMANCE = path.join(repositoryRoot, 'apps/conformance');
const SDK = path.join(repositoryRoot, 'packages/sdk');
const PROGRAMS = path.join(CONFORMANCE, 'test/clean-project');

/** The compilers that the types must hold for. */
const COMPILERS = {
  'TypeScript 5.9': path.join(CONFORMANCE, 'node_modules/typescript/bin/tsc'),
  'TypeScript 7': path.join(repositoryRoot, 'node_modules/typescript/bin/tsc'),
} as const;

/** Strict in everything that could turn a declaration of ours into an error of our user's. */
const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
};

/** The ways in which projects resolve packages: that of Node, and that of bundlers, there without the types of Node. */
const RESOLUTIONS = {
  nodenext: { ...STRICT, target: 'es2023', module: 'nodenext', types: ['node'] },
  // tRPC's own declarations need `esnext.disposable`, which the types of Node bring along.
  bundler: {
    ...STRICT,
    target: 'es2023',
    lib: ['esnext', 'dom'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
  },
} as const;

export interface CleanProject extends Disposable {
  /**
   * What a compiler has against the programs and against our declarations. With `checkLibraries` it looks into every
   * declaration; those of others it may have something against, as of tRPC the types of `ws` that nobody has installed.
   */
  compile(
    compiler: keyof typeof COMPILERS,
    resolution: keyof typeof RESOLUTIONS,
    options: { readonly checkLibraries: boolean },
  ): Promise<string[]>;
  /** Throws what a bundler says that makes of one entry point what browsers load. */
  bundle(specifier: string): Promise<void>;
  /** Runs one of the programs, compiled, and answers what it printed. */
  run(node: string, program: string, args?: readonly string[]): Promise<string>;
}

/**
 * Makes the project: the packages, what they name as optional peers, the programs of `test/clean-project/`, and two
 * that take each entry point, by `import` and by `require`.
 */
export async function makeCleanProject(packages: readonly PackedPackage[]): Promise<CleanProject> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cashwrap-clean-project-'));
  try {
    write(folder, 'package.json', manifestOf(packages));
    await installByNpm(folder);
    writePrograms(folder, packages);
    // What runs is made once, and quickly: that it is right is for the compilers to say.
    const emit = ['-p', 'nodenext.json', '--noCheck', '--noEmit', 'false', '--outDir', 'out'];
    await runProgram(process.execPath, [COMPILERS['TypeScript 7'], ...emit], { cwd: folder });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    compile: async (compiler, resolution, { checkLibraries }) => {
      const options = ['--pretty', 'false', '--skipLibCheck', String(!checkLibraries)];
      try {
        await runProgram(process.execPath, [COMPILERS[compiler], '-p', `${resolution}.json`, ...options], {
          cwd: folder,
        });
        return [];
      } catch (error) {
        if (!(error instanceof ProgramFailure) || error.stdout === '') throw error;
        return error.stdout.split('\n').filter(isAboutOurs);
      }
    },
    bundle: async (specifier) => {
      const contents = `export * from ${JSON.stringify(specifier)};`;
      await build({
        stdin: { contents, resolveDir: folder },
        ...{ bundle: true, platform: 'browser', format: 'esm', write: false, logLevel: 'silent' },
      });
    },
    run: (node, program, args = []) =>
      runProgram(node, [`out/${program}`, ...args], { cwd: folder, env: {} }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

function manifestOf(packages: readonly PackedPackage[]): object {
  const ours = packages.map(({ name }) => name);
  const peers = packages.flatMap(({ folder, manifest }) =>
    installedVersions(folder, Object.keys(manifest.peerDependencies)),
  );
  const theirs = packages.flatMap(({ folder, manifest }) =>
    installedVersions(
      folder,
      Object.keys(manifest.dependencies).filter((name) => !ours.includes(name) && !name.startsWith('@trpc/')),
    ),
  );
  return {
    private: true,
    type: 'module',
    dependencies: {
      ...Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`])),
      // TypeScript is a peer of tRPC. The other compiler is not installed here, only run.
      ...Object.fromEntries([...peers, ...installedVersions(CONFORMANCE, ['typescript', '@types/node'])]),
      ...Object.fromEntries(installedVersions(SDK, ['@types/react'])),
    },
    // The versions that all other tests run with, so that what others release breaks no test of ours. tRPC is left to what
    // its TanStack integration asks for: the oldest version that we name.
    overrides: Object.fromEntries(theirs),
  };
}

/** Packages by name, and the version of each that a folder of the workspace has installed. */
function installedVersions(folder: string, names: readonly string[]): [name: string, version: string][] {
  return names.map((name) => {
    const manifest = readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8');
    return [name, z.object({ version: z.string() }).parse(JSON.parse(manifest)).version];
  });
}

function writePrograms(folder: string, packages: readonly PackedPackage[]): void {
  const source = path.join(folder, 'src');
  mkdirSync(source);
  cpSync(PROGRAMS, source, { recursive: true });
  const { imported, required } = entryPointPrograms(packages.flatMap(({ entryPoints }) => entryPoints));
  write(source, 'imported.ts', imported);
  write(source, 'required.cts', required);
  const shared = { resolveJsonModule: true, rootDir: 'src' };
  // A bundler's project has no CommonJS of its own.
  write(folder, 'nodenext.json', {
    compilerOptions: { ...shared, ...RESOLUTIONS.nodenext },
    include: ['src'],
  });
  write(folder, 'bundler.json', {
    compilerOptions: { ...shared, ...RESOLUTIONS.bundler },
    include: ['src/imported.ts'],
  });
}

/** Whether a line begins a message about a program, a declaration of ours, or the compiler's options. */
function isAboutOurs(line: string): boolean {
  return (
    /^\S/.test(line) && (!line.startsWith('node_modules/') || line.startsWith('node_modules/@cashwrap/'))
  );
}

function write(folder: string, file: string, content: string | object): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
  writeFileSync(path.join(folder, file), `${text}\n`);
}

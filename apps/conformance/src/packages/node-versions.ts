// The versions of Node that the published packages are tried on.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installByNpm } from './install-by-npm.ts';
import { repositoryRoot, runProgram } from './run-program.ts';

/** Each supported line of Node, and what is fetched of it where the machine has none. */
export const NODE_VERSIONS = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0' } as const;

export type NodeLine = keyof typeof NODE_VERSIONS;

export const NODE_LINES: readonly NodeLine[] = [20, 22, 24];

/** The platforms that the registry has Node for, in every version above. */
const PACKAGED = ['linux-x64', 'linux-arm64'];

/**
 * The program of a line of Node: the one that runs this, else one on the path, else a copy in `.tools/`, fetched once.
 *
 * @throws Error where there is none for this platform, or with what npm said where it cannot be fetched
 */
export async function findNode(line: NodeLine): Promise<string> {
  if (isOfLine(process.version, line)) return process.execPath;
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  for (const program of new Set(folders.map((folder) => path.join(folder, 'node')))) {
    if (existsSync(program) && isOfLine(await versionOf(program), line)) return program;
  }
  const platform = `${process.platform}-${process.arch}`;
  if (PACKAGED.includes(platform)) return fetchNode(platform, NODE_VERSIONS[line]);
  throw new Error(`There is no Node ${line} on the path, and none to fetch for ${platform}: install one.`);
}

async function fetchNode(platform: string, version: string): Promise<string> {
  const home = path.join(repositoryRoot, '.tools', `node-${version}`);
  const program = (folder: string) => path.join(folder, `node_modules/node-${platform}/bin/node`);
  if (existsSync(program(home))) return program(home);
  const partial = `${home}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');
  await installByNpm(partial, `node-${platform}@${version}`);
  // Says so here where it does not run on this machine.
  await versionOf(program(partial));
  renameSync(partial, home);
  return program(home);
}

function versionOf(program: string): Promise<string> {
  return runProgram(program, ['--version'], { cwd: repositoryRoot });
}

function isOfLine(version: string, line: NodeLine): boolean {
  return version.startsWith(`v${line}.`);
}

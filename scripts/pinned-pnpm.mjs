// The pnpm that package.json pins: the machine's own if it is that version, else a copy in .tools/.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Failure, runOrFail, say } from './process.mjs';
import { readJson, root } from './workspace.mjs';

const PNPM_VERSION = readJson(join(root, 'package.json')).packageManager.split('@')[1].split('+')[0];
const LOCAL_PNPM = join(root, '.tools', `pnpm-${PNPM_VERSION}`);
/** Whatever the user's npm is set to: no scripts, the platform's binary, and an answer within seconds when offline. */
const NPM_FLAGS = [
  '--ignore-scripts',
  '--include=optional',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=3000',
];

/** Answers the folder to put on the path for the pinned pnpm: none when the machine has it already. */
export async function ensurePnpm() {
  const bin = join(LOCAL_PNPM, 'node_modules/.bin');
  if (existsSync(bin)) return bin;
  const onPath = findOnPath('pnpm');
  if (onPath && runsWithoutShell(onPath) && pnpmVersion(onPath) === PNPM_VERSION) return undefined;

  say(`fetching pnpm ${PNPM_VERSION} into .tools/`);
  const partial = `${LOCAL_PNPM}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'package.json'), '{ "private": true }\n');
  await runOrFail('npm', ['install', '--prefix', partial, ...NPM_FLAGS, `pnpm@${PNPM_VERSION}`], {
    cwd: partial,
  });
  // Puts the native program in the place of a shell placeholder. npm may be set to run no install scripts.
  await runOrFail(process.execPath, [join(partial, 'node_modules/pnpm/install.js')]);
  if (pnpmVersion(join(partial, 'node_modules/.bin/pnpm')) !== PNPM_VERSION) {
    throw new Failure(
      `cashwrap: pnpm ${PNPM_VERSION} was fetched into .tools/ but does not run on this machine.`,
    );
  }
  renameSync(partial, LOCAL_PNPM);
  return bin;
}

function findOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Whether turbo can execute a file: a pnpm installed without its install script is a script with no `#!`. */
function runsWithoutShell(path) {
  const head = Buffer.alloc(16);
  const file = openSync(path);
  readSync(file, head);
  closeSync(file);
  return head.includes(0) || head.toString('latin1').startsWith('#!');
}

/** The version of a pnpm, if it runs; asked outside the project, so that it does not switch versions. */
function pnpmVersion(path) {
  const asked = spawnSync(path, ['--version'], {
    cwd: tmpdir(),
    env: { ...process.env, COREPACK_ENABLE_NETWORK: '0' },
    encoding: 'utf8',
    timeout: 10_000,
  });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

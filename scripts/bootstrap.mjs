// Brings what the workspace needs to a machine that has Node and npm only: the pinned pnpm, then the packages,
// among them the pinned Node. Nothing is installed globally, and a second run does nothing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Failure, run, say } from './process.mjs';
import { readJson, root, workspacePackages } from './workspace.mjs';

const PNPM_VERSION = readJson(join(root, 'package.json')).packageManager.split('@')[1].split('+')[0];
const LOCAL_PNPM = join(root, '.tools', `pnpm-${PNPM_VERSION}`);
const STAMP = join(root, 'node_modules', '.cashwrap-installed');
const NODE_24 = 24;

/** What a failed download or install said, and the sentence that helps. The first match counts. */
const HINTS = [
  [/ENOSPC|no space left/i, 'The disk is full: make room and run it again.'],
  [
    /EACCES|EPERM|EROFS|permission denied|read-only file system/i,
    'A folder cannot be written: check who owns this project and the npm cache.',
  ],
  [
    /OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH/,
    'package.json and pnpm-lock.yaml disagree: run `pnpm install` and commit the lockfile.',
  ],
  [
    /\bE?40[13]\b|unauthorized|forbidden/i,
    'The package registry refused the request: check the registry and its credentials in .npmrc.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|FETCH_FAIL|error sending request|network/i,
    'The package registry cannot be reached: check the connection, the proxy and the npm registry setting.',
  ],
];

/** Makes sure that the pinned pnpm and the locked packages are there; answers the environment for tools. */
export async function prepare() {
  const pnpmFolder = await ensurePnpm();
  const env = toolEnvironment(pnpmFolder);
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return env;

  say('installing packages (pnpm install --frozen-lockfile)');
  const { NODE_ENV, ...installEnv } = env; // "production" would leave out what the build needs
  await runOrFail('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], {
    env: { ...installEnv, CI: 'true' },
  });
  await runOrFail(pinnedNode(), ['--version']);
  writeFileSync(STAMP, wanted);
  return env;
}

/** The Node that everything runs under: the pinned one, or the machine's own where no such package exists. */
export function pinnedNode() {
  const pinned = join(root, 'node_modules/.bin/node');
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split('.')[0]) >= NODE_24) return process.execPath;
  throw new Failure(
    `cashwrap: there is no pinned Node for ${process.platform}-${process.arch}: install Node ${NODE_24} and run it again (this is ${process.version}).`,
  );
}

/** The environment of tools: the pinned pnpm and Node come first on the path, and nothing reports home. */
function toolEnvironment(pnpmFolder) {
  const path = [pnpmFolder, join(root, 'node_modules/.bin'), process.env.PATH]
    .filter(Boolean)
    .join(delimiter);
  return { ...process.env, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
}

/** Answers the folder to put on the path for the pinned pnpm: none when the machine has it already. */
async function ensurePnpm() {
  const bin = join(LOCAL_PNPM, 'node_modules/.bin');
  if (existsSync(bin)) return bin;
  if (pnpmVersion('pnpm') === PNPM_VERSION) return undefined;

  say(`fetching pnpm ${PNPM_VERSION} into .tools/`);
  const partial = `${LOCAL_PNPM}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(join(partial, 'package.json'), '{ "private": true }\n');
  await runOrFail('npm', ['install', '--prefix', partial, '--include=optional', `pnpm@${PNPM_VERSION}`], {
    cwd: partial,
  });
  if (pnpmVersion(join(partial, 'node_modules/.bin/pnpm')) !== PNPM_VERSION) {
    throw new Failure(
      `cashwrap: pnpm ${PNPM_VERSION} was fetched into .tools/ but does not run on this machine.`,
    );
  }
  renameSync(partial, LOCAL_PNPM);
  return bin;
}

/** The version of a pnpm, if it runs; asked outside the project, so that it does not switch versions. */
function pnpmVersion(command) {
  const asked = spawnSync(command, ['--version'], {
    cwd: tmpdir(),
    env: { ...process.env, COREPACK_ENABLE_NETWORK: '0' },
    encoding: 'utf8',
    timeout: 10_000,
  });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

/** A hash of everything that decides what an install puts into node_modules. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  const manifests = workspacePackages().map(({ folder }) => `${folder}/package.json`);
  for (const file of ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', ...manifests]) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

async function runOrFail(command, args, options) {
  const { code, output } = await run(command, args, { ...options, quiet: true }).catch((error) => ({
    code: 1,
    output: error.message,
  }));
  if (code === 0) return;
  const hint = HINTS.find(([pattern]) => pattern.test(output))?.[1] ?? 'Its last lines are above.';
  const tail = output.trimEnd().split('\n').slice(-20).join('\n');
  throw new Failure(`${tail}\n\ncashwrap: \`${command} ${args[0]}\` failed. ${hint}`);
}

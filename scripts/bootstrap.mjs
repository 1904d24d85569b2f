// Brings what the workspace needs to a machine that has Node and npm only: the pinned pnpm, then the packages,
// among them the pinned Node. Nothing is installed globally, and a second run does nothing.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensurePnpm } from './pinned-pnpm.mjs';
import { Failure, runOrFail, say } from './process.mjs';
import { root, workspacePackages } from './workspace.mjs';

const STAMP = join(root, 'node_modules', '.cashwrap-installed');
const NODE_24 = 24;

/** How pnpm is told what to install. Half of all packages are for tests only, and whoever runs a till needs none of them. */
const FILTERS = {
  all: [],
  running: ['--filter=cashwrap', '--filter-prod=@cashwrap/server...', '--filter=@cashwrap/sdk'],
};

/**
 * Makes sure that the pinned pnpm and the locked packages are there; answers the environment for tools.
 *
 * @param scope `running`: what it takes to build and run the server, its commands and the demo; `all`: every package
 */
export async function prepare(scope) {
  const pnpmFolder = await ensurePnpm();
  const env = toolEnvironment(pnpmFolder);
  const locked = fingerprint();
  const stamps = { all: `all ${locked}`, running: `running ${locked}` };
  const installed = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '';
  if (installed === stamps.all || installed === stamps[scope]) return env;

  say('installing packages (pnpm install --frozen-lockfile)');
  await runOrFail('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only', ...FILTERS[scope]], {
    env: installEnvironment(env),
  });
  await runOrFail(pinnedNode(), ['--version']);
  writeFileSync(STAMP, stamps[scope]);
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

/** The environment of tools: the pinned pnpm and Node come first on the path, nothing reports home, logs are plain. */
function toolEnvironment(pnpmFolder) {
  const path = [pnpmFolder, join(root, 'node_modules/.bin'), process.env.PATH]
    .filter(Boolean)
    .join(delimiter);
  const colour = process.stdout.isTTY ? {} : { NO_COLOR: '1' };
  return { ...process.env, ...colour, PATH: path, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
}

/** No questions asked, the build's tools too, and the registry that npm was told by its environment. */
function installEnvironment({ NODE_ENV, ...env }) {
  const registry = env.npm_config_registry ?? env.NPM_CONFIG_REGISTRY;
  return { ...(registry && { pnpm_config_registry: registry }), ...env, CI: 'true' };
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

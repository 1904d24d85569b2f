// The tasks of this repository and how each is run. All of them run under the pinned Node.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, prepare } from './bootstrap.mjs';
import { Failure, run, say } from './process.mjs';
import { clearReports, printSummary } from './test-summary.mjs';
import { root } from './workspace.mjs';

const SERVER = 'apps/server';
/** Halves the server's memory under load; costs about 3 % of its processor time. */
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=4';
/** The environment of tools, set once the workspace is prepared. */
let toolEnvironment;
/** Ends the server when this launcher is gone, however it went. */
const FOLLOW_LAUNCHER = ['--import', './scripts/follow-launcher.mjs'];
/** Takes half a second off every start. */
const LOAD_DRIZZLE = ['--import', './scripts/load-drizzle.mjs'];

/** Tasks that run what is there: they need no package that is for tests only. */
const running = {
  start,
  dev,
  demo: (args) => runSource(`${SERVER}/demo/ring-up.ts`, args),
  'generate:history': (args) => runSource(`${SERVER}/src/history/main.ts`, args),
  'verify:books': (args) => runSource(`${SERVER}/src/books/main.ts`, args),
  'rollups:rebuild': (args) => runSource(`${SERVER}/src/rebuild-rollups.ts`, args),
  'verify:audit': (args) => runSource(`${SERVER}/src/verify-audit.ts`, args),
  secrets: (args) => runSource(`${SERVER}/src/print-secrets.ts`, args),
  'users:reset-password': (args) => runSource(`${SERVER}/src/reset-user-password.ts`, args),
  'keys:rotate': (args) => runSource(`${SERVER}/src/rotate-keys.ts`, args),
  migrate: (args) => runSource('packages/database/src/migrations/cli.ts', args),
};

const developing = {
  install: () => 0,
  test,
  'test:postman': () => runSource('apps/conformance/src/postman/main.ts', []),
  'test:long': (args) => turbo(['test:long', ...args]),
  build: (args) => turbo(['build', ...args]),
  typecheck: (args) => turbo(['typecheck', '--continue', ...args]),
  lint: (args) => turbo(['lint', '//#lint:root', '--continue', ...args]),
  gen: (args) => turbo(['gen', ...args]),
  'contract:changes': (args) => runSource('apps/conformance/src/contract-changes/main.ts', args),
  changeset,
  'release:check': checkRelease,
  'release:version': raiseVersions,
  bench: (args) => turbo(['bench', '--concurrency=1', '--', ...args]),
};

const tasks = { ...running, ...developing };

/** Prepares the workspace, then runs the task that the arguments name; answers the exit code. */
export async function main([name, ...args]) {
  const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined;
  if (!task) {
    console.error(`cashwrap: there is no task "${name ?? ''}"; there are: ${Object.keys(tasks).join(', ')}`);
    return 1;
  }
  try {
    toolEnvironment = await prepare(Object.hasOwn(running, name) ? 'running' : 'all');
    return await task(args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function start(args) {
  say('building what changed');
  const built = await turbo(['build', '--filter=@cashwrap/server', '--output-logs=errors-only'], {
    quiet: true,
  });
  if (built !== 0) return built;
  const entry = `${SERVER}/dist/main.js`;
  if (!existsSync(join(root, entry))) throw new Failure(`cashwrap: the build made no ${entry}`);
  return serve(['--enable-source-maps', SMALL_YOUNG_GENERATION, entry, ...args]);
}

function dev(args) {
  return serve(['--watch', '--conditions=@cashwrap/source', `${SERVER}/src/main.ts`, ...args]);
}

/** A command, run from its source, so that it needs no build. */
async function runSource(file, args) {
  const { code } = await run(pinnedNode(), [...LOAD_DRIZZLE, '--conditions=@cashwrap/source', file, ...args]);
  return code;
}

async function serve(args) {
  const { code } = await run(pinnedNode(), [...FOLLOW_LAUNCHER, ...LOAD_DRIZZLE, ...args], {
    ownGroup: true,
  });
  return code;
}

async function test(args) {
  if (args.length > 0)
    throw new Failure('cashwrap: this runs every test; for one package: pnpm --filter <package> test');
  clearReports();
  const concurrency = Math.max(1, Math.min(4, availableParallelism()));
  const code = await turbo(['test', '//#test:root', '--continue', `--concurrency=${concurrency}`]);
  return printSummary({ tasksFailed: code !== 0 }) || code;
}

/** Whether a release of what is here would be a good one. All of it is looked at, whatever fails first. */
async function checkRelease() {
  const packages = await turbo(['test:packages']);
  const contract = await tasks['contract:changes']([]);
  const announced = await changeset(['status', '--verbose']);
  return packages || contract || announced;
}

/** Raises the versions as the changesets say, and writes again what names them. */
async function raiseVersions() {
  // The contract is released twice: while the changesets are there, which announce what breaks, and with its new version.
  return (
    (await tasks['contract:changes'](['--release'])) ||
    (await changeset(['version'])) ||
    (await tasks.gen([])) ||
    (await tasks['contract:changes'](['--release']))
  );
}

async function changeset(args) {
  const { code } = await run(pinnedNode(), ['node_modules/@changesets/cli/bin.js', ...args], {
    env: toolEnvironment,
  });
  return code;
}

async function turbo(args, { quiet = false } = {}) {
  const bin = join(root, 'node_modules/turbo/bin/turbo');
  const { code, output } = await run(pinnedNode(), [bin, 'run', ...args], {
    quiet,
    env: toolEnvironment,
  });
  if (quiet && code !== 0) {
    say('the build failed:');
    console.error(output);
  }
  return code;
}

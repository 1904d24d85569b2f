// What a change redoes: the hashes of a dry run, before and after, in a copy of the workspace's bones.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, workspacePackages } from './workspace.mjs';

const TASKS = ['build', 'typecheck', 'lint', 'test', '//#lint:root', '//#test:root'];
const copy = mkdtempSync(join(tmpdir(), 'cashwrap-turbo-'));
let before;

beforeAll(() => {
  const folders = workspacePackages().map(({ folder }) => folder);
  for (const file of [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    'turbo.json',
    '.gitignore',
    'tsconfig.base.json',
    'vitest.shared.ts',
    'biome.json',
    'scripts/run.mjs',
    ...folders.map((folder) => `${folder}/package.json`),
  ]) {
    cpSync(join(root, file), join(copy, file));
  }
  for (const folder of folders) {
    write(`${folder}/src/index.ts`);
    write(`${folder}/src/index.test.ts`);
  }
  for (const file of [
    'drizzle/0000_start.sql',
    'apps/server/test/support.ts',
    'openapi.json',
    'packages/contract/released/openapi.json',
    '.changeset/brave-cats.md',
    'packages/sdk/README.md',
    'packages/pricing/cases/worked-examples.json',
    'docs/events.md',
    'docs/sales.md',
  ]) {
    write(file);
  }
  before = hashes();
});
afterAll(() => rmSync(copy, { recursive: true }));

/** What holds the server to its document, and the examples that run against it: they build nothing, which turbo counts as well. */
const ofServer = ['conformance', 'examples'].flatMap((name) => [`${name} test`, `${name} typecheck`]);
const builtOfServer = ['conformance build', 'examples build', ...ofServer];
const every = (task) => workspacePackages().map(({ folder }) => `${folder.split('/')[1]} ${task}`);

test.each([
  {
    change: 'packages/contract/src/index.ts',
    redone: [
      ...['contract', 'database', 'sdk', 'server'].flatMap((name) => [
        `${name} build`,
        `${name} typecheck`,
        `${name} test`,
      ]),
      ...builtOfServer,
      'contract lint',
      'root lint:root',
    ],
  },
  {
    change: 'packages/contract/src/index.test.ts',
    redone: ['contract lint', 'contract test', 'contract typecheck', 'root lint:root'],
  },
  {
    change: 'apps/server/src/index.ts',
    redone: [
      'server build',
      'server lint',
      'server test',
      'server typecheck',
      ...builtOfServer,
      'root lint:root',
    ],
  },
  {
    change: 'drizzle/0000_start.sql',
    redone: ['database test', 'database typecheck', 'server test', 'server typecheck', ...ofServer],
  },
  {
    change: 'apps/server/test/support.ts',
    redone: ['server lint', 'server test', 'server typecheck', ...ofServer],
  },
  {
    change: 'openapi.json',
    redone: ['conformance test', 'root lint:root', 'root test:root', 'server test'],
  },
  {
    change: 'packages/contract/released/openapi.json',
    redone: ['conformance test', 'contract lint', 'contract test', 'contract typecheck'],
  },
  {
    change: 'pnpm-workspace.yaml',
    redone: ['conformance test', 'root test:root'],
  },
  {
    change: 'packages/sdk/README.md',
    redone: ['conformance test', 'examples test', 'sdk lint', 'sdk test', 'sdk typecheck', 'server test'],
  },
  {
    change: 'packages/pricing/cases/worked-examples.json',
    redone: ['pricing lint', 'pricing test', 'pricing typecheck', 'server test'],
  },
  { change: 'docs/events.md', redone: ['examples test', 'server test'] },
  { change: 'docs/sales.md', redone: ['examples test'] },
  { change: '.changeset/brave-cats.md', redone: ['conformance test'] },
  {
    change: 'vitest.shared.ts',
    redone: [...every('test'), ...every('typecheck'), 'root lint:root', 'root test:root'],
  },
  { change: 'biome.json', redone: [...every('lint'), 'root lint:root', 'root test:root'] },
  { change: 'scripts/run.mjs', redone: ['root lint:root', 'root test:root'] },
])('a change of $change redoes what depends on it and nothing else', ({ change, redone }) => {
  const undo = append(change);
  const after = hashes();
  undo();
  expect(
    Object.keys(after)
      .filter((task) => after[task] !== before[task])
      .sort(),
  ).toEqual([...redone].sort());
});

function write(file) {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), '\n');
}

/** Adds a line to a file of the copy; answers what takes it back. */
function append(file) {
  appendFileSync(join(copy, file), '\n');
  return () => truncateSync(join(copy, file), statSync(join(copy, file)).size - 1);
}

function hashes() {
  const { stdout, stderr, status } = spawnSync(
    join(root, 'node_modules/.bin/turbo'),
    ['run', ...TASKS, '--dry=json'],
    {
      cwd: copy,
      encoding: 'utf8',
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    },
  );
  if (status !== 0) throw new Error(stderr);
  const named = JSON.parse(stdout).tasks.map(({ taskId, hash }) => [
    taskId.replace('@cashwrap/', '').replace('//', 'root').replace('#', ' '),
    hash,
  ]);
  return Object.fromEntries(named.filter(([name]) => !name.endsWith('transit')));
}

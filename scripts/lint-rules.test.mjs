// Every rule of biome.json that we set and every rule of layers.mjs, proven by a planted violation: a rule that
// stops biting fails here. Next to it stands what the rule must let through.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLayers } from './check-layers.mjs';
import { rules } from './layers.mjs';
import { root } from './workspace.mjs';

const PRICING = 'packages/pricing/src';
const CONTRACT = 'packages/contract/src';
const SDK = 'packages/sdk/src';
const SERVER = 'apps/server/src';
const SALES = `${SERVER}/modules/sales`;

const PACKAGES = 'noRestrictedImports';
const GLOBALS = 'noRestrictedGlobals';

/** rule, file, violation, and optionally what the same file may say instead */
const biomePlants = [
  ['noExplicitAny', `${CONTRACT}/any.ts`, 'export const a: any = 1;'],
  ['noUnusedImports', `${CONTRACT}/unused.ts`, "import { z } from 'zod';"],
  ['noUnusedVariables', `${CONTRACT}/unused-variable.ts`, 'const a = 1;'],
  ['useImportType', `${CONTRACT}/kind.ts`, "import { T } from './t.ts';\nexport type U = T;"],
  ['noImportCycles', `${CONTRACT}/cycle-a.ts`, "export { b as a } from './cycle-b.ts';"],
  ['noImportCycles', `${CONTRACT}/cycle-b.ts`, "export { a as b } from './cycle-a.ts';"],
  ['useNodejsImportProtocol', `${SERVER}/protocol.ts`, "export * from 'fs';", "export * from 'node:fs';"],

  [PACKAGES, `${PRICING}/node.ts`, "import 'node:fs';", "import './money.ts';\nimport '../src/tax.ts';"],
  [PACKAGES, `${PRICING}/package.ts`, "import type { z } from 'zod';\nexport type A = z.infer<never>;"],
  [PACKAGES, `${CONTRACT}/package.ts`, "import 'uuid';", "import 'zod';"],
  [
    PACKAGES,
    `${CONTRACT}/node.ts`,
    "import 'node:fs';",
    "export type * from '@trpc/server/rpc';\nimport './a.ts';",
  ],
  [
    PACKAGES,
    `${CONTRACT}/sales/uuid.ts`,
    "import 'uuid';",
    "export type * from '@trpc/server';\nimport '../a.ts';",
  ],
  [PACKAGES, `${SDK}/server.ts`, "import '@cashwrap/server';", "export type * from '@cashwrap/contract';"],
  [PACKAGES, `${SDK}/database.ts`, "import '@cashwrap/database/schema';", "import '@trpc/client';"],
  [PACKAGES, `${SERVER}/modules/sales/express.ts`, "import 'express';", "import './express/express.ts';"],
  [PACKAGES, `${SERVER}/jobs/drizzle.ts`, "import 'drizzle-orm';", "import '@cashwrap/database';"],
  [PACKAGES, `${SERVER}/jobs/drizzle-pg.ts`, "import 'drizzle-orm/pg-core';"],
  [PACKAGES, `${SERVER}/jobs/pg.ts`, "import 'pg';"],
  [PACKAGES, `${SERVER}/jobs/pg-lib.ts`, "import 'pg/lib/query.js';"],
  [PACKAGES, `${SALES}/tables.ts`, "import '@cashwrap/database/schema';", "export * from './pg/express.ts';"],
  [PACKAGES, `${SERVER}/http/sql.ts`, "import '@cashwrap/database/schema';", "import 'express';"],
  [PACKAGES, `${SERVER}/http/drizzle.ts`, "import 'drizzle-orm';"],
  [PACKAGES, `${SERVER}/http/drizzle-pg.ts`, "import 'drizzle-orm/pg-core';"],
  [PACKAGES, `${SERVER}/http/pg-lib.ts`, "import 'pg/lib/query.js';"],
  [PACKAGES, `${SERVER}/app.ts`, "import 'pg';", "import 'express';"],
  [PACKAGES, `${SERVER}/main.ts`, "import 'pg';", "import 'express';"],
  [
    PACKAGES,
    `${SALES}/sale.repo.ts`,
    "import 'express';",
    "import 'pg';\nimport '@cashwrap/database/schema';",
  ],
  [PACKAGES, `${SALES}/domain/node.ts`, "import 'node:fs';", "import '@cashwrap/pricing';"],
  [PACKAGES, `${SALES}/domain/database.ts`, "import '@cashwrap/database';", "import '@cashwrap/contract';"],
  [PACKAGES, `${SALES}/domain/sale.repo.ts`, "import 'pg';"],
  [PACKAGES, `${SERVER}/search/domain/node.ts`, "import 'node:fs';", "import './words.ts';"],
  [PACKAGES, `${SERVER}/html/domain/node.ts`, "import 'node:fs';", "import './markup.ts';"],

  ...[
    'console',
    'crypto',
    'fetch',
    'globalThis',
    'performance',
    'process',
    'setImmediate',
    'setInterval',
    'setTimeout',
  ].map((name) => [GLOBALS, `${SALES}/domain/${name}.ts`, `export const a = ${name};`]),
  [GLOBALS, `${PRICING}/process.ts`, 'export const a = process.env;'],
  ['plugin', `${SALES}/domain/now.ts`, 'export const a = Date.now();', 'export const a = Date.UTC(2026, 1);'],
  [
    'plugin',
    `${SALES}/domain/date.ts`,
    'export const a = new Date();',
    "export const a = new Date('2026-01-01');",
  ],
  ['plugin', `${SALES}/domain/bare-date.ts`, 'export const a = new Date;'],
  ['plugin', `${SALES}/domain/date-call.ts`, 'export const a = Date();'],
  [
    'plugin',
    `${SALES}/domain/random.ts`,
    'export const a = Math.random();',
    'export const a = Math.max(1, 2);',
  ],
  ['plugin', `${PRICING}/now.ts`, 'export const a = Date.now();'],
];

const layerPlants = [
  [
    'package-by-name',
    `${SERVER}/path.ts`,
    "import '../../../packages/sdk/src/index.ts';",
    "import '@cashwrap/pricing';",
  ],
  [
    'contract-types-of-trpc',
    `${CONTRACT}/value.ts`,
    "import { type A } from '@trpc/server';",
    "import type { A } from '@trpc/server';",
  ],
  [
    'sdk-types-of-contract',
    `${SDK}/value.ts`,
    "export { contract } from '@cashwrap/contract';",
    "export type { A } from '@cashwrap/contract';",
  ],
  [
    'known-module',
    `${SERVER}/unknown.ts`,
    "import './modules/kitchen/index.ts';",
    "import './modules/sales/index.ts';",
  ],
  [
    'module-order',
    `${SERVER}/modules/catalog/up.ts`,
    "await import('../sales/index.ts');",
    "await import('../identity/index.ts');",
  ],
  [
    'module-order',
    `${SERVER}/modules/identity/type.ts`,
    "export type A = import('../organization/index.ts').A;",
  ],
  [
    'module-index',
    `${SALES}/inside.ts`,
    "import '../catalog/find-product.ts';",
    "import '../catalog/index.ts';",
  ],
  [
    'module-index',
    `${SERVER}/jobs/inside.ts`,
    "import '../modules/sales/sale.repo.ts';",
    "import '../modules/sales/index.ts';",
  ],
  [
    'module-below-http',
    `${SALES}/http.ts`,
    "import '../../http/bridge.ts';",
    "import '../../procedure/context.ts';",
  ],
  [
    'procedure-below-modules',
    `${SERVER}/procedure/up.ts`,
    "import '../modules/identity/index.ts';",
    "import './context.ts';",
  ],
  [
    'domain-is-pure',
    `${SALES}/domain/use-case.ts`,
    "import '../complete-sale.ts';",
    "import './totals.ts';\nimport type { A } from '../complete-sale.ts';",
  ],
  ['domain-is-pure', `${SERVER}/search/domain/find.ts`, "import '../find-meant.ts';", "import './words.ts';"],
  ['domain-is-pure', `${SERVER}/html/domain/page.ts`, "import '../write.ts';", "import './markup.ts';"],
];

const planted = mkdtempSync(join(tmpdir(), 'cashwrap-lint-'));
const allowed = mkdtempSync(join(tmpdir(), 'cashwrap-lint-'));
let found;

beforeAll(() => {
  for (const [, file, violation, instead] of [...biomePlants, ...layerPlants]) {
    write(planted, file, violation);
    if (instead) write(allowed, file, instead);
    if (instead) write(allowed, file.replace(/\.ts$/, '.test.ts'), violation);
  }
  found = { planted: report(planted), allowed: report(allowed) };
});
afterAll(() => {
  for (const folder of [planted, allowed]) rmSync(folder, { recursive: true });
});

describe('Biome', () => {
  test.each(biomePlants)('%s bites in %s: %s', (rule, file) => {
    expect(found.planted.biome).toContainEqual({ rule, file });
  });
  test('lets through what is allowed, and tests', () => {
    const ours = [PACKAGES, GLOBALS, 'plugin'];
    expect(found.allowed.biome.filter(({ rule }) => ours.includes(rule))).toEqual([]);
  });
});

describe('layers', () => {
  test.each(layerPlants)('%s bites in %s: %s', (rule, file) => {
    expect(found.planted.layers).toContainEqual({ rule, file });
  });
  test('let through what is allowed, and tests', () => {
    const forTestsToo = rules.filter((rule) => rule.testsToo).map((rule) => rule.name);
    const unexpected = found.allowed.layers.filter(
      ({ rule, file }) => !(file.endsWith('.test.ts') && forTestsToo.includes(rule)),
    );
    expect(unexpected).toEqual([]);
  });
  test('each rule has a planted violation', () => {
    expect(new Set(layerPlants.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)));
  });
});

function write(folder, file, text) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${text}\n`);
}

/** What both tools say about a folder, as `{ rule, file }`. */
function report(folder) {
  for (const name of ['biome.json', '.gitignore', 'scripts/pure.grit'])
    cpSync(join(root, name), join(folder, name));
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const biome = spawnSync(join(root, 'node_modules/.bin/biome'), args, { cwd: folder, encoding: 'utf8' });
  const diagnostics = JSON.parse(biome.stdout).diagnostics.map(({ category, location }) => ({
    rule: category.split('/').at(-1),
    file: location.path,
  }));
  const layers = checkLayers(folder).map(({ rule, file }) => ({ rule, file }));
  return { biome: diagnostics, layers };
}

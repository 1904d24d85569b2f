// The rules of who may import whom that need to know where an import leads, or whether it is a type only.
// Rules about packages by name are in biome.json; docs on the layers in CONTRIBUTING.md.

/** The server's modules: each may import those before it. */
export const MODULES = [
  'currency',
  'audit',
  'events',
  'identity',
  'organization',
  'staff',
  'catalog',
  'customers',
  'accounts',
  'loyalty',
  'gift-cards',
  'pricing',
  'notifications',
  'inventory',
  'transfers',
  'stocktakes',
  'purchasing',
  'registers',
  'payments',
  'sales',
  'open-sales',
  'returns',
  'offline-sales',
  'ledger',
  'customer-lifecycle',
  'reports',
];

const SERVER = 'apps/server/src';
const moduleOf = (path) => path.match(/^apps\/server\/src\/modules\/([^/]+)\//)?.[1];
const packageOf = (path) => path.match(/^(apps|packages)\/[^/]+/)?.[0];
const isTestFile = (path) => /\.test\.ts$|\/testing\//.test(path);

/**
 * Each rule: `from` says which files it is about, `forbids` which of their imports, `advice` what to do instead.
 * An import is `{ specifier, target, typeOnly }`; `target` is the path of a relative import from the root of the
 * repository. Tests may break a rule unless it says `testsToo`.
 */
export const rules = [
  {
    name: 'package-by-name',
    testsToo: true,
    from: () => true,
    forbids: ({ target }, from) => packageOf(target) !== undefined && packageOf(target) !== packageOf(from),
    advice: 'import another package by its name, not by a path into it',
  },
  {
    name: 'contract-types-of-trpc',
    from: (path) => path.startsWith('packages/contract/src/'),
    forbids: ({ specifier, typeOnly }) => isPackage(specifier, '@trpc/server') && !typeOnly,
    advice: 'the contract is data: use `import type`',
  },
  {
    name: 'sdk-types-of-contract',
    from: (path) => path.startsWith('packages/sdk/src/'),
    forbids: ({ specifier, typeOnly }) => isPackage(specifier, '@cashwrap/contract') && !typeOnly,
    advice: 'the SDK ships no schemas: use `import type`',
  },
  {
    name: 'known-module',
    testsToo: true,
    from: () => true,
    forbids: ({ target }) => moduleOf(target) !== undefined && !MODULES.includes(moduleOf(target)),
    advice: 'place the new module in the order of MODULES in scripts/layers.mjs',
  },
  {
    name: 'module-order',
    from: (path) => moduleOf(path) !== undefined,
    forbids: ({ target }, from) => MODULES.indexOf(moduleOf(target)) > MODULES.indexOf(moduleOf(from)),
    advice: `a module imports only those below it: ${MODULES.join(' < ')}`,
  },
  {
    name: 'module-index',
    from: (path) => path.startsWith(`${SERVER}/`),
    forbids: ({ target }, from) =>
      moduleOf(target) !== undefined &&
      moduleOf(target) !== moduleOf(from) &&
      !/\/modules\/[^/]+\/index\.ts$/.test(target),
    advice: 'enter another module through its index.ts only',
  },
  {
    name: 'module-below-http',
    from: (path) => moduleOf(path) !== undefined,
    forbids: ({ target }) => isUnder(target, `${SERVER}/http/`) || isOneOf(target, 'app.ts', 'main.ts'),
    advice: 'modules do not know HTTP or the application: take what is needed as an argument',
  },
  {
    name: 'procedure-below-modules',
    from: (path) => path.startsWith(`${SERVER}/procedure/`),
    forbids: ({ target }) =>
      isUnder(target, `${SERVER}/http/`) ||
      isUnder(target, `${SERVER}/modules/`) ||
      isOneOf(target, 'app.ts', 'main.ts'),
    advice: 'procedure/ knows neither modules nor HTTP: take what is needed as an argument',
  },
  {
    name: 'domain-is-pure',
    from: (path) => /^apps\/server\/src\/(modules\/[^/]+|search|html)\/domain\//.test(path),
    forbids: ({ target, typeOnly }) =>
      target !== '' && !typeOnly && !target.includes('/domain/') && !isOneOf(target, 'procedure/failure.ts'),
    advice: 'domain/ imports values from domain/ and procedure/failure.ts only: pass the rest in',
  },
];

/** Whether a rule is about this file. */
export function applies(rule, path) {
  return rule.from(path) && (rule.testsToo === true || !isTestFile(path));
}

function isPackage(specifier, name) {
  return specifier === name || specifier.startsWith(`${name}/`);
}

function isUnder(target, folder) {
  return target.startsWith(folder);
}

function isOneOf(target, ...names) {
  return names.some((name) => target === `${SERVER}/${name}`);
}

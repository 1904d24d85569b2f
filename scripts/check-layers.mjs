// Reads every import of the workspace's sources and reports those that a rule of layers.mjs forbids.
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync, Visitor } from 'oxc-parser';
import { applies, rules } from './layers.mjs';
import { root } from './workspace.mjs';

/** Every violation under a root folder, as `{ file, line, rule, advice, specifier }`. */
export function checkLayers(rootFolder) {
  const files = globSync('{apps,packages}/*/src/**/*.ts', { cwd: rootFolder }).sort();
  return files.flatMap((file) => {
    const concerned = rules.filter((rule) => applies(rule, file));
    return readImports(file, readFileSync(join(rootFolder, file), 'utf8')).flatMap((found) =>
      concerned
        .filter((rule) => rule.forbids(found, file))
        .map(({ name, advice }) => ({
          file,
          line: found.line,
          rule: name,
          advice,
          specifier: found.specifier,
        })),
    );
  });
}

/**
 * Every way in which a file names another module, types and `import()` included. `import { type A }` is no
 * type-only import: under `verbatimModuleSyntax` the module is still loaded.
 */
function readImports(file, source) {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const imports = [];
  const add = (node, typeOnly) => {
    if (typeof node.source?.value !== 'string') return;
    const specifier = node.source.value;
    const target = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : '';
    imports.push({ specifier, target, typeOnly, line: source.slice(0, node.start).split('\n').length });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => add(node, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => add(node, node.exportKind === 'type'),
    ImportExpression: (node) => add(node, false),
    TSImportType: (node) => add(node, true),
  }).visit(program);
  return imports;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const violations = checkLayers(root);
  for (const { file, line, rule, advice, specifier } of violations) {
    console.error(`${file}:${line}: ${rule}: '${specifier}': ${advice}`);
  }
  console.log(
    violations.length === 0 ? 'Layers: no violations.' : `Layers: ${violations.length} violations.`,
  );
  process.exitCode = violations.length === 0 ? 0 : 1;
}

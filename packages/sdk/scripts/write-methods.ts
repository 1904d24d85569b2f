// Writes src/generated/cashwrap.ts, the client with words and an example to each method, and test/generated/examples.ts, the same
// examples as a program: the compiler reads it, as it reads no comment.
import { mkdirSync, writeFileSync } from 'node:fs';
import * as exported from '@cashwrap/contract';
import { type Contract, contract, type Entry, isEntry, type Scope } from '@cashwrap/contract';
import examples from '@cashwrap/contract/examples' with { type: 'json' };
import { describe } from './describe-operations.ts';
import { literal } from './literal.ts';

/** The types that the contract gives a name: those of a schema that is exported under it. */
const namesOfSchemas = new Map<unknown, string>(
  Object.entries(exported).flatMap(([name, schema]) =>
    /^[A-Z]/.test(name) ? [[schema, name] as const] : [],
  ),
);
const usedNames = new Set<string>();

const methods = writeGroup(contract, '', '  ');
write(
  '../src/generated/cashwrap.ts',
  `import type {
  CashwrapContract,
  InputOf,
  OutputOf,
${[...usedNames]
  .sort()
  .map((name) => `  ${name},\n`)
  .join('')}} from '@cashwrap/contract';
import type { CallOptions, MutationOptions } from '../options.ts';
import type { ListOf, Method, SubscriptionMethod } from '../types.ts';

/** The client: a method for every operation of the contract, in the same groups. */
export interface Cashwrap {
${methods}}
`,
);
write(
  '../test/generated/examples.ts',
  `import type { Cashwrap } from '../../src/index.ts';

/** The example of each method. It is compiled, not run: its ids are of no server. */
export async function examples(cashwrap: Cashwrap): Promise<void> {
${exported
  .entriesOf(contract)
  .map(({ name, entry }) => `  {\n${indented(exampleOf(name, entry), '    ')}\n  }\n`)
  .join('')}}
`,
);

function write(path: string, content: string): void {
  const url = new URL(path, import.meta.url);
  mkdirSync(new URL('.', url), { recursive: true });
  writeFileSync(url, `// Generated from the contract by \`pnpm gen\`. Do not edit.\n${content}`);
}

function writeGroup(group: Contract, prefix: string, indent: string): string {
  return Object.entries(group)
    .map(([key, node]) =>
      isEntry(node)
        ? `${commentOf(prefix + key, node, indent)}${indent}${signatureOf(prefix + key, key, node)};\n`
        : `${indent}readonly ${key}: {\n${writeGroup(node, `${prefix}${key}.`, `${indent}  `)}${indent}};\n`,
    )
    .join('\n');
}

function signatureOf(name: string, key: string, entry: Entry): string {
  const type = `CashwrapContract${name
    .split('.')
    .map((step) => `['${step}']`)
    .join('')}`;
  if (entry.kind === 'subscription') return `readonly ${key}: SubscriptionMethod<${type}>`;
  const { keyed, paged } = describe(entry);
  // Which type such a method answers depends on its input.
  if ('format' in shapeOf(entry.input)) return `readonly ${key}: Method<${type}>`;
  const options = keyed ? 'MutationOptions' : 'CallOptions';
  const answer = paged ? `ListOf<${type}>` : `Promise<${answerOf(entry, type)}>`;
  const mayLeaveOut = entry.input.safeParse({}).success;
  return `${key}(input${mayLeaveOut ? '?' : ''}: InputOf<${type}>, options?: ${options}): ${answer}`;
}

function answerOf({ output }: Entry, type: string): string {
  if (output === exported.NoContent) return 'void';
  const name = namesOfSchemas.get(output);
  if (name === undefined) return `OutputOf<${type}>`;
  usedNames.add(name);
  return name;
}

function shapeOf({ shape }: Entry['input']): object {
  return shape;
}

function commentOf(name: string, entry: Entry, indent: string): string {
  const { summary, description, errors = [] } = entry;
  const paragraphs = [
    `${summary}.`,
    description ?? '',
    describe(entry).atRegister
      ? 'The option `registerToken`, here or of the client, tells which register.'
      : '',
    [accessOf(entry), routeOf(entry)].join(' '),
    errors.length > 0 ? `Errors of its own: ${errors.map((code) => `\`${code}\``).join(', ')}.` : '',
    `@example\n\`\`\`ts\n${exampleOf(name, entry)}\n\`\`\``,
  ].filter((paragraph) => paragraph !== '');
  const text = paragraphs.join('\n\n').replaceAll('*/', '*\\/');
  const lines = indented(text, `${indent} * `).replaceAll(/ +$/gm, '');
  return `${indent}/**\n${lines}\n${indent} */\n`;
}

function accessOf(entry: Entry): string {
  if (entry.permission === 'public') return 'Open to everyone.';
  if (entry.scope === undefined) return 'For whoever is signed in.';
  return `Takes the permission \`${entry.permission}\`${placeOf(entry.kind, entry.scope)}.`;
}

function placeOf(kind: Entry['kind'], scope: Scope): string {
  switch (scope.kind) {
    case 'merchant':
      return kind === 'mutation' ? ' for the whole business' : ' in any store';
    case 'anywhere':
      return ' in any store';
    case 'store':
      return ` in the store \`${scope.field}\``;
    case 'document':
      return ` in the store of the ${scope.noun.replaceAll('_', ' ')}`;
  }
}

function routeOf(entry: Entry): string {
  return entry.kind === 'subscription' ? '' : `REST: \`${entry.rest.method} /v1${entry.rest.path}\`.`;
}

function exampleOf(name: string, entry: Entry): string {
  const input = examples[name]?.input ?? {};
  const call = `cashwrap.${name}(${Object.keys(input).length > 0 ? literal(input) : ''})`;
  if (entry.kind === 'subscription') return `for await (const message of ${call}) console.log(message);`;
  if (entry.output === exported.NoContent) return `await ${call};`;
  if (describe(entry).paged) return `for await (const item of ${call}) console.log(item);`;
  return `const answer = await ${call};\nconsole.log(answer);`;
}

function indented(text: string, indent: string): string {
  return text.replaceAll(/^/gm, indent);
}

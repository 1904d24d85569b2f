// Writes src/generated/operations.ts: what the SDK must know of the contract at run time.
import { writeFileSync } from 'node:fs';
import { type Contract, contract, type Entry, isEntry } from '@cashwrap/contract';
import type { OperationInfo } from '../src/operation-info.ts';
import { describe, describeOperations } from './describe-operations.ts';

const infos = new Map(Object.values(describeOperations(contract)).map((info) => [constantOf(info), info]));
const constants = [...infos].map(
  ([name, info]) => `const ${name}: OperationInfo = ${literal({ ...info })};\n`,
);

writeFileSync(
  new URL('../src/generated/operations.ts', import.meta.url),
  `// Generated from the contract by \`pnpm gen\`. Do not edit.
import { byName, type OperationInfo } from '../operation-info.ts';

${constants.join('')}
export const operations = byName({
${fieldsOf(contract, '  ')}});
`,
);

function fieldsOf(group: Contract, indent: string): string {
  return Object.entries(group)
    .map(([key, node]) => `${indent}${key}: ${isEntry(node) ? ofEntry(node) : ofGroup(node, indent)},\n`)
    .join('');
}

function ofEntry(entry: Entry): string {
  return constantOf(describe(entry));
}

function ofGroup(group: Contract, indent: string): string {
  return `{\n${fieldsOf(group, `${indent}  `)}${indent}}`;
}

/** All that are alike share one constant: `keyedMutation`. */
function constantOf({ kind, ...flags }: OperationInfo): string {
  const [first, ...others] = [...Object.keys(flags), kind];
  return [first, ...others.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join('');
}

function literal(fields: Readonly<Record<string, string | true>>): string {
  const written = Object.entries(fields).map(([name, value]) =>
    value === true ? `${name}: true` : `${name}: '${value}'`,
  );
  return `{ ${written.join(', ')} }`;
}

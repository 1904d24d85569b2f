// Writes src/generated/operations.ts: what the SDK must know of the contract at run time.
import { writeFileSync } from 'node:fs';
import { contract } from '@cashwrap/contract';
import { describeOperations } from './describe-operations.ts';

const entries = Object.entries(describeOperations(contract)).map(([name, info]) => {
  const fields = Object.entries(info).map(([field, value]) => `${field}: ${literal(value)}`);
  return `  ${literal(name)}: { ${fields.join(', ')} },\n`;
});

writeFileSync(
  new URL('../src/generated/operations.ts', import.meta.url),
  `// Generated from the contract by \`pnpm gen\`. Do not edit.
import type { OperationInfo, OperationName } from '../operation-info.ts';

export const operations: Readonly<Record<OperationName, OperationInfo>> = {
${entries.join('')}};
`,
);

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

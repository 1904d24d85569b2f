import {
  commonErrors,
  contract,
  type ErrorCode,
  entriesOf,
  errorCodes,
  errorHelp,
  errors,
} from '@cashwrap/contract';
import { typeText } from './type-text.ts';

/** How many operations are named before it is only said how many more there are. */
const NAMED = 12;

/** docs/errors.md: every code, what it means and what to do about it. */
export function errorsPage(): string {
  const rows = errorCodes.map((code) => {
    const { status, retryable, title } = errors[code];
    return `| [\`${code}\`](#${code.toLowerCase()}) | ${status} | ${retryable ? 'yes' : ''} | ${title} |`;
  });
  return `<!-- Written by \`pnpm gen\` from packages/contract: do not edit. -->

# Errors

Every refusal is a problem document (RFC 9457) on REST, \`application/problem+json\`, and the same object is in \`error.data\`
over tRPC and on a \`CashwrapApiError\` of the SDK. Decide by \`code\`: titles and details are for people, and may change.
New codes may come, so handle the ones that you know, and show \`detail\` for all others.

\`\`\`json
{
  "type": "urn:cashwrap:error:shift-required",
  "title": "The register has no open shift",
  "status": 409,
  "detail": "Till 1 has no open shift, and cash needs one. Open it first.",
  "code": "SHIFT_REQUIRED",
  "requestId": "01936f5e-7c3a-7b1e-9d0a-4f2b8c6d1e00",
  "retryable": false
}
\`\`\`

- \`retryable\`: whether the same call may succeed later without a change. The SDK repeats such calls by itself.
- \`errors\`: with \`INVALID_INPUT\`, and wherever else fields are to blame: path and message of each.
- \`details\`: what a program can rely on; its type stands below, with the names of the SDK's types.
- What was refused has sold, moved and changed nothing.

Any operation may answer ${list(commonErrors)},
and any mutation the three about its \`Idempotency-Key\`.

| code | status | retryable | what it means |
|---|---|---|---|
${rows.join('\n')}

${errorCodes.map(section).join('\n\n')}
`;
}

function section(code: ErrorCode): string {
  const entry = errors[code];
  return [
    `## ${code}`,
    '',
    `${entry.status}. ${entry.title}. ${errorHelp[code]}`,
    ...('details' in entry ? ['', `\`details\`: \`${typeText(entry.details)}\``] : []),
    ...answeredBy(code),
  ].join('\n');
}

function answeredBy(code: ErrorCode): string[] {
  if (commonErrors.some((common) => common === code)) return [];
  const names = entriesOf(contract)
    .filter(({ entry }) => entry.errors?.includes(code))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return ['', `Answered by ${list(names.slice(0, NAMED))}${more}.`];
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

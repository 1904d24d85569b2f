import type { FieldError, Operation } from '@cashwrap/contract';
import type { z } from 'zod';
import { Failure } from './failure.ts';

/** Checks what came in against the operation's schema; names every field that is wrong. */
export function parseInput(operation: Operation, raw: unknown): Record<string, unknown> {
  // A call without any input is a call with an empty one.
  const result = operation.input.safeParse(raw ?? {});
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap(toFieldErrors);
  throw invalidInput(fields);
}

export function invalidInput(fields: readonly FieldError[]): Failure<'INVALID_INPUT'> {
  const named = fields.slice(0, 3).map(({ path, message }) => `${formatPath(path)} ${message}`);
  const more = fields.length > named.length ? ` (and ${fields.length - named.length} more)` : '';
  return new Failure('INVALID_INPUT', { detail: `${named.join('; ')}${more}.`, fields });
}

function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: 'is not a known field' }));
    case 'invalid_type':
      // Zod tells a missing field by its input alone, and keeps that out of the issue unless asked.
      return [{ path, message: invalidType(issue) }];
    default:
      return [{ path, message: lowerFirst(issue.message.replace(/^Invalid input: /, '')) }];
  }
}

function invalidType(issue: z.core.$ZodIssueInvalidType): string {
  if (issue.message.endsWith('received undefined')) return 'is required';
  const received = /received (.+)$/.exec(issue.message)?.[1];
  return `must be ${article(issue.expected)}${received ? `, not ${article(received)}` : ''}`;
}

function article(type: string): string {
  if (type === 'int') return 'a whole number';
  if (type === 'null' || type === 'undefined') return type;
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** `['lines', 0, 'quantity']` as `lines[0].quantity`; the whole input is `the input`. */
function formatPath(path: FieldError['path']): string {
  if (path.length === 0) return 'the input';
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    '',
  );
}
